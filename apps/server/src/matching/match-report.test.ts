import type { Fingerprint } from "@vigie/contract";
import { hammingDistance, toHex } from "@vigie/hashing";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "../cases/assess-case.ts";
import { getCase } from "../cases/cases-queries.ts";
import { withdrawReport } from "../reports/withdraw-report.ts";
import { addReportToBank } from "./add-report-to-bank.ts";
import { bankViews } from "./bank-views.ts";
import { expireBanks } from "./expire-banks.ts";
import { readHashIndex } from "./hash-index.ts";
import { keepMinorsOut } from "./keep-minors-out.ts";
import { matchReport } from "./match-report.ts";
import {
  framesKept,
  leastQuality,
  mostCasesAnHour,
  mostFramesOfReport,
  nearDistance,
} from "./match-rules.ts";
import { openHashes } from "./seal-hashes.ts";
import { settleMatch } from "./settle-match.ts";
import { changeBits, drawHash, importText, lines, newBank } from "./test-banks.ts";
import { turnHash } from "./turn-hash-rules.ts";
import { withdrawEntries } from "./withdraw-entries.ts";

const hotline = useHotline();
let pages = 0;

const picture = (more: Partial<Fingerprint> = {}): Fingerprint => ({
  kind: "image",
  pdq: drawHash(),
  quality: 90,
  ...more,
});

/** A report of a page nobody reported before, with its fingerprints compared. */
async function report(fingerprints: Fingerprint[], more: Parameters<typeof hotline.report>[1] = {}) {
  pages += 1;
  const made = await hotline.report([`https://hote.example/image/${pages}`], { fingerprints, ...more });
  await matchReport(hotline.vigie, made);
  return made;
}

const caseOf = (caseId: string) => getCase(hotline.vigie.db, { caseId, publicBody: false });
const matchesOf = async (caseId: string) => (await caseOf(caseId)).matches;
const onShelf = async ({ kind: _, ...hashes }: Fingerprint) =>
  (await readHashIndex(hotline.vigie, { olderThanMs: 0 })).cases.shelf.find(hashes, {
    turned: false,
    most: 50,
  }).length;
const waitingJobs = async (reportId: string) => {
  const { rows } = await hotline.database.pool.query(
    "select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'matching.match_report' and j.payload->>'reportId' = $1",
    [reportId],
  );
  return rows.length;
};

test("fingerprints are stored sealed, with their report and the job that compares them", async () => {
  const fingerprint = picture({ sha256: drawHash() });
  const { reportId, caseId } = await report([fingerprint, picture()]);
  const rows = await hotline.database.db
    .selectFrom("fingerprints")
    .selectAll()
    .where("report_id", "=", reportId)
    .orderBy("position")
    .execute();
  expect(rows).toMatchObject([
    { case_id: caseId, position: 0, kind: "image", minor: false },
    { position: 1, kind: "image", minor: false },
  ]);
  const bytes = Buffer.concat(rows.map(({ sealed }) => sealed));
  for (const hash of [fingerprint.pdq, fingerprint.sha256]) {
    expect(bytes.includes(Buffer.from(hash ?? "", "hex"))).toBe(false);
    expect(bytes.toString("latin1")).not.toContain(hash);
  }
  expect(await waitingJobs(reportId)).toBe(1);
  const without = await report([]);
  expect(await waitingJobs(without.reportId)).toBe(0);
});

test("the same file in another case is proposed on both, with what was found there; running the job again adds nothing", async () => {
  const file = picture({ sha256: drawHash() });
  const first = await report([file]);
  await assessCase(hotline.vigie, {
    caseId: first.caseId,
    assessment: { grounds: ["ncii"], manifest: "manifest", minor: "no", reasons: "vu" },
    requester: hotline.analyst(),
  });
  const second = await report([{ kind: "image", sha256: file.sha256 ?? "" }]);
  await matchReport(hotline.vigie, second);
  await matchReport(hotline.vigie, first);
  const [shown, ...more] = await matchesOf(second.caseId);
  expect(more).toEqual([]);
  expect(shown).toMatchObject({
    status: "proposed",
    method: "exact",
    distance: null,
    origin: { kind: "case", caseId: first.caseId },
    proposes: { grounds: ["ncii"], manifest: "manifest", minor: "no" },
    by: null,
  });
  expect(await matchesOf(first.caseId)).toMatchObject([
    { id: shown?.id, origin: { kind: "case", caseId: second.caseId }, proposes: null },
  ]);
  // Nothing moved by itself.
  expect((await caseOf(second.caseId)).summary).toMatchObject({ status: "received", nextStep: "assess" });
  const events = await hotline.eventsOf(second.caseId);
  expect(events.filter((type) => type.startsWith("match."))).toEqual(["match.proposed"]);
});

