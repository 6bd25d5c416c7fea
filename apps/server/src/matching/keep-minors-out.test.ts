import type { AssessCaseBody, Fingerprint } from "@vigie/contract";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "../cases/assess-case.ts";
import { getCase } from "../cases/cases-queries.ts";
import { addReportToBank } from "./add-report-to-bank.ts";
import { bankViews } from "./bank-views.ts";
import { exportBank } from "./export-bank.ts";
import { readHashIndex } from "./hash-index.ts";
import { keepMinorsOut } from "./keep-minors-out.ts";
import { settleMatch } from "./settle-match.ts";
import { compareWaiting, drawHash, newBank } from "./test-banks.ts";

const hotline = useHotline();
let pages = 0;
const minute = 60_000;

const draw = (): Fingerprint => ({ kind: "image", pdq: drawHash(), quality: 90, sha256: drawHash() });
const newPage = () => {
  pages += 1;
  return `https://hote.example/mineurs/${pages}`;
};

async function report(page: string, more: Parameters<typeof hotline.report>[1] = {}) {
  const made = await hotline.report([page], more);
  await compareWaiting(hotline);
  return made;
}

async function assess(caseId: string, minor: AssessCaseBody["minor"], grounds = ["ncii"]): Promise<void> {
  await assessCase(hotline.vigie, {
    caseId,
    assessment: { grounds, manifest: "manifest", minor, reasons: "vu" },
    requester: hotline.analyst(),
  });
}

/** What happens each minute, and what it ordered. */
async function pass(): Promise<void> {
  await keepMinorsOut(hotline.vigie);
  await compareWaiting(hotline);
}

const matchesOf = async (caseId: string) =>
  (await getCase(hotline.vigie.db, { caseId, publicBody: false })).matches
    .map(({ origin }) => origin.kind)
    .sort();
const told = async (caseId: string) =>
  (await hotline.eventsOf(caseId)).filter((type) => /^(?:fingerprint\.|match\.(?!proposed))/.test(type));

/** An adult's report whose fingerprint a bank holds and another case has too. */
async function given() {
  const { slug } = await newBank(hotline, "device");
  const [file, page] = [draw(), newPage()];
  const adult = await report(page, { fingerprints: [file] });
  await addReportToBank(hotline.vigie, { slug, reportId: adult.reportId });
  const other = await report(newPage(), { fingerprints: [file] });
  expect([await matchesOf(adult.caseId), await matchesOf(other.caseId)]).toEqual([
    ["case"],
    ["bank", "case"],
  ]);
  return {
    file,
    page,
    adult,
    other,
    slug,
    async seen() {
      const { kind: _, ...hashes } = file;
      const { cases, banks } = await readHashIndex(hotline.vigie, { olderThanMs: 0 });
      const options = { turned: false, most: 9 };
      const exported: string[] = [];
      for await (const line of exportBank(hotline.vigie, { slug, format: "json" })) exported.push(line);
      return {
        cases: cases.shelf.find(hashes, options).length,
        bank: banks.find((bank) => bank.slug === slug)?.shelf.find(hashes, options).length,
        entries: (await bankViews(hotline.vigie.db)).find((bank) => bank.slug === slug)?.entries,
        exported: exported.length,
      };
    },
  };
}

/** Somebody else reports the same page and says that it is of somebody under 18. */
const tick = (page: string) => {
  hotline.advance(minute);
  return report(page, { minor: true });
};

test("a stranger's “under 18” sets an adult's fingerprints aside with bank entries and matches; an assessment that says no gives all back", async () => {
  const { page, adult, other, slug, seen } = await given();
  expect(await seen()).toEqual({ cases: 2, bank: 1, entries: 1, exported: 1 });
  const { matches } = await getCase(hotline.vigie.db, { caseId: other.caseId, publicBody: false });
  await tick(page);
  await pass();
  await pass();
  expect(await seen()).toEqual({ cases: 1, bank: 0, entries: 0, exported: 0 });
  expect([await matchesOf(adult.caseId), await matchesOf(other.caseId)]).toEqual([[], []]);
  expect(await told(adult.caseId)).toEqual(["fingerprint.set_aside", "match.set_aside"]);
  expect(await told(other.caseId)).toEqual(["match.set_aside", "match.set_aside"]);
  const memberId = hotline.analyst().memberId;
  await expect(
    settleMatch(hotline.vigie, { matchId: matches[0]?.id ?? "", outcome: "refuse", memberId }),
  ).rejects.toMatchObject({ code: "match.unknown" });
  // What comes meanwhile meets nothing of it, and none of it is given to a bank.
  const { slug: second } = await newBank(hotline, "device");
  expect(await addReportToBank(hotline.vigie, { slug: second, reportId: adult.reportId })).toBe(0);
  expect((await told(adult.caseId)).length).toBe(2);

  hotline.advance(minute);
  await assess(adult.caseId, "unsure");
  await pass();
  expect((await seen()).bank).toBe(0);
  hotline.advance(minute);
  await assess(adult.caseId, "no");
  await pass();
  await pass();
  expect(await seen()).toEqual({ cases: 2, bank: 1, entries: 1, exported: 1 });
  expect([await matchesOf(adult.caseId), await matchesOf(other.caseId)]).toEqual([
    ["case"],
    ["bank", "case"],
  ]);
  const again = await getCase(hotline.vigie.db, { caseId: other.caseId, publicBody: false });
  expect(again.matches.map(({ id }) => id).sort()).toEqual(matches.map(({ id }) => id).sort());
  expect((await told(adult.caseId)).slice(2)).toEqual(["fingerprint.returned", "match.returned"]);
  expect(await addReportToBank(hotline.vigie, { slug, reportId: adult.reportId })).toBe(0);
});

