import type { Handling } from "@vigie/contract";
import { Client } from "undici";
import { type AllowList, isPermittedPort } from "./address-rules.ts";
import type { FetchOutcome, Hop, RefusalReason, UnreachableReason } from "./fetch-outcome.ts";
import {
  ConnectFailure,
  type Dial,
  guardedConnect,
  type Resolve,
  systemDial,
  systemResolve,
} from "./guarded-connect.ts";
import { readBody } from "./read-body.ts";
import { readUrl } from "./read-url.ts";

/** Bounds of one fetch, redirects included. */
export type FetchLimits = {
  /** Name look-ups, connections, headers and body of all hops together. */
  totalMs: number;
  /** One connection to one address. */
  connectMs: number;
  /** Silence of a host before its headers, and between two pieces of its body. */
  idleMs: number;
  maxRedirects: number;
  maxHeaderBytes: number;
  /** Bytes of the body, on the wire and decompressed. */
  maxBodyBytes: number;
};

const defaultFetchLimits: FetchLimits = {
  totalMs: 20_000,
  connectMs: 6_000,
  idleMs: 8_000,
  maxRedirects: 5,
  maxHeaderBytes: 16_384,
  maxBodyBytes: 2 * 1024 * 1024,
};

/** Why a content is fetched. It opens no door: handling decides. */
export type FetchPurpose = "check" | "send";

export type GuardedFetcherOptions = {
  /** The handling in force and the address, read at the moment of asking; null when the content is not known. */
  handlingOf(contentId: string): Promise<{ handling: Handling; url: string } | null>;
  /** Whether an address belongs to a content that may not be contacted; asked before each redirect is followed. */
  forbiddenUrl(url: string): Promise<boolean>;
  allow: AllowList;
  userAgent: string;
  limits?: Partial<FetchLimits>;
  /** Default: the configured name servers. */
  resolve?: Resolve;
  /** Default: TCP. It only ever sees addresses that passed the check. */
  dial?: Dial;
  clock?: () => Date;
  /** PEM certificates trusted in place of the built-in ones, for a network with an authority of its own. */
  trustedRoots?: string;
};

/** The only way out to the web. It takes a content, never an address. */
export type GuardedFetcher = {
  /**
   * Fetches a content within its handling and the limits.
   * @throws when `handlingOf` or `forbiddenUrl` throws, or when the fetcher is closed meanwhile: then nothing was
   * learned about the content.
   */
  fetchContent(request: { contentId: string; purpose: FetchPurpose }): Promise<FetchOutcome>;
  /** Ends running fetches and refuses new ones. */
  close(): Promise<void>;
};

/** What a page may be told about us: nothing but that we read. */
const requestHeaders = {
  accept: "text/html,application/xhtml+xml,*/*;q=0.5",
  "accept-language": "fr,en;q=0.8",
  "accept-encoding": "identity",
};

const keptHeaders = [
  "cache-control",
  "cf-mitigated",
  "content-language",
  "content-length",
  "content-type",
  "date",
  "etag",
  "last-modified",
  "retry-after",
  "server",
  "www-authenticate",
  "x-robots-tag",
];

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The guarded fetcher. Before the first byte (and before a name is looked up) it asks for the handling of the
 * content and refuses `unknown` and `no_fetch` whatever the caller wants; it asks again at each redirect.
 */
