import { expect, test } from "vitest";
import { inventedRecord } from "../testing/invented-record.ts";
import { en } from "../texts/en.ts";
import { fr } from "../texts/fr.ts";
import { precisionInWords, recordCells } from "./record-words.ts";

const { rows } = inventedRecord();
const words = {
  name: ({ name }: { name: string }) => name,
  ground: ({ ground }: { ground: string }) => ground,
  channel: ({ channel }: { channel: string }) => channel,
};

test("a precision of few decisions is told as it is", () => {
  expect(precisionInWords({ kind: "few", acted: 2, decided: 3 }, fr)).toBe("2 sur 3");
  expect(precisionInWords({ kind: "few", acted: 2, decided: 3 }, en)).toBe("2 of 3");
  expect(precisionInWords({ kind: "share", acted: 9, decided: 10 }, fr)).toBe("90\u00a0% (9 sur 10)");
});

test("the file holds the figures of the screen, and no decile of a few", () => {
  const [headings = [], ...lines] = recordCells(rows, words, en);
  expect(lines).toHaveLength(rows.length);
  for (const line of lines) expect(line).toHaveLength(headings.length);
  const line = lines.find(([name, ground]) => name === "Forum des Quais" && ground === "death-threat") ?? [];
  const cell = (heading: string) => line[headings.indexOf(heading)];
  expect(cell("Addressed")).toBe(4);
  expect(cell("Precision")).toBe("2 of 3");
  expect(cell("Hours until the decision, median")).toBe(14);
  expect(cell("Hours until the decision, nine in ten")).toBeNull();
});
