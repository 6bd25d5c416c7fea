// RFC 5322 recommends 78; two less leave room for a quote mark in the answer.
const lineWidth = 76;

/**
 * Wraps a paragraph at plain spaces. What is longer than a line, such as an address, is never cut; French marks stay
 * with the word before them.
 * @param indent put before every line but the first, which begins with `first`.
 */
export function wrapText(text: string, { first = "", indent = "" } = {}): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text
    .trim()
    .replace(/ +/g, " ")
    .split(/ (?![:;!?»%])(?<!« )/)) {
    if (!empty && line.length + 1 + word.length > lineWidth) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines.join("\n");
}

/** A person's text: their own line breaks are kept, what cannot be seen is dropped, long lines are wrapped. */
export function wrapPersonText(text: string, indent: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(/\t/g, " ")
    .replace(/[^\P{C}\n]/gu, "")
    .trim()
    .replace(/\n{3,}/g, "\n\n")
    .split("\n")
    .map((line) => (line.trim() === "" ? "" : wrapText(line, { first: indent, indent })))
    .join("\n");
}
