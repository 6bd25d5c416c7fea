import { isTrackingParameter, plainParameterName } from "./tracking-parameters.ts";

/** Longest address taken, in UTF-16 units, as typed and in its normal form. Longer ones are refused. */
export const maxAddressLength = 4096;

/** Longest description in words taken as a location, in UTF-16 units. */
export const maxWordsLength = 1000;

/**
 * Percent-encoding in one form: unreserved characters decoded, hexadecimal in upper case, a stray `%`
 * written `%25`. What is reserved stays as it was, because servers may tell the two apart.
 */
export function normalisePercent(text: string): string {
  if (!text.includes("%")) return text;
  return text
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25")
    .replace(/%([0-9A-Fa-f]{2})/g, (encoded, digits: string) => {
      const character = String.fromCharCode(Number.parseInt(digits, 16));
      return /[A-Za-z0-9\-._~]/.test(character) ? character : encoded.toUpperCase();
    });
}

/** A path with one form of percent-encoding, no steps up or down, and without a visitor's session. */
export function normalisePath(path: string): string {
  const even = resolveDots(normalisePercent(path));
  if (!even.includes(";")) return even;
  const stripped = even.replace(/;jsessionid=[^/;]*/gi, "");
  // What is left must not become a step up or down in the path.
  return /\/\.{1,2}(?:\/|$)/.test(stripped) ? even : stripped;
}

// Node 20's URL leaves "/a/.b/.." as it is, later versions do not: the key must not depend on the version.
function resolveDots(path: string): string {
  if (!/\/\.{1,2}(?:\/|$)/.test(path)) return path;
  const kept: string[] = [];
  const segments = path.slice(1).split("/");
  for (const [at, segment] of segments.entries()) {
    const isLast = at === segments.length - 1;
    if (segment === "..") kept.pop();
    if (segment !== "." && segment !== "..") kept.push(segment);
    else if (isLast) kept.push("");
  }
  return `/${kept.join("/")}`;
}

/**
 * A query without what only follows people, in the order it was written.
 * @param search with or without its leading `?`.
 * @param dropped lower-case names that the service adds for the same purpose.
 * @returns without `?`; empty when nothing is left.
 */
export function cleanQuery(search: string, dropped: ReadonlySet<string>): string {
  const query = search.startsWith("?") ? search.slice(1) : search;
  if (query === "") return "";
  const kept: string[] = [];
  for (const written of normalisePercent(query).split("&")) {
    // A copy out of a page's source writes & as &amp;.
    const part = written.replace(/^(?:amp;)+/, "");
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? "" : part.slice(equals + 1);
    if (dropped.size > 0 && dropped.has(plainParameterName(name))) continue;
    if (isTrackingParameter(name, value)) continue;
    kept.push(part);
  }
  return kept.join("&");
}

/**
 * A query as it counts for comparison: parameters in the order of their names (several of one name keep
 * theirs), punctuation encoded, since whoever reads a form decodes it.
 */
export function sortQuery(query: string): string {
  if (query === "") return "";
  // A space is written + or %20 in a query; both mean the same to whoever reads it.
  const even = query.replaceAll("%20", "+").replace(/[!'()*,:;?@[\]`{|}/\\]/g, percentEncoded);
  if (!even.includes("&")) return even;
  return even
    .split("&")
    .map((part) => {
      const equals = part.indexOf("=");
      return { part, name: equals < 0 ? part : part.slice(0, equals) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ part }) => part)
    .join("&");
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/**
 * The part of a fragment that chooses what is shown: `#!…` and `#/…` routes. Every other fragment is a
 * place on the page.
 * @returns with its `#`, or empty.
 */
export function routeFragment(hash: string): string {
  return /^#!?\/?[^/!]/.test(hash) && /^#[!/]/.test(hash) ? normalisePercent(hash) : "";
}

/** Sites whose fragment holds the key that opens the file. */
const fragmentHosts = new Set(["mega.nz", "mega.io", "mega.co.nz"]);

/** Whether the fragment is needed to reach what the address names. */
export function keepsFragment(host: string): boolean {
  return fragmentHosts.has(host);
}

// The segment before must read like an article's, so that a repository or a forum named "amp" keeps its name.
const ampSuffix = /((?:[^/]*-[^/]*-[^/]*|[^/]*\d{5}[^/]*|[^/]+\.(?:html?|php)))\/amp\/*$/i;

/** A path as it counts for comparison: no AMP ending, no slash at the end. */
export function comparablePath(path: string): string {
  let even = path;
  if (/amp/i.test(even)) {
    even = even.replace(/\.amp(\.html?)\/*$/i, "$1");
    while (ampSuffix.test(even)) even = even.replace(ampSuffix, "$1");
    even = even.replace(/\.amp(\.html?)\/*$/i, "$1");
  }
  let end = even.length;
  while (end > 1 && even.charCodeAt(end - 1) === 47) end -= 1;
  return even.slice(0, end);
}

const opening: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/**
 * Where an address ends when it was pasted with the punctuation of the sentence around it.
 * A closing bracket stays when it was opened inside.
 * @returns the length to keep.
 */
export function lengthWithoutTrailingPunctuation(text: string): number {
  const balance: Record<string, number> = { ")": 0, "]": 0, "}": 0 };
  for (const character of text) {
    if (character === "(") balance[")"] = (balance[")"] ?? 0) - 1;
    else if (character === "[") balance["]"] = (balance["]"] ?? 0) - 1;
    else if (character === "{") balance["}"] = (balance["}"] ?? 0) - 1;
    else if (character in balance) balance[character] = (balance[character] ?? 0) + 1;
  }
  let end = text.length;
  while (end > 0) {
    const last = text.charAt(end - 1);
    if (/[\s.,;:!?…'"`*»”’›<>|]/.test(last)) end -= 1;
    else if (opening[last] !== undefined && (balance[last] ?? 0) > 0) {
      balance[last] = (balance[last] ?? 0) - 1;
      end -= 1;
    } else break;
  }
  return end;
}

/**
 * Writes the last character of an address so that it survives being pasted: one that would be taken for the
 * punctuation of a sentence is percent-encoded.
 */
export function protectEnding(address: string): string {
  const last = address.charCodeAt(address.length - 1);
  // Letters, digits and the slash need no look: nearly every address ends so.
  if ((last >= 97 && last <= 122) || (last >= 47 && last <= 57) || (last >= 65 && last <= 90)) return address;
  if (lengthWithoutTrailingPunctuation(address) === address.length) return address;
  return address.slice(0, -1) + percentEncoded(address.slice(-1));
}
