import type { PlanStep, Situation } from "@vigie/contract";
import { situationBody } from "@vigie/contract";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "../cases/assess-case.ts";
import { planOfCase } from "./plan-of-case.ts";
import { setSituation } from "./set-situation.ts";
import { kindOfId, tickCaseStep } from "./tick-step.ts";

const hotline = useHotline();
const hours = (count: number) => count * 3_600_000;

async function openCase(grounds: string[], said: Partial<Situation>, url: string): Promise<string> {
  const { caseId } = await hotline.report([url]);
  const { memberId } = hotline.analyst();
  await assessCase(hotline.vigie, {
    caseId,
    requester: hotline.analyst(),
    assessment: { grounds, manifest: "manifest", minor: "no", reasons: "Parce que." },
  });
  await setSituation(hotline.vigie, { caseId, situation: situationBody.parse(said), memberId });
  return caseId;
}

async function stepsOf(caseId: string): Promise<PlanStep[]> {
  return (await planOfCase(hotline.vigie, { caseId, language: "en" })).steps;
}

async function stepOf(caseId: string, is: (step: PlanStep) => boolean): Promise<PlanStep> {
  const step = (await stepsOf(caseId)).find(is);
  if (!step) throw new Error("the plan has no such step");
  return step;
}

function tick(caseId: string, stepId: string, done = true) {
  const { memberId } = hotline.analyst();
  return tickCaseStep(hotline.vigie, { caseId, stepId, done, memberId });
}

async function tickEvents(caseId: string) {
  const rows = await hotline.database.db
    .selectFrom("events")
    .select(["type", "details", "actor"])
    .where("case_id", "=", caseId)
    .where("type", "in", ["plan.step_done", "plan.step_undone"])
    .orderBy("seq")
    .execute();
  return rows;
}

const victim = { standing: "victim", uploaderHostile: "no", country: "FR" } as const;
const isFlag = ({ kind }: PlanStep) => kind === "flag";

test("a step that is done says when and by whom; done twice is done once, at the first time", async () => {
  const caseId = await openCase(["hate-incitement"], victim, "https://www.instagram.com/p/ABCdef12341/");
  const first = await stepOf(caseId, ({ after }) => after === null);
  expect(first.done).toBeNull();
  await tick(caseId, first.id);
  const doneAt = hotline.now().toISOString();
  hotline.advance(hours(1));
  await tick(caseId, first.id);
  expect((await stepOf(caseId, ({ id }) => id === first.id)).done).toEqual({ at: doneAt, by: "Ada" });
  expect(await tickEvents(caseId)).toEqual([
    { type: "plan.step_done", actor: hotline.analyst().memberId, details: { step: first.kind } },
  ]);
});

test("a tick can be taken back, once, and given again with a new clock", async () => {
  const caseId = await openCase(["hate-incitement"], victim, "https://www.instagram.com/p/ABCdef12342/");
  const { id } = await stepOf(caseId, isFlag);
  await tick(caseId, id);
  await tick(caseId, id, false);
  expect((await stepOf(caseId, (step) => step.id === id)).done).toBeNull();
  hotline.advance(hours(5));
  await tick(caseId, id, false);
  await tick(caseId, id);
  expect((await stepOf(caseId, (step) => step.id === id)).done?.at).toBe(hotline.now().toISOString());
  expect((await tickEvents(caseId)).map(({ type }) => type)).toEqual([
    "plan.step_done",
    "plan.step_undone",
    "plan.step_done",
  ]);
});

test("a step that the plan does not have is refused, done or not done, and nothing is kept", async () => {
  const caseId = await openCase(["hate-incitement"], victim, "https://www.instagram.com/p/ABCdef12343/");
  for (const stepId of [
    "flag:nowhere.flag.1",
    "",
    "flag:instagram",
    "x".repeat(200),
    "' or 1=1 --",
    "\u0000",
  ]) {
    for (const done of [true, false]) {
      await expect(tick(caseId, stepId, done), stepId).rejects.toMatchObject({ code: "plan.step_unknown" });
    }
  }
  expect(await tickEvents(caseId)).toEqual([]);
});

test("a case that is not there is refused", async () => {
  await expect(tick("00000000-0000-4000-8000-000000000000", "flag:x")).rejects.toMatchObject({
    code: "case.unknown",
  });
});

