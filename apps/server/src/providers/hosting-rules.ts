import { type HostingFinding, type HostingSource, type HostingView, hostingRoles } from "@vigie/contract";
import ipaddr from "ipaddr.js";
import type { Service } from "../catalogue/service-schema.ts";
import type { RdapContact, RdapDomain, RdapNetwork } from "./rdap-answers.ts";
import type { SecurityContact } from "./security-text.ts";

export type HostingProblem = HostingView["problems"][number];

/** An answer, and when it was given. */
export type Dated<Answer> = { answer: Answer; at: Date };

/** The network that announces an address. */
export interface Origin {
  asn: number;
  prefix: string | null;
  name: string | null;
}

/** Everything that was learned about a host, before anybody draws a conclusion. Null: not learned. */
export interface HostingFacts {
  host: string;
  /** Slug of the service that the host belongs to. */
  service: string | null;
  /** Names that the host leads to (CNAME), and names of its addresses (PTR). */
  names: readonly Dated<string>[];
  nameServers: Dated<readonly string[]> | null;
  origins: readonly Dated<Origin>[];
  domain: Dated<RdapDomain> | null;
  network: Dated<RdapNetwork> | null;
  securityContacts: Dated<readonly SecurityContact[]> | null;
}

/** Reads one TXT record of an origin zone, `13335 | 192.0.2.0/24 | US | arin | 2014-03-28`. Null when it is none. */
export function readOrigin(record: string): Omit<Origin, "name"> | null {
  const [asns, prefix] = record.split("|").map((part) => part.trim());
  // Several origins are announced at once here and there; the first is the one to show.
  const asn = asNumber(asns?.split(" ")[0] ?? "");
  if (asn === null) return null;
  return { asn, prefix: prefix && ipaddr.isValidCIDR(prefix) ? prefix : null };
}

/** Reads the name in a TXT record of an AS, `13335 | US | arin | 2010-07-14 | EXAMPLE-NET, US`. */
export function readAsName(record: string): string | null {
  return record.split("|")[4]?.trim() || null;
}

function asNumber(text: string): number | null {
  // RFC 6793: 32 bits; 0 is nobody's.
  return /^\d{1,10}$/.test(text) && Number(text) > 0 && Number(text) <= 0xffff_ffff ? Number(text) : null;
}

/**
 * The name under which an origin zone answers for an address: octets, or the 32 nibbles of IPv6, backwards. Zones named
 * `origin.…` keep IPv6 in `origin6.…` beside them.
 */
export function originName(ip: string, zone: string): string {
  const address = ipaddr.parse(ip);
  const own = address.kind() === "ipv6" ? zone.replace(/^origin\./, "origin6.") : zone;
  return `${reversed(address)}.${own}`;
}

/** The name under which an AS says what it is called; null when the zone is not of the kind that knows. */
export function asNameName(asn: number, zone: string): string | null {
  return zone.startsWith("origin.") ? `as${asn}.${zone.slice("origin.".length)}` : null;
}

/** The name of an address in reverse DNS. */
export function reverseName(ip: string): string {
  const address = ipaddr.parse(ip);
  return `${reversed(address)}.${address.kind() === "ipv6" ? "ip6" : "in-addr"}.arpa`;
}

function reversed(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const bytes = address.toByteArray();
  const parts =
    address.kind() === "ipv4"
      ? bytes.map(String)
      : bytes.flatMap((byte) => [(byte >> 4).toString(16), (byte & 15).toString(16)]);
  return parts.reverse().join(".");
}

/** Who is behind a host, from what was learned and what the catalogue knows of networks. */
export function drawFindings(
  facts: HostingFacts,
  services: readonly Service[],
  now: Date,
): { findings: HostingFinding[]; problems: HostingProblem[] } {
  const cdn = recogniseCdn(facts, services, now);
  const findings = [
    ...serviceFindings(facts, services, now),
    ...(cdn ? [cdnFinding(cdn, facts)] : hostFindings(facts, services, now)),
    ...registrarFindings(facts, services),
    ...networkFindings(facts),
    ...securityFindings(facts),
  ];
  return {
    findings: inOrder(findings),
    problems: cdn ? [{ source: cdn.source, code: "behind_cdn" }] : [],
  };
}

