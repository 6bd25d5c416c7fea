import type { Language } from "@vigie/contract";

/** A cell: words, a number, or nothing. */
export type CsvCell = string | number | null;

/**
 * A table as spreadsheets of the language read it: French ones want semicolons and a decimal comma. With the mark
 * that says UTF-8, and lines that end as RFC 4180 asks.
 */
export function csvOf(lines: readonly (readonly CsvCell[])[], language: Language): string {
  const separator = language === "fr" ? ";" : ",";
  const text = lines
    .map((cells) => cells.map((cell) => written(cell, language)).join(separator))
    .join("\r\n");
  return `\uFEFF${text}\r\n`;
}

function written(cell: CsvCell, language: Language): string {
  if (cell === null) return "";
  if (typeof cell === "number") return language === "fr" ? String(cell).replace(".", ",") : String(cell);
  // A name from outside must not become a formula in somebody's spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
