import { setTimeout as sleep } from "node:timers/promises";
import { type EvidenceKind, evidenceLimits } from "@vigie/contract";
import { strFromU8, unzipSync } from "fflate";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { publishCheckpoint, sealEvents } from "../audit/seal-events.ts";
import { readWords } from "../cases/read-words.ts";
import { withdrawReport } from "../reports/withdraw-report.ts";
import { newReceiptNumber } from "../vault/receipt-number.ts";
import { addEvidence, type NewEvidence } from "./add-evidence.ts";
import { verifyBundle } from "./bundle-rules.ts";
import { makeEvidenceBundle, makeProof } from "./make-bundle.ts";
import { readEvidence } from "./read-evidence.ts";
import { removeEvidence } from "./remove-evidence.ts";
import { sayAge } from "./say-age.ts";

const hotline = useHotline();

const entry = (kind: EvidenceKind, text: string, change: Partial<NewEvidence> = {}): NewEvidence => ({
  kind,
  text,
  day: "",
  time: "",
  timeZone: "Europe/Paris",
  ...change,
});

let accounts = 0;
async function adult(text = "Il menace de publier.") {
  accounts += 1;
  const reported = await hotline.report([`https://reseau.example/compte/a${accounts}`], {
    text,
    concern: "blackmail",
  });
  await sayAge(hotline.vigie, { receipt: reported.receipt, minor: "no" });
  return reported;
}

const rowsOf = (reportId: string) =>
  hotline.database.db.selectFrom("evidence_entries").selectAll().where("report_id", "=", reportId).execute();

test("what is kept comes back under the receipt, and lies sealed", async () => {
  const { receipt, reportId } = await adult();
  const day = "2020-03-04";
  const outcome = await addEvidence(hotline.vigie, {
    receipt,
    entries: [
      entry("words", "Tu paies\r\nce soir \u202e"),
      entry("handle", "@inconnu\u202e42", { day, time: "21:05" }),
      entry("bank_transfer", "FR76 3000 6000 0112 3456 7890 189", { day }),
    ],
  });
  expect(outcome.kind).toBe("added");
  const { entries, words, minor } = await readEvidence(hotline.vigie, { receipt });
  expect(words).toBe("Il menace de publier.");
  expect(minor).toBe("no");
  const byKind = new Map(entries.map((each) => [each.kind, each]));
  expect(byKind.get("words")).toMatchObject({ text: "Tu paies\r\nce soir \u202e", typed: null, when: null });
  expect(byKind.get("handle")).toMatchObject({
    text: "@inconnu42",
    typed: "@inconnu\u202e42",
    when: { day, time: "21:05", timeZone: "Europe/Paris" },
  });
  for (const { sealed } of await rowsOf(reportId)) {
    for (const plain of ["paies", "inconnu", "3000", "words", "handle", "2020"]) {
      expect(sealed.includes(plain)).toBe(false);
    }
  }
});

test("an entry posted twice is kept once, and counts once in the history", async () => {
  const { receipt, reportId } = await adult();
  const id = "6f7a6f3c-6f7b-4c53-9b9a-4f2a3b1c0d01";
  await addEvidence(hotline.vigie, { receipt, entries: [entry("words", "un", { id })] });
  await addEvidence(hotline.vigie, { receipt, entries: [entry("words", "un", { id })] });
  expect((await readEvidence(hotline.vigie, { receipt })).entries).toHaveLength(1);
  const events = await hotline.database.db
    .selectFrom("events")
    .select(["type", "details"])
    .where("report_id", "=", reportId)
    .where("type", "in", ["evidence.added", "evidence.removed"])
    .execute();
  expect(events).toEqual([{ type: "evidence.added", details: { entries: 1 } }]);
});

test("the team opens it with its own key, as the reporters' words, and not while it is locked", async () => {
  const { receipt, caseId } = await adult();
  await addEvidence(hotline.vigie, { receipt, entries: [entry("phone", "+33 6 00 00 00 00")] });
  const words = await readWords(hotline.vigie, { caseId, requester: hotline.analyst() });
  expect(words.reports[0]?.evidence).toMatchObject([{ kind: "phone", text: "+33 6 00 00 00 00" }]);
  await expect(
    readWords(hotline.vigie, { caseId, requester: hotline.analyst({ unlocked: false }) }),
  ).rejects.toMatchObject({ code: "session.locked" });
});

