import { Resolver } from "node:dns/promises";

/** What a name server may be asked for. */
export type NameType = "A" | "AAAA" | "CNAME" | "NS" | "PTR" | "TXT";

/** What the name servers said, before anybody reads a meaning into it. */
export type NamesAnswer =
  /** At most 32 records of 512 characters; of TXT the pieces are joined, names are lower case. */
  | { kind: "answered"; records: readonly string[] }
  /** The name does not exist, or has no record of this type. */
  | { kind: "none" }
  | { kind: "failed"; reason: "timeout" | "refused" | "malformed" | "unreachable" };

const maxRecords = 32;
const maxRecordLength = 512;

/** Names that belong to this machine, to a private network or to another network than the internet (RFC 6761, 6762, 7686, 8375, 9476). */
const neverAsked =
  /(^|\.)(onion|i2p|alt|localhost|local|internal|intranet|lan|home|corp|invalid)$|(^|\.)home\.arpa$/;
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Whether a name may be sent to a name server: two labels at least, nothing local, no address, no onion. Reverse names
 * are for PTR alone.
 */
export function mayBeAsked(name: string, type: NameType): boolean {
  const labels = name.split(".");
  if (name.length > 253 || labels.length < 2 || !labels.every((part) => label.test(part))) return false;
  if (neverAsked.test(name)) return false;
  return /\.(in-addr|ip6)\.arpa$/.test(name) ? type === "PTR" : !/^\d+$/.test(labels.at(-1) ?? "");
}

/** One question to the name servers, within its time. Never throws for what they answer. */
export async function askNameServers(
  { name, type }: { name: string; type: NameType },
  options: { dnsServers: readonly string[]; timeoutMs: number; signal: AbortSignal },
): Promise<NamesAnswer> {
  if (options.signal.aborted) return { kind: "failed", reason: "timeout" };
  try {
    const records = await withResolver(options, (resolver) => recordsOf(resolver, name, type));
    const kept = records.slice(0, maxRecords).map((record) => record.slice(0, maxRecordLength));
    return kept.length === 0 ? { kind: "none" } : { kind: "answered", records: kept };
  } catch (error) {
    return failureOf(error);
  }
}

async function recordsOf(resolver: Resolver, name: string, type: NameType): Promise<readonly string[]> {
  switch (type) {
    case "A":
      return resolver.resolve4(name);
    case "AAAA":
      return resolver.resolve6(name);
    case "CNAME":
      return (await resolver.resolveCname(name)).map(plainName);
    case "NS":
      return (await resolver.resolveNs(name)).map(plainName);
    case "PTR":
      return (await resolver.resolvePtr(name)).map(plainName);
    case "TXT":
      return (await resolver.resolveTxt(name)).map((pieces) => pieces.join(""));
  }
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function failureOf(error: unknown): NamesAnswer {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENODATA":
    case "ENOTFOUND":
      return { kind: "none" };
    case "ETIMEOUT":
    case "ECANCELLED":
      return { kind: "failed", reason: "timeout" };
    case "ECONNREFUSED":
      return { kind: "failed", reason: "unreachable" };
    case "ESERVFAIL":
    case "EREFUSED":
    case "ENOTIMP":
      return { kind: "failed", reason: "refused" };
    case "EBADRESP":
    case "EFORMERR":
    case "EBADNAME":
    case "EBADSTR":
      return { kind: "failed", reason: "malformed" };
    default:
      throw error;
  }
}

/**
 * Lends a resolver that asks these servers, and cancels what it still waits for when the signal says so.
 * @param options.dnsServers addresses, with an optional port; empty: those of this machine.
 */
export async function withResolver<Result>(
  {
    dnsServers,
    timeoutMs,
    signal,
  }: { dnsServers: readonly string[]; timeoutMs: number; signal: AbortSignal },
  ask: (resolver: Resolver) => Promise<Result>,
): Promise<Result> {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (dnsServers.length > 0) resolver.setServers(dnsServers);
  const cancel = () => resolver.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await ask(resolver);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
