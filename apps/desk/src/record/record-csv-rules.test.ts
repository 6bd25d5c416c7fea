import fc from "fast-check";
import { expect, test } from "vitest";
import { csvOf } from "./record-csv-rules.ts";

test("each language has the separator and the decimal mark of its spreadsheets", () => {
  expect(csvOf([["Nom", 1.5, null]], "fr")).toBe("\uFEFFNom;1,5;\r\n");
  expect(csvOf([["Name", 1.5, null]], "en")).toBe("\uFEFFName,1.5,\r\n");
});

test("a name that would be a formula stays a name", () => {
  expect(csvOf([["=1+1", "@a", "-b", "+c"]], "en")).toBe("\uFEFF'=1+1,'@a,'-b,'+c\r\n");
});

test("whatever the words, the cells read back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { minLength: 1 }),
      fc.constantFrom("fr" as const, "en" as const),
      (lines, language) => {
        const read = readCsv(csvOf(lines, language), language === "fr" ? ";" : ",");
        expect(read).toEqual(
          lines.map((cells) => cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))),
        );
      },
    ),
  );
});

/** A plain reader of RFC 4180, character by character. */
function readCsv(text: string, separator: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  const body = text.slice(1);
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at] ?? "";
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (body[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === separator) {
      cells.push(cell);
      cell = "";
    } else if (sign === "\r" && body[at + 1] === "\n") {
      lines.push([...cells, cell]);
      cells = [];
      cell = "";
      at += 1;
    } else cell += sign;
  }
  return lines;
}
