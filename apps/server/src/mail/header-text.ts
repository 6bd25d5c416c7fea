const longestHeaderText = 200;

/**
 * One line for a header: controls, line and paragraph separators, and characters that turn the direction of
 * reading become a space. The composer then encodes what is left.
 */
export function headerText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longestHeaderText)
    .toWellFormed();
}