test("one's own entries are removed, nobody else's", async () => {
  const mine = await adult();
  const other = await adult();
  await addEvidence(hotline.vigie, { receipt: mine.receipt, entries: [entry("words", "à moi")] });
  const [kept] = (await readEvidence(hotline.vigie, mine)).entries;
  const entryId = kept?.id ?? "";
  await removeEvidence(hotline.vigie, { receipt: other.receipt, entryId });
  expect(await rowsOf(mine.reportId)).toHaveLength(1);
  expect((await removeEvidence(hotline.vigie, { receipt: mine.receipt, entryId })).entries).toEqual([]);
  expect((await removeEvidence(hotline.vigie, { receipt: mine.receipt, entryId })).entries).toEqual([]);
});

test("before anybody said an age, and under 18, names and numbers are refused and not stored", async () => {
  const unknown = await hotline.report(["https://reseau.example/compte/2"]);
  const minor = await hotline.report(["https://reseau.example/compte/3"], { minor: true });
  await sayAge(hotline.vigie, { receipt: minor.receipt, minor: "no" });
  for (const { receipt, reportId } of [unknown, minor]) {
    const refused = await addEvidence(hotline.vigie, { receipt, entries: [entry("handle", "@nom")] });
    expect(refused).toMatchObject({ kind: "refused", problems: [{ code: "evidence.kind_not_taken" }] });
    expect(await rowsOf(reportId)).toEqual([]);
    const taken = await addEvidence(hotline.vigie, {
      receipt,
      entries: [entry("words", "des mots"), entry("address", "https://reseau.example/x")],
    });
    expect(taken.kind).toBe("added");
  }
});

