import { domainToUnicode } from "node:url";
import { getDomain, parse as parseHost } from "tldts";
import { readUrl } from "../fetch/read-url.ts";
import { accountFromWords } from "./account-words.ts";
import {
  cleanQuery,
  comparablePath,
  keepsFragment,
  lengthWithoutTrailingPunctuation,
  maxAddressLength,
  maxWordsLength,
  normalisePath,
  normalisePercent,
  protectEnding,
  routeFragment,
  sortQuery,
} from "./canonical-rules.ts";
import { carriedAddress } from "./embed-rules.ts";
import { normaliseWords, refang, visibleText } from "./pasted-text-rules.ts";
import { isPrivateHost } from "./private-address-rules.ts";
import {
  foldServiceHost,
  type IndexedService,
  recogniseIdentifier,
  recogniseObject,
  serviceOfHost,
} from "./service-index.ts";

/** Why a location was refused at intake. */
type CanonicalRefusal = "empty" | "too_long" | "scheme" | "private_address" | "malformed";

/** A web address in its normal form. */
interface CanonicalUrl {
  kind: "url";
  /** What two spellings of one thing share: no scheme, e.g. `youtube.com/watch?v=dQw4w9WgXcQ`. */
  key: string;
  /** The address to check and to notify: https for known services, else the scheme that was typed. */
  url: string;
  /** The same with Unicode letters, for people to read; never to be fetched. */
  readableUrl: string;
  /** The host of `url`, IPv6 in brackets, without port. */
  host: string;
  /** Registrable domain, e.g. `example.co.uk`; null for an IP address or a name without one. */
  domain: string | null;
  /** Slug of the catalogue, or null. */
  service: string | null;
  /** What the address names at the service (post, account, ...), or null. */
  object: string | null;
  objectIds: Record<string, string>;
}

/** A location given in words, or as an identifier that has no web address. */
interface CanonicalWords {
  kind: "words";
  /** `words:` and the text in lower case: the same words, the same key. */
  key: string;
  text: string;
  service: string | null;
  object: string | null;
}

/** A location that cannot be taken, with the reason's code. */
interface CanonicalRefused {
  kind: "refused";
  code: CanonicalRefusal;
}

/** What a typed location turns out to be. */
export type Canonical = CanonicalUrl | CanonicalWords | CanonicalRefused;

export interface CanonicalOptions {
  /**
   * Private hosts that are accepted all the same (a test, a demonstration, an internal installation).
   * Receives the host as `URL.hostname` writes it, IPv6 without its brackets.
   */
  allowHosts?: (hostname: string) => boolean;
}

/**
 * The normal form of a location as a person typed or pasted it.
 * Works on the text alone: no name is resolved and no address is contacted.
 * Taking the key or the url of a result again gives the same key.
 * @example canonicalKey("http://m.youtube.com/watch?v=dQw4w9WgXcQ&si=abc").key // "youtube.com/watch?v=dQw4w9WgXcQ"
 */
export function canonicalKey(input: string, options: CanonicalOptions = {}): Canonical {
  // Ten times the longest address leaves room for the noise around one; more is not one location.
  if (input.length > 10 * maxAddressLength) return refused("too_long");
  const visible = visibleText(input).trim();
  if (visible === "") return refused("empty");
  const pasted = trimPasted(visible);
  if (pasted === "") return refused("empty");
  if (pasted.length > maxAddressLength) return refused("too_long");
  const read = readAddress(pasted, options);
  if (read.kind === "url") return canonicalUrl(read.url, read.typedScheme, options, 0);
  if (read.kind === "refused") return read;
  return canonicalWords(visible, options);
}

function refused(code: CanonicalRefusal): CanonicalRefused {
  return { kind: "refused", code };
}

