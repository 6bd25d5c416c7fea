import { type HostingFinding, Refusal } from "@vigie/contract";
import ipaddr from "ipaddr.js";
import { getDomain } from "tldts";
import { allServices } from "../catalogue/installed-catalogue.ts";
import { isPublicAddress, plainAddress } from "../fetch/address-rules.ts";
import type { FetchOutcome, NamesOutcome } from "../fetch/fetch-outcome.ts";
import { mayBeAsked, type NameType } from "../fetch/name-servers.ts";
import type { Vigie } from "../vigie.ts";
import {
  asNameName,
  type Dated,
  distinct,
  drawFindings,
  type HostingFacts,
  type HostingProblem,
  type Origin,
  originName,
  readAsName,
  readOrigin,
  reverseName,
} from "./hosting-rules.ts";
import { lineOf } from "./loose-json.ts";
import {
  type Bootstrap,
  parseJson,
  type RdapDomain,
  type RdapNetwork,
  readBootstrap,
  readRdapDomain,
  readRdapNetwork,
  registryOfAddress,
  registryOfDomain,
} from "./rdap-answers.ts";
import { registriesOf } from "./rdap-registries.ts";
import { readSecurityText, type SecurityContact } from "./security-text.ts";

type Context = Pick<Vigie, "config" | "clock" | "fetcher">;

/** A person waits for the answer. What has not come by then counts as a timeout. */
const totalMs = 25_000;

/** Names in a row that a host may lead through. */
const maxAliases = 8;

/**
 * Asks name servers, registries and the host itself who is behind it, for the sake of one content. Whoever answers
 * badly or not at all becomes a problem; the rest is still learned. A host that is no public name or address is asked
 * about nowhere.
 * @param host as `URL.hostname` writes it, lower case, IPv6 in brackets.
 * @throws Refusal `content.lookup_forbidden` as soon as the handling of the content forbids it.
 */
export async function askAboutHost(
  context: Context,
  { contentId, host, service }: { contentId: string; host: string; service: string | null },
): Promise<{ findings: HostingFinding[]; problems: HostingProblem[] }> {
  const inquiry = startInquiry(context, contentId);
  const name = host.replace(/\.$/, "");
  const address = plainAddress(name.replace(/^\[(.+)\]$/, "$1"));
  const facts: HostingFacts = {
    host: name,
    service,
    names: [],
    nameServers: null,
    origins: [],
    domain: null,
    network: null,
    securityContacts: null,
  };
  if (address !== null ? isPublicAddress(address) : mayBeAsked(name, "A")) {
    const domain = address === null ? getDomain(name) : null;
    const [names, addressed, nameServers, registered, securityContacts] = await together([
      address === null ? inquiry.aliasesOf(name) : [],
      address === null ? inquiry.addressesOf(name).then(inquiry.networksOf) : inquiry.networksOf([address]),
      domain === null ? null : inquiry.nameServersOf(domain),
      domain === null ? null : inquiry.registrationOf(domain),
      inquiry.securityContacts(),
    ]);
    facts.names = [...names, ...addressed.names];
    facts.origins = addressed.origins;
    facts.network = addressed.network;
    facts.nameServers = nameServers;
    facts.domain = registered;
    facts.securityContacts = securityContacts;
  } else {
    inquiry.problems.push({ source: "dns", code: "not_public" });
  }
  const drawn = drawFindings(facts, allServices(), context.clock.now());
  return { findings: drawn.findings, problems: distinct([...drawn.problems, ...inquiry.problems]) };
}

/** Waits for all, so that nothing is still asked after this returned; then throws what the first to fail threw. */
async function together<Parts extends readonly unknown[]>(
  parts: [...Parts],
): Promise<{ -readonly [Index in keyof Parts]: Awaited<Parts[Index]> }> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}

interface Networks {
  names: Dated<string>[];
  origins: Dated<Origin>[];
  network: Dated<RdapNetwork> | null;
}

