import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "../cases/assess-case.ts";
import { closeCase } from "../cases/close-case.ts";
import { startHost } from "../fetch/test-web.ts";
import { checkContent } from "./check-content.ts";
import { scheduleChecks } from "./schedule-checks.ts";

const hotline = useHotline();
const minutes = (count: number) => count * 60_000;

const gone = new Set<string>();
const hits: string[] = [];
let held: Promise<void> | undefined;
const page = "<h1>Une page</h1><p>Un texte qui reste là, assez long pour être une page.</p>";
const notFound = "<h1>Not found</h1>";
let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost(async (request, response) => {
    const path = request.url ?? "";
    hits.push(path);
    await held;
    response.writeHead(gone.has(path) ? 404 : 200, { "content-type": "text/html" });
    response.end(gone.has(path) ? notFound : page);
  });
});
afterAll(() => host.close());

const urlOf = (path: string) => `http://127.0.0.1:${host.port}${path}`;
const hitsOf = (path: string) => hits.filter((hit) => hit === path).length;

async function assess(caseId: string, minor: "yes" | "no" = "no"): Promise<void> {
  await assessCase(hotline.vigie, {
    caseId,
    requester: hotline.analyst(),
    assessment: { grounds: ["hate-incitement"], manifest: "manifest", minor, reasons: "vu" },
  });
}

/** A case that was examined and may be looked at, with the ids of its contents in the order given. */
async function openCase(...paths: string[]): Promise<{ caseId: string; contentIds: string[] }> {
  const { caseId, reportId } = await hotline.report(paths.map(urlOf));
  await assess(caseId);
  const rows = await hotline.database.db
    .selectFrom("report_contents")
    .select("content_id")
    .where("report_id", "=", reportId)
    .orderBy("position")
    .execute();
  return { caseId, contentIds: rows.map((row) => row.content_id) };
}

const check = (contentId: string | undefined) => checkContent(hotline.vigie, { contentId: contentId ?? "" });
const watchOf = (contentId: string | undefined) =>
  hotline.database.db
    .selectFrom("watches")
    .selectAll()
    .where("content_id", "=", contentId ?? "")
    .executeTakeFirstOrThrow();
const checksOf = (contentId: string | undefined) =>
  hotline.database.db
    .selectFrom("checks")
    .selectAll()
    .where("content_id", "=", contentId ?? "")
    .orderBy("at")
    .execute();
const statusOf = async (caseId: string) =>
  (
    await hotline.database.db
      .selectFrom("cases")
      .select("status")
      .where("id", "=", caseId)
      .executeTakeFirstOrThrow()
  ).status;

test("two looks half an hour apart that find it gone prove a removal; both are kept as its proof", async () => {
  const { caseId, contentIds } = await openCase("/preuve");
  const [id] = contentIds;
  expect(await check(id)).toMatchObject({ kind: "checked", verdict: "online", proven: false });

  gone.add("/preuve");
  hotline.advance(minutes(10));
  expect(await check(id)).toMatchObject({ verdict: "removed", proven: false });
  hotline.advance(minutes(29));
  expect(await check(id)).toMatchObject({ verdict: "removed", proven: false });
  expect(await statusOf(caseId)).toBe("assessed");
  hotline.advance(minutes(1));
  expect(await check(id)).toMatchObject({ verdict: "removed", proven: true });

  const checks = await checksOf(id);
  expect(checks.map(({ verdict, proof }) => [verdict, proof])).toEqual([
    ["online", false],
    ["removed", true],
    ["removed", false],
    ["removed", true],
  ]);
  expect(checks.at(-1)).toMatchObject({
    http_status: 404,
    final_url: urlOf("/preuve"),
    headers: { "content-type": "text/html" },
    body_sha256: createHash("sha256").update(notFound).digest(),
    at: hotline.now(),
  });
  expect(await watchOf(id)).toMatchObject({
    status: "removed",
    removed_at: hotline.now(),
    leased_until: null,
  });
  expect(await statusOf(caseId)).toBe("removed");
  expect(await hotline.eventsOf(caseId)).toEqual(
    expect.arrayContaining(["content.removal_seen", "content.removed", "case.status_changed"]),
  );
});

