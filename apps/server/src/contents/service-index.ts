import { allServices } from "../catalogue/installed-catalogue.ts";
import type { Service } from "../catalogue/service-schema.ts";

interface Pattern {
  type: string;
  regex: RegExp;
  canonical: string | null;
  key: string | null;
  folded: ReadonlySet<string>;
}

/** A service made ready for the hot path: patterns compiled, names in sets. */
export interface IndexedService {
  slug: string;
  home: string | null;
  /** The home without `www.`, the host its addresses are compared by. */
  bareHome: string | null;
  aliases: ReadonlyMap<string, string>;
  languageDomains: ReadonlySet<string>;
  dropped: ReadonlySet<string>;
  patterns: readonly Pattern[];
}

/** What an address of a service names. */
export interface RecognisedObject {
  service: string;
  type: string;
  ids: Record<string, string>;
  /** The address to use, and the address to compare by; null where the address as written is the best. */
  canonical: string | null;
  comparable: string | null;
}

interface ServiceIndex {
  byDomain: ReadonlyMap<string, IndexedService>;
  anywhere: readonly SlugPattern[];
  identifiers: readonly SlugPattern[];
}

type SlugPattern = { slug: string; pattern: Pattern };

let built: { from: readonly Service[]; index: ServiceIndex } | null = null;

/** The index of the services in use; built anew when the catalogue is another. */
function serviceIndex(): ServiceIndex {
  const services = allServices();
  if (built?.from !== services) built = { from: services, index: indexServices(services) };
  return built.index;
}

function indexServices(services: readonly Service[]): ServiceIndex {
  const ofScope = (scope: "anywhere" | "identifier") =>
    services.flatMap(({ slug, objects }) =>
      objects
        .filter((object) => object.scope === scope)
        .map((object) => ({ slug, pattern: compile(object) })),
    );
  return {
    byDomain: new Map(
      services.flatMap((service) => {
        const indexed = indexService(service);
        return service.domains.map((domain) => [domain, indexed] as const);
      }),
    ),
    anywhere: ofScope("anywhere"),
    identifiers: ofScope("identifier"),
  };
}

function indexService(service: Service): IndexedService {
  return {
    slug: service.slug,
    home: service.home,
    bareHome: service.home === null ? null : withoutWww(service.home),
    aliases: new Map(Object.entries(service.hostAliases)),
    languageDomains: new Set(service.languageSubdomains ? service.domains : []),
    dropped: new Set(service.trackingParameters.map((name) => name.toLowerCase())),
    patterns: service.objects.filter((object) => object.scope === "domain").map(compile),
  };
}

function compile(object: Service["objects"][number]): Pattern {
  return {
    type: object.type,
    regex: new RegExp(object.regex),
    canonical: object.canonical,
    key: object.key,
    folded: new Set(object.folded),
  };
}

function withoutWww(host: string): string {
  return host.startsWith("www.") ? host.replace(/^(?:www\.)+/, "") : host;
}

/** The service that a host belongs to: the longest of its parent domains that the catalogue lists. */
export function serviceOfHost(host: string): IndexedService | undefined {
  const { byDomain } = serviceIndex();
  let rest = host;
  for (;;) {
    const found = byDomain.get(rest);
    if (found !== undefined) return found;
    const dot = rest.indexOf(".");
    if (dot < 0) return undefined;
    rest = rest.slice(dot + 1);
  }
}

/** A host of a service as it counts for comparison: mobile, old, regional and language hosts folded. */
export function foldServiceHost(service: IndexedService, host: string): string {
  let folded = service.aliases.get(host) ?? withoutWww(host);
  const label = /^[a-z]{2}(?:-[a-z]{2})?\./.exec(folded);
  if (label !== null && service.languageDomains.has(folded.slice(label[0].length))) {
    folded = folded.slice(label[0].length);
  }
  return service.aliases.get(folded) ?? folded;
}

/** The object that an address names at the service it belongs to, or, for unknown hosts, by its shape. */
export function recogniseObject(
  service: IndexedService | undefined,
  address: string,
): RecognisedObject | undefined {
  if (service !== undefined) {
    for (const pattern of service.patterns) {
      const found = matchPattern(service.slug, pattern, address);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const { slug, pattern } of serviceIndex().anywhere) {
    const found = matchPattern(slug, pattern, address);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The object that a typed identifier (no web address) names. */
export function recogniseIdentifier(text: string): RecognisedObject | undefined {
  for (const { slug, pattern } of serviceIndex().identifiers) {
    const found = matchPattern(slug, pattern, text);
    if (found !== undefined) return found;
  }
  return undefined;
}

function matchPattern(slug: string, pattern: Pattern, address: string): RecognisedObject | undefined {
  const match = pattern.regex.exec(address);
  if (match === null) return undefined;
  const ids: Record<string, string> = {};
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    if (value !== undefined) ids[name] = pattern.folded.has(name) ? foldCase(value) : value;
  }
  const canonical = fillTemplate(pattern.canonical, ids);
  return {
    service: slug,
    type: pattern.type,
    ids,
    canonical,
    comparable: fillTemplate(pattern.key, ids) ?? canonical,
  };
}

/** Lower case, except for the percent-encoding, whose form is upper case. */
function foldCase(value: string): string {
  const lower = value.toLowerCase();
  return lower.includes("%") ? lower.replace(/%[0-9a-f]{2}/g, (encoded) => encoded.toUpperCase()) : lower;
}

function fillTemplate(template: string | null, ids: Record<string, string>): string | null {
  if (template === null) return null;
  let missing = false;
  const filled = template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = ids[name];
    if (value === undefined) missing = true;
    return value ?? "";
  });
  return missing ? null : filled;
}
