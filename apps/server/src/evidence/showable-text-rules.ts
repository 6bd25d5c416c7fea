// Controls, direction marks, marks of no width, private use, unassigned code points, halves of surrogate pairs. Tabs and
// line ends stay, and so do the two joiners, with which words and emoji are written.
const unshown = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]/gu;
// They ask for one drawing of a character or another, and have none themselves.
const variationSelectors = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
/** Combining marks that one character may carry in a document: more are stacked to cover other lines. */
const markFlood = /(\p{M}{6})\p{M}+/gu;
const longRun = /\S{41,}/gu;
const charactersBeforeBreak = 40;

/** @example markOf("\u202e") // "[U+202E]" */
export function markOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
}

/**
 * Text of a person as a document can carry it: what is invisible is shown by its number, so that nothing reorders or
 * hides what is read; a run without spaces may break; empty lines do not fill pages.
 */
export function showable(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(variationSelectors, "")
    .replace(unshown, markOf)
    .replace(markFlood, "$1")
    .replaceAll("\t", "    ")
    .replace(/\n{3,}/g, "\n\n")
    .replace(longRun, (run) => {
      const characters = [...run];
      const parts: string[] = [];
      for (let at = 0; at < characters.length; at += charactersBeforeBreak) {
        parts.push(characters.slice(at, at + charactersBeforeBreak).join(""));
      }
      return parts.join("\u200b");
    });
}

/** The same on one line. */
export function showableLine(text: string): string {
  return showable(text.replace(/\s+/g, " ").trim());
}
