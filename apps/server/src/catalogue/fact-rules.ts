import type { KindedRow, RowProblem } from "./read-catalogue.ts";
import { walk } from "./row-rules.ts";

/** Longer texts than this are sentences: the same in both languages, one of them is not written yet. */
const longestName = 25;

/** Days of a row on which a copy was read that has not come yet. */
export function datesToCome({ kind, row }: KindedRow, today: string): RowProblem[] {
  const found: RowProblem[] = [];
  walk(row, [], (path, value) => {
    if (path.at(-1) === "dateSeen" && typeof value === "string" && /^\d/.test(value) && value > today)
      found.push({ kind, slug: row.slug, path, says: `${value} is in the future` });
  });
  return found;
}

/** Texts of a row that are the same in both languages: a hint that one is missing. */
export function untranslatedTexts({ kind, row }: KindedRow): RowProblem[] {
  const found: RowProblem[] = [];
  walk(row, [], (path, value) => {
    if (typeof value !== "object" || value === null || !("fr" in value) || !("en" in value)) return;
    const { fr, en } = value;
    if (typeof fr === "string" && fr === en && fr.length > longestName)
      found.push({ kind, slug: row.slug, path: [...path, "fr"], says: "is the same in both languages" });
  });
  return found;
}