test("after an assessment said no, the tick before it hides nothing, and a later one does", async () => {
  const { file, page, adult, seen } = await given();
  await tick(page);
  await assess(adult.caseId, "no");
  await pass();
  expect(await seen()).toMatchObject({ cases: 2, bank: 1 });
  const third = await report(newPage(), { fingerprints: [file] });
  expect(await matchesOf(third.caseId)).toEqual(["bank", "case", "case"]);
  const { slug } = await newBank(hotline, "device");
  expect(await addReportToBank(hotline.vigie, { slug, reportId: adult.reportId })).toBe(1);
  await tick(page);
  const fourth = await report(newPage(), { fingerprints: [file] });
  // Before the pass that sets aside, nothing new meets them.
  expect(await matchesOf(fourth.caseId)).toEqual(["case", "case"]);
  await pass();
  expect(await seen()).toMatchObject({ cases: 3, bank: 0 });
});

test("what was reported while a case was in doubt is compared once an assessment says no", async () => {
  const { file, page, adult } = await given();
  await tick(page);
  const late = draw();
  const joined = await report(page, { fingerprints: [late] });
  expect(joined.caseId).toBe(adult.caseId);
  await pass();
  const meanwhile = await report(newPage(), { fingerprints: [file, late] });
  expect(await matchesOf(meanwhile.caseId)).toEqual(["case"]);
  hotline.advance(minute);
  await assess(adult.caseId, "no");
  await pass();
  expect(await matchesOf(meanwhile.caseId)).toEqual(["bank", "case", "case", "case"]);
});

for (const [says, minor, grounds] of [
  ["that a minor is concerned", "yes", ["ncii"]],
  ["so by its ground", "unsure", ["csam-depiction"]],
] as const) {
  test(`an assessment that says ${says} deletes entries and matches once it can no more be taken back`, async () => {
    const { page, adult, other, seen } = await given();
    await tick(page);
    await pass();
    await assess(adult.caseId, minor, [...grounds]);
    await pass();
    const entries = () =>
      hotline.database.db
        .selectFrom("bank_entries")
        .select("id")
        .where("report_id", "=", adult.reportId)
        .execute();
    expect(await entries()).toHaveLength(1);
    hotline.advance(16 * minute);
    await pass();
    await pass();
    expect(await entries()).toEqual([]);
    expect(await told(adult.caseId)).toEqual([
      "fingerprint.set_aside",
      "match.set_aside",
      "fingerprint.kept_out",
      "match.deleted",
    ]);
    // For good: a later no brings nothing back.
    hotline.advance(minute);
    await assess(adult.caseId, "no");
    await pass();
    expect(await seen()).toEqual({ cases: 1, bank: 0, entries: 0, exported: 0 });
    expect([await matchesOf(adult.caseId), await matchesOf(other.caseId)]).toEqual([[], []]);
  });
}

test("what reporters say of their own fingerprints keeps them out for good, whatever an assessment says", async () => {
  const file = draw();
  const adult = await report(newPage(), { fingerprints: [file] });
  const own = [
    { minor: true },
    { situation: { minor: "yes" } as never },
    { situation: { minor: "unsure" } as never },
    { source: "page" as never },
  ];
  for (const more of own) {
    const { reportId, caseId } = await report(newPage(), { fingerprints: [file], ...more });
    hotline.advance(minute);
    await pass();
    await assess(caseId, "no");
    await pass();
    const { slug } = await newBank(hotline, "device");
    expect(await addReportToBank(hotline.vigie, { slug, reportId })).toBe(0);
    expect([await matchesOf(caseId), await told(caseId)]).toEqual([[], []]);
  }
  expect(await matchesOf(adult.caseId)).toEqual([]);
});