test("near and agreed by the second hash is proposed; near alone, or turned, is a look", async () => {
  const original = picture({ gradient: drawHash() });
  const first = await report([original]);
  const agreeing = { ...original, pdq: changeBits(original.pdq ?? "", 3) };
  const early = await report([agreeing]);
  // Nobody has said yet what it is.
  expect(await matchesOf(early.caseId)).toMatchObject([{ status: "look", secondDistance: 0 }]);
  await withdrawReport(hotline.vigie, { receipt: early.receipt });
  await assessCase(hotline.vigie, {
    caseId: first.caseId,
    assessment: { grounds: ["ncii"], manifest: "manifest", minor: "no", reasons: "vu" },
    requester: hotline.analyst(),
  });
  const near = (more: Partial<Fingerprint>) => picture({ pdq: changeBits(original.pdq ?? "", 20), ...more });
  const agreed = await report([near({ gradient: changeBits(original.gradient ?? "", 10) })]);
  const contradicted = await report([near({ gradient: changeBits(original.gradient ?? "", 120) })]);
  const alone = await report([near({})]);
  const upsideDown = turnHash(Buffer.from(original.pdq ?? "", "hex"), "rotate180");
  const turned = await report([picture({ pdq: toHex(upsideDown), gradient: original.gradient })]);
  expect((await matchesOf(turned.caseId)).filter(({ distance }) => distance === 0)).toMatchObject([
    { status: "look", turned: "rotate180", secondDistance: null },
  ]);
  const of = async ({ caseId }: { caseId: string }, method: string) =>
    (await matchesOf(caseId)).filter(
      (match) => match.method === method && match.distance === 20 && match.turned === null,
    );
  expect(await of(agreed, "near")).toMatchObject([{ status: "proposed", secondDistance: 10 }]);
  expect(await of(contradicted, "near")).toMatchObject([
    { status: "look", secondDistance: 120, proposes: null },
  ]);
  expect(await of(alone, "near")).toMatchObject([{ status: "look", secondDistance: null }]);
});

test("the job finds what comparing every pair finds", async () => {
  const originals = Array.from({ length: 6 }, drawHash);
  const made = [];
  for (let number = 0; number < 40; number += 1) {
    const fingerprint = picture({
      pdq: changeBits(originals[number % 6] ?? "", number),
      quality: number % 7 === 0 ? 40 : 90,
    });
    made.push({ fingerprint, ...(await report([fingerprint])) });
  }
  const pairs = new Set<string>();
  for (const [at, one] of made.entries()) {
    for (const other of made.slice(0, at)) {
      const apart = hammingDistance(
        Buffer.from(one.fingerprint.pdq ?? "", "hex"),
        Buffer.from(other.fingerprint.pdq ?? "", "hex"),
      );
      const worth = [one, other].every(({ fingerprint }) => (fingerprint.quality ?? 0) >= leastQuality);
      if (apart <= nearDistance && worth) pairs.add(`${one.caseId} ${other.caseId} ${apart}`);
    }
  }
  const rows = await hotline.database.db
    .selectFrom("matches")
    .selectAll()
    .where(
      "case_id",
      "in",
      made.map(({ caseId }) => caseId),
    )
    .execute();
  expect(pairs.size).toBeGreaterThan(10);
  expect(new Set(rows.map((row) => `${row.case_id} ${row.other_case_id} ${row.distance}`))).toEqual(pairs);
});

test("a person settles a match once, and both cases say so", async () => {
  const file = picture({ md5: drawHash().slice(0, 32) });
  const first = await report([file]);
  const second = await report([file]);
  const [match] = await matchesOf(second.caseId);
  const settle = (outcome: "confirm" | "refuse") =>
    settleMatch(hotline.vigie, { matchId: match?.id ?? "", outcome, memberId: hotline.analyst().memberId });
  await settle("confirm");
  for (const { caseId } of [first, second]) {
    expect(await matchesOf(caseId)).toMatchObject([{ status: "confirmed", by: "Ada" }]);
    expect(await hotline.eventsOf(caseId)).toContain("match.confirmed");
  }
  await expect(settle("refuse")).rejects.toMatchObject({ code: "match.step_impossible" });
});

