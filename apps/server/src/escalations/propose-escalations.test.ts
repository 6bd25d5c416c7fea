import { expect, test } from "vitest";
import { useEscalations } from "../../../../test/escalations.ts";
import { passDeadlines } from "../cases/pass-deadlines.ts";

const desk = useEscalations();
const hours = (count: number) => count * 3_600_000;
const platform = "https://www.tiktok.com/@quelquun/video/";
let videos = 7_000_000_000_000_000_000n;

function videoCase(grounds = ["hate-incitement"]) {
  videos += 1n;
  return desk.openCase({ grounds, places: [`${platform}${videos}`] });
}

async function openOf(caseId: string) {
  const views = await desk.views(caseId);
  return views.filter(({ status }) => status === "proposed" || status === "held");
}

async function proposedEvents(caseId: string): Promise<number> {
  return (await desk.eventsOf(caseId)).filter((type) => type === "escalation.proposed").length;
}

test("nothing is proposed before a notice's time is over, and one reminder once it is", async () => {
  const { caseId, contentIds } = await videoCase();
  const noticeId = await desk.send(caseId);
  desk.advance(hours(24) - 1);
  await desk.propose();
  expect(await desk.views(caseId)).toEqual([]);
  desk.advance(2);
  await desk.propose();
  await desk.propose();
  expect(await desk.views(caseId)).toMatchObject([
    { noticeId, rung: "remind", status: "proposed", because: "deadline", contentIds, automatic: false },
  ]);
  expect(await proposedEvents(caseId)).toBe(1);
  expect(await desk.caseRow(caseId)).toMatchObject({ next_step: "escalate", priority: 120_000 });
});

test("many processes at once propose once", async () => {
  const cases = await Promise.all(Array.from({ length: 5 }, () => videoCase()));
  for (const { caseId } of cases) await desk.send(caseId);
  desk.advance(hours(25));
  await Promise.all([desk.propose(), desk.propose(), desk.propose(), desk.propose()]);
  await desk.propose();
  for (const { caseId } of cases) {
    expect(await openOf(caseId)).toHaveLength(1);
    expect(await proposedEvents(caseId)).toBe(1);
  }
});

test("a clock that went back an hour takes nothing back and proposes nothing twice", async () => {
  const { caseId } = await videoCase();
  await desk.send(caseId);
  desk.advance(hours(24) + 60_000);
  await desk.propose();
  desk.advance(-hours(1));
  await desk.propose();
  desk.advance(hours(1));
  await desk.propose();
  expect(await openOf(caseId)).toHaveLength(1);
  expect(await desk.eventsOf(caseId)).not.toContain("escalation.dismissed");
  expect(await proposedEvents(caseId)).toBe(1);
});

test("a notice that came back asks for another recipient at once, and the case is at the top", async () => {
  const { caseId } = await videoCase();
  const noticeId = await desk.send(caseId);
  await desk.bounce(noticeId);
  expect(await desk.caseRow(caseId)).toMatchObject({ next_step: "escalate", priority: 120_000 });
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([
    { rung: "sister_hotline", because: "bounced", authority: "point-de-contact" },
  ]);
});

test("one that never left says so, and one that was refused goes further too", async () => {
  const { caseId } = await videoCase();
  await desk.send(caseId, { status: "failed" });
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([{ rung: "sister_hotline", because: "failed" }]);

  const other = await videoCase();
  const refused = await desk.send(other.caseId);
  await desk.setNotice(refused, { answer: "refused" });
  await desk.propose();
  expect(await openOf(other.caseId)).toMatchObject([{ rung: "sister_hotline", because: "refused" }]);
});

test("a decision to remove is no reason, nor is what is gone; only what is left is named", async () => {
  const { caseId, contentIds } = await desk.openCase({
    grounds: ["hate-incitement"],
    places: [`${platform}7100000000000000001`, `${platform}7100000000000000002`],
  });
  const noticeId = await desk.send(caseId);
  const [gone = "", left = ""] = contentIds;
  await desk.remove(gone);
  desk.advance(hours(25));
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([{ noticeId, contentIds: [left] }]);
  await desk.remove(left);
  await desk.propose();
  expect(await desk.views(caseId)).toMatchObject([{ status: "superseded" }]);

  const acted = await videoCase();
  await desk.setNotice(await desk.send(acted.caseId), { answer: "acted" });
  desk.advance(hours(25));
  await desk.propose();
  expect(await desk.views(acted.caseId)).toEqual([]);
});

test("what came back after its removal is told again, although the earlier proposal had ended", async () => {
  const { caseId, contentIds } = await videoCase();
  const noticeId = await desk.send(caseId);
  desk.advance(hours(25));
  await desk.propose();
  const [one = ""] = contentIds;
  await desk.remove(one);
  await desk.propose();
  expect(await desk.views(caseId)).toMatchObject([{ status: "superseded", because: "deadline" }]);
  desk.advance(hours(48));
  await desk.comeBack(one);
  await desk.propose();
  expect(await desk.views(caseId)).toMatchObject([
    { noticeId, rung: "remind", status: "proposed", because: "returned" },
  ]);
});

test("a newer notice about the same contents is waited for, and a cancelled one is not", async () => {
  const { caseId } = await videoCase();
  const first = await desk.send(caseId);
  desk.advance(hours(25));
  const second = await desk.send(caseId, { email: "second@site.example", status: "queued" });
  await desk.propose();
  expect(await desk.views(caseId)).toEqual([]);
  await desk.setNotice(second, { status: "cancelled" });
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([{ noticeId: first, rung: "remind" }]);
});

