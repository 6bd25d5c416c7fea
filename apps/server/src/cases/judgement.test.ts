import type { AssessCaseBody } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import type { Requester } from "../http/requester.ts";
import { openReceipt } from "../reports/open-receipt.ts";
import { assessCase } from "./assess-case.ts";
import { assessGroup } from "./assess-group.ts";
import { getCase } from "./cases-queries.ts";
import { claimCase } from "./claim-case.ts";
import { closeCase } from "./close-case.ts";
import { decideProposed } from "./decide-proposed.ts";
import { groupOfCase } from "./group-of-case.ts";
import { groundsOfTwo, mayUndo, undoMinutes } from "./judgement-rules.ts";
import { nextCase } from "./next-case.ts";
import { undoAssessment } from "./undo-assessment.ts";
import { readWeek } from "./week-queries.ts";

const hotline = useHotline({ VIGIE_TWO_PEOPLE: "grooming, terrorism" });

const hate: AssessCaseBody = {
  grounds: ["hate-incitement"],
  manifest: "manifest",
  minor: "no",
  reasons: "vu",
};
const ofTwo: AssessCaseBody = { ...hate, grounds: ["grooming"] };

const assess = (caseId: string, assessment = hate, requester = hotline.analyst()) =>
  assessCase(hotline.vigie, { caseId, assessment, requester });

async function somebodyElse(): Promise<Requester> {
  const memberId = newId();
  await hotline.vigie.db
    .insertInto("members")
    .values({
      id: memberId,
      name: `Autre ${memberId}`,
      name_key: memberId,
      role: "reviewer",
      language: "fr",
      password_hash: "",
      totp_sealed: Buffer.of(),
      blocked_until: null,
      team_key_wrapped: null,
      joined_at: hotline.now(),
    })
    .execute();
  return { ...hotline.analyst(), memberId };
}

const view = (caseId: string) =>
  getCase(hotline.vigie.db, { caseId, publicBody: false, twoPeople: hotline.vigie.config.twoPeople });

let count = 0;
const newCase = async () => {
  count += 1;
  return hotline.report([`https://hote-${count}.example/page`]);
};

async function join(a: string, b: string, status: "suggested" | "confirmed"): Promise<void> {
  const [first, second] = [a, b].sort() as [string, string];
  await hotline.vigie.db
    .insertInto("links")
    .values({
      id: newId(),
      case_a: first,
      case_b: second,
      status,
      suggested_at: hotline.now(),
      settled_at: status === "confirmed" ? hotline.now() : null,
    })
    .execute();
}

test("where two people are asked for, an assessment waits, and what protects does not", async () => {
  const { caseId } = await newCase();
  const outcome = await assess(caseId, { ...ofTwo, minor: "yes" });
  expect(outcome).toEqual({ outcome: "proposed", handling: "no_fetch" });
  await hotline.refresh(caseId);
  const waiting = await view(caseId);
  expect(waiting.assessments).toEqual([]);
  expect(waiting.proposed).toMatchObject({ by: "Ada", grounds: ["grooming"], because: ["grooming"] });
  expect(waiting.summary).toMatchObject({ status: "received", handling: "no_fetch", nextStep: "assess" });
  expect(waiting.contents[0]).toMatchObject({ sealed: true, url: null });
  expect(waiting.allowed).toEqual({ notify: false, refer: false, check: false });
});

test("a proposal calls for its second person, and is not given to its author", async () => {
  const { caseId } = await newCase();
  await assess(caseId);
  await hotline.refresh(caseId);
  await assess(caseId, ofTwo);
  await hotline.refresh(caseId);
  expect((await view(caseId)).summary.nextStep).toBe("assess");
  const given = async (memberId: string) => {
    const ids: string[] = [];
    for (;;) {
      const next = await nextCase(hotline.vigie, { memberId });
      if (next === null) return ids;
      ids.push(next.id);
    }
  };
  expect(await given(hotline.analyst().memberId)).not.toContain(caseId);
  expect(await given((await somebodyElse()).memberId)).toContain(caseId);
  // Who was given a case has it for half an hour.
  hotline.advance(31 * 60_000);
});

