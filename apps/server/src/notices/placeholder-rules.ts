const placeholder = /\[\[([^[\]\n]*)\]\]/g;

/**
 * Places that a writer left to be filled, as in `[[date of the video]]`, each once, in order of appearance. An address
 * of a content is no text of ours and is not asked.
 */
export function placeholdersIn(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) =>
    [...text.matchAll(placeholder)].map(([, name]) => name?.trim() ?? ""),
  );
  return [...new Set(names)];
}