/** What is known of something that has no address: the service that its words name. */
export function factsOfWords(
  service: string | null,
  services: readonly Service[],
  now: Date,
): Pick<HostingView, "findings" | "problems"> {
  const findings = serviceFindings({ service, host: null }, services, now);
  return { findings, problems: findings.length > 0 ? [] : [{ source: "catalogue", code: "not_found" }] };
}

interface Recognised {
  service: Service;
  detail: string;
  source: HostingSource;
  at: Date;
}

/**
 * The CDN in front of a host. An AS, a name or the holder of the network proves it. Name servers do so only while
 * the network is not known: the same companies also serve names for sites that they do not carry.
 */
function recogniseCdn(facts: HostingFacts, services: readonly Service[], now: Date): Recognised | null {
  const cdns = services.filter(({ roles }) => roles.includes("cdn"));
  for (const { answer, at } of facts.origins) {
    const service = cdns.find((cdn) => !isAlsoHost(cdn) && cdn.network?.asns.includes(answer.asn));
    if (service) return { service, detail: `AS${answer.asn}`, source: "asn", at };
  }
  const names = [
    { answer: facts.host, at: now, source: "catalogue" as const },
    ...facts.names.map((name) => ({ ...name, source: "dns" as const })),
  ];
  for (const { answer, at, source } of names) {
    const service = cdns.find((cdn) => endsWithOneOf(answer, cdnSuffixes(cdn)));
    if (service) return { service, detail: answer, source, at };
  }
  const holder =
    facts.network && companyOf(services, facts.network.answer.holder, facts.network.answer.abuse);
  if (facts.network && holder?.roles.includes("cdn") && !isAlsoHost(holder)) {
    return {
      service: holder,
      detail: facts.network.answer.range ?? facts.network.answer.name ?? "",
      source: "rdap",
      at: facts.network.at,
    };
  }
  if (facts.origins.length > 0 || holder || !facts.nameServers) return null;
  for (const server of facts.nameServers.answer) {
    const service = cdns.find(
      (cdn) => !isAlsoHost(cdn) && endsWithOneOf(server, cdn.network?.nameserverSuffixes ?? []),
    );
    if (service) return { service, detail: server, source: "dns", at: facts.nameServers.at };
  }
  return null;
}

function isAlsoHost({ roles }: Service): boolean {
  return roles.includes("host");
}

/** Of a company that is both, only the names under which its addresses of the type `cdn` stand. */
function cdnSuffixes(service: Service): readonly string[] {
  const suffixes = service.network?.hostSuffixes ?? [];
  if (!isAlsoHost(service)) return suffixes;
  const examples = service.objects.filter(({ type }) => type === "cdn").map(({ example }) => hostOf(example));
  return suffixes.filter((suffix) => examples.some((example) => endsWithOneOf(example, [suffix])));
}

