import { Refusal } from "@vigie/contract";
import { expect, test } from "vitest";
import { useEscalations } from "../../../../test/escalations.ts";
import { queueNotices } from "../notices/queue-notices.ts";
import { decideEscalation } from "./decide-escalation.ts";
import { takeAutomatically } from "./take-automatically.ts";

const desk = useEscalations({ VIGIE_ESCALATE: "automatic" });
const hours = (count: number) => count * 3_600_000;
let videos = 7_200_000_000_000_000_000n;

async function overdueVideo(grounds = ["hate-incitement"]) {
  videos += 1n;
  const opened = await desk.openCase({
    grounds,
    places: [`https://www.tiktok.com/@quelquun/video/${videos}`],
  });
  const noticeId = await desk.send(opened.caseId);
  desk.advance(hours(25));
  await desk.propose();
  return { ...opened, noticeId };
}

async function movedSite() {
  const opened = await desk.openCase({ grounds: ["fraud"], situation: { uploaderHostile: "no" } });
  const [contentId = ""] = opened.contentIds;
  await desk.host(contentId, "Hébergeur du Nord", "abuse@nord.example");
  await desk.bounce(await desk.send(opened.caseId));
  await desk.propose();
  return { ...opened, contentId };
}

async function openOf(caseId: string) {
  const views = await desk.views(caseId);
  const open = views.find(({ status }) => status === "proposed" || status === "held");
  if (!open) throw new Error("nothing is open");
  return open;
}

const decide = (escalationId: string, outcome: "take" | "dismiss" | "release") =>
  decideEscalation(desk.vigie, { escalationId, outcome, memberId: desk.analyst().memberId });

async function take(caseId: string, escalationId: string, email = "abuse@nord.example") {
  const open = (await desk.views(caseId)).find(({ id }) => id === escalationId);
  return queueNotices(desk.vigie, {
    caseId,
    memberId: desk.analyst().memberId,
    contentIds: open?.contentIds ?? [],
    recipients: [{ host: "*", kind: "host", name: "Hébergeur", email, language: "en" }],
    explanation: "What is shown there is illegal.",
    escalationId,
  });
}

const refusal = (from: string, to: string) =>
  expect.objectContaining({ code: "escalation.step_impossible", details: { from, to } });

test("a notice takes an escalation with it, or neither happens", async () => {
  const { caseId } = await movedSite();
  const { id } = await openOf(caseId);
  const { noticeIds } = await take(caseId, id);
  expect(await desk.views(caseId)).toMatchObject([
    { id, status: "taken", takenNoticeId: noticeIds[0], by: "Ada", automatic: false },
  ]);
  await expect(take(caseId, id, "autre@nord.example")).rejects.toEqual(refusal("taken", "taken"));
  const notices = await desk.vigie.db
    .selectFrom("notices")
    .select("id")
    .where("case_id", "=", caseId)
    .execute();
  expect(notices).toHaveLength(2);
  // The notice that came back is not what the case waits for any more.
  expect(await desk.caseRow(caseId)).toMatchObject({ next_step: "wait" });
});

test("once its host has changed it cannot be taken; a person who looked releases it, towards the new host", async () => {
  const { caseId, contentId } = await movedSite();
  const { id } = await openOf(caseId);
  await desk.host(contentId, "Hébergeur du Sud", "abuse@sud.example");
  await expect(take(caseId, id)).rejects.toEqual(refusal("held", "taken"));
  await desk.propose();
  await expect(take(caseId, id)).rejects.toEqual(refusal("held", "taken"));
  await decide(id, "release");
  expect(await openOf(caseId)).toMatchObject({
    id,
    status: "proposed",
    heldWhy: null,
    to: { name: "Hébergeur du Sud", email: "abuse@sud.example" },
  });
  await take(caseId, id, "abuse@sud.example");
});

test("while the recipient is not known there is nothing to release", async () => {
  const { caseId } = await desk.openCase({ grounds: ["fraud"], situation: { uploaderHostile: "no" } });
  await desk.bounce(await desk.send(caseId));
  await desk.propose();
  const { id } = await openOf(caseId);
  await expect(decide(id, "release")).rejects.toEqual(refusal("held", "proposed"));
});

test("what is dismissed is followed by the next rung, each once, until somebody to call is left and decided", async () => {
  const { caseId } = await overdueVideo();
  const rungs: string[] = [];
  for (let open = await openOf(caseId); ; open = await openOf(caseId)) {
    rungs.push(open.rung);
    await decide(open.id, "dismiss");
    await desk.propose();
    if (open.rung === "call") {
      expect(open.authority).not.toBeNull();
      break;
    }
  }
  expect(rungs).toEqual(["remind", "sister_hotline", "regulator", "call"]);
  await desk.propose();
  const views = await desk.views(caseId);
  expect(views.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "dismissed"));
});

test("a person makes a referral themselves; for a week nothing further is proposed, and the case waits", async () => {
  const { caseId, noticeId } = await overdueVideo();
  await decide((await openOf(caseId)).id, "dismiss");
  await desk.propose();
  const hotline = await openOf(caseId);
  expect(hotline.rung).toBe("sister_hotline");
  await decide(hotline.id, "take");
  await desk.propose();
  // Both were proposed in the same millisecond.
  expect((await desk.views(caseId)).map(({ status }) => status).sort()).toEqual(["dismissed", "taken"]);
  expect(await desk.caseRow(caseId)).toMatchObject({ next_step: "wait", overdue: false });
  desk.advance(hours(169));
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject({ noticeId, rung: "regulator" });
});

