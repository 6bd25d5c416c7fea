import { type Language, languages } from "@vigie/contract";

/**
 * The language to answer in: the one the path begins with (`/fr`, `/en/follow`), else the one the browser prefers
 * among those that exist, else the first that exists.
 * @param acceptLanguage the `Accept-Language` header (RFC 9110, 12.5.4), however malformed.
 */
export function chooseLanguage(acceptLanguage: string | undefined, path = "/"): Language {
  return pathLanguage(path) ?? preferredLanguage(acceptLanguage ?? "") ?? languages[0];
}

function pathLanguage(path: string): Language | undefined {
  const first = path.split(/[/?#]/, 2)[1]?.toLowerCase();
  return languages.find((language) => language === first);
}

// A header of this many ranges is no browser's; the rest is not read.
const MOST_RANGES = 32;

function preferredLanguage(header: string): Language | undefined {
  let best: { language: Language; weight: number } | undefined;
  for (const range of header.split(",", MOST_RANGES)) {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const weight = weightOf(parameters);
    const language = tag === "*" ? languages[0] : languages.find((each) => each === tag.split("-")[0]);
    // Of two equal weights the first written wins.
    if (language && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language;
}

function weightOf(parameters: string[]): number {
  const written = parameters.find((parameter) => parameter.startsWith("q="));
  if (written === undefined) return 1;
  const weight = Number(written.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