export function createGuardedFetcher(options: GuardedFetcherOptions): GuardedFetcher {
  const { clock = () => new Date() } = options;
  const limits = { ...defaultFetchLimits, ...options.limits };
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();

  async function fetchOnce(contentId: string): Promise<FetchOutcome> {
    const redirects: Hop[] = [];
    const refused = (reason: RefusalReason): FetchOutcome => ({
      kind: "refused",
      reason,
      redirects,
      at: clock(),
    });
    const unreachable = (reason: UnreachableReason): FetchOutcome => ({
      kind: "unreachable",
      reason,
      redirects,
      at: clock(),
    });

    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(limits.totalMs)]);
    let next: string | null = null;
    for (;;) {
      if (next !== null && (await options.forbiddenUrl(next))) return refused("forbidden_redirect");
      const content = await options.handlingOf(contentId);
      if (!content || !mayContact(content.handling)) return refused("handling");
      const target = parseTarget(next ?? content.url);
      if ("reason" in target) return refused(target.reason);

      const answer = await exchange(target.url, content.handling, signal);
      if (closing.signal.aborted) throw closedError();
      if (answer.kind === "failed") {
        return answer.outcome.kind === "refused"
          ? refused(answer.outcome.reason)
          : unreachable(answer.outcome.reason);
      }
      if (answer.kind === "answered") {
        const { status, headers, body } = answer;
        return {
          kind: "answered",
          finalUrl: target.url.href,
          status,
          headers,
          bodySha256: body.sha256,
          bodyText: body.text,
          truncated: body.truncated,
          redirects,
          at: clock(),
        };
      }
      redirects.push({ status: answer.status, location: answer.location.slice(0, 2_048) });
      if (redirects.length > limits.maxRedirects) return unreachable("too_many_redirects");
      const resolved = readUrl(answer.location, target.url);
      if (!resolved) return refused("url");
      next = resolved.href;
    }
  }

  /** One request to one address, on a connection of its own that ends with it. */
  async function exchange(url: URL, handling: Handling, signal: AbortSignal): Promise<Exchange> {
    const client = new Client(url.origin, {
      connect: guardedConnect({
        hostname: url.hostname.replace(/^\[(.+)\]$/, "$1"),
        port: portOf(url),
        secure: url.protocol === "https:",
        allow: options.allow,
        resolve: options.resolve ?? systemResolve(options.allow),
        dial: options.dial ?? systemDial,
        connectTimeoutMs: limits.connectMs,
        trustedRoots: options.trustedRoots,
        signal,
      }),
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.idleMs,
      bodyTimeout: limits.idleMs,
    });
    try {
      const response = await client.request({
        method: "GET",
        path: url.pathname + url.search,
        headers: { ...requestHeaders, "user-agent": options.userAgent },
        signal,
      });
      response.body.on("error", () => {});
      const header = (name: string) => headerText(response.headers[name]);
      const location = header("location");
      if (redirectStatuses.has(response.statusCode) && location !== "") {
        return { kind: "redirect", status: response.statusCode, location: utf8Of(location) };
      }
      const body = await readBody(response.body, {
        contentType: header("content-type"),
        contentEncoding: header("content-encoding"),
        maxBytes: limits.maxBodyBytes,
        mediaAllowed: handling === "normal",
        signal,
      });
      const headers = Object.fromEntries(
        keptHeaders.flatMap((name) => (header(name) === "" ? [] : [[name, header(name).slice(0, 512)]])),
      );
      return { kind: "answered", status: response.statusCode, headers, body };
    } catch (error) {
      return { kind: "failed", outcome: failureOf(error, signal) };
    } finally {
      await client.destroy();
    }
  }

  return {
    async fetchContent({ contentId }) {
      if (closing.signal.aborted) throw closedError();
      const fetched = fetchOnce(contentId);
      running.add(fetched);
      try {
        return await fetched;
      } finally {
        running.delete(fetched);
      }
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

type Exchange =
  | { kind: "redirect"; status: number; location: string }
  | {
      kind: "answered";
      status: number;
      headers: Record<string, string>;
      body: Awaited<ReturnType<typeof readBody>>;
    }
  | { kind: "failed"; outcome: ConnectFailure["outcome"] };

/** Named one by one, so that a handling added later is refused until somebody decides. */
function mayContact(handling: Handling): boolean {
  return handling === "restricted" || handling === "normal";
}

function parseTarget(address: string): { url: URL } | { reason: RefusalReason } {
  const url = readUrl(address);
  if (!url) return { reason: "url" };
  if (url.protocol !== "http:" && url.protocol !== "https:") return { reason: "scheme" };
  if (!isPermittedPort(portOf(url))) return { reason: "port" };
  // Credentials in an address are the sender's, a fragment is never sent.
  url.username = "";
  url.password = "";
  url.hash = "";
  return { url };
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function headerText(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

/** Header bytes arrive as Latin-1; addresses with accents are sent as UTF-8. */
function utf8Of(latin1: string): string {
  const text = Buffer.from(latin1, "latin1").toString("utf8");
  return text.includes("\uFFFD") ? latin1 : text;
}

function failureOf(error: unknown, signal: AbortSignal): ConnectFailure["outcome"] {
  if (error instanceof ConnectFailure) return error.outcome;
  if (signal.aborted) return { kind: "unreachable", reason: "timeout" };
  const code = error instanceof Error && "code" in error ? error.code : "";
  const isTimeout = code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT";
  return { kind: "unreachable", reason: isTimeout ? "timeout" : "protocol" };
}

function closedError(): Error {
  return new Error("The guarded fetcher is closed. The fetch taught nothing and can be tried again.");
}