test("a bank's entry is shown with bank, tags and distance", async () => {
  const { slug } = await newBank(hotline);
  const entry = { pdq: drawHash(), gradient: drawHash(), tags: ["serie-7"] };
  await importText(hotline, slug, lines(entry));
  const { caseId } = await report([picture({ pdq: changeBits(entry.pdq, 5), gradient: entry.gradient })]);
  expect(await matchesOf(caseId)).toMatchObject([
    {
      status: "proposed",
      distance: 5,
      secondDistance: 0,
      proposes: null,
      origin: { kind: "bank", bank: "Banque d’essai", provenance: "list", tags: ["serie-7"] },
    },
  ]);
});

test("a withdrawal takes fingerprints, bank entries and matches at once, and the index forgets them at its next refresh", async () => {
  const { slug } = await newBank(hotline, "device");
  const file = picture();
  const first = await report([file]);
  expect(await addReportToBank(hotline.vigie, { slug, reportId: first.reportId })).toBe(1);
  const second = await report([file]);
  const origins = (await matchesOf(second.caseId)).map(({ origin }) => origin.kind);
  expect(origins.sort()).toEqual(["bank", "case"]);
  expect(await onShelf(file)).toBe(2);
  await withdrawReport(hotline.vigie, { receipt: first.receipt });
  expect(await matchesOf(second.caseId)).toEqual([]);
  expect(await onShelf(file)).toBe(1);
  const { banks } = await readHashIndex(hotline.vigie, { olderThanMs: 0 });
  expect(banks.find((bank) => bank.slug === slug)?.shelf.count).toBe(0);
});

test("what two reports gave stays in the bank until both are gone; what was withdrawn is not given again", async () => {
  const { slug } = await newBank(hotline, "device");
  const file = picture();
  const [first, second, third] = [await report([file]), await report([file]), await report([file])];
  const give = ({ reportId }: { reportId: string }) => addReportToBank(hotline.vigie, { slug, reportId });
  expect([await give(first), await give(first), await give(second)]).toEqual([1, 0, 1]);
  const entries = async () => (await bankViews(hotline.vigie.db)).find((bank) => bank.slug === slug)?.entries;
  await withdrawReport(hotline.vigie, { receipt: first.receipt });
  expect(await entries()).toBe(1);
  await withdrawReport(hotline.vigie, { receipt: second.receipt });
  expect(await entries()).toBe(0);
  expect(await give(third)).toBe(1);
  expect(await withdrawEntries(hotline.vigie, { slug, by: { reportId: third.reportId } })).toBe(1);
  expect(await give(await report([file]))).toBe(0);
});

test("a minor's fingerprints are in no index and no bank, and nothing compares them", async () => {
  const { slug } = await newBank(hotline, "device");
  const file = picture();
  const adult = await report([file]);
  for (const more of [
    { minor: true },
    { concern: "minor_abuse" as const },
    { situation: { minor: "yes" } as never },
  ]) {
    const minor = await report([file], more);
    expect(await waitingJobs(minor.reportId)).toBe(0);
    expect(await addReportToBank(hotline.vigie, { slug, reportId: minor.reportId })).toBe(0);
    expect(await matchesOf(minor.caseId)).toEqual([]);
  }
  expect(await onShelf(file)).toBe(1);
  expect(await matchesOf(adult.caseId)).toEqual([]);
});