function startInquiry(context: Context, contentId: string) {
  const { fetcher, clock, config } = context;
  const { asnZone } = config.lookUps;
  const problems: HostingProblem[] = [];
  const signal = AbortSignal.timeout(totalMs);

  /** @returns null when nobody answered; what stood in the way is noted. */
  async function recordsOf(
    source: "dns" | "asn",
    name: string,
    type: NameType,
    { absence }: { absence: "is_a_problem" | "is_fine" },
  ): Promise<Dated<readonly string[]> | null> {
    const outcome = await fetcher.askNames({ contentId, name, type, signal });
    if (outcome.kind === "answered") return { answer: outcome.records, at: outcome.at };
    const code = namesProblem(outcome);
    if (code !== "not_found" || absence === "is_a_problem") problems.push({ source, code });
    return null;
  }

  async function aliasesOf(host: string): Promise<Dated<string>[]> {
    const aliases: Dated<string>[] = [];
    const seen = new Set([host]);
    for (let name = host; aliases.length < maxAliases; ) {
      const records = await recordsOf("dns", name, "CNAME", { absence: "is_fine" });
      const target = records?.answer[0];
      if (!records || target === undefined) return aliases;
      if (seen.has(target)) break;
      seen.add(target);
      aliases.push({ answer: target, at: records.at });
      name = target;
    }
    problems.push({ source: "dns", code: "loop" });
    return aliases;
  }

  /** One public address of each kind, IPv4 first. */
  async function addressesOf(host: string): Promise<string[]> {
    const [v4, v6] = await together([
      recordsOf("dns", host, "A", { absence: "is_fine" }),
      recordsOf("dns", host, "AAAA", { absence: "is_fine" }),
    ]);
    const all = [v4?.answer ?? [], v6?.answer ?? []];
    const open = all.map((addresses) => addresses.map(plainAddress).filter(isPublic));
    const chosen = open.flatMap((addresses) => addresses.slice(0, 1));
    if (chosen.length === 0 && !problems.some(({ source }) => source === "dns")) {
      problems.push({ source: "dns", code: all.flat().length > 0 ? "not_public" : "not_found" });
    }
    return chosen;
  }

  async function networksOf(addresses: readonly string[]): Promise<Networks> {
    const [first] = addresses;
    const [reverse, origins, network] = await together([
      Promise.all(addresses.map((ip) => recordsOf("dns", reverseName(ip), "PTR", { absence: "is_fine" }))),
      Promise.all(addresses.map(originOf)),
      first === undefined ? null : networkOf(first),
    ]);
    return {
      names: reverse.flatMap((records) =>
        records ? records.answer.slice(0, 4).map((answer) => ({ answer, at: records.at })) : [],
      ),
      origins: origins.filter((origin) => origin !== null),
      network,
    };
  }

  async function originOf(ip: string): Promise<Dated<Origin> | null> {
    if (asnZone === null) return null;
    const records = await recordsOf("asn", originName(ip, asnZone), "TXT", { absence: "is_a_problem" });
    if (!records) return null;
    const origin = readOrigin(records.answer[0] ?? "");
    if (!origin) {
      problems.push({ source: "asn", code: "malformed" });
      return null;
    }
    const nameName = asNameName(origin.asn, asnZone);
    const named = nameName && (await recordsOf("asn", nameName, "TXT", { absence: "is_fine" }));
    return {
      answer: { ...origin, name: named ? lineOf(readAsName(named.answer[0] ?? "")) : null },
      at: records.at,
    };
  }

  async function nameServersOf(domain: string): Promise<Dated<readonly string[]> | null> {
    return recordsOf("dns", domain, "NS", { absence: "is_fine" });
  }

  async function registrationOf(domain: string): Promise<Dated<RdapDomain> | null> {
    const registry = await registryFor("dns", (registries) => registryOfDomain(registries, domain));
    if (registry === null) return null;
    const read = (value: unknown) => readRdapDomain(value, domain);
    const found = await askRdap(`${registry}domain/${domain}`, read);
    if (!found || found.answer.abuse || found.answer.referral === null) return found;
    // A registry that knows no desk names the registrar's own server. One step, never further.
    const closer = await askRdap(found.answer.referral, read);
    if (!closer) return found;
    const { registrar, abuse } = closer.answer;
    return {
      answer: { ...found.answer, registrar: found.answer.registrar ?? registrar, abuse },
      at: closer.at,
    };
  }

  async function networkOf(ip: string): Promise<Dated<RdapNetwork> | null> {
    const file = ipaddr.parse(ip).kind();
    const registry = await registryFor(file, (registries) => registryOfAddress(registries, ip));
    return registry === null ? null : askRdap(`${registry}ip/${ip}`, readRdapNetwork);
  }

  async function registryFor(
    file: "dns" | "ipv4" | "ipv6",
    find: (registries: Bootstrap) => string | null,
  ): Promise<string | null> {
    const registries = await registriesOf(context, { file, ask: (url) => askRdap(url, readBootstrap) });
    if (registries === null) return null;
    const found = find(registries);
    if (found === null) problems.push({ source: "rdap", code: "not_found" });
    return found;
  }

  async function askRdap<Answer>(
    url: string,
    read: (value: unknown) => Answer | null,
  ): Promise<Dated<Answer> | null> {
    const found = await askJson(url);
    if (!found) return null;
    const answer = read(found.answer);
    if (answer === null) problems.push({ source: "rdap", code: "malformed" });
    return answer === null ? null : { answer, at: found.at };
  }

  async function askJson(url: string): Promise<Dated<unknown> | null> {
    const outcome = await fetcher.askRegistry({
      contentId,
      url,
      signal,
      accept: "application/rdap+json, application/json;q=0.9",
    });
    const code = webProblem(outcome);
    const value = outcome.kind === "answered" && code === null ? parseJson(outcome.bodyText) : undefined;
    if (value !== undefined) return { answer: value, at: outcome.at };
    problems.push({ source: "rdap", code: code ?? "malformed" });
    return null;
  }

  async function securityContacts(): Promise<Dated<readonly SecurityContact[]> | null> {
    const outcome = await fetcher.askSecurityText({ contentId, signal });
    const code = webProblem(outcome);
    if (code !== null || outcome.kind !== "answered") {
      problems.push({ source: "security_txt", code: code ?? "malformed" });
      return null;
    }
    // Sites that answer everything with a page have none.
    if (!/^text\/plain\b/i.test(outcome.headers["content-type"] ?? "")) {
      problems.push({ source: "security_txt", code: "not_found" });
      return null;
    }
    const reading = readSecurityText(outcome.bodyText, clock.now());
    if (reading.kind === "read") return { answer: reading.contacts, at: outcome.at };
    problems.push({ source: "security_txt", code: reading.kind });
    return null;
  }

  return {
    problems,
    aliasesOf,
    addressesOf,
    networksOf,
    nameServersOf,
    registrationOf,
    securityContacts,
  };
}

function isPublic(address: string | null): address is string {
  return address !== null && isPublicAddress(address);
}

function namesProblem(outcome: Exclude<NamesOutcome, { kind: "answered" }>): string {
  if (outcome.kind === "none") return "not_found";
  if (outcome.kind === "refused" && outcome.reason === "handling") {
    throw new Refusal("content.lookup_forbidden");
  }
  return outcome.kind === "failed" ? outcome.reason : "refused";
}

/** What stands between an answer and its being read; null when nothing does. */
function webProblem(outcome: FetchOutcome): string | null {
  if (outcome.kind === "refused") {
    if (outcome.reason === "handling") throw new Refusal("content.lookup_forbidden");
    return "refused";
  }
  if (outcome.kind === "unreachable") {
    if (outcome.reason === "too_many_redirects") return "loop";
    return outcome.reason === "timeout" ? "timeout" : "unreachable";
  }
  if (outcome.status === 404 || outcome.status === 410) return "not_found";
  if (outcome.status >= 500) return "unreachable";
  if (outcome.status !== 200) return "refused";
  switch (outcome.truncated) {
    case false:
      return null;
    case "size":
      return "too_large";
    case "time":
      return "timeout";
    case "media":
    case "broken":
      return "malformed";
  }
}