test("a case that was closed ends what was proposed", async () => {
  const { caseId } = await videoCase();
  await desk.send(caseId);
  desk.advance(hours(25));
  await desk.propose();
  await desk.vigie.db.updateTable("cases").set({ status: "closed" }).where("id", "=", caseId).execute();
  await desk.propose();
  expect(await desk.views(caseId)).toMatchObject([{ status: "superseded" }]);
});

test("while nobody knows who hosts a site, the next contact is held; once it is known, it is proposed", async () => {
  const { caseId, contentIds } = await desk.openCase({
    grounds: ["hate-incitement"],
    situation: { uploaderHostile: "no" },
  });
  await desk.bounce(await desk.send(caseId));
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([
    { rung: "host", status: "held", heldWhy: "recipient_unknown", to: null },
  ]);
  await desk.host(contentIds[0] ?? "", "Hébergeur du Nord", null);
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([{ status: "held", to: null }]);
  await desk.host(contentIds[0] ?? "", "Hébergeur du Nord", "abuse@nord.example");
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([
    {
      rung: "host",
      status: "proposed",
      heldWhy: null,
      to: { name: "Hébergeur du Nord", email: "abuse@nord.example" },
    },
  ]);
});

test("somebody who may mean harm is never told through an unknown host", async () => {
  const { caseId, contentIds } = await desk.openCase({ grounds: ["cyberharassment"] });
  await desk.host(contentIds[0] ?? "", "Hébergeur du Nord", "abuse@nord.example");
  await desk.bounce(await desk.send(caseId));
  await desk.propose();
  const open = await openOf(caseId);
  expect(open).toHaveLength(1);
  expect(["host", "upstream", "registrar"]).not.toContain(open[0]?.rung);
});

test("a host that changed in between holds the proposal, and what changed is shown at once", async () => {
  const { caseId, contentIds } = await desk.openCase({
    grounds: ["fraud"],
    situation: { uploaderHostile: "no" },
  });
  const [one = ""] = contentIds;
  await desk.host(one, "Hébergeur du Nord", "abuse@nord.example");
  await desk.bounce(await desk.send(caseId));
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([{ rung: "host", status: "proposed" }]);
  await desk.host(one, "Hébergeur du Sud", "abuse@sud.example");
  const shown = {
    status: "held",
    heldWhy: "host_changed",
    changed: [{ was: "Hébergeur du Nord <abuse@nord.example>", is: "Hébergeur du Sud <abuse@sud.example>" }],
  };
  expect(await openOf(caseId)).toMatchObject([shown]);
  expect(await desk.eventsOf(caseId)).not.toContain("escalation.held");
  await desk.propose();
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([shown]);
  expect((await desk.eventsOf(caseId)).filter((type) => type === "escalation.held")).toHaveLength(1);
});

test("a case that was found to concern a minor holds what was proposed, and no notice is proposed any more", async () => {
  const { caseId } = await videoCase();
  await desk.send(caseId);
  desk.advance(hours(25));
  await desk.propose();
  await desk.assess(caseId, ["hate-incitement"], { minor: "yes" });
  await desk.propose();
  expect(await openOf(caseId)).toMatchObject([
    { rung: "remind", status: "held", heldWhy: "handling_changed" },
  ]);

  const other = await videoCase();
  await desk.send(other.caseId);
  await desk.assess(other.caseId, ["hate-incitement"], { minor: "yes" });
  desk.advance(hours(25));
  await desk.propose();
  expect(await openOf(other.caseId)).toMatchObject([{ rung: "sister_hotline" }]);
});

test("what was found not to be illegal is not followed up", async () => {
  const { caseId } = await videoCase();
  await desk.send(caseId);
  desk.advance(hours(25));
  await desk.propose();
  await desk.assess(caseId, [], { manifest: "not_illegal" });
  await desk.propose();
  expect(await desk.views(caseId)).toMatchObject([{ status: "superseded" }]);
});

test("the deadline of the case and the proposal raise it once, not twice", async () => {
  const { caseId } = await videoCase();
  await desk.send(caseId);
  await desk.vigie.db.updateTable("cases").set({ due_at: desk.now() }).where("id", "=", caseId).execute();
  desk.advance(hours(25));
  await desk.propose();
  await passDeadlines(desk.vigie);
  expect(await desk.caseRow(caseId)).toMatchObject({
    next_step: "escalate",
    overdue: true,
    priority: 121_200,
  });
});

test("who says that it acted has a day and its time to be right; what is seen online after that is taken up again", async () => {
  const { caseId, contentIds } = await videoCase();
  const [one = ""] = contentIds;
  const noticeId = await desk.send(caseId, { dueInHours: 30 });
  await desk.setNotice(noticeId, { answer: "acted" });
  for (const wait of [1, 24, 4]) {
    desk.advance(hours(wait));
    await desk.seeOnline(one);
    await desk.propose();
    expect(await desk.views(caseId)).toEqual([]);
  }
  desk.advance(hours(2));
  await desk.propose();
  expect(await desk.views(caseId)).toEqual([]);
  await desk.seeOnline(one);
  await desk.propose();
  expect(await desk.views(caseId)).toMatchObject([
    { noticeId, rung: "remind", status: "proposed", because: "still_there", automatic: false },
  ]);
  expect(await desk.caseRow(caseId)).toMatchObject({ next_step: "escalate" });
  await desk.remove(one);
  await desk.propose();
  expect(await desk.views(caseId)).toMatchObject([{ status: "superseded" }]);
});

test("whoever stopped showing one person's results has done what was asked, although the page is there", async () => {
  const { caseId, contentIds } = await videoCase();
  await desk.setNotice(await desk.send(caseId, { kind: "delisting" }), { answer: "acted" });
  desk.advance(hours(60));
  await desk.seeOnline(contentIds[0] ?? "");
  await desk.propose();
  expect(await desk.views(caseId)).toEqual([]);
});