test("what a notice takes is not taken by a word", async () => {
  const { caseId } = await movedSite();
  const { id } = await openOf(caseId);
  await expect(decide(id, "take")).rejects.toEqual(refusal("proposed", "taken"));
  await decide(id, "dismiss");
  await expect(decide(id, "dismiss")).rejects.toEqual(refusal("dismissed", "dismissed"));
  await expect(decide("00000000-0000-4000-8000-000000000000", "dismiss")).rejects.toEqual(
    new Refusal("escalation.unknown"),
  );
});

test("by setting, the machine sends the reminder in the name of whoever sent the first notice, once", async () => {
  const { caseId, contentIds } = await overdueVideo();
  const open = await openOf(caseId);
  expect(open).toMatchObject({ rung: "remind", automatic: true });
  await Promise.all([
    takeAutomatically(desk.vigie, { escalationId: open.id }),
    takeAutomatically(desk.vigie, { escalationId: open.id }),
  ]);
  await takeAutomatically(desk.vigie, { escalationId: open.id });
  const notices = await desk.vigie.db
    .selectFrom("notices")
    .selectAll()
    .where("case_id", "=", caseId)
    .orderBy("created_at")
    .execute();
  expect(notices).toHaveLength(2);
  expect(notices[1]).toMatchObject({
    to_email: "premier@site.example",
    status: "queued",
    member_id: desk.analyst().memberId,
    explanation: "What is shown there is illegal.",
    follows: notices[0]?.id,
  });
  expect(await desk.views(caseId)).toMatchObject([
    { status: "taken", takenNoticeId: notices[1]?.id, automatic: true, contentIds },
  ]);
  const events = await desk.vigie.db
    .selectFrom("events")
    .select(["actor", "details"])
    .where("case_id", "=", caseId)
    .where("type", "=", "escalation.taken")
    .execute();
  expect(events).toEqual([{ actor: null, details: { rung: "remind", automatic: true } }]);
});

test("the machine takes nothing on a ground that needs context, nothing that changed, and no host", async () => {
  const contextual = await overdueVideo(["cyberharassment"]);
  expect(await openOf(contextual.caseId)).toMatchObject({ rung: "remind", automatic: false });

  const changed = await overdueVideo();
  const reminder = await openOf(changed.caseId);
  await desk.assess(changed.caseId, ["hate-incitement"], { minor: "yes" });
  await takeAutomatically(desk.vigie, { escalationId: reminder.id });
  expect(await openOf(changed.caseId)).toMatchObject({ id: reminder.id, status: "held" });

  const { caseId } = await movedSite();
  const host = await openOf(caseId);
  expect(host).toMatchObject({ rung: "host", automatic: false });
  await takeAutomatically(desk.vigie, { escalationId: host.id });
  expect(await openOf(caseId)).toMatchObject({ status: "proposed" });
});

test("no event names a person for what the machine did in their name", async () => {
  const { caseId } = await overdueVideo();
  await takeAutomatically(desk.vigie, { escalationId: (await openOf(caseId)).id });
  const queued = await desk.vigie.db
    .selectFrom("events")
    .select("actor")
    .where("case_id", "=", caseId)
    .where("type", "=", "notice.queued")
    .execute();
  expect(queued).toEqual([{ actor: null }]);
  expect((await desk.views(caseId))[0]).toMatchObject({ status: "taken", by: "Ada" });
});

test.each([
  ["its recipient has acted", async ({ noticeId }: Overdue) => desk.setNotice(noticeId, { answer: "acted" })],
  [
    "its recipient has refused",
    async ({ noticeId }: Overdue) => desk.setNotice(noticeId, { answer: "refused" }),
  ],
  ["its content is gone", async ({ contentIds }: Overdue) => desk.remove(contentIds[0] ?? "")],
  ["its case is closed", async ({ caseId }: Overdue) => closeCaseNow(caseId)],
  [
    "it needs its context now",
    async ({ caseId }: Overdue) => desk.assess(caseId, ["hate-incitement", "cyberharassment"]),
  ],
])("between its proposal and its turn the machine looks again: %s", async (_, happens) => {
  const overdue = await overdueVideo();
  const { id } = await openOf(overdue.caseId);
  await happens(overdue);
  await takeAutomatically(desk.vigie, { escalationId: id });
  const notices = await desk.vigie.db
    .selectFrom("notices")
    .select("id")
    .where("case_id", "=", overdue.caseId)
    .execute();
  expect(notices).toEqual([{ id: overdue.noticeId }]);
});

test("what has lost its reason is not taken by a person either", async () => {
  const overdue = await overdueVideo();
  const reminder = await openOf(overdue.caseId);
  await decide(reminder.id, "dismiss");
  await desk.propose();
  const hotline = await openOf(overdue.caseId);
  await desk.setNotice(overdue.noticeId, { answer: "acted" });
  await expect(decide(hotline.id, "take")).rejects.toEqual(refusal("superseded", "taken"));
});

type Overdue = Awaited<ReturnType<typeof overdueVideo>>;

async function closeCaseNow(caseId: string): Promise<void> {
  await desk.vigie.db.updateTable("cases").set({ status: "closed" }).where("id", "=", caseId).execute();
}