test("the second person confirms what was read, once, and never one's own", async () => {
  const { caseId } = await newCase();
  await assess(caseId, ofTwo);
  const at = new Date((await view(caseId)).proposed?.at ?? 0);
  const decide = (requester: Requester, read = at) =>
    decideProposed(hotline.vigie, { caseId, outcome: "confirm", at: read, requester });
  await expect(decide(hotline.analyst())).rejects.toMatchObject({ code: "assessment.own_second" });
  const other = await somebodyElse();
  await expect(decide(other, new Date(at.getTime() - 1))).rejects.toMatchObject({ code: "request.conflict" });
  expect((await view(caseId)).proposed, "a refusal takes nothing away").not.toBeNull();
  const [first, second] = await Promise.allSettled([decide(other), decide(other)]);
  expect([first.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
  const decided = await view(caseId);
  expect(decided.proposed).toBeNull();
  expect(decided.assessments).toHaveLength(1);
  expect(decided.assessments[0]).toMatchObject({ by: "Ada", grounds: ["grooming"], undoableUntil: null });
  expect(decided.assessments[0]?.second).toMatch(/^Autre/);
  expect(decided.summary.status).toBe("assessed");
});

test("what waits for a second person is loosened by nobody, is hidden as it will be, and goes back to the queue", async () => {
  const { caseId } = await newCase();
  await claimCase(hotline.vigie, { caseId, memberId: hotline.analyst().memberId, takeOver: false });
  await assess(caseId, { ...ofTwo, minor: "yes" });
  await hotline.refresh(caseId);
  const { summary, proposed } = await view(caseId);
  expect(summary.topics).toEqual(expect.arrayContaining(["minors"]));
  expect(summary.claim).toBeNull();
  const other = await somebodyElse();
  await expect(assess(caseId, hate, other)).rejects.toMatchObject({ code: "assessment.awaits_second" });
  expect(await view(caseId)).toMatchObject({ proposed, summary: { handling: "no_fetch" } });
  await closeCase(hotline.vigie, { caseId, reason: "out_of_scope", memberId: other.memberId });
  expect((await view(caseId)).proposed, "closing settles it").toBeNull();
});

test("a minor found by the team hides a case at once from whoever may not see such cases", async () => {
  const { caseId } = await newCase();
  await assess(caseId, { ...hate, minor: "yes" });
  expect((await view(caseId)).summary.topics).toEqual(["hate", "minors"]);
  await hotline.refresh(caseId);
  expect((await view(caseId)).summary.topics).toEqual(["hate", "minors"]);
});

test("a declined assessment leaves the case to be assessed again", async () => {
  const { caseId } = await newCase();
  await assess(caseId, ofTwo);
  const at = new Date((await view(caseId)).proposed?.at ?? 0);
  await decideProposed(hotline.vigie, { caseId, outcome: "decline", at, requester: await somebodyElse() });
  await hotline.refresh(caseId);
  const declined = await view(caseId);
  expect(declined).toMatchObject({ proposed: null, assessments: [] });
  expect(declined.summary).toMatchObject({ status: "received", nextStep: "assess" });
  expect(await hotline.eventsOf(caseId)).toContain("case.assessment_declined");
});

test("an assessment that is taken back leaves the case as it was, and is told to nobody", async () => {
  const { caseId, receipt } = await newCase();
  await assess(caseId, { ...hate, publicReasons: "Un propos public." });
  const told = async () =>
    (await openReceipt(hotline.vigie, { receipt })).locations[0]?.timeline.filter(
      ({ kind }) => kind === "examined",
    );
  expect(await told()).toMatchObject([{ said: "Un propos public." }]);
  await undoAssessment(hotline.vigie, { caseId, requester: hotline.analyst() });
  await hotline.refresh(caseId);
  const undone = await view(caseId);
  expect(undone.assessments).toEqual([]);
  expect(undone.summary).toMatchObject({ status: "received", handling: "unknown", nextStep: "assess" });
  expect(undone.contents[0]?.watch).toMatchObject({ status: "stopped", nextCheckAt: null });
  expect(await told()).toEqual([]);
  expect(await hotline.eventsOf(caseId)).toEqual(
    expect.arrayContaining(["case.assessed", "case.assessment_undone"]),
  );
});

test("danger to life is first of the list again once the assessment is taken back", async () => {
  const { caseId } = await hotline.report(["https://danger.example/page"], {
    text: "Je vais me suicider ce soir.",
  });
  hotline.advance(60_000);
  await assess(caseId);
  await hotline.refresh(caseId);
  expect((await view(caseId)).summary).toMatchObject({ dangerAt: null, urgency: "P2" });
  await undoAssessment(hotline.vigie, { caseId, requester: hotline.analyst() });
  await hotline.refresh(caseId);
  expect((await view(caseId)).summary).toMatchObject({ dangerAt: expect.any(String), urgency: "P0" });
});

test("taking back a second assessment gives the first one back", async () => {
  const { caseId } = await newCase();
  await assess(caseId);
  hotline.advance(60_000);
  await assess(caseId, { ...hate, grounds: ["ncii"] });
  expect((await view(caseId)).summary.handling).toBe("restricted");
  await undoAssessment(hotline.vigie, { caseId, requester: hotline.analyst() });
  const undone = await view(caseId);
  expect(undone.assessments.map(({ grounds }) => grounds)).toEqual([["hate-incitement"]]);
  expect(undone.summary).toMatchObject({ status: "assessed", handling: "normal" });
});

test("an assessment is taken back by nobody else, not late, and not once something followed", async () => {
  const { caseId } = await newCase();
  await assess(caseId);
  const undo = (requester: Requester) => undoAssessment(hotline.vigie, { caseId, requester });
  const refused = { code: "assessment.not_undoable" };
  await expect(undo(await somebodyElse())).rejects.toMatchObject(refused);
  hotline.advance(undoMinutes * 60_000 + 1);
  await expect(undo(hotline.analyst())).rejects.toMatchObject(refused);
  expect((await view(caseId)).assessments).toHaveLength(1);
});

test("a grade is taken over from an authority of the catalogue only", async () => {
  const { caseId } = await newCase();
  const grade = { scale: "interpol_baseline", grade: "1", statedBy: "pharos" } as const;
  const made = assess(caseId, { ...hate, grade: { ...grade, statedBy: "nobody-at-all" } });
  await expect(made).rejects.toMatchObject({ code: "assessment.grade_unstated" });
  await assess(caseId, { ...hate, grade });
  expect((await view(caseId)).assessments[0]?.grade).toEqual(grade);
});

test("a group is what confirmed links join, and is decided case by case", async () => {
  const cases = await Promise.all([newCase(), newCase(), newCase(), newCase()]);
  const [a, b, c, d] = cases.map(({ caseId }) => caseId) as [string, string, string, string];
  await join(a, b, "confirmed");
  await join(b, c, "confirmed");
  await join(a, d, "suggested");
  await hotline.vigie.db
    .updateTable("cases")
    .set({ topics: ["terrorism"] })
    .where("id", "=", b)
    .execute();
  const narrow = await groupOfCase(hotline.vigie.db, { caseId: a, topics: ["other"] });
  expect(narrow.cases, "c is behind b, which is hidden").toEqual([]);
  const group = await groupOfCase(hotline.vigie.db, { caseId: a, topics: null });
  expect(group.cases.map(({ id }) => id).sort()).toEqual([b, c].sort());
  expect(group.more).toBe(false);

  const requester = hotline.analyst();
  const all = (caseIds: string[]) =>
    assessGroup(hotline.vigie, { caseId: a, caseIds, assessment: hate, requester });
  await expect(all([b, d])).rejects.toMatchObject({ code: "case.not_of_group" });
  expect((await view(b)).assessments, "nothing was written").toEqual([]);
  const { outcomes } = await all([b, c]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["assessed", "assessed", "assessed"]);
  expect((await view(c)).assessments).toHaveLength(1);
  expect((await view(d)).assessments).toEqual([]);
});

test("the week tells what became of one's own cases, and of nobody else's", async () => {
  const own = await newCase();
  const other = await newCase();
  const colleague = await somebodyElse();
  await assess(own.caseId);
  await assess(other.caseId, hate, colleague);
  for (const { caseId } of [own, other]) {
    await recordEvents(hotline.vigie.db, [
      { type: "notice.sent", at: hotline.now(), caseId },
      {
        type: "content.removed",
        at: new Date(hotline.now().getTime() + 90 * 60_000),
        caseId,
        contentId: newId(),
      },
    ]);
  }
  hotline.advance(2 * 3_600_000);
  const read = (memberId: string, topics: string[] | null = null) =>
    readWeek(hotline.vigie.db, { memberId, topics, now: hotline.now() });
  const mine = await read(hotline.analyst().memberId);
  expect(mine.outcomes.filter(({ kind }) => kind === "removed")).toMatchObject([
    { caseId: own.caseId, hours: 1.5, contents: 1 },
  ]);
  expect(mine).toMatchObject({ removed: 1, medianHours: 1.5 });
  expect((await read(colleague.memberId)).outcomes.map(({ caseId }) => caseId)).toEqual([other.caseId]);
  hotline.advance(8 * 86_400_000);
  expect(await read(hotline.analyst().memberId)).toMatchObject({ removed: 0, outcomes: [] });
});

test("nobody but the author takes back, in no order of events, and nothing that was followed", () => {
  fc.assert(
    fc.property(
      fc.record({
        own: fc.boolean(),
        followed: fc.boolean(),
        second: fc.option(fc.uuid()),
        before: fc.constantFrom(
          "received",
          "assessed",
          "notified",
          "referred",
          "removed",
          "returned",
          "closed",
          null,
        ),
        age: fc.integer({ min: 0, max: 40 * 60_000 }),
      }),
      ({ own, followed, second, before, age }) => {
        const at = new Date(0);
        const may = mayUndo(
          { at, status_before: before, second_member_id: second },
          { now: new Date(age), own, followed },
        );
        const settled = before === null || before === "removed" || before === "closed";
        expect(may).toBe(own && !followed && second === null && !settled && age <= undoMinutes * 60_000);
      },
    ),
  );
});

test("what is not illegal never needs two people", () => {
  const grounds = ["grooming", "hate-incitement"];
  expect(groundsOfTwo({ grounds, manifest: "manifest" }, ["grooming"])).toEqual(["grooming"]);
  expect(groundsOfTwo({ grounds, manifest: "manifest" }, ["all"])).toEqual(grounds);
  expect(groundsOfTwo({ grounds, manifest: "not_illegal" }, ["all"])).toEqual([]);
  expect(groundsOfTwo({ grounds, manifest: "manifest" }, [])).toEqual([]);
});
