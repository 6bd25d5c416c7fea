import { sql } from "kysely";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { openAddress } from "../contents/seal-addresses.ts";
import { newId } from "../db/new-id.ts";
import { assessCase } from "./assess-case.ts";
import { getCase } from "./cases-queries.ts";
import { closeCase } from "./close-case.ts";
import { listCases } from "./list-cases.ts";
import { writeNote } from "./write-note.ts";

const hotline = useHotline();
const days = (count: number) => count * 86_400_000;

const assessment = { manifest: "manifest", minor: "no", reasons: "vu" } as const;

function assess(
  caseId: string,
  more: { grounds: string[]; minor?: "yes" | "no" | "unsure" },
  options?: { unlocked: boolean },
) {
  const requester = hotline.analyst(options);
  return assessCase(hotline.vigie, { caseId, requester, assessment: { ...assessment, ...more } });
}

const caseRow = (caseId: string) =>
  hotline.database.db.selectFrom("cases").selectAll().where("id", "=", caseId).executeTakeFirstOrThrow();
const contentsOf = (caseId: string) =>
  hotline.database.db
    .selectFrom("contents")
    .innerJoin("watches", "watches.content_id", "contents.id")
    .selectAll("contents")
    .select(["watches.status as watch", "watches.next_check_at"])
    .where("case_id", "=", caseId)
    .orderBy("contents.created_at")
    .orderBy("contents.id")
    .execute();
const checksOf = (contentId: string) =>
  hotline.database.db.selectFrom("checks").selectAll().where("content_id", "=", contentId).execute();

async function handlingsOf(caseId: string): Promise<unknown[]> {
  const rows = await hotline.database.db
    .selectFrom("events")
    .select("details")
    .where("case_id", "=", caseId)
    .where("type", "=", "case.handling_changed")
    .orderBy("seq")
    .execute();
  return rows.map(({ details }) => details);
}

async function addCheck(contentId: string): Promise<void> {
  await hotline.database.db
    .insertInto("checks")
    .values({
      id: newId(),
      content_id: contentId,
      at: hotline.now(),
      verdict: "online",
      reasons: [],
      http_status: 200,
      headers: JSON.stringify({ location: "https://ailleurs.example/secret" }),
      final_url: "https://ailleurs.example/secret",
      body_sha256: Buffer.alloc(32, 1),
    })
    .execute();
}

test("once a minor is found to be concerned, the address is sealed and what looks left of it is wiped", async () => {
  const { caseId } = await hotline.report(["https://hote.example/page-secrete"]);
  await assess(caseId, { grounds: ["hate-incitement"] });
  const [before] = await contentsOf(caseId);
  expect(before).toMatchObject({ url: "https://hote.example/page-secrete", watch: "waiting" });
  expect(before?.next_check_at).toEqual(hotline.now());
  await addCheck(before?.id ?? "");

  expect(await assess(caseId, { grounds: ["grooming"], minor: "yes" })).toMatchObject({
    handling: "no_fetch",
  });
  await hotline.refresh(caseId);
  const [after] = await contentsOf(caseId);
  expect(after).toMatchObject({
    key: null,
    url: null,
    readable_url: null,
    host: null,
    domain: null,
    watch: "stopped",
    next_check_at: null,
  });
  expect(openAddress(hotline.teamKey, after?.address_sealed ?? Buffer.of())).toMatchObject({
    url: "https://hote.example/page-secrete",
    host: "hote.example",
  });
  expect(await checksOf(before?.id ?? "")).toMatchObject([
    { verdict: "online", http_status: 200, headers: null, final_url: null, body_sha256: null },
  ]);
  const row = await caseRow(caseId);
  expect(row).toMatchObject({ handling: "no_fetch", hosts: [], search_text: row.number, next_step: "refer" });
  const { memberId } = hotline.analyst();
  const found = async (q: string) => (await listCases(hotline.vigie, { memberId, query: { q } })).cases;
  expect(await found("page-secrete")).toEqual([]);
  expect(await found(row.number)).toHaveLength(1);
});

test("an address that joins a case about a minor is sealed with the others, and stays so", async () => {
  const known = "https://hote.example/connue";
  const { caseId } = await hotline.report([known]);
  await assess(caseId, { grounds: ["grooming"], minor: "yes" });
  await hotline.report([known, "https://hote.example/nouvelle"]);
  await hotline.refresh(caseId);
  const contents = await contentsOf(caseId);
  expect(contents).toHaveLength(2);
  for (const content of contents)
    expect(content).toMatchObject({ url: null, host: null, next_check_at: null });
  expect(await caseRow(caseId)).toMatchObject({ handling: "no_fetch", hosts: [] });
});