test("of several entries one that is wrong keeps the others out too, and is named", async () => {
  const { receipt, reportId } = await adult();
  const tomorrow = new Date(hotline.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
  const outcome = await addEvidence(hotline.vigie, {
    receipt,
    entries: [entry("words", "bien"), entry("words", "demain", { day: tomorrow })],
  });
  expect(outcome).toMatchObject({ kind: "refused", problems: [{ code: "evidence.in_future", position: 1 }] });
  expect(await rowsOf(reportId)).toEqual([]);
});

test("a conversation of 200 kB is one entry; the room of a receipt is bounded in number and in bytes", async () => {
  const { receipt } = await adult();
  const chat = "[12/11 21:05] Inconnu : tu paies ce soir 😀\n".repeat(4_500);
  expect(Buffer.byteLength(chat)).toBeGreaterThan(200_000);
  expect((await addEvidence(hotline.vigie, { receipt, entries: [entry("words", chat)] })).kind).toBe("added");
  const [kept] = (await readEvidence(hotline.vigie, { receipt })).entries;
  expect(kept?.text).toBe(chat);
  const large = "é".repeat(evidenceLimits.wordsCharacters);
  const codes: string[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    const outcome = await addEvidence(hotline.vigie, { receipt, entries: [entry("words", large)] });
    if (outcome.kind === "refused") codes.push(...outcome.problems.map(({ code }) => code));
  }
  expect(new Set(codes)).toEqual(new Set(["evidence.too_much"]));

  const many = await adult();
  const entries = Array.from({ length: evidenceLimits.entries }, (_, n) => entry("words", `${n}`));
  expect((await addEvidence(hotline.vigie, { receipt: many.receipt, entries })).kind).toBe("added");
  const beyond = await addEvidence(hotline.vigie, {
    receipt: many.receipt,
    entries: [entry("words", "201")],
  });
  expect(beyond).toMatchObject({ kind: "refused", problems: [{ code: "evidence.too_many" }] });
});

test("words that may mean a life is in danger are kept, and put the case first", async () => {
  const { receipt, reportId, caseId } = await adult();
  await addEvidence(hotline.vigie, { receipt, entries: [entry("words", "je veux mourir ce soir")] });
  expect(await rowsOf(reportId)).toHaveLength(1);
  const row = await hotline.database.db
    .selectFrom("cases")
    .select("danger_at")
    .where("id", "=", caseId)
    .executeTakeFirstOrThrow();
  expect(row.danger_at).toEqual(hotline.now());
});

test("a withdrawal erases it, and nothing lands after it", async () => {
  const { receipt, reportId } = await adult();
  await addEvidence(hotline.vigie, { receipt, entries: [entry("words", "des mots")] });
  const added = Promise.all(
    Array.from({ length: 5 }, async (_, n) => {
      await sleep(n * 3);
      return addEvidence(hotline.vigie, { receipt, entries: [entry("words", `${n}`)] }).catch(
        (error) => error,
      );
    }),
  );
  await withdrawReport(hotline.vigie, { receipt });
  await added;
  expect(await rowsOf(reportId)).toEqual([]);
  await expect(readEvidence(hotline.vigie, { receipt })).rejects.toMatchObject({ code: "receipt.unknown" });
  await expect(
    addEvidence(hotline.vigie, { receipt, entries: [entry("words", "trop tard")] }),
  ).rejects.toMatchObject({ code: "receipt.unknown" });
  await expect(readEvidence(hotline.vigie, { receipt: newReceiptNumber() })).rejects.toMatchObject({
    code: "receipt.unknown",
  });
});

test("an age that arrives while the report is withdrawn is not kept", async () => {
  const { receipt, reportId } = await hotline.report(["https://reseau.example/compte/age"]);
  const { db } = hotline.database;
  let said: Promise<unknown> = Promise.resolve();
  await db.transaction().execute(async (trx) => {
    const at = hotline.now();
    await trx.updateTable("reports").set({ withdrawn_at: at }).where("id", "=", reportId).execute();
    // It finds the report standing, and then waits for the row that is being withdrawn.
    said = sayAge(hotline.vigie, { receipt, minor: "yes" }).catch((error) => error);
    const started = Date.now();
    while (Date.now() - started < 10_000 && (await waitingForLocks()) === 0) await sleep(20);
    expect(await waitingForLocks()).toBeGreaterThan(0);
  });
  expect(await said).toMatchObject({ code: "receipt.unknown" });
  const situations = db.selectFrom("situations").selectAll().where("report_id", "=", reportId);
  expect(await situations.execute()).toEqual([]);
});

async function waitingForLocks(): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`.execute(hotline.database.db);
  return rows[0]?.waiting ?? 0;
}

test("the bundle holds what was kept and verifies by itself; it names neither person nor receipt", async () => {
  const { receipt, caseId, reportId } = await adult();
  await addEvidence(hotline.vigie, {
    receipt,
    entries: [
      entry("words", "Tu paies."),
      entry("handle", "@a\u202eb", { day: "2020-01-02", time: "03:04" }),
    ],
  });
  await sealEvents(hotline.vigie);
  await publishCheckpoint(hotline.vigie);
  const bundle = await makeEvidenceBundle(hotline.vigie, { receipt, language: "fr" });
  const { publicKey } = hotline.vigie.keys.bundles;
  const verdict = verifyBundle(bundle, publicKey);
  expect(verdict).toMatchObject({
    kind: "intact",
    manifest: { kind: "evidence", publicKey, checkpoint: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) } },
  });
  const inside = unzipSync(bundle);
  expect(Object.keys(inside)).toEqual([
    "timeline.pdf",
    "complaint.pdf",
    "timeline.json",
    "README.txt",
    "manifest.json",
    "manifest.sig",
  ]);
  const timeline = JSON.parse(strFromU8(inside["timeline.json"] ?? new Uint8Array()));
  expect(timeline.entries).toMatchObject([
    { text: "@ab", typed: "@a\u202eb", when: { instant: "2020-01-02T02:04:00.000Z" } },
    { text: "Tu paies.", when: null },
  ]);
  const all = Object.values(inside)
    .map((bytes) => Buffer.from(bytes).toString("latin1"))
    .join("\n");
  for (const secret of [receipt, receipt.replaceAll(" ", ""), caseId, reportId])
    expect(all).not.toContain(secret);
});

test("the proof says when and how many, and nothing of what", async () => {
  const { receipt } = await adult("un mot que personne ne doit lire");
  await addEvidence(hotline.vigie, { receipt, entries: [entry("handle", "@secret")] });
  const proof = await makeProof(hotline.vigie, { receipt, language: "en" });
  expect(verifyBundle(proof, hotline.vigie.keys.bundles.publicKey)).toMatchObject({
    kind: "intact",
    manifest: { kind: "proof_of_report" },
  });
  const inside = unzipSync(proof);
  expect(Object.keys(inside)).toEqual([
    "proof.pdf",
    "proof.json",
    "README.txt",
    "manifest.json",
    "manifest.sig",
  ]);
  expect(JSON.parse(strFromU8(inside["proof.json"] ?? new Uint8Array()))).toEqual({
    format: "vigie-proof-1",
    hotline: hotline.vigie.config.hotline.name,
    timeZone: "Europe/Paris",
    madeAt: hotline.now().toISOString(),
    receivedAt: expect.any(String),
    places: 1,
  });
  const all = Object.values(inside)
    .map((bytes) => Buffer.from(bytes).toString("latin1"))
    .join("\n");
  for (const word of ["personne ne doit", "secret", "reseau.example", receipt])
    expect(all).not.toContain(word);
});
