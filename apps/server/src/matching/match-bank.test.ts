import type { Fingerprint } from "@vigie/contract";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { getCase } from "../cases/cases-queries.ts";
import { closeCase } from "../cases/close-case.ts";
import { addReportToBank } from "./add-report-to-bank.ts";
import { bankViews } from "./bank-views.ts";
import { changeBank } from "./change-bank.ts";
import { exportBank } from "./export-bank.ts";
import { readHashIndex } from "./hash-index.ts";
import { lookedUpAtOnce, matchBank } from "./match-bank.ts";
import { mostCasesAnHour } from "./match-rules.ts";
import { releaseEntry } from "./release-entry.ts";
import { settleMatch } from "./settle-match.ts";
import { changeBits, compareWaiting, drawHash, importText, lines, newBank } from "./test-banks.ts";

const hotline = useHotline();
let pages = 0;

const picture = (more: Partial<Fingerprint> = {}): Fingerprint => ({
  kind: "image",
  pdq: drawHash(),
  quality: 90,
  ...more,
});

/** A report of a page nobody reported before, with all that waits compared. */
async function report(...fingerprints: Fingerprint[]) {
  pages += 1;
  const made = await hotline.report([`https://hote.example/banque/${pages}`], { fingerprints });
  await compareWaiting(hotline);
  return made;
}

const caseOf = (caseId: string) => getCase(hotline.vigie.db, { caseId, publicBody: false });
const matchesOf = async (caseId: string) => (await caseOf(caseId)).matches;
const bankOf = async (slug: string) => {
  const found = (await bankViews(hotline.vigie.db)).find((bank) => bank.slug === slug);
  if (!found) throw new Error(`there is no bank ${slug}`);
  return found;
};
const entriesOf = async (slug: string) => {
  const index = await readHashIndex(hotline.vigie, { olderThanMs: 0 });
  return index.banks.find((bank) => bank.slug === slug)?.shelf.count;
};

/** Reports of so many cases that all hold the file, not compared by themselves. */
async function reportMany(count: number, file: Fingerprint): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    pages += 1;
    await hotline.report([`https://hote.example/banque/${pages}`], { fingerprints: [file] });
  }
  await hotline.database.pool.query("delete from graphile_worker._private_jobs");
}

test("what a list brings is looked for among open cases, with the same confirmations; running a turn again adds nothing", async () => {
  const { slug, bankId } = await newBank(hotline);
  const file = picture({ gradient: drawHash() });
  const same = await report({ kind: "image", sha256: drawHash() });
  const near = await report(picture({ pdq: changeBits(file.pdq ?? "", 12), gradient: file.gradient }));
  const alone = await report(picture({ pdq: changeBits(file.pdq ?? "", 12) }));
  const poor = await report(picture({ pdq: file.pdq, quality: 20 }));
  const sha = { sha256: drawHash() };
  const known = await report({ kind: "image", ...sha });
  const before = await caseOf(known.caseId);
  await importText(hotline, slug, lines({ pdq: file.pdq, gradient: file.gradient }, sha));
  expect(await matchesOf(known.caseId)).toEqual([]);
  expect(await compareWaiting(hotline)).toBeGreaterThan(0);
  const bankMatches = async (caseId: string) =>
    (await matchesOf(caseId)).filter(({ origin }) => origin.kind === "bank");
  expect(await bankMatches(known.caseId)).toMatchObject([{ status: "proposed", method: "exact" }]);
  expect(await bankMatches(near.caseId)).toMatchObject([
    { status: "proposed", distance: 12, secondDistance: 0 },
  ]);
  expect(await bankMatches(alone.caseId)).toMatchObject([{ status: "look", secondDistance: null }]);
  expect(await bankMatches(poor.caseId)).toEqual([]);
  expect(await bankMatches(same.caseId)).toEqual([]);
  expect((await caseOf(known.caseId)).summary).toEqual(before.summary);
  expect((await hotline.eventsOf(known.caseId)).filter((type) => type === "match.proposed")).toHaveLength(1);
  for (let again = 0; again < 2; again += 1) await matchBank(hotline.vigie, { bankId, after: null });
  expect(await bankMatches(near.caseId)).toHaveLength(1);
  expect((await bankOf(slug)).matches).toBe(3);
});

