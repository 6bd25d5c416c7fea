import { type Language, languages } from "@vigie/contract";

/**
 * The language to answer in: the one the path begins with (`/fr`, `/en/follow`), else the one the browser prefers
 * among those that exist, else the first that exists.
 * @param acceptLanguage the `Accept-Language` header (RFC 9110, 12.5.4), however malformed.
 * @param among the BCP 47 tags that exist; those of Vigie unless given.
 */
export function chooseLanguage(acceptLanguage: string | undefined, path?: string): Language;
export function chooseLanguage<Tag extends string>(
  acceptLanguage: string | undefined,
  path: string,
  among: readonly [Tag, ...Tag[]],
): Tag;
export function chooseLanguage(
  acceptLanguage: string | undefined,
  path = "/",
  among: readonly [string, ...string[]] = languages,
): string {
  return pathLanguage(path, among) ?? preferredLanguage(acceptLanguage ?? "", among) ?? among[0];
}

function pathLanguage(path: string, among: readonly string[]): string | undefined {
  const first = path.split(/[/?#]/, 2)[1]?.toLowerCase();
  return among.find((tag) => tag.toLowerCase() === first);
}

// A header of this many ranges is no browser's; the rest is not read.
const MOST_RANGES = 32;

function preferredLanguage(header: string, among: readonly string[]): string | undefined {
  let best: { language: string; weight: number } | undefined;
  for (const range of header.split(",", MOST_RANGES)) {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const weight = weightOf(parameters);
    const language = tag === "*" ? among[0] : nearest(tag, among);
    // Of two equal weights the first written wins.
    if (language && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language;
}

// The very tag, else the same language of any region.
function nearest(wished: string, among: readonly string[]): string | undefined {
  const primary = (tag: string) => tag.toLowerCase().split("-")[0];
  return (
    among.find((tag) => tag.toLowerCase() === wished) ?? among.find((tag) => primary(tag) === primary(wished))
  );
}

function weightOf(parameters: string[]): number {
  const written = parameters.find((parameter) => parameter.startsWith("q="));
  if (written === undefined) return 1;
  const weight = Number(written.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