test("a case is removed only when all its addresses are, and returns as soon as one does", async () => {
  const { caseId, contentIds } = await openCase("/une", "/deux");
  const look = async () => {
    for (const id of contentIds) await check(id);
  };
  gone.add("/une");
  await look();
  hotline.advance(minutes(31));
  await look();
  expect((await watchOf(contentIds[0])).status).toBe("removed");
  expect(await statusOf(caseId)).toBe("assessed");

  gone.add("/deux");
  hotline.advance(minutes(60));
  await look();
  hotline.advance(minutes(31));
  await look();
  expect(await statusOf(caseId)).toBe("removed");

  gone.delete("/une");
  hotline.advance(minutes(24 * 60));
  expect(await check(contentIds[0])).toMatchObject({ verdict: "online", proven: false });
  expect((await watchOf(contentIds[0])).status).toBe("returned");
  expect((await watchOf(contentIds[1])).status).toBe("removed");
  expect(await statusOf(caseId)).toBe("returned");
  expect(await hotline.eventsOf(caseId)).toContain("content.returned");
});

test("words that cannot be looked at do not keep a case from being removed", async () => {
  gone.add("/avec-des-mots");
  const { caseId, reportId } = await hotline.report([urlOf("/avec-des-mots"), "le compte @machin sur Truc"]);
  await assess(caseId);
  const { content_id } = await hotline.database.db
    .selectFrom("report_contents")
    .select("content_id")
    .where("report_id", "=", reportId)
    .where("position", "=", 0)
    .executeTakeFirstOrThrow();
  await check(content_id);
  hotline.advance(minutes(31));
  await check(content_id);
  expect(await statusOf(caseId)).toBe("removed");
});

test("of several who look at the same moment one looks, and one check is stored", async () => {
  const { contentIds } = await openCase("/ensemble");
  let release = () => {};
  held = new Promise((resolve) => {
    release = resolve;
  });
  let skipped = 0;
  const looks = Array.from({ length: 5 }, async () => {
    const outcome = await check(contentIds[0]);
    if (outcome.kind === "skipped") skipped += 1;
    // The page is answered when all others have found the lease taken.
    if (skipped === 4) release();
    return outcome.kind;
  });
  expect((await Promise.all(looks)).sort()).toEqual(["checked", "skipped", "skipped", "skipped", "skipped"]);
  held = undefined;
  expect(await checksOf(contentIds[0])).toHaveLength(1);
  expect(hitsOf("/ensemble")).toBe(1);
});

test("a lease left by a process that died ends by itself", async () => {
  const { contentIds } = await openCase("/bail");
  await hotline.database.db
    .updateTable("watches")
    .set({ leased_until: new Date(hotline.now().getTime() + minutes(1)) })
    .where("content_id", "=", contentIds[0] ?? "")
    .execute();
  expect(await check(contentIds[0])).toEqual({ kind: "skipped" });
  hotline.advance(minutes(1) + 1);
  expect(await check(contentIds[0])).toMatchObject({ kind: "checked" });
});

test("where the handling forbids contact nothing is contacted, the refusal is recorded, and looking stops", async () => {
  const { caseId, contentIds } = await openCase("/interdite");
  await check(contentIds[0]);
  hotline.advance(1_000);
  await hotline.report([urlOf("/interdite")], { minor: true });
  hotline.advance(minutes(60));
  await scheduleChecks(hotline.vigie);
  expect(await check(contentIds[0])).toEqual({ kind: "forbidden" });
  expect(hitsOf("/interdite")).toBe(1);
  expect(await checksOf(contentIds[0])).toHaveLength(1);
  expect(await watchOf(contentIds[0])).toMatchObject({ next_check_at: null, leased_until: null });
  expect((await hotline.eventsOf(caseId)).filter((type) => type === "content.check_refused")).toHaveLength(1);
});