test("once a case is found to concern a minor its fingerprints leave index, bank and matches", async () => {
  const { slug } = await newBank(hotline, "device");
  const file = picture();
  const first = await report([file]);
  const second = await report([file]);
  await addReportToBank(hotline.vigie, { slug, reportId: first.reportId });
  expect(await onShelf(file)).toBe(2);
  await assessCase(hotline.vigie, {
    caseId: first.caseId,
    assessment: { grounds: ["ncii"], manifest: "manifest", minor: "yes", reasons: "vu" },
    requester: hotline.analyst(),
  });
  // Before the pass that clears up, nothing new meets them.
  const third = await report([file]);
  expect((await matchesOf(third.caseId)).map(({ origin }) => origin)).not.toContainEqual(
    expect.objectContaining({ caseId: first.caseId }),
  );
  await keepMinorsOut(hotline.vigie);
  expect(await onShelf(file)).toBe(2);
  expect(await matchesOf(first.caseId)).toEqual([]);
  expect((await matchesOf(second.caseId)).map(({ origin }) => origin)).not.toContainEqual(
    expect.objectContaining({ caseId: first.caseId }),
  );
  const [bank] = (await bankViews(hotline.vigie.db)).filter((one) => one.slug === slug);
  expect(bank?.entries).toBe(0);
});

test("a thousand popular hashes in a report act on nothing by themselves", async () => {
  const popular = Array.from({ length: 100 }, () => picture());
  const victims = [];
  for (const file of popular.slice(0, 5)) victims.push(await report([file]));
  const before = await Promise.all(victims.map(({ caseId }) => caseOf(caseId)));
  for (let round = 0; round < 10; round += 1) await report(popular);
  for (const [at, { caseId }] of victims.entries()) {
    const after = await caseOf(caseId);
    expect({ ...after.summary }).toEqual(before[at]?.summary);
    expect(after.matches.every(({ status }) => status === "look")).toBe(true);
    expect(after.notices).toEqual([]);
    expect((await hotline.eventsOf(caseId)).filter((type) => !type.startsWith("match."))).toEqual([
      "case.opened",
      "report.received",
    ]);
  }
}, 60_000);

test("copies of one picture in one report, or in one case, suspend nothing", async () => {
  const { slug } = await newBank(hotline);
  const entry = { sha256: drawHash() };
  await importText(hotline, slug, lines(entry));
  const copies = Array.from({ length: mostCasesAnHour + 10 }, () => ({ kind: "image" as const, ...entry }));
  await report(copies);
  const [bank] = (await bankViews(hotline.vigie.db)).filter((one) => one.slug === slug);
  expect(bank).toMatchObject({ suspended: null, suspendedEntries: { count: 0 } });
  expect(bank?.matches).toBeGreaterThan(0);
}, 60_000);

test("a video meets a copy of itself in another case, and none of its own case", async () => {
  const frames = Array.from({ length: 40 }, (_, at) => ({ pdq: drawHash(), quality: 90, timeMs: at * 1000 }));
  const first = await report([
    { kind: "video", frames },
    { kind: "video", frames: frames.slice(0, 20) },
  ]);
  expect(await matchesOf(first.caseId)).toEqual([]);
  const second = await report([{ kind: "video", frames: frames.slice(10) }]);
  expect(await matchesOf(second.caseId)).toMatchObject([
    { method: "frames", status: "look", distance: 0, origin: { kind: "case", caseId: first.caseId } },
  ]);
});

test("of all its videos a report keeps so many frames, and near copies of one once", async () => {
  const frame = (pdq: string, at: number) => ({ pdq, quality: 90, timeMs: at });
  const pdq = drawHash();
  const still = Array.from({ length: 30 }, (_, at) => frame(changeBits(pdq, at % 3), at));
  expect(framesKept(still, 600)).toEqual([still[0]]);
  const film = Array.from({ length: 500 }, (_, at) => frame(drawHash(), at));
  const { reportId } = await report([
    { kind: "video", frames: film },
    { kind: "video", frames: film.map(({ timeMs }) => frame(drawHash(), timeMs)) },
  ]);
  const rows = await hotline.database.db
    .selectFrom("fingerprints")
    .select("sealed")
    .where("report_id", "=", reportId)
    .orderBy("position")
    .execute();
  const kept = rows.map(({ sealed }) => openHashes(hotline.vigie.keys, sealed).frames?.length);
  expect(kept).toEqual([500, mostFramesOfReport - 500]);
});

test("what tells indexes of deletions is kept two days", async () => {
  const { receipt } = await report([picture()]);
  await withdrawReport(hotline.vigie, { receipt });
  const removals = () => hotline.database.db.selectFrom("index_removals").selectAll().execute();
  expect((await removals()).length).toBeGreaterThan(0);
  await hotline.database.pool.query("update index_removals set at = now() - interval '49 hours'");
  await expireBanks(hotline.vigie);
  expect(await removals()).toEqual([]);
});