/** Takes away what surrounds an address in a sentence: quotes, brackets, the full stop. */
function trimPasted(text: string): string {
  let start = 0;
  while (start < text.length && /[\s"'`<>«“‘‹({*|,;]/.test(text.charAt(start))) start += 1;
  if (text.charAt(start) === "[" && !/^\[[0-9a-f:.]+\]/i.test(text.slice(start, start + 60))) start += 1;
  const rest = start > 0 ? text.slice(start) : text;
  const end = lengthWithoutTrailingPunctuation(rest);
  return end < rest.length ? rest.slice(0, end) : rest;
}

type ReadAddress =
  | { kind: "url"; url: URL; typedScheme: boolean }
  | CanonicalRefused
  | { kind: "no_address" };

const schemePattern = /^([a-z][a-z0-9+.-]{0,40}):/i;

// Schemes that can never lead to something the public saw, or that run code where they are opened.
const refusedSchemes = new Set(
  "about blob chrome chrome-extension content data ed2k file filesystem ftp ftps gopher intent irc jar javascript ldap magnet mailto moz-extension ms-appx resource sftp sms smb ssh tel telnet urn vbscript ws wss".split(
    " ",
  ),
);

// Identifiers of accounts and records, and the mark of our own keys for words.
const textSchemes = new Set(["at", "live", "skype", "words"]);

function readAddress(pasted: string, options: CanonicalOptions): ReadAddress {
  // The URL standard drops tabs and line ends inside an address; a sentence has spaces as well.
  const joined = /[\t\n\r]/.test(pasted) && !pasted.includes(" ") ? pasted.replace(/[\t\n\r]/g, "") : pasted;
  const text = refang(joined);
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase();
  if (scheme === "http" || scheme === "https") return readWithScheme(text);
  if (scheme !== undefined && !isHostWithPort(text, scheme)) {
    if (scheme === "tg") return readTelegramLink(text);
    if (textSchemes.has(scheme)) return { kind: "no_address" };
    if (refusedSchemes.has(scheme) || text.startsWith("//", scheme.length + 1)) return refused("scheme");
    return { kind: "no_address" };
  }
  return readWithoutScheme(text.startsWith("//") ? text.slice(2) : text, options);
}

function isHostWithPort(text: string, scheme: string): boolean {
  return (
    (scheme.includes(".") || scheme === "localhost") &&
    /^\d{1,5}(?:[/?#]|$)/.test(text.slice(scheme.length + 1))
  );
}

function readWithScheme(text: string): ReadAddress {
  const url = readUrl(text);
  return url === null ? refused("malformed") : { kind: "url", url, typedScheme: true };
}

function readWithoutScheme(text: string, options: CanonicalOptions): ReadAddress {
  if (/\s/.test(text)) return { kind: "no_address" };
  const end = text.search(/[/\\?#]/);
  const authority = end < 0 ? text : text.slice(0, end);
  // someone@example.org is a mailbox or an account of a federated network, not a page.
  if (authority === "" || authority.includes("@")) return { kind: "no_address" };
  if (!authority.startsWith("[") && !/[.。．｡]/.test(authority) && !/^localhost(?::\d+)?$/i.test(authority)) {
    const allowed = options.allowHosts?.(authority.replace(/:\d+$/, "").toLowerCase()) === true;
    return allowed ? readPlain(text) : { kind: "no_address" };
  }
  const url = readUrl(`https://${text}`);
  if (url === null) return { kind: "no_address" };
  const host = parseHost(url.hostname, { extractHostname: false, allowPrivateDomains: false });
  const written = authority.replace(/:\d*$/, "");
  if (host.isIp === true || url.hostname.startsWith("[")) {
    // Numbers such as 12.5 are not meant as addresses; four parts are.
    const plain = url.hostname.startsWith("[") || written === url.hostname || end >= 0;
    return plain ? readPlain(text) : { kind: "no_address" };
  }
  if (isPrivateHost(url.hostname.replace(/\.+$/, ""))) {
    return readPlain(text);
  }
  const known =
    host.isIcann === true || serviceOfHost(url.hostname) !== undefined || end >= 0 || /:\d+$/.test(authority);
  return known ? { kind: "url", url, typedScheme: false } : { kind: "no_address" };
}

/** Hosts without a public name rarely speak https. */
function readPlain(text: string): ReadAddress {
  const url = readUrl(`http://${text}`);
  return url === null ? { kind: "no_address" } : { kind: "url", url, typedScheme: true };
}

/** tg://resolve?domain=x&post=1 opens the same thing as t.me/x/1. */
function readTelegramLink(text: string): ReadAddress {
  const query = readUrl(text)?.searchParams ?? new URLSearchParams();
  const domain = query.get("domain");
  const post = query.get("post");
  const invite = query.get("invite");
  if (invite !== null && /^[\w-]+$/.test(invite))
    return { kind: "url", url: new URL(`https://t.me/+${invite}`), typedScheme: true };
  if (domain === null || !/^\w+$/.test(domain)) return refused("scheme");
  const path = post !== null && /^\d+$/.test(post) ? `${domain}/${post}` : domain;
  return { kind: "url", url: new URL(`https://t.me/${path}`), typedScheme: true };
}

// An archive of an archive of an archive is still one address; the text shrinks at each step.
const maxNesting = 40;

function canonicalUrl(
  typed: URL,
  typedScheme: boolean,
  options: CanonicalOptions,
  depth: number,
): CanonicalUrl | CanonicalRefused {
  const url = followCarriers(typed, options);
  const host = url.hostname.replace(/\.+$/, "");
  if (!hostPattern.test(host) || host.length > 253 || host.includes("..")) return refused("malformed");
  if (isPrivateHost(host) && options.allowHosts?.(host.replace(/^\[|\]$/g, "")) !== true)
    return refused("private_address");
  // Both default ports are left out whatever the scheme, since the key has none.
  const port = url.port === "" || url.port === "80" || url.port === "443" ? "" : `:${url.port}`;
  const service = port === "" ? serviceOfHost(host) : undefined;
  const foldedHost = service === undefined ? host : foldServiceHost(service, host);
  const path = normalisePath(url.pathname);
  const query = cleanQuery(url.search, service?.dropped ?? noNames);
  const fragment = fragmentOf(url, foldedHost, service);
  const afterPath = (query === "" ? "" : `?${query}`) + fragment;
  const rest = path + afterPath;
  // Percent-encoding makes an address up to nine times as long: patterns see none that would be refused after them.
  if (rest.length > maxAddressLength) return refused("too_long");

  const found =
    port === ""
      ? recogniseObject(service, `https://${foldedHost}${withoutEndSlash(path)}${afterPath}`)
      : undefined;
  const written = `${writtenScheme(url, service, typedScheme)}//${writtenHost(service, host, foldedHost)}${port}${rest}`;
  const snapshot = readSnapshot(found, options, depth);
  const { canonical, comparable } = readTemplates(found);
  const address = protectEnding(snapshot?.address ?? canonical ?? written);
  const key = protectEnding(
    snapshot?.key ??
      (comparable === null
        ? comparableAddress(foldedHost, port, path, query, fragment, service)
        : comparableTemplate(comparable)),
  );
  if (address.length > maxAddressLength || key.length > maxAddressLength) return refused("too_long");
  const finalHost = hostOf(address);
  return {
    kind: "url",
    key,
    url: address,
    readableUrl: readableUrl(address, finalHost),
    host: finalHost,
    domain: getDomain(finalHost, { extractHostname: false }),
    service: service?.slug ?? found?.service ?? null,
    object: found?.type ?? null,
    objectIds: found?.ids ?? {},
  };
}

// The URL standard allows more in a host than the name system carries.
const hostPattern = /^(?:[a-z0-9_-][a-z0-9_.-]*|\[[0-9a-f:]+\])$/;

const noNames: ReadonlySet<string> = new Set();

/** Goes through redirectors and AMP caches to the address they carry, as far as it may be taken. */
function followCarriers(typed: URL, options: CanonicalOptions): URL {
  let url = typed;
  for (;;) {
    const carried = carriedAddress(url);
    if (carried === null || carried.length >= url.href.length) return url;
    const inner = readUrl(carried);
    if (inner === null) return url;
    const host = inner.hostname.replace(/\.+$/, "");
    if (isPrivateHost(host) && options.allowHosts?.(host) !== true) return url;
    url = inner;
  }
}

function fragmentOf(url: URL, host: string, service: IndexedService | undefined): string {
  // The pages of known services are told apart without it.
  if (url.hash === "" || service !== undefined) return "";
  return keepsFragment(host) ? normalisePercent(url.hash) : routeFragment(url.hash);
}

function writtenScheme(url: URL, service: IndexedService | undefined, typedScheme: boolean): string {
  return service !== undefined || !typedScheme ? "https:" : url.protocol;
}

function writtenHost(service: IndexedService | undefined, host: string, foldedHost: string): string {
  if (service === undefined) return host;
  if (service.home !== null && foldedHost === service.bareHome) return service.home;
  return service.aliases.has(host) ? foldedHost : host;
}

/** A page kept by an archive: its address, and its key by the archive, the moment and the page's own key. */
function readSnapshot(
  found: ReturnType<typeof recogniseObject>,
  options: CanonicalOptions,
  depth: number,
): { address: string; key: string } | undefined {
  if (found?.type !== "snapshot" || depth >= maxNesting) return undefined;
  const kept = found.ids["url"] ?? "";
  const whole = /^https?:/i.test(kept) ? kept : `https://${kept}`;
  const page = readUrl(whole);
  if (page === null) return undefined;
  const inner = canonicalUrl(page, true, options, depth + 1);
  if (inner.kind !== "url") return undefined;
  const prefix = `web.archive.org/web/${found.ids["ts"]}/`;
  return { address: `https://${prefix}${page.href}`, key: prefix + inner.key };
}

/** What the templates of a pattern make of an address; null where that is none, and the address as written counts. */
function readTemplates(found: ReturnType<typeof recogniseObject>): {
  canonical: string | null;
  comparable: URL | null;
} {
  if (found === undefined) return { canonical: null, comparable: null };
  const comparable = found.comparable === null ? null : readUrl(found.comparable);
  if (found.canonical === null || found.canonical === found.comparable)
    return { canonical: comparable === null ? null : found.canonical, comparable };
  return { canonical: readUrl(found.canonical) === null ? null : found.canonical, comparable };
}

function comparableTemplate(url: URL): string {
  return (
    comparableHost(url.hostname) +
    withoutEndSlash(url.pathname) +
    (url.search === "" ? "" : `?${sortQuery(url.search.slice(1))}`)
  );
}

function comparableAddress(
  host: string,
  port: string,
  path: string,
  query: string,
  fragment: string,
  service: IndexedService | undefined,
): string {
  const evenPath = service === undefined ? comparablePath(path) : withoutEndSlash(path);
  const evenHost = service === undefined ? comparableHost(host) : host;
  return evenHost + port + evenPath + (query === "" ? "" : `?${sortQuery(query)}`) + fragment;
}

function withoutEndSlash(path: string): string {
  let end = path.length;
  while (end > 1 && path.charCodeAt(end - 1) === 47) end -= 1;
  return path.slice(0, end);
}

// Sites where the first label is somebody's own page, so that "m." may be a person.
const personalSubdomains = new Set(
  "tumblr.com wordpress.com livejournal.com skyrock.com over-blog.com canalblog.com substack.com deviantart.com bandcamp.com e-monsite.com free.fr itch.io newgrounds.com".split(
    " ",
  ),
);

const foldedLabels = new Set(["www", "m", "mobile", "amp"]);

/** A host without the labels that only choose the size of the page. */
function comparableHost(host: string): string {
  if (!/^(?:www|m|mobile|amp)\.|\.m\.wiki/.test(host)) return host;
  const parsed = parseHost(host, { extractHostname: false, allowPrivateDomains: true });
  const domain = parsed.domain;
  if (domain === null || parsed.isIp === true) return host;
  let folded = host;
  while (folded.length > domain.length) {
    const label = folded.slice(0, folded.indexOf("."));
    if (!foldedLabels.has(label) || (label !== "www" && personalSubdomains.has(domain))) break;
    folded = folded.slice(label.length + 1);
  }
  return folded.replace(/\.m\.(?=wiki[a-z]+\.org$)/, ".");
}

function hostOf(address: string): string {
  const start = address.indexOf("//") + 2;
  const length = address.slice(start).search(/[/?#]/);
  const authority = length < 0 ? address.slice(start) : address.slice(start, start + length);
  return authority.replace(/:\d+$/, "");
}

function readableUrl(address: string, host: string): string {
  let readable = address;
  if (host.includes("xn--")) readable = readable.replace(host, domainToUnicode(host) || host);
  if (readable.includes("%")) readable = readable.replace(/(?:%[89A-F][0-9A-F])+/g, readableLetters);
  return readable;
}

/** Letters, marks and numbers of any script; everything else stays encoded so that nothing hides. */
function readableLetters(encoded: string): string {
  try {
    const decoded = decodeURIComponent(encoded);
    return /^[\p{L}\p{M}\p{N}]+$/u.test(decoded) ? decoded : encoded;
  } catch {
    return encoded;
  }
}

function canonicalWords(visible: string, options: CanonicalOptions): Canonical {
  if (visible.length > 2 * maxWordsLength) return refused("too_long");
  const text = normaliseWords(visible.replace(/^words:/i, ""));
  if (text === "" || !/[\p{L}\p{N}]/u.test(text)) return refused("empty");
  if (text.length > maxWordsLength) return refused("too_long");
  const identifier = recogniseIdentifier(text);
  if (identifier !== undefined) {
    const page = readUrl(identifier.canonical ?? "");
    if (page !== null && identifier.ids["collection"] === "app.bsky.feed.post")
      return canonicalUrl(page, true, options, 0);
    return { kind: "words", key: wordsKey(text), text, service: identifier.service, object: identifier.type };
  }
  const account = readUrl(accountFromWords(text) ?? "");
  if (account !== null) return canonicalUrl(account, true, options, 0);
  return { kind: "words", key: wordsKey(text), text, service: null, object: null };
}

function wordsKey(text: string): string {
  return `words:${normaliseWords(text.toLowerCase())}`;
}