test("a closed case is left as it is; an import in quarantine is compared once a person accepts it", async () => {
  const { slug, bankId } = await newBank(hotline);
  const file = { kind: "image" as const, sha256: drawHash() };
  const [open, closed] = [await report(file), await report(picture(), file)];
  await closeCase(hotline.vigie, {
    caseId: closed.caseId,
    reason: "done",
    memberId: hotline.analyst().memberId,
  });
  const settled = (await caseOf(closed.caseId)).matches.length;
  const bad = "{\n".repeat(20);
  const { status, importId } = await importText(hotline, slug, lines({ sha256: file.sha256 }) + bad);
  expect(status).toBe("quarantined");
  await compareWaiting(hotline);
  const banksMet = async (caseId: string) =>
    (await matchesOf(caseId)).filter(({ origin }) => origin.kind === "bank").length;
  expect(await banksMet(open.caseId)).toBe(0);
  await changeBank(hotline.vigie, { bankId, actor: null, act: "accept_import", importId });
  await compareWaiting(hotline);
  expect(await banksMet(open.caseId)).toBe(1);
  const after = await caseOf(closed.caseId);
  expect(after.summary.status).toBe("closed");
  expect(after.matches).toHaveLength(settled);
});

test("a turn looks so many fingerprints up and orders the next", async () => {
  const { slug } = await newBank(hotline);
  const file = picture();
  const crowd = () => Array.from({ length: 100 }, () => picture());
  for (let count = 0; count < lookedUpAtOnce; count += 100) await report(...crowd());
  const last = await report(file);
  await importText(hotline, slug, lines({ pdq: file.pdq }));
  expect(await compareWaiting(hotline)).toBeGreaterThan(1);
  expect(await matchesOf(last.caseId)).toMatchObject([{ origin: { kind: "bank" }, distance: 0 }]);
}, 60_000);

test("what was reported while a bank was suspended is compared when it is resumed", async () => {
  const { slug, bankId } = await newBank(hotline);
  const file = picture();
  await importText(hotline, slug, lines({ pdq: file.pdq }));
  await changeBank(hotline.vigie, { bankId, actor: null, act: "suspend" });
  const { caseId } = await report(file);
  expect(await matchesOf(caseId)).toEqual([]);
  await changeBank(hotline.vigie, { bankId, actor: null, act: "resume" });
  await compareWaiting(hotline);
  expect(await matchesOf(caseId)).toMatchObject([{ origin: { kind: "bank" } }]);
});

test("what a report gives to a bank is looked for in other cases, not in its own", async () => {
  const { slug } = await newBank(hotline, "device");
  const file = picture();
  const [giver, other] = [await report(file), await report(file)];
  await addReportToBank(hotline.vigie, { slug, reportId: giver.reportId });
  await compareWaiting(hotline);
  const kinds = async (caseId: string) => (await matchesOf(caseId)).map(({ origin }) => origin.kind).sort();
  expect(await kinds(giver.caseId)).toEqual(["case"]);
  expect(await kinds(other.caseId)).toEqual(["bank", "case"]);
});

test("a bank that met a fingerprint as near already says so once; what was refused does not hide a nearer entry", async () => {
  const { slug } = await newBank(hotline);
  const file = picture();
  const far = { pdq: changeBits(file.pdq ?? "", 9) };
  const { caseId } = await report(file);
  const add = async (entry: object) => {
    hotline.advance(1_000);
    await importText(hotline, slug, lines(entry));
    await compareWaiting(hotline);
    return (await matchesOf(caseId)).map(({ distance }) => distance).sort();
  };
  expect(await add(far)).toEqual([9]);
  expect(await add({ ...far, md5: drawHash().slice(0, 32) })).toEqual([9]);
  const [match] = await matchesOf(caseId);
  await settleMatch(hotline.vigie, {
    matchId: match?.id ?? "",
    outcome: "refuse",
    memberId: hotline.analyst().memberId,
  });
  expect(await add({ pdq: file.pdq })).toEqual([0, 9]);
});

