import { Client } from "undici";
import { type AllowList, isPermittedPort } from "./address-rules.ts";
import type { RefusalReason, UnreachableReason } from "./fetch-outcome.ts";
import {
  ConnectFailure,
  type Dial,
  guardedConnect,
  type Resolve,
  systemDial,
  systemResolve,
} from "./guarded-connect.ts";
import { readUrl } from "./read-url.ts";

/** What came of a visit. `to` is where a link that moved for good leads, as far as it was followed. */
export type LinkVisit =
  | { kind: "answers"; status: number }
  | { kind: "moved"; status: number; to: string }
  | { kind: "gone"; status: 404 | 410 }
  /** It answers, and not with a page: an error, or a door for people only. */
  | { kind: "closed"; status: number }
  | { kind: "unreachable"; reason: UnreachableReason }
  | { kind: "refused"; reason: RefusalReason };

export interface VisitOptions {
  allow: AllowList;
  userAgent: string;
  /** One visit, redirects included. Default: 10 seconds. */
  totalMs?: number;
  /** Addresses of name servers, with an optional port. Empty: those of this machine. */
  dnsServers: readonly string[];
  /** Default: the name servers. */
  resolve?: Resolve;
  /** Default: TCP. It only ever sees addresses that passed the check. */
  dial?: Dial;
}

const maxRedirects = 5;
const permanent: ReadonlySet<number> = new Set([301, 308]);
const redirecting: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Whether a published link (a form, an authority's page; never something that was reported) still leads somewhere.
 * HEAD, and GET where HEAD is not understood; no body is read, no cookie kept. Speaks to public addresses only, as the
 * fetcher does, at each redirect anew.
 */
export async function visitLink(link: string, options: VisitOptions): Promise<LinkVisit> {
  const signal = AbortSignal.timeout(options.totalMs ?? 10_000);
  let url = readUrl(link);
  let movedWith: number | null = null;
  let onlyMoves = true;
  let movedTo = link;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const reason = refusalOf(url);
    if (url === null || reason !== null) return { kind: "refused", reason: reason ?? "url" };
    const answer = await ask(url, options, signal);
    if (!("status" in answer)) return answer;
    const { status, location } = answer;
    if (!redirecting.has(status) || location === "") return judged(status, movedWith, movedTo);
    url = readUrl(location, url);
    onlyMoves &&= permanent.has(status);
    if (onlyMoves && url !== null) {
      movedWith ??= status;
      movedTo = url.href;
    }
  }
  return { kind: "unreachable", reason: "too_many_redirects" };
}

function judged(status: number, movedWith: number | null, movedTo: string): LinkVisit {
  if (status === 404 || status === 410) return { kind: "gone", status };
  if (status >= 400) return { kind: "closed", status };
  return movedWith === null ? { kind: "answers", status } : { kind: "moved", status: movedWith, to: movedTo };
}

function refusalOf(url: URL | null): RefusalReason | null {
  if (url === null) return "url";
  if (url.protocol !== "http:" && url.protocol !== "https:") return "scheme";
  return isPermittedPort(portOf(url)) ? null : "port";
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

type Asked = { status: number; location: string } | Extract<LinkVisit, { kind: "refused" | "unreachable" }>;

/** HEAD, then GET for servers that answer HEAD with an error. Only the answer's head is read. */
async function ask(url: URL, options: VisitOptions, signal: AbortSignal): Promise<Asked> {
  const head = await request("HEAD", url, options, signal);
  if (signal.aborted || ("status" in head && head.status < 400)) return head;
  if (!("status" in head) && head.reason !== "protocol") return head;
  return request("GET", url, options, signal);
}

async function request(
  method: "HEAD" | "GET",
  url: URL,
  options: VisitOptions,
  signal: AbortSignal,
): Promise<Asked> {
  const client = new Client(url.origin, {
    connect: guardedConnect({
      hostname: url.hostname.replace(/^\[(.+)\]$/, "$1"),
      port: portOf(url),
      secure: url.protocol === "https:",
      allow: options.allow,
      resolve: options.resolve ?? systemResolve(options.allow, options.dnsServers),
      dial: options.dial ?? systemDial,
      connectTimeoutMs: 6_000,
      trustedRoots: undefined,
      signal,
    }),
    maxHeaderSize: 32_768,
  });
  try {
    const response = await client.request({
      method,
      path: url.pathname + url.search,
      headers: {
        accept: "text/html,*/*;q=0.5",
        "accept-language": "fr,en;q=0.8",
        "user-agent": options.userAgent,
      },
      signal,
    });
    response.body.on("error", () => {});
    const { location } = response.headers;
    return {
      status: response.statusCode,
      location: (Array.isArray(location) ? location[0] : location) ?? "",
    };
  } catch (error) {
    if (error instanceof ConnectFailure) return error.outcome;
    return { kind: "unreachable", reason: signal.aborted ? "timeout" : "protocol" };
  } finally {
    await client.destroy();
  }
}
