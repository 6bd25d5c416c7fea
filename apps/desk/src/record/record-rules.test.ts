import fc from "fast-check";
import { expect, test } from "vitest";
import { inventedRecord } from "../testing/invented-record.ts";
import {
  byProvider,
  countNames,
  filterRows,
  nextOrder,
  noFilter,
  precisionOf,
  type RecordRow,
  sortColumns,
  sortRows,
  sumOf,
  timeOf,
  timeScale,
} from "./record-rules.ts";

const { rows } = inventedRecord();
const rowOf = (provider: string, ground: string): RecordRow => {
  const found = rows.find((row) => row.provider === provider && row.ground === ground);
  if (found === undefined) throw new Error(`no invented row of ${provider} under ${ground}`);
  return found;
};

test("a filter keeps what fits all of it, and none keeps all", () => {
  expect(filterRows(rows, noFilter)).toEqual(rows);
  expect(filterRows(rows, { ...noFilter, provider: "quais", channel: "email" })).toEqual([
    rowOf("quais", "hate-incitement"),
  ]);
  expect(filterRows(rows, { provider: "quais", ground: "ncii", channel: "" })).toEqual([]);
});

test("providers are summed, the most notices first, and nothing is lost", () => {
  const providers = byProvider(rows);
  expect(providers[0]).toMatchObject({ provider: "quais", sent: 68, acted: 53, refused: 5, failed: 2 });
  expect(providers.map(({ sent }) => sent)).toEqual(
    providers.map(({ sent }) => sent).sort((left, right) => right - left),
  );
  for (const name of countNames) {
    expect(providers.reduce((sum, provider) => sum + provider[name], 0)).toBe(sumOf(rows)[name]);
  }
});

test("under five decisions there is no share, and without one nothing at all", () => {
  expect(precisionOf({ acted: 2, refused: 1 })).toEqual({ kind: "few", acted: 2, decided: 3 });
  expect(precisionOf({ acted: 0, refused: 4 }).kind).toBe("few");
  expect(precisionOf({ acted: 4, refused: 1 })).toEqual({ kind: "share", acted: 4, decided: 5 });
  expect(precisionOf({ acted: 0, refused: 0 })).toEqual({ kind: "none" });
});

test("a ninth decile stands on five notices at least; a median says on how many it stands", () => {
  expect(timeOf(rowOf("quais", "hate-incitement"), "decide")).toEqual({ count: 55, median: 9.2, p90: 41.5 });
  expect(timeOf(rowOf("quais", "death-threat"), "decide")).toEqual({ count: 3, median: 14, p90: null });
  expect(timeOf(rowOf("mail.loin.example", "phishing"), "removal")).toBeNull();
});

const words = {
  name: (row: RecordRow) => row.name,
  ground: (row: RecordRow) => row.ground,
  channel: (row: RecordRow) => row.channel,
};

test("any order keeps every row, and rows without a precision come last in both directions", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...sortColumns),
      fc.boolean(),
      fc.shuffledSubarray(rows, { minLength: rows.length }),
      (column, descending, shuffled) => {
        const sorted = sortRows(shuffled, { column, descending }, (row, name) => words[name](row));
        expect(new Set(sorted)).toEqual(new Set(rows));
        if (column === "precision") expect(sorted.at(-1)?.precision).toBeNull();
      },
    ),
  );
  const byRefusal = sortRows(rows, { column: "refused", descending: true }, (row, name) => words[name](row));
  expect(byRefusal[0]?.refused).toBe(9);
});

test("a column chosen again turns round; numbers start at the highest, words at A", () => {
  expect(nextOrder({ column: "sent", descending: true }, "sent").descending).toBe(false);
  expect(nextOrder({ column: "sent", descending: true }, "failed").descending).toBe(true);
  expect(nextOrder({ column: "sent", descending: true }, "ground").descending).toBe(false);
});

test("the scale of times holds every time between its first and its last line, in order", () => {
  const hours = fc.double({ min: 1 / 60, max: 8760, noNaN: true });
  fc.assert(
    fc.property(fc.array(hours, { minLength: 1 }), (times) => {
      const { lines, place } = timeScale(times);
      expect(lines.length).toBeGreaterThanOrEqual(2);
      expect(Math.min(...times)).toBeGreaterThanOrEqual(lines[0] ?? Number.NaN);
      expect(Math.max(...times)).toBeLessThanOrEqual(lines.at(-1) ?? Number.NaN);
      const places = times.toSorted((left, right) => left - right).map(place);
      expect(places).toEqual(places.toSorted((left, right) => left - right));
      for (const at of places) expect(at >= 0 && at <= 1).toBe(true);
    }),
  );
});

test("a time shorter or longer than any line is drawn at the edge", () => {
  expect(timeScale([0]).place(0)).toBe(0);
  expect(timeScale([20_000]).place(20_000)).toBe(1);
  expect(timeScale([9, 41])).toMatchObject({ lines: [1, 24, 168], named: [1, 24, 168] });
  expect(timeScale([0.02, 430])).toMatchObject({
    lines: [1 / 60, 1, 24, 168, 720],
    named: [1 / 60, 1, 24, 720],
  });
});