test("a step that was done and has left the plan can be taken back, but not done anew", async () => {
  const caseId = await openCase(["hate-incitement"], victim, "https://www.instagram.com/p/ABCdef12344/");
  const { id } = await stepOf(caseId, ({ kind }) => kind === "form" || kind === "notice");
  await tick(caseId, id);
  // Nobody writes a letter about a minor: the step goes.
  const { memberId } = hotline.analyst();
  await assessCase(hotline.vigie, {
    caseId,
    requester: hotline.analyst(),
    assessment: { grounds: ["csam-depiction"], manifest: "manifest", minor: "yes", reasons: "Parce que." },
  });
  expect((await stepsOf(caseId)).map((step) => step.id)).not.toContain(id);
  await tick(caseId, id, false);
  await expect(tick(caseId, id)).rejects.toMatchObject({ code: "plan.step_unknown" });
  expect((await tickEvents(caseId)).map(({ type }) => type)).toEqual(["plan.step_done", "plan.step_undone"]);
  expect((await tickEvents(caseId)).every(({ actor }) => actor === memberId)).toBe(true);
});

test("the next try opens when the time of the step before has passed, to the millisecond", async () => {
  const caseId = await openCase(["hate-incitement"], victim, "https://www.instagram.com/p/ABCdef12345/");
  const first = await stepOf(caseId, ({ next, due }) => next?.stepId != null && due.hours !== null);
  const nextId = first.next?.stepId ?? "";
  const next = () => stepOf(caseId, ({ id }) => id === nextId);
  expect((await next()).after).toMatchObject({ stepId: first.id, from: null, open: false });

  await tick(caseId, first.id);
  const term = hours(first.due.hours ?? 0);
  expect(term).toBeGreaterThan(0);
  const from = new Date(hotline.now().getTime() + term).toISOString();
  expect((await stepOf(caseId, ({ id }) => id === first.id)).due).toMatchObject({ at: from, legal: false });
  expect((await next()).after).toMatchObject({ stepId: first.id, from, open: false });
  hotline.advance(term - 1);
  expect((await next()).after?.open).toBe(false);
  hotline.advance(1);
  expect((await next()).after?.open).toBe(true);

  await tick(caseId, first.id, false);
  expect((await next()).after).toMatchObject({ from: null, open: false });
});

test.each([
  ["2027-01-31T22:30:00.000Z", "2027-02-28T22:30:00.000Z"],
  ["2028-01-31T10:00:00.000Z", "2028-02-29T10:00:00.000Z"],
  ["2028-03-15T09:00:00.000Z", "2028-04-15T09:00:00.000Z"],
  ["2028-12-31T23:59:59.999Z", "2029-01-31T23:59:59.999Z"],
])("a request for erasure made at %s opens the authority at %s: the month of the law, by the calendar", async (made, due) => {
  const caseId = await openCase(["gdpr-erasure"], victim, `https://annuaire.example/${made.slice(0, 10)}`);
  const request = await stepOf(caseId, ({ kind }) => kind === "erasure");
  expect(request.due.legal).toBe(true);
  const authority = () => stepOf(caseId, ({ kind }) => kind === "data_authority");
  expect((await authority()).after).toMatchObject({ stepId: request.id, open: false });

  hotline.advance(Date.parse(made) - hotline.now().getTime());
  await tick(caseId, request.id);
  expect((await stepOf(caseId, ({ id }) => id === request.id)).due.at).toBe(due);
  hotline.advance(Date.parse(due) - Date.parse(made) - 1);
  expect((await authority()).after).toMatchObject({ from: due, open: false });
  hotline.advance(1);
  expect((await authority()).after).toMatchObject({ from: due, open: true });
});

test("what waits for the removal opens when the removal is proven, not when somebody ticks", async () => {
  const caseId = await openCase(["ncii"], victim, "https://galerie.example/photo");
  const outdated = () => stepOf(caseId, ({ kind }) => kind === "search_outdated");
  for (const { id } of await stepsOf(caseId)) await tick(caseId, id);
  expect((await outdated()).after).toMatchObject({ stepId: null, from: null, open: false });
  const { id } = await hotline.database.db
    .selectFrom("contents")
    .select("id")
    .where("case_id", "=", caseId)
    .executeTakeFirstOrThrow();
  await hotline.database.db
    .updateTable("watches")
    .set({ status: "removed", removed_at: hotline.now() })
    .where("content_id", "=", id)
    .execute();
  expect((await outdated()).after?.open).toBe(true);
});

test("the record of a tick tells the kind of step and neither place nor host", async () => {
  const caseId = await openCase(["gdpr-erasure"], victim, "https://tres-secret.example/page");
  const { id } = await stepOf(caseId, ({ kind }) => kind === "erasure");
  expect(id).toContain("tres-secret.example");
  await tick(caseId, id);
  await tick(caseId, id, false);
  for (const { details } of await tickEvents(caseId)) expect(details).toEqual({ step: "erasure" });
  expect(kindOfId("host_notice:tres-secret.example")).toBe("host_notice");
});