test("what was refused is looked at again once somebody found that no minor is concerned", async () => {
  const { caseId, contentIds } = await openCase("/rouverte");
  gone.add("/rouverte");
  await check(contentIds[0]);
  hotline.advance(1_000);
  await hotline.report([urlOf("/rouverte")], { minor: true });
  expect(await check(contentIds[0])).toEqual({ kind: "forbidden" });
  hotline.advance(minutes(60));
  await assess(caseId);
  expect((await watchOf(contentIds[0])).next_check_at).toEqual(hotline.now());
  // What was seen before was wiped with the address: it proves nothing now.
  expect(await check(contentIds[0])).toMatchObject({ verdict: "removed", proven: false });
  hotline.advance(minutes(30));
  expect(await check(contentIds[0])).toMatchObject({ verdict: "removed", proven: true });
});

test("a watch that was stopped and starts again needs two new looks for a proof", async () => {
  const { caseId, contentIds } = await openCase("/arretee");
  gone.add("/arretee");
  expect(await check(contentIds[0])).toMatchObject({ verdict: "removed", proven: false });
  await closeCase(hotline.vigie, { caseId, reason: "duplicate", memberId: null });
  expect(await watchOf(contentIds[0])).toMatchObject({ status: "stopped", next_check_at: null });
  hotline.advance(minutes(60));
  await assess(caseId);
  expect(await check(contentIds[0])).toMatchObject({ kind: "checked", verdict: "removed", proven: false });
  hotline.advance(minutes(30));
  expect(await check(contentIds[0])).toMatchObject({ kind: "checked", proven: true });
});

test.each([
  "by an assessment",
  "by a look that was refused",
])("a proven removal whose watch stops %s stays proven when looking starts again, and is told once", async (stop) => {
  const path = `/prouvee/${stop.replaceAll(" ", "-")}`;
  const { caseId, contentIds } = await openCase(path);
  const [id] = contentIds;
  gone.add(path);
  await check(id);
  hotline.advance(minutes(31));
  expect(await check(id)).toMatchObject({ proven: true });
  const removedAt = (await watchOf(id)).removed_at;
  expect(removedAt).not.toBeNull();
  if (stop === "by an assessment") await assess(caseId, "yes");
  else {
    await hotline.report([urlOf(path)], { minor: true });
    expect(await check(id)).toEqual({ kind: "forbidden" });
  }
  expect(await watchOf(id)).toMatchObject({
    status: "removed",
    next_check_at: null,
    removed_at: removedAt,
  });
  hotline.advance(minutes(10));
  await assess(caseId);
  expect(await watchOf(id)).toMatchObject({ status: "removed", next_check_at: hotline.now() });
  for (let look = 0; look < 2; look += 1) {
    await check(id);
    hotline.advance(minutes(31));
  }
  expect(await watchOf(id)).toMatchObject({ status: "removed", removed_at: removedAt });
  expect((await hotline.eventsOf(caseId)).filter((type) => type === "content.removed")).toHaveLength(1);
});

test("an answer that arrives after somebody said that a minor may be concerned is thrown away", async () => {
  const { contentIds } = await openCase("/trop-tard");
  let release = () => {};
  held = new Promise((resolve) => {
    release = resolve;
  });
  const looking = check(contentIds[0]);
  while (hitsOf("/trop-tard") === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await hotline.report([urlOf("/trop-tard")], { minor: true });
  release();
  held = undefined;
  expect(await looking).toEqual({ kind: "forbidden" });
  expect(await checksOf(contentIds[0])).toEqual([]);
});

test("what is due is ordered once, however many schedulers run, and is ordered again when nothing came of it", async () => {
  await hotline.database.db.updateTable("watches").set({ next_check_at: null }).execute();
  await openCase("/prevue-1", "/prevue-2", "/prevue-3");
  const ordered = await Promise.all(Array.from({ length: 4 }, () => scheduleChecks(hotline.vigie)));
  expect(ordered.reduce((sum, count) => sum + count)).toBe(3);
  expect(await scheduleChecks(hotline.vigie)).toBe(0);
  hotline.advance(minutes(5));
  expect(await scheduleChecks(hotline.vigie)).toBe(3);
});
