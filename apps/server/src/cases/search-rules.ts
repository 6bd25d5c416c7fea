/** Lower case without accents, so that "été" is found by "ete". */
export function foldForSearch(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What the search looks through: one folded line per piece. */
export function searchTextOf(pieces: readonly (string | null)[]): string {
  return pieces.flatMap((piece) => (piece ? [foldForSearch(piece)] : [])).join("\n");
}

/** A pattern for LIKE that finds the words as typed: what LIKE treats as a sign is taken literally. */
export function likePattern(query: string): string {
  return `%${foldForSearch(query.trim()).replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

/** The words to look for something like; null where so few letters would be like everything. */
export function wordsOfSearch(query: string): string | null {
  const words = foldForSearch(query.trim());
  return (words.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 4 ? words : null;
}

/**
 * What share of the three-letter pieces of the words a text must hold: all but those that a typing mistake breaks (two
 * letters that changed places break up to seven), one mistake for each twenty letters; half of them at least.
 */
export function leastLikeness(words: string): number {
  const pieces = (words.match(/[\p{L}\p{N}]+/gu) ?? []).reduce((sum, word) => sum + word.length + 1, 0);
  const mistakes = Math.max(1, Math.floor(pieces / 20));
  // PostgreSQL compares in single precision.
  return Math.max(0.5, (pieces - 7 * mistakes) / pieces - 0.001);
}