test("an assessment that finds no minor opens sealed addresses again, and asks for the team key first", async () => {
  const { caseId } = await hotline.report(["https://hote.example/peut-etre"], { minor: true });
  const [sealed] = await contentsOf(caseId);
  expect(sealed).toMatchObject({ url: null, host: null });

  await expect(assess(caseId, { grounds: ["hate-incitement"] }, { unlocked: false })).rejects.toMatchObject({
    code: "session.locked",
  });
  expect(await caseRow(caseId)).toMatchObject({ status: "received", handling: "unknown", assessed_at: null });

  expect(await assess(caseId, { grounds: ["hate-incitement"] })).toMatchObject({ handling: "normal" });
  await hotline.refresh(caseId);
  const [opened] = await contentsOf(caseId);
  expect(opened).toMatchObject({
    url: "https://hote.example/peut-etre",
    host: "hote.example",
    address_sealed: null,
    watch: "waiting",
    next_check_at: hotline.now(),
  });
  expect(await caseRow(caseId)).toMatchObject({ hosts: ["hote.example"], next_step: "notify" });
});

test("an address sent to one person only and words stay sealed, whatever is found", async () => {
  const { caseId } = await hotline.report(
    ["https://hote.example/lien-unique", "le compte @machin sur Truc"],
    {
      private: true,
    },
  );
  expect(await assess(caseId, { grounds: ["hate-incitement"] })).toMatchObject({ handling: "unknown" });
  await hotline.refresh(caseId);
  for (const content of await contentsOf(caseId)) {
    expect(content).toMatchObject({ url: null, next_check_at: null });
  }
  expect(await caseRow(caseId)).toMatchObject({ handling: "unknown", next_step: "notify" });
});

test("a later report that somebody under 18 may be concerned stops everything until it is assessed again", async () => {
  const page = "https://hote.example/deja-vue";
  const { caseId } = await hotline.report([page]);
  await assess(caseId, { grounds: ["hate-incitement"] });
  await hotline.refresh(caseId);
  expect((await caseRow(caseId)).next_step).toBe("notify");

  hotline.advance(1_000);
  await hotline.report([page], { minor: true });
  expect(await caseRow(caseId)).toMatchObject({ handling: "unknown", hosts: [] });
  expect(await handlingsOf(caseId)).toEqual([
    { from: "unknown", to: "normal" },
    { from: "normal", to: "unknown" },
  ]);
  await hotline.report([page], { minor: true });
  expect(await handlingsOf(caseId)).toHaveLength(2);
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({
    status: "assessed",
    handling: "unknown",
    next_step: "assess",
  });
  expect((await contentsOf(caseId))[0]).toMatchObject({ url: null });
  const view = await getCase(hotline.vigie.db, { caseId, publicBody: false });
  expect(view.allowed).toEqual({ notify: false, refer: true, check: false });

  hotline.advance(1_000);
  expect(await assess(caseId, { grounds: ["hate-incitement"], minor: "unsure" })).toMatchObject({
    handling: "unknown",
  });
  hotline.advance(1_000);
  expect(await assess(caseId, { grounds: ["hate-incitement"], minor: "no" })).toMatchObject({
    handling: "normal",
  });
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ handling: "normal", next_step: "notify" });
});

test("an address nobody has examined is examined, also when it joins a case that was", async () => {
  const known = "https://hote.example/examinee";
  const { caseId } = await hotline.report([known]);
  await assess(caseId, { grounds: ["hate-incitement"] });
  await hotline.refresh(caseId);
  expect((await caseRow(caseId)).next_step).toBe("notify");
  hotline.advance(1_000);
  await hotline.report([known, "https://hote.example/jamais-vue"]);
  await hotline.refresh(caseId);
  expect((await caseRow(caseId)).next_step).toBe("assess");
  await assess(caseId, { grounds: ["hate-incitement"] });
  await hotline.refresh(caseId);
  expect((await caseRow(caseId)).next_step).toBe("notify");
  for (const content of await contentsOf(caseId)) expect(content.next_check_at).not.toBeNull();
});

test("an unknown ground and an unknown case are refused by name, and nothing is written", async () => {
  const { caseId } = await hotline.report(["https://hote.example/refus"]);
  await expect(assess(caseId, { grounds: ["no-such-ground"] })).rejects.toMatchObject({
    code: "assessment.ground_unknown",
    details: { ground: "no-such-ground" },
  });
  await expect(assess(newId(), { grounds: ["hate-incitement"] })).rejects.toMatchObject({
    code: "case.unknown",
  });
  expect(await hotline.eventsOf(caseId)).toEqual(["case.opened", "report.received"]);
});

