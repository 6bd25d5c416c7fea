import type { Handling } from "@vigie/contract";
import { Client } from "undici";
import { holdLastByte } from "../held-bytes.ts";
import { type AllowList, isPermittedPort } from "./address-rules.ts";
import type {
  FetchOutcome,
  Hop,
  NamesOutcome,
  PostOutcome,
  ReadMedium,
  RefusalReason,
  Refused,
  Unreachable,
  UnreachableReason,
} from "./fetch-outcome.ts";
import {
  ConnectFailure,
  type Dial,
  guardedConnect,
  type Resolve,
  systemDial,
  systemResolve,
} from "./guarded-connect.ts";
import { askNameServers, mayBeAsked, type NameType } from "./name-servers.ts";
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

/** A registry's answer is text and small; whoever waits for it is a person. */
const defaultLookUpLimits: FetchLimits = {
  totalMs: 10_000,
  connectMs: 4_000,
  idleMs: 5_000,
  maxRedirects: 3,
  maxHeaderBytes: 16_384,
  maxBodyBytes: 512 * 1024,
};

/** Whoever waits for a picture is a person. Larger files are not looked at. */
const defaultMediumLimits: FetchLimits = {
  ...defaultFetchLimits,
  maxBodyBytes: 25 * 1024 * 1024,
};

/** An interface answers with a receipt. The caller's commit before the last byte counts into the time. */
const defaultPostLimits: FetchLimits = {
  totalMs: 30_000,
  connectMs: 6_000,
  idleMs: 20_000,
  maxRedirects: 0,
  maxHeaderBytes: 16_384,
  maxBodyBytes: 64 * 1024,
};

/** One try at one name server; the question ends after two. */
const nameTimeoutMs = 2_000;

export type GuardedFetcherOptions = {
  /** The handling in force and the address, read at the moment of asking; null when the content is not known. */
  handlingOf(contentId: string): Promise<{ handling: Handling; url: string } | null>;
  /** Whether an address belongs to a content that may not be contacted; asked before each redirect is followed. */
  forbiddenUrl(url: string): Promise<boolean>;
  allow: AllowList;
  userAgent: string;
  limits?: Partial<FetchLimits>;
  /** Bounds of a question to a registry or for a security.txt. */
  lookUpLimits?: Partial<FetchLimits>;
  /** Bounds of a medium to look at. */
  mediumLimits?: Partial<FetchLimits>;
  /** Bounds of a post to an interface. */
  postLimits?: Partial<FetchLimits>;
  /** Addresses of name servers, with an optional port. Empty: those of this machine. */
  dnsServers?: readonly string[];
  /** Default: the configured name servers. */
  resolve?: Resolve;
  /** Default: TCP. It only ever sees addresses that passed the check. */
  dial?: Dial;
  clock?: () => Date;
  /** PEM certificates trusted in place of the built-in ones, for a network with an authority of its own. */
  trustedRoots?: string;
};

/**
 * The only way out to the web. Everything that is read is asked for the sake of a content: its handling decides whether
 * anything is asked at all. What is posted goes to an interface that a person chose. What throws: `handlingOf` and `forbiddenUrl` when they throw, and everything once the fetcher is
 * closed; then nothing was learned.
 */
export type GuardedFetcher = {
  /** Fetches a content within its handling and the limits. */
  fetchContent(request: { contentId: string }): Promise<FetchOutcome>;
  /**
   * Reads a content, or a medium that its page names, to be looked at. 25 MiB and 20 seconds at most.
   * @param request.url of the medium; checked like a redirect. Absent: the content's own address.
   * @param request.logged who asks is recorded with a reason: media may be read under handling `restricted` as well.
   */
  fetchMedium(request: {
    contentId: string;
    url?: string;
    logged: boolean;
    signal?: AbortSignal;
  }): Promise<ReadMedium | Unreachable | Refused>;
  /**
   * Reads a public registry (RDAP, its bootstrap files) about a content: text only, 512 KiB and 10 seconds at most.
   * @param request.url of the registry; checked like any address that a stranger wrote.
   */
  askRegistry(request: {
    contentId: string;
    url: string;
    accept: string;
    signal?: AbortSignal;
  }): Promise<FetchOutcome>;
  /** Reads `/.well-known/security.txt` of the content's own host over TLS (RFC 9116), within the same bounds. */
  askSecurityText(request: { contentId: string; signal?: AbortSignal }): Promise<FetchOutcome>;
  /**
   * Asks the name servers about a name that belongs to a content.
   * @param request.name lower case, ASCII. Local and onion names are refused, and nothing is sent.
   */
  askNames(request: {
    contentId: string;
    name: string;
    type: NameType;
    signal?: AbortSignal;
  }): Promise<NamesOutcome>;
  /**
   * Posts to a recipient's interface, once: no redirect is followed, and `http:` is for the addresses of the allow list.
   * @param request.headers on top of those of every request; `content-type` belongs to them.
   * @param request.beforeLastByte awaited when all but the last byte of the body has left. What it throws abandons the
   * post, and is thrown on.
   */
  post(request: {
    url: string;
    headers: Readonly<Record<string, string>>;
    body: Buffer;
    beforeLastByte(): Promise<void>;
  }): Promise<PostOutcome>;
  /** Ends what runs and refuses what comes. */
  close(): Promise<void>;
};

