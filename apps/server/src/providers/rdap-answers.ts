import ipaddr from "ipaddr.js";
import { readUrl } from "../fetch/read-url.ts";
import { parseMailAddress } from "../mail/mail-address.ts";
import { lineOf, listOf, objectOf } from "./loose-json.ts";

/** What an entity of a registry says of itself; null where it says nothing that can be used. */
export interface RdapContact {
  name: string | null;
  /** As `parseMailAddress` gave it. */
  email: string | null;
  url: string | null;
}

/** What matters of a registry's answer about a domain (RFC 9083, 5.3). */
export interface RdapDomain {
  registrar: (RdapContact & { ianaId: string | null }) | null;
  /** Where reports about the domain go. */
  abuse: RdapContact | null;
  /** The registrar's own RDAP address, when the registry names one. */
  referral: string | null;
}

/** What matters of a registry's answer about an address (RFC 9083, 5.4). */
export interface RdapNetwork {
  name: string | null;
  /** The range in CIDR form, or from - to. */
  range: string | null;
  holder: RdapContact | null;
  abuse: RdapContact | null;
}

/** What a folder of bootstrap files knows: entries (`fr`, `192.0.2.0/24`) and the addresses of their registries. */
export type Bootstrap = readonly { entries: readonly string[]; urls: readonly string[] }[];

// The longest real answers have some dozens of entities, three deep.
const maxEntities = 200;
const maxDepth = 6;
const maxList = 100;
const maxServices = 5_000;

/** Reads JSON; undefined when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a bootstrap file (RFC 9224, 3); null when it is none. Entries that make no sense are left out. */
export function readBootstrap(value: unknown): Bootstrap | null {
  const services = listOf(objectOf(value)["services"], maxServices).flatMap((service) => {
    const [entries, urls] = listOf(service, 2);
    const named = textsOf(entries, maxServices).map((entry) => entry.toLowerCase());
    const reached = textsOf(urls, 10).filter((url) => /^https?:$/.test(readUrl(url)?.protocol ?? ""));
    return named.length > 0 && reached.length > 0 ? [{ entries: named, urls: reached }] : [];
  });
  return services.length > 0 ? services : null;
}

/** The registry of a domain: the longest entry that is the domain or above it; https before http. */
export function registryOfDomain(bootstrap: Bootstrap, domain: string): string | null {
  for (let rest = domain; rest !== ""; rest = rest.slice(rest.indexOf(".") + 1)) {
    const service = bootstrap.find(({ entries }) => entries.includes(rest));
    if (service) return preferred(service.urls);
    if (!rest.includes(".")) break;
  }
  return null;
}

/** The registry of an address: the narrowest range that holds it. */
export function registryOfAddress(bootstrap: Bootstrap, ip: string): string | null {
  const address = ipaddr.parse(ip);
  let best: { bits: number; urls: readonly string[] } | null = null;
  for (const { entries, urls } of bootstrap) {
    for (const entry of entries) {
      if (!ipaddr.isValidCIDR(entry)) continue;
      const [range, bits] = ipaddr.parseCIDR(entry);
      if (range.kind() !== address.kind() || (best && bits <= best.bits)) continue;
      if (address.match(range, bits)) best = { bits, urls };
    }
  }
  return best && preferred(best.urls);
}