test("refreshing again changes nothing", async () => {
  const { caseId } = await hotline.report(["https://hote.example/calme", "https://autre.example/calme"]);
  await assess(caseId, { grounds: ["hate-incitement"] });
  await hotline.refresh(caseId);
  const once = await caseRow(caseId);
  const events = await hotline.eventsOf(caseId);
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toEqual(once);
  expect(await hotline.eventsOf(caseId)).toEqual(events);
});

test("a closed case is opened by a new report once its verdict is a month old, and not before", async () => {
  const page = "https://hote.example/fermee";
  const { caseId } = await hotline.report([page]);
  await closeCase(hotline.vigie, { caseId, reason: "not_illegal", memberId: null });
  await hotline.refresh(caseId);
  hotline.advance(days(3));
  await hotline.report([page]);
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ status: "closed", next_step: "none", reports_count: 2 });
  hotline.advance(days(30));
  await hotline.report([page]);
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ status: "received", next_step: "assess", reports_count: 3 });
});

test("a new address opens a closed case at once: no verdict stands for what nobody has seen", async () => {
  const known = "https://hote.example/fermee-aussi";
  const { caseId } = await hotline.report([known]);
  await closeCase(hotline.vigie, { caseId, reason: "not_illegal", memberId: null });
  hotline.advance(days(1));
  await hotline.report([known, "https://hote.example/pas-encore-vue"]);
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ status: "received", next_step: "assess" });
});

test("the urgency of a case and its place follow its assessment", async () => {
  const { caseId } = await hotline.report(["https://hote.example/urgence"], { concern: "scam_or_other" });
  expect(await caseRow(caseId)).toMatchObject({ urgency: "P3", priority: 10_000 });
  await assess(caseId, { grounds: ["grooming"], minor: "yes" });
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ urgency: "P0", priority: 40_000 });
});

/** As the watch leaves a case whose every address was seen to be gone. */
async function removeCase(caseId: string): Promise<void> {
  const { db } = hotline.database;
  await db.updateTable("cases").set({ status: "removed" }).where("id", "=", caseId).execute();
  for (const { id } of await contentsOf(caseId)) {
    await db
      .updateTable("watches")
      .set({
        status: "removed",
        removed_at: hotline.now(),
        last_check_at: hotline.now(),
        next_check_at: new Date(hotline.now().getTime() + days(7)),
      })
      .where("content_id", "=", id)
      .execute();
  }
}

test("a new address in a removed case is examined: the case is received again", async () => {
  const known = "https://hote.example/retiree";
  const { caseId } = await hotline.report([known]);
  await assess(caseId, { grounds: ["hate-incitement"] });
  await removeCase(caseId);
  hotline.advance(days(1));
  await hotline.report([known]);
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ status: "removed" });
  hotline.advance(days(1));
  await hotline.report([known, "https://hote.example/jamais-examinee"]);
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ status: "received", next_step: "assess" });
  const { rows } = await sql<{ details: unknown }>`
    select details from events where case_id = ${caseId} and type = 'case.status_changed'
    order by seq desc limit 1`.execute(hotline.database.db);
  expect(rows).toEqual([{ details: { from: "removed", to: "received" } }]);
  await assess(caseId, { grounds: ["hate-incitement"] });
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ status: "assessed", next_step: "notify" });
});

test.each([
  "removed",
  "closed",
])("a %s case is received again at once when somebody says that a minor is concerned", async (settled) => {
  const page = `https://hote.example/mineur-${settled}`;
  const { caseId } = await hotline.report([page]);
  await assess(caseId, { grounds: ["hate-incitement"] });
  if (settled === "removed") await removeCase(caseId);
  else await closeCase(hotline.vigie, { caseId, reason: "not_illegal", memberId: null });
  hotline.advance(days(1));
  await hotline.report([page], { minor: true });
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ status: "received", next_step: "assess" });
});

test("a removed case is looked at sooner for a new report, and not for a note or for a report already followed", async () => {
  const page = "https://hote.example/pas-pressee";
  const { caseId } = await hotline.report([page]);
  await assess(caseId, { grounds: ["hate-incitement"] });
  hotline.advance(1_000);
  await removeCase(caseId);
  const later = (await contentsOf(caseId))[0]?.next_check_at;
  hotline.advance(days(1));
  const { memberId } = hotline.analyst();
  await writeNote(hotline.vigie, { caseId, text: "une note", memberId });
  await hotline.refresh(caseId);
  expect((await contentsOf(caseId))[0]?.next_check_at).toEqual(later);
  await hotline.report([page]);
  await hotline.refresh(caseId);
  expect((await contentsOf(caseId))[0]?.next_check_at).toEqual(hotline.now());
});
