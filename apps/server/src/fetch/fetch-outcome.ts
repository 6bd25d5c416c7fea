import type { NamesAnswer } from "./name-servers.ts";

/** One redirect that was answered on the way: the status and the `location` header as sent, capped. */
export type Hop = { status: number; location: string };

/** What the host answered. The text is for judging on the spot: it must not be stored. */
export type Answered = {
  kind: "answered";
  /** Where the answer came from, without credentials and fragment. */
  finalUrl: string;
  status: number;
  /** A small set of headers, lower-case names, values of 512 characters at most. */
  headers: Readonly<Record<string, string>>;
  /**
   * SHA-256 (64 hex digits) of the body as far as it was read, after its content coding is undone. Null when
   * no body may be read: handling `restricted` and the answer is not a page of text.
   */
  bodySha256: string | null;
  /** The body as text when it is text, else empty. */
  bodyText: string;
  /** Why the body is not whole: larger than the limit, too slow, broken off, or not to be read. */
  truncated: false | "size" | "time" | "broken" | "media";
  redirects: readonly Hop[];
  /** When the answer was complete. */
  at: Date;
};

export type UnreachableReason = "dns" | "connect" | "tls" | "timeout" | "too_many_redirects" | "protocol";

/** No answer that can be judged. */
export type Unreachable = {
  kind: "unreachable";
  reason: UnreachableReason;
  redirects: readonly Hop[];
  at: Date;
};

export type RefusalReason = "handling" | "url" | "scheme" | "port" | "address" | "forbidden_redirect";

/** The fetcher did not speak to the address it was led to. With `redirects` empty, it spoke to nobody. */
export type Refused = {
  kind: "refused";
  reason: RefusalReason;
  redirects: readonly Hop[];
  at: Date;
};

/** What was read to be looked at: in memory only, never stored, and passed to nobody but a decoder. */
export type ReadMedium = Answered & { bytes: Buffer };

/** What came of one fetch. All times are those of the fetcher's clock. */
export type FetchOutcome = Answered | Unreachable | Refused;

/**
 * What came of a post to an interface. `released` says whether the last byte had left: until then the other side cannot
 * have taken it. Refused: nothing left at all.
 */
export type PostOutcome =
  | { kind: "answered"; status: number; bodyText: string; released: boolean }
  | { kind: "unreachable"; reason: UnreachableReason; released: boolean }
  | { kind: "refused"; reason: RefusalReason };

/** What came of one question to the name servers. Refused: nothing was sent. */
export type NamesOutcome =
  | (NamesAnswer & { at: Date })
  | { kind: "refused"; reason: "handling" | "name"; at: Date };