function preferred(urls: readonly string[]): string | null {
  const url = urls.find((candidate) => candidate.startsWith("https:")) ?? urls[0];
  return url === undefined ? null : url.replace(/\/*$/, "/");
}

/**
 * Reads an answer about a domain, as leniently as registries write.
 * @returns null when it is about something else, or no answer of a registry.
 */
export function readRdapDomain(value: unknown, domain: string): RdapDomain | null {
  const answer = objectOf(value);
  if (!isAbout(answer, "domain")) return null;
  const named = answer["ldhName"];
  if (typeof named === "string" && named.toLowerCase().replace(/\.$/, "") !== domain) return null;
  const entities = entitiesOf(answer);
  const registrar = entities.find(({ roles }) => roles.has("registrar"));
  const abuse = entities.find(({ roles, contact }) => roles.has("abuse") && contact.email !== null);
  return {
    registrar: registrar ? { ...registrar.contact, ianaId: ianaIdOf(registrar.entity) } : null,
    abuse: abuse?.contact ?? null,
    referral: referralOf(answer),
  };
}

/** Reads an answer about an address. @returns null when it is about something else, or no answer of a registry. */
export function readRdapNetwork(value: unknown): RdapNetwork | null {
  const answer = objectOf(value);
  if (!isAbout(answer, "ip network")) return null;
  const entities = entitiesOf(answer);
  const holder = entities.find(({ roles, contact }) => roles.has("registrant") && contact.name !== null);
  const abuse = entities.find(({ roles, contact }) => roles.has("abuse") && contact.email !== null);
  return {
    name: lineOf(answer["name"]) ?? lineOf(answer["handle"]),
    range: rangeOf(answer),
    holder: holder?.contact ?? null,
    abuse: abuse?.contact ?? null,
  };
}

function isAbout(answer: Record<string, unknown>, objectClass: string): boolean {
  const named = answer["objectClassName"];
  if (typeof named === "string") return named.toLowerCase() === objectClass;
  return Array.isArray(answer["entities"]);
}

interface Entity {
  roles: ReadonlySet<string>;
  contact: RdapContact;
  entity: Record<string, unknown>;
}

/** Entities at any depth within bounds, the outer ones first. */
function entitiesOf(answer: Record<string, unknown>): Entity[] {
  const found: Entity[] = [];
  let level = listOf(answer["entities"], maxEntities);
  for (let depth = 0; depth < maxDepth && level.length > 0 && found.length < maxEntities; depth += 1) {
    const objects = level.slice(0, maxEntities - found.length).map(objectOf);
    for (const entity of objects) {
      const roles = new Set(textsOf(entity["roles"], 20).map((role) => role.toLowerCase()));
      found.push({ roles, contact: contactOf(entity), entity });
    }
    level = objects.flatMap((entity) => listOf(entity["entities"], maxEntities));
  }
  return found;
}

/** Reads a jCard (RFC 7095): a list of `[name, parameters, type, value, …]`, with whatever else lies between. */
function contactOf(entity: Record<string, unknown>): RdapContact {
  const contact: RdapContact = { name: null, email: null, url: null };
  let organisation: string | null = null;
  for (const card of listOf(entity["vcardArray"], 10)) {
    for (const property of listOf(card, maxList)) {
      const [name, , , ...values] = listOf(property, 8);
      const text = values.flatMap((value) => (Array.isArray(value) ? value.slice(0, 8) : [value]));
      switch (typeof name === "string" ? name.toLowerCase() : "") {
        case "fn":
          contact.name ??= firstOf(text, lineOf);
          break;
        case "org":
          organisation ??= firstOf(text, lineOf);
          break;
        case "email":
          contact.email ??= firstOf(text, addressOf);
          break;
        case "url":
        case "contact-uri":
          contact.url ??= firstOf(text, webAddressOf);
          contact.email ??= firstOf(text, (value) =>
            typeof value === "string" && /^mailto:/i.test(value) ? addressOf(value) : null,
          );
          break;
      }
    }
  }
  return { ...contact, name: contact.name ?? organisation };
}

function firstOf<Value>(values: readonly unknown[], read: (value: unknown) => Value | null): Value | null {
  for (const value of values) {
    const found = read(value);
    if (found !== null) return found;
  }
  return null;
}

/** One plain mail address, `mailto:` before it or not; null when it cannot be written to. */
export function addressOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const reading = parseMailAddress(
    value
      .trim()
      .replace(/^mailto:/i, "")
      .split("?")[0] ?? "",
  );
  return reading.kind === "ok" ? reading.address : null;
}

/** An http or https address of 2,000 characters at most, without credentials; null when it is none. */
export function webAddressOf(value: unknown): string | null {
  if (typeof value !== "string" || value.length > 2_000) return null;
  const url = readUrl(value.trim());
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return null;
  return url.href.length > 2_000 ? null : url.href;
}

function ianaIdOf(entity: Record<string, unknown>): string | null {
  for (const publicId of listOf(entity["publicIds"], 10).map(objectOf)) {
    if (!/iana/i.test(lineOf(publicId["type"]) ?? "")) continue;
    const { identifier } = publicId;
    if (typeof identifier === "number" && Number.isInteger(identifier)) return String(identifier);
    if (typeof identifier === "string" && /^\d{1,8}$/.test(identifier)) return identifier;
  }
  return null;
}

function referralOf(answer: Record<string, unknown>): string | null {
  const links = listOf(answer["links"], maxList).map(objectOf);
  const related = links.find(
    ({ rel, type, href }) =>
      rel === "related" &&
      typeof type === "string" &&
      /rdap\+json/i.test(type) &&
      webAddressOf(href) !== null,
  );
  return related ? webAddressOf(related["href"]) : null;
}

function rangeOf(answer: Record<string, unknown>): string | null {
  const cidr = objectOf(listOf(answer["cidr0_cidrs"], 1)[0]);
  const prefix = lineOf(cidr["v4prefix"]) ?? lineOf(cidr["v6prefix"]);
  if (prefix !== null && typeof cidr["length"] === "number") return `${prefix}/${cidr["length"]}`;
  const [from, to] = [lineOf(answer["startAddress"]), lineOf(answer["endAddress"])];
  return from !== null && to !== null ? `${from} - ${to}` : null;
}

function textsOf(value: unknown, most: number): string[] {
  return listOf(value, most).filter((entry) => typeof entry === "string");
}
