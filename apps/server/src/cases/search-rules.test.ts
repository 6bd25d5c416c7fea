import { sql } from "kysely";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { foldForSearch, likePattern, searchTextOf } from "./search-rules.ts";

const database = useDatabase({ max: 1 });

/** As PostgreSQL answers, because the signs are those of its LIKE. */
async function finds(query: string, ...pieces: (string | null)[]): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select ${searchTextOf(pieces)}::text like ${likePattern(query)}::text as found`.execute(database.db);
  return rows[0]?.found ?? false;
}

test.each([
  ["ete", "Été à Orléans"],
  ["ÉTÉ", "ete"],
  ["orleans", "Orle\u0301ans"],
  ["STRASSE", "strasse"],
  ["  host.example  ", "https://host.example/a"],
])("%s is found in %s", async (query, text) => {
  expect(await finds(query, text)).toBe(true);
});

test.each([
  "100%",
  "a_b",
  "c:\\dossier",
  "%",
  "_",
  "\\",
  "\\%",
  "%_%",
])("the sign in %s is itself and nothing more", async (query) => {
  expect(await finds(query, `x${query}y`)).toBe(true);
  expect(await finds(query, "a text without any sign, 1000 axb")).toBe(false);
});

test("a query is found within one piece, never across two", async () => {
  expect(await finds("ab", "a", "b")).toBe(false);
  expect(await finds("b", "a", null, "b")).toBe(true);
});

test("folding twice is folding once", () => {
  for (const text of ["ÇA VA", "ﬁn", "İstanbul", "Ǆ", "日本語", "ñandú"]) {
    expect(foldForSearch(foldForSearch(text))).toBe(foldForSearch(text));
  }
});