test("an entry that suddenly matches everything is suspended and shown, and its bank goes on", async () => {
  const { slug, bankId } = await newBank(hotline);
  const popular = { kind: "image" as const, sha256: drawHash() };
  const other = { kind: "image" as const, sha256: drawHash() };
  await reportMany(mostCasesAnHour + 1, popular);
  await importText(
    hotline,
    slug,
    lines({ sha256: popular.sha256, tags: ["serie-7"] }, { sha256: other.sha256 }),
  );
  await compareWaiting(hotline);
  expect(await bankOf(slug)).toMatchObject({
    suspended: null,
    entries: 2,
    suspendedEntries: { count: 1, newest: [{ matches: mostCasesAnHour + 1, tags: ["serie-7"] }] },
  });
  expect(await entriesOf(slug)).toBe(1);
  const told = await hotline.database.db
    .selectFrom("events")
    .select(["type", "details"])
    .where("subject_id", "=", bankId)
    .orderBy("seq")
    .execute();
  const [entry] = (await bankOf(slug)).suspendedEntries.newest;
  expect(told.at(-1)).toEqual({ type: "bank.entry_suspended", details: { bank: slug, entry: entry?.id } });
  const passedOn: string[] = [];
  for await (const line of exportBank(hotline.vigie, { slug, format: "json" })) passedOn.push(line);
  expect(passedOn.join()).not.toContain(popular.sha256);
  const banksMet = async (caseId: string) =>
    (await matchesOf(caseId)).filter(({ origin }) => origin.kind === "bank").length;
  const missed = await report(popular);
  expect(await banksMet(missed.caseId)).toBe(0);
  expect(await banksMet((await report(other)).caseId)).toBe(1);

  // A person looked: it is compared with what came meanwhile, and the cases until then count no more.
  const entryId = entry?.id ?? "";
  const memberId = hotline.analyst().memberId;
  hotline.advance(1_000);
  await reportMany(mostCasesAnHour, popular);
  await releaseEntry(hotline.vigie, { bankId, entryId, actor: memberId });
  await expect(releaseEntry(hotline.vigie, { bankId, entryId, actor: memberId })).rejects.toMatchObject({
    code: "bank.step_impossible",
  });
  await compareWaiting(hotline);
  expect(await banksMet(missed.caseId)).toBe(1);
  hotline.advance(1_000);
  expect(await banksMet((await report(popular)).caseId)).toBe(1);
  expect(await bankOf(slug)).toMatchObject({
    matches: 2 * mostCasesAnHour + 4,
    suspendedEntries: { count: 0, newest: [] },
  });
  expect(await entriesOf(slug)).toBe(2);
  // What explodes anew is suspended anew.
  await reportMany(mostCasesAnHour, popular);
  await matchBank(hotline.vigie, { bankId, after: null });
  await compareWaiting(hotline);
  expect((await bankOf(slug)).suspendedEntries.count).toBe(1);
  await expect(
    releaseEntry(hotline.vigie, { bankId: crypto.randomUUID(), entryId, actor: memberId }),
  ).rejects.toMatchObject({ code: "bank.unknown" });
}, 120_000);

test("an entry that is suspended and released between two looks of an index is on the shelf once", async () => {
  const { slug, bankId } = await newBank(hotline);
  const pdq = drawHash();
  await importText(hotline, slug, lines({ pdq }, { pdq: drawHash() }));
  const found = async () => {
    const index = await readHashIndex(hotline.vigie, { olderThanMs: 0 });
    return index.banks.find((one) => one.slug === slug)?.shelf.find({ pdq }, { turned: false, most: 5 })
      .length;
  };
  expect(await found()).toBe(1);
  const entry = hotline.database.db.selectFrom("bank_entries").select("id").where("bank_id", "=", bankId);
  const { id: entryId } = await entry.orderBy("id").executeTakeFirstOrThrow();
  const suspend = () =>
    hotline.database.pool.query(
      "update bank_entries set suspended_at = now(), xid = pg_current_xact_id() where id = $1",
      [entryId],
    );
  await suspend();
  await releaseEntry(hotline.vigie, { bankId, entryId, actor: null });
  expect([await found(), await found()]).toEqual([1, 1]);
  await suspend();
  expect(await found()).toBe(0);
  await releaseEntry(hotline.vigie, { bankId, entryId, actor: null });
  expect([await found(), await found()]).toEqual([1, 1]);
  await suspend();
  expect(await found()).toBe(0);
});