/** What may be told about us: nothing but that we read. */
const requestHeaders = { "accept-language": "fr,en;q=0.8", "accept-encoding": "identity" };
const pageAccept = "text/html,application/xhtml+xml,*/*;q=0.5";
const mediumAccept = "image/*,video/*,text/html;q=0.9,*/*;q=0.5";

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

/** What is fetched for a content, and within which bounds. */
type Errand = {
  /** Where to begin, from the address of the content; the content itself when it says the same address. */
  begin(contentUrl: string): string;
  accept: string;
  limits: FetchLimits;
  /** Under which handlings bytes that are no text may be read. */
  media: readonly Handling[];
  /** Whether an address is refused with whatever query when it is forbidden without one: a medium stays the same. */
  anyQuery?: boolean;
  /** Whoever asked waits no longer: counts as a timeout. */
  signal?: AbortSignal | undefined;
};

/**
 * The guarded fetcher. Before the first byte (and before a name is looked up) it asks for the handling of the
 * content and refuses `unknown` and `no_fetch` whatever the caller wants; it asks again at each redirect and each
 * further question.
 */
export function createGuardedFetcher(options: GuardedFetcherOptions): GuardedFetcher {
  const { clock = () => new Date(), dnsServers = [] } = options;
  const limits = { ...defaultFetchLimits, ...options.limits };
  const lookUpLimits = { ...defaultLookUpLimits, ...options.lookUpLimits };
  const mediumLimits = { ...defaultMediumLimits, ...options.mediumLimits };
  const postLimits = { ...defaultPostLimits, ...options.postLimits };
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();

  async function follow(contentId: string, errand: Errand): Promise<ReadMedium | Unreachable | Refused> {
    const redirects: Hop[] = [];
    const refused = (reason: RefusalReason): Refused => ({
      kind: "refused",
      reason,
      redirects,
      at: clock(),
    });
    const unreachable = (reason: UnreachableReason): Unreachable => ({
      kind: "unreachable",
      reason,
      redirects,
      at: clock(),
    });

    const signal = AbortSignal.any([
      closing.signal,
      AbortSignal.timeout(errand.limits.totalMs),
      ...(errand.signal ? [errand.signal] : []),
    ]);
    const first = await options.handlingOf(contentId);
    if (!first || !mayContact(first.handling)) return refused("handling");
    let next = errand.begin(first.url);
    let handling = first.handling;
    for (;;) {
      if (next !== first.url || redirects.length > 0) {
        if (await isForbidden(next, errand)) return refused("forbidden_redirect");
        const content = await options.handlingOf(contentId);
        if (!content || !mayContact(content.handling)) return refused("handling");
        handling = content.handling;
      }
      const target = parseTarget(next);
      if ("reason" in target) return refused(target.reason);

      const answer = await exchange(target.url, { errand, handling, signal });
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
          bytes: body.bytes,
          truncated: body.truncated,
          redirects,
          at: clock(),
        };
      }
      redirects.push({ status: answer.status, location: answer.location.slice(0, 2_048) });
      if (redirects.length > errand.limits.maxRedirects) return unreachable("too_many_redirects");
      const resolved = readUrl(answer.location, target.url);
      if (!resolved) return refused("url");
      next = resolved.href;
    }
  }

  async function isForbidden(address: string, { anyQuery }: Errand): Promise<boolean> {
    if (await options.forbiddenUrl(address)) return true;
    const url = anyQuery ? readUrl(address) : null;
    if (!url || url.search === "") return false;
    url.search = "";
    url.hash = "";
    return options.forbiddenUrl(url.href);
  }

  /** For judging on the spot: no bytes. */
  async function read(contentId: string, errand: Errand): Promise<FetchOutcome> {
    const outcome = await follow(contentId, errand);
    if (outcome.kind !== "answered") return outcome;
    const { bytes: _, ...answered } = outcome;
    return answered;
  }

  async function ask({
    contentId,
    name,
    type,
    signal = closing.signal,
  }: Parameters<GuardedFetcher["askNames"]>[0]): Promise<NamesOutcome> {
    const content = await options.handlingOf(contentId);
    if (!content || !mayContact(content.handling)) {
      return { kind: "refused", reason: "handling", at: clock() };
    }
    if (!mayBeAsked(name, type)) return { kind: "refused", reason: "name", at: clock() };
    const answer = await askNameServers(
      { name, type },
      { dnsServers, timeoutMs: nameTimeoutMs, signal: AbortSignal.any([closing.signal, signal]) },
    );
    if (closing.signal.aborted) throw closedError();
    return { ...answer, at: clock() };
  }

  async function whileOpen<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    if (closing.signal.aborted) throw closedError();
    const started = work();
    running.add(started);
    try {
      return await started;
    } finally {
      running.delete(started);
    }
  }

  /** A connection of its own for one request. */
  function clientFor(url: URL, limits: FetchLimits, signal: AbortSignal): Client {
    return new Client(url.origin, {
      connect: guardedConnect({
        hostname: hostnameOf(url),
        port: portOf(url),
        secure: url.protocol === "https:",
        allow: options.allow,
        resolve: options.resolve ?? systemResolve(options.allow, dnsServers),
        dial: options.dial ?? systemDial,
        connectTimeoutMs: limits.connectMs,
        trustedRoots: options.trustedRoots,
        signal,
      }),
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.idleMs,
      bodyTimeout: limits.idleMs,
    });
  }

  /** One request to one address, on a connection that ends with it. */
  async function exchange(
    url: URL,
    { errand, handling, signal }: { errand: Errand; handling: Handling; signal: AbortSignal },
  ): Promise<Exchange> {
    const { limits, accept, media } = errand;
    const client = clientFor(url, limits, signal);
    try {
      const response = await client.request({
        method: "GET",
        path: url.pathname + url.search,
        headers: { accept, ...requestHeaders, "user-agent": options.userAgent },
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
        mediaAllowed: media.includes(handling),
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

  async function post({
    url: address,
    headers,
    body,
    beforeLastByte,
  }: Parameters<GuardedFetcher["post"]>[0]): Promise<PostOutcome> {
    const target = parseTarget(address);
    if ("reason" in target) return { kind: "refused", reason: target.reason };
    const { url } = target;
    if (url.protocol === "http:" && !options.allow.mentions(hostnameOf(url))) {
      return { kind: "refused", reason: "scheme" };
    }
    if (await options.forbiddenUrl(url.href)) return { kind: "refused", reason: "handling" };

    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(postLimits.totalMs)]);
    const held = holdLastByte(body, beforeLastByte);
    const client = clientFor(url, postLimits, signal);
    let outcome: PostOutcome;
    try {
      const response = await client.request({
        method: "POST",
        path: url.pathname + url.search,
        headers: {
          accept: "application/json",
          ...requestHeaders,
          "user-agent": options.userAgent,
          ...headers,
          "content-length": String(body.length),
        },
        body: held.stream,
        signal,
      });
      response.body.on("error", () => {});
      const read = await readBody(response.body, {
        contentType: headerText(response.headers["content-type"]),
        contentEncoding: headerText(response.headers["content-encoding"]),
        maxBytes: postLimits.maxBodyBytes,
        mediaAllowed: false,
        signal,
      });
      const { released } = held;
      if (read.truncated === "broken" || read.truncated === "time") {
        const reason = read.truncated === "time" ? "timeout" : "protocol";
        outcome = { kind: "unreachable", reason, released: released() };
      } else {
        outcome = {
          kind: "answered",
          status: response.statusCode,
          bodyText: read.text,
          released: released(),
        };
      }
    } catch (error) {
      const failed = failureOf(error, signal);
      outcome = failed.kind === "refused" ? failed : { ...failed, released: held.released() };
    } finally {
      await client.destroy();
    }
    held.stream.destroy();
    // The caller's commit may still be on its way: nobody may conclude before it has settled.
    const thrown = await held.settled();
    if (thrown !== undefined) throw thrown;
    return outcome;
  }

  return {
    fetchContent: ({ contentId }) =>
      whileOpen(() =>
        read(contentId, { begin: (url) => url, accept: pageAccept, limits, media: ["normal"] }),
      ),
    fetchMedium: ({ contentId, url, logged, signal }) =>
      whileOpen(() =>
        follow(contentId, {
          begin: (contentUrl) => url ?? contentUrl,
          accept: mediumAccept,
          limits: mediumLimits,
          media: logged ? ["normal", "restricted"] : ["normal"],
          anyQuery: true,
          signal,
        }),
      ),
    askRegistry: ({ contentId, url, accept, signal }) =>
      whileOpen(() => read(contentId, { begin: () => url, accept, limits: lookUpLimits, media: [], signal })),
    askSecurityText: ({ contentId, signal }) =>
      whileOpen(() =>
        read(contentId, {
          begin: securityTextOf,
          accept: "text/plain",
          limits: lookUpLimits,
          media: [],
          signal,
        }),
      ),
    askNames: (request) => whileOpen(() => ask(request)),
    post: (request) => whileOpen(() => post(request)),
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

/** Whether anything may be asked for a content. Named one by one, so that a handling added later is refused until somebody decides. */
export function mayContact(handling: Handling): boolean {
  return handling === "restricted" || handling === "normal";
}

/** RFC 9116, 3: over TLS, on the host itself. What is no web address leads to none. */
function securityTextOf(contentUrl: string): string {
  const url = readUrl(contentUrl);
  return url && /^https?:$/.test(url.protocol) ? `https://${url.hostname}/.well-known/security.txt` : "";
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

function hostnameOf(url: URL): string {
  return url.hostname.replace(/^\[(.+)\]$/, "$1");
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