function hostOf(address: string): string {
  return /^https?:\/\/([^/:?#]+)/.exec(address)?.[1] ?? "";
}

function endsWithOneOf(name: string, suffixes: readonly string[]): boolean {
  return suffixes.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
}

/** The company of the catalogue that a registry names: by the domain of its address, else by its very name. */
function companyOf(
  services: readonly Service[],
  ...contacts: readonly (RdapContact | null)[]
): Service | undefined {
  const companies = services.filter(({ roles }) =>
    roles.some((role) => role === "host" || role === "cdn" || role === "registrar"),
  );
  for (const contact of contacts) {
    const mailDomain = contact?.email?.split("@")[1];
    const byMail = mailDomain && companies.find(({ domains }) => endsWithOneOf(mailDomain, domains));
    if (byMail) return byMail;
  }
  const names = contacts.flatMap((contact) => (contact?.name ? [bareName(contact.name)] : []));
  return companies.find(({ names: own, operator }) =>
    [...own, operator ?? ""].some((name) => name !== "" && names.includes(bareName(name))),
  );
}

/** The service of the catalogue that carries this name. */
export function serviceNamed(services: readonly Service[], name: string): Service | undefined {
  return services.find(({ names }) => names.some((own) => bareName(own) === bareName(name)));
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

function serviceFindings(
  { service: slug, host }: { service: string | null; host: string | null },
  services: readonly Service[],
  now: Date,
): HostingFinding[] {
  const service = services.find((candidate) => candidate.slug === slug);
  if (!service) return [];
  const carrier = service.roles.every((role) => role === "host" || role === "cdn" || role === "registrar");
  const roles = [
    ...(carrier ? [] : (["service"] as const)),
    ...(["payment", "app_store"] as const).filter((role) => service.roles.includes(role)),
  ];
  return roles.map((role) => ({
    role,
    name: service.names[0] ?? service.slug,
    service: service.slug,
    email: null,
    url: null,
    detail: host,
    source: "catalogue",
    at: now.toISOString(),
  }));
}

function cdnFinding({ service, detail, source, at }: Recognised, { network }: HostingFacts): HostingFinding {
  // Known by its network, the desk that the registry names for the network is the CDN's. Known by a name, it may be
  // the desk of an access provider in whose network the CDN stands.
  const desk = source === "asn" || source === "rdap" ? network?.answer.abuse : null;
  return {
    role: "cdn",
    name: service.names[0] ?? service.slug,
    service: service.slug,
    email: desk?.email ?? null,
    url: desk?.url ?? null,
    detail,
    source,
    at: at.toISOString(),
  };
}

/** The company that holds the network, which hosts; and where reports go. Only where no CDN stands in front. */
function hostFindings(facts: HostingFacts, services: readonly Service[], now: Date): HostingFinding[] {
  const byNames = hostByNames(facts, services, now);
  if (!facts.network) return byNames ? [companyFinding(byNames)] : [];
  const { answer, at } = facts.network;
  const contact = answer.holder ?? answer.abuse;
  const company = companyOf(services, answer.holder, answer.abuse);
  const name = contact?.name ?? answer.name;
  if (name === null) return byNames ? [companyFinding(byNames)] : [];
  const shared = {
    name: company ? (company.names[0] ?? name) : name,
    service: company?.slug ?? null,
    source: "rdap" as const,
    at: at.toISOString(),
  };
  const host: HostingFinding = {
    ...shared,
    role: "host",
    email: answer.abuse?.email ?? null,
    url: answer.holder?.url ?? null,
    detail: [answer.name, answer.range].filter((part) => part !== null).join(", ") || null,
  };
  if (!answer.abuse?.email) return [host];
  const { email, url } = answer.abuse;
  return [
    host,
    { ...shared, role: "abuse_contact", name: answer.abuse.name ?? name, email, url, detail: answer.range },
  ];
}

/** The host by the AS or by the names of its machines, for when no registry answered. */
function hostByNames(facts: HostingFacts, services: readonly Service[], now: Date): Recognised | null {
  const hosts = services.filter(isAlsoHost);
  for (const { answer, at } of facts.origins) {
    const service = hosts.find(({ network }) => network?.asns.includes(answer.asn));
    if (service) return { service, detail: `AS${answer.asn}`, source: "asn", at };
  }
  for (const { answer, at } of facts.names) {
    const service = hosts.find(({ network }) => endsWithOneOf(answer, network?.hostSuffixes ?? []));
    if (service) return { service, detail: answer, source: "dns", at };
  }
  const own = hosts.find(({ slug, roles }) => slug === facts.service && !roles.includes("platform"));
  return own ? { service: own, detail: facts.host, source: "catalogue", at: now } : null;
}

function companyFinding({ service, detail, source, at }: Recognised): HostingFinding {
  return {
    role: "host",
    name: service.names[0] ?? service.slug,
    service: service.slug,
    email: null,
    url: null,
    detail,
    source,
    at: at.toISOString(),
  };
}

function registrarFindings({ domain }: HostingFacts, services: readonly Service[]): HostingFinding[] {
  const registrar = domain?.answer.registrar;
  if (!domain || !registrar?.name) return [];
  const company = companyOf(services, domain.answer.abuse, registrar);
  return [
    {
      role: "registrar",
      name: registrar.name,
      service: company?.roles.includes("registrar") ? company.slug : null,
      email: domain.answer.abuse?.email ?? registrar.email,
      url: domain.answer.abuse?.url ?? registrar.url,
      detail: registrar.ianaId === null ? null : `IANA ${registrar.ianaId}`,
      source: "rdap",
      at: domain.at.toISOString(),
    },
  ];
}

function networkFindings({ origins }: HostingFacts): HostingFinding[] {
  const seen = new Set<number>();
  return origins.flatMap(({ answer: { asn, name, prefix }, at }) => {
    if (seen.has(asn)) return [];
    seen.add(asn);
    return [
      {
        role: "network" as const,
        name: name === null ? `AS${asn}` : `AS${asn} ${name}`,
        service: null,
        email: null,
        url: null,
        detail: prefix,
        source: "asn" as const,
        at: at.toISOString(),
      },
    ];
  });
}

function securityFindings({ host, securityContacts }: HostingFacts): HostingFinding[] {
  if (!securityContacts) return [];
  const { answer, at } = securityContacts;
  return answer.map(({ email, url, phone }) => ({
    role: "security_contact",
    name: host,
    service: null,
    email,
    url,
    detail: phone,
    source: "security_txt",
    at: at.toISOString(),
  }));
}

const week = 7 * 86_400_000;
/** What may be otherwise in a moment. */
const passing: ReadonlySet<string> = new Set(["timeout", "unreachable"]);

/** How long a look-up answers again for the same host: an hour, five minutes when somebody did not answer in time. */
export function freshForMs(problems: readonly HostingProblem[]): number {
  return problems.some(({ code }) => passing.has(code)) ? 5 * 60_000 : 3_600_000;
}

/**
 * A new look-up, completed with what a source said within the last week when it did not answer this time. A host
 * found then is not kept when a CDN is found now, nor the other way round.
 */
export function keepEarlier(
  earlier: readonly HostingFinding[],
  found: { findings: readonly HostingFinding[]; problems: readonly HostingProblem[] },
  now: Date,
): HostingFinding[] {
  const silent = new Set(found.problems.filter(({ code }) => passing.has(code)).map(({ source }) => source));
  const carrying = (role: HostingFinding["role"]) => ["cdn", "host", "abuse_contact"].includes(role);
  const carrierFound = found.findings.some(({ role }) => role === "cdn" || role === "host");
  const kept = earlier.filter(
    ({ role, source, at }) =>
      silent.has(source) &&
      now.getTime() - Date.parse(at) < week &&
      !found.findings.some((finding) => finding.role === role) &&
      !(carrying(role) && carrierFound),
  );
  return inOrder([...found.findings, ...kept]);
}

/**
 * What people are shown: the findings, with those of the team in place of whatever was found in their role. Who names
 * the host has also looked behind the CDN.
 */
export function withCorrections(
  { findings, problems }: { findings: readonly HostingFinding[]; problems: readonly HostingProblem[] },
  corrections: readonly HostingFinding[],
): Pick<HostingView, "findings" | "problems"> {
  const corrected = new Set(corrections.map(({ role }) => role));
  return {
    findings: inOrder([...findings.filter(({ role }) => !corrected.has(role)), ...corrections]),
    problems: problems.filter(({ code }) => code !== "behind_cdn" || !corrected.has("host")),
  };
}

function inOrder(findings: readonly HostingFinding[]): HostingFinding[] {
  return [...findings].sort((a, b) => hostingRoles.indexOf(a.role) - hostingRoles.indexOf(b.role));
}

/** Each problem once. */
export function distinct(problems: readonly HostingProblem[]): HostingProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ source, code }) => {
    const key = `${source} ${code}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
