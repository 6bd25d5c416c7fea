import { accountFromWords } from "./account-words.ts";
import { lengthWithoutTrailingPunctuation } from "./canonical-rules.ts";
import { normaliseWords, visibleText } from "./pasted-text-rules.ts";
import { serviceOfHost } from "./service-index.ts";

/** How many locations one report may carry. */
export const maxLocationsPerReport = 200;

/** Longest text taken in the field of locations, in UTF-16 units. */
export const maxPastedLength = 1_000_000;

/** What a pasted text holds. `locations` keeps the order of the text, each spelling once. */
export type SplitLocations =
  | { kind: "locations"; locations: string[] }
  | { kind: "refused"; code: "too_long" };

/**
 * Splits what a person pasted into the locations it names: each address, and each line of words that
 * holds none. Nothing is left out for being many: the caller decides at `maxLocationsPerReport`.
 */
export function splitLocations(text: string): SplitLocations {
  if (text.length > maxPastedLength) return { kind: "refused", code: "too_long" };
  const found = new Set<string>();
  for (const line of visibleText(text).split(/[\n\r\u2028\u2029]+/)) {
    for (const location of locationsOfLine(line)) found.add(location);
  }
  return { kind: "locations", locations: [...found] };
}

function locationsOfLine(line: string): string[] {
  const plain = line
    // What is left of a page's source or of Markdown around an address.
    .replace(/<[/!]?[a-z][a-z0-9]*(?=[\s>])/gi, " ")
    .replace(/\b(?:href|src|content)=(?=["'])/gi, " ")
    .replace(/[<>"“”«»]/g, " ")
    .replace(/\]\(/g, " ");
  const words = normaliseWords(plain.slice(0, maxLineOfWords + 1));
  if (words === "") return [];
  if (!/[/\\]|www\./i.test(words) && words.length <= 120 && accountFromWords(words) !== undefined)
    return [words];
  const tokens = plain
    .split(/\s+/)
    .flatMap(separateJoined)
    .map(trimToken)
    .filter((token) => token !== "");
  const alone = tokens.length === 1;
  const addresses = tokens.filter((token) => looksLikeAddress(token, alone));
  if (addresses.length > 0) return addresses;
  return /[\p{L}\p{N}]/u.test(words) ? [words] : [];
}

// One more than the longest words taken, so that a line that is too long is refused and not cut.
const maxLineOfWords = 1001;

/** Addresses joined by a comma, a semicolon or nothing at all. */
function separateJoined(token: string): string[] {
  return token
    .replace(/[,;|](?=(?:h(?:tt|xx)ps?:|www\.))/gi, " ")
    .replace(/([\p{L}\p{N}])(?=h(?:tt|xx)ps?:\/\/)/giu, "$1 ")
    .replace(/[,;|](?=[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}\/)/gi, " ")
    .split(" ");
}

function trimToken(token: string): string {
  let start = 0;
  while (start < token.length && /['`‘’({*|,;.!?:-]/.test(token.charAt(start))) start += 1;
  if (token.charAt(start) === "[" && !/^\[[0-9a-f:.]+\]/i.test(token.slice(start, start + 60))) start += 1;
  const rest = token.slice(start);
  return rest.slice(0, lengthWithoutTrailingPunctuation(rest));
}

// The endings that people type without a scheme in the middle of a sentence. Rarer ones count when the
// address stands alone on its line, starts with www. or has a path.
const commonEndings = new Set(
  "com fr org net be ch eu info biz io co app tv gg xyz site online shop club uk de es it nl lu ca us ru pt pl cc ws to link live video cam sex porn xxx adult onion".split(
    " ",
  ),
);

function looksLikeAddress(token: string, alone: boolean): boolean {
  if (/^(?:h(?:tt|xx|\*\*)ps?|ttps?)\s?[[(]?:/i.test(token) || /^https?\/\//i.test(token)) return true;
  if (/^(?:view-source:|(?:javascript|file|data|ftp|magnet|tg|at|live):)/i.test(token)) return true;
  if (/^\[[0-9a-f:.]+\](?::\d{1,5})?(?:\/|$)/i.test(token)) return true;
  const host =
    /^(?:\/\/)?((?:[\p{L}\p{N}_-]{1,63}(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\))){1,10}[\p{L}\p{N}-]{1,63}|localhost)\.?(:\d{1,5})?([/?#].*)?$/iu.exec(
      token,
    );
  if (host === null) return false;
  const name = (host[1] ?? "").toLowerCase().replace(/\[\.\]|\(\.\)|\[dot\]|\(dot\)/g, ".");
  if (alone || host[2] !== undefined || host[3] !== undefined || name.startsWith("www.")) return true;
  return commonEndings.has(name.slice(name.lastIndexOf(".") + 1)) || serviceOfHost(name) !== undefined;
}
