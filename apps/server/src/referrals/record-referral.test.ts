import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { findGround } from "../catalogue/installed-catalogue.ts";
import { useDesk } from "../notices/test-desk.ts";
import { prepareReferral } from "./prepare-referral.ts";
import { recordReferral } from "./record-referral.ts";
import { referralViews } from "./referral-view.ts";

const database = useDatabase();
const desk = useDesk(database);

async function prepared() {
  const { caseId } = await desk.openCase({
    handling: "no_fetch",
    sealed: true,
    assessment: { grounds: ["csam-depiction"], minor: "yes" },
  });
  const { referralId } = await prepareReferral(desk.vigie, {
    caseId,
    authority: "pharos",
    memberId: desk.memberId,
  });
  return { caseId, referralId, memberId: desk.memberId };
}

const statusOfCase = async (caseId: string) =>
  (await database.db.selectFrom("cases").select("status").where("id", "=", caseId).executeTakeFirstOrThrow())
    .status;

test("a referral is prepared, filed by a person, acknowledged and acted upon, and the case follows", async () => {
  const { caseId, referralId, memberId } = await prepared();
  expect(await statusOfCase(caseId)).toBe("assessed");
  const filedAt = new Date(desk.vigie.clock.now().getTime() - 3_600_000);
  await recordReferral(desk.vigie, {
    referralId,
    memberId,
    status: "filed",
    reference: "PH-1234",
    at: filedAt,
  });
  expect(await statusOfCase(caseId)).toBe("referred");
  await recordReferral(desk.vigie, { referralId, memberId, status: "acknowledged" });
  expect(await statusOfCase(caseId)).toBe("referred");
  await recordReferral(desk.vigie, { referralId, memberId, status: "acted", note: "retiré par l'hébergeur" });
  expect(await statusOfCase(caseId)).toBe("removed");
  const [view] = await referralViews(database.db, caseId);
  expect(view).toMatchObject({
    status: "acted",
    reference: "PH-1234",
    filedAt: filedAt.toISOString(),
    note: "retiré par l'hébergeur",
    by: "Ada",
    authority: { slug: "pharos", country: "FR" },
  });
  expect(await desk.eventsOf(caseId)).toEqual([
    "referral.prepared",
    "referral.filed",
    "case.status_changed",
    "case.deadline_set",
    "referral.answered",
    "referral.answered",
    "case.status_changed",
  ]);
});

test("a refusal is kept, and the case stays referred", async () => {
  const { caseId, referralId, memberId } = await prepared();
  await recordReferral(desk.vigie, { referralId, memberId, status: "filed" });
  await recordReferral(desk.vigie, { referralId, memberId, status: "refused" });
  expect(await statusOfCase(caseId)).toBe("referred");
  await expect(recordReferral(desk.vigie, { referralId, memberId, status: "acted" })).rejects.toMatchObject({
    code: "referral.step_impossible",
  });
});

test("preparing twice gives one referral; an unassessed case and an unknown authority are refused", async () => {
  const { caseId, referralId, memberId } = await prepared();
  expect(await prepareReferral(desk.vigie, { caseId, authority: "pharos", memberId })).toEqual({
    referralId,
  });
  for (const authority of ["nobody", "juge"]) {
    await expect(prepareReferral(desk.vigie, { caseId, authority, memberId })).rejects.toMatchObject({
      code: "referral.authority_unknown",
    });
  }
  const fresh = await desk.openCase({ assessment: null, handling: "unknown" });
  await expect(
    prepareReferral(desk.vigie, { caseId: fresh.caseId, authority: "pharos", memberId }),
  ).rejects.toMatchObject({ code: "case.not_assessed" });
});

test("an answer before filing, and a date in the future, are put right", async () => {
  const { caseId, referralId, memberId } = await prepared();
  await expect(recordReferral(desk.vigie, { referralId, memberId, status: "acted" })).rejects.toMatchObject({
    code: "referral.step_impossible",
  });
  expect(await statusOfCase(caseId)).toBe("assessed");
  await recordReferral(desk.vigie, {
    referralId,
    memberId,
    status: "filed",
    at: new Date("2090-01-01T00:00:00Z"),
  });
  expect((await referralViews(database.db, caseId))[0]?.filedAt).toBe(desk.vigie.clock.now().toISOString());
});

test("filing starts the clock of the grounds, from the day it was filed; nothing else does", async () => {
  const { caseId, referralId, memberId } = await prepared();
  const caseRow = () =>
    database.db.selectFrom("cases").selectAll().where("id", "=", caseId).executeTakeFirstOrThrow();
  const filedAt = new Date(desk.vigie.clock.now().getTime() - 3_600_000);
  await recordReferral(desk.vigie, { referralId, memberId, status: "filed", at: filedAt });
  const hours = findGround("csam-depiction")?.slaHours ?? 0;
  expect(hours).toBeGreaterThan(0);
  const dueAt = new Date(filedAt.getTime() + hours * 3_600_000);
  expect(await caseRow()).toMatchObject({ status: "referred", due_at: dueAt, overdue: false });
  await recordReferral(desk.vigie, { referralId, memberId, status: "acknowledged" });
  expect(await caseRow()).toMatchObject({ due_at: dueAt });
  expect((await desk.eventsOf(caseId)).filter((type) => type === "case.deadline_set")).toHaveLength(1);
});
