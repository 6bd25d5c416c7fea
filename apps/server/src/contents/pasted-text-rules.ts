// C0 and C1 controls, soft hyphen, zero-width space, word joiner, BOM, direction marks, embeddings,
// overrides and isolates. The two joiners stay: words and names are written with them.
const invisible = /(?![\t\n\r])[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * Text without what cannot be seen: controls, direction overrides, marks of no width, broken halves of
 * surrogate pairs. Tabs and line ends stay.
 */
export function visibleText(text: string): string {
  return text.replace(invisible, "").replace(/\p{Surrogate}/gu, "");
}

/** Words in one form: compatibility characters folded (NFKC), spaces single, nothing at the ends. */
export function normaliseWords(text: string): string {
  return text.normalize("NFKC").replace(invisible, "").replace(/\s+/g, " ").trim();
}

/** An address as people write it so that nobody follows it by accident, made whole again. */
export function refang(text: string): string {
  let whole = text
    .replace(/^(?:url|lien|link|adresse|address)\s*:\s*(?=https?:|hxxps?:|www\.)/i, "")
    .replace(/^(?:view-source:)+/i, "")
    .replace(/^h(?:xx|\*\*|XX)p(s?)(?=\s?[[(:])/i, "http$1")
    .replace(/^(https?)(?:\[:\]|\(:\)|;)(?=\/\/)/i, "$1:")
    .replace(/^(https?)\[:\/\/\]/i, "$1://")
    .replace(/^t?tps:\/\//i, "https://")
    .replace(/^ttp:\/\//i, "http://")
    .replace(/^(https?)\/\/(?=[^/])/i, "$1://");
  if (/[[({]\s?(?:\.|dot|point)\s?[\])}]/i.test(whole)) {
    const start = /^https?:\/\//i.exec(whole)?.[0].length ?? 0;
    const slash = whole.slice(start).search(/[/?#]/);
    const end = slash < 0 ? whole.length : start + slash;
    whole = whole.slice(0, end).replace(/[[({]\s?(?:\.|dot|point)\s?[\])}]/gi, ".") + whole.slice(end);
  }
  return whole;
}
