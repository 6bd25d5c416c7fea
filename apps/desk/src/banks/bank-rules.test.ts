import { expect, test } from "vitest";
import { inventedBanks } from "../testing/invented-banks.ts";
import { importActs, needsLook } from "./bank-rules.ts";

const banks = inventedBanks().banks;
const bank = (slug: string) => {
  const found = banks.find((candidate) => candidate.slug === slug);
  if (found === undefined) throw new Error(`no invented bank is ${slug}`);
  return found;
};

test("only the newest import that stands can be accepted or taken back", () => {
  const [newest, ...earlier] = bank("trois-ports").imports;
  if (newest === undefined) throw new Error("the invented bank has imports");
  expect(importActs(bank("trois-ports"), newest)).toEqual(["accept_import", "roll_back"]);
  expect(earlier.length).toBeGreaterThan(0);
  for (const older of earlier) expect(importActs(bank("trois-ports"), older)).toEqual([]);
});

test("an import that was broken off can only be taken back", () => {
  const { imports } = bank("trois-ports");
  const [newest] = imports;
  if (newest === undefined) throw new Error("the invented bank has imports");
  const broken = { ...newest, alarms: ["unfinished"] };
  expect(importActs({ imports: [broken] }, broken)).toEqual(["roll_back"]);
  const back = { ...newest, status: "rolled_back" as const };
  expect(importActs({ imports: [back] }, back)).toEqual([]);
});

test("a bank that is suspended, of which an entry is, or whose import waits, needs a look", () => {
  expect(banks.map(needsLook)).toEqual([false, true, true]);
  const at = new Date().toISOString();
  expect(needsLook({ ...bank("adultes"), suspended: { at, why: "by_a_person" } })).toBe(true);
});
