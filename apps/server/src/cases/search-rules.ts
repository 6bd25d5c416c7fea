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
