const longestName = 100;

/**
 * Places that a writer left to be filled, as in `[[date of the video]]`, each once, in order of appearance; a mark without
 * its other half is named as it stands. An address of a content is no text of ours and is not asked.
 */
export function placeholdersIn(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap(placesIn))];
}

function placesIn(text: string): string[] {
  const names: string[] = [];
  for (let at = 0; ; ) {
    const open = text.indexOf("[[", at);
    const close = text.indexOf("]]", at);
    if (close === -1) return open === -1 ? names : [...names, "[["];
    if (open === -1 || close < open) {
      names.push("]]");
      at = close + 2;
      continue;
    }
    const end = text.indexOf("]]", open + 2);
    if (end === -1) return [...names, "[["];
    names.push(
      text
        .slice(open + 2, end)
        .trim()
        .slice(0, longestName),
    );
    at = end + 2;
  }
}
