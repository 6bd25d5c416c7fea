import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { findRecipient } from "../providers/recipients-queries.ts";
import { newKeyPair } from "../vault/sealed-box.ts";
import { noticeViews } from "./notice-view.ts";
import { previewNotices } from "./preview-notices.ts";
import { queueNotices } from "./queue-notices.ts";
import { useDesk } from "./test-desk.ts";

const database = useDatabase();
const desk = useDesk(database);

const explanation = "La personne filmée n'a pas consenti à la diffusion.";
const to = (host: string, email = "abuse@hote.example", language: "fr" | "en" = "fr") => ({
  host,
  name: "Hôte",
  email,
  language,
});

test("one notice per recipient, for many contents and hosts, is what the preview showed", async () => {
  const { caseId, contentIds } = await desk.openCase({
    places: ["https://a.example/1", "https://b.example/2", "https://a.example/3", "https://c.example/4"],
  });
  const request = {
    caseId,
    contentIds,
    recipients: [
      to("a.example"),
      to("b.example", "Abuse@hote.example"),
      to("c.example", "abuse@else.example", "en"),
    ],
    explanation,
  };
  const drafts = await previewNotices(desk.vigie, request);
  expect(drafts.map(({ hosts }) => hosts)).toEqual([["a.example", "b.example"], ["c.example"]]);
  const { noticeIds } = await queueNotices(desk.vigie, { ...request, memberId: desk.memberId });
  const notices = await noticeViews(database.db, caseId);
  expect(notices.map(({ id }) => id)).toEqual(noticeIds);
  expect(notices.map(({ subject, body }) => ({ subject, body }))).toEqual(
    drafts.map(({ subject, body }) => ({ subject, body })),
  );
  expect(notices.map(({ language }) => language)).toEqual(["fr", "en"]);
  expect(notices[0]).toMatchObject({
    status: "queued",
    by: "Ada",
    messageId: `${noticeIds[0]}@ligne.example`,
  });
  expect(await desk.eventsOf(caseId)).toEqual([
    "notice.queued",
    "notice.queued",
    "recipient.corrected",
    "recipient.corrected",
    "recipient.corrected",
    "case.status_changed",
  ]);
  const { rows } = await database.pool.query(
    "select key from graphile_worker.jobs where key like 'notices.deliver:%' and key like any($1)",
    [noticeIds.map((id) => `%${id}`)],
  );
  expect(rows).toHaveLength(2);
});

test("a recipient that was typed once is known for the host and what lies below it", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://known.example/1"] });
  const memberId = desk.memberId;
  await queueNotices(desk.vigie, {
    caseId,
    contentIds,
    recipients: [to("known.example")],
    explanation,
    memberId,
  });
  const below = await desk.openCase({ places: ["https://www.fr.known.example/2"] });
  const [draft] = await previewNotices(desk.vigie, { ...below, recipients: [], explanation });
  expect(draft?.to).toEqual({ name: "Hôte", email: "abuse@hote.example" });
  expect(await findRecipient(database.db, "known.example", null)).toMatchObject({
    source: "team",
    confidence: null,
  });
  expect(await findRecipient(database.db, "unknown.example", null)).toBeNull();
});

test("the catalogue proposes a general abuse desk, and never one for a single purpose", async () => {
  expect(await findRecipient(database.db, "t.me", "telegram")).toMatchObject({
    email: "abuse@telegram.org",
    source: "catalogue",
    confidence: "medium",
  });
  expect(await findRecipient(database.db, "reddit.com", "reddit")).toBeNull();
});

test.each([
  [{ handling: "no_fetch" as const }, "notice.needs_referral"],
  [{ handling: "unknown" as const, minorReportedAt: new Date("2026-04-01T00:00:00Z") }, "notice.not_ready"],
  [
    { handling: "unknown" as const, assessment: { grounds: ["ncii"], minor: "unsure" as const } },
    "notice.not_ready",
  ],
  [{ handling: "unknown" as const, assessment: null }, "case.not_assessed"],
])("a case that is %j gets no notice: %s", async (options, code) => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://a.example/x"], ...options });
  const request = { caseId, contentIds, recipients: [to("a.example")], explanation, memberId: desk.memberId };
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code });
  await expect(previewNotices(desk.vigie, request)).rejects.toMatchObject({ code });
  expect(await noticeViews(database.db, caseId)).toEqual([]);
  expect(await desk.eventsOf(caseId)).toEqual([]);
});

test.each([
  ["abuse@hote.example\r\nBcc: evil@example.net", "notice.recipient_invalid"],
  ["Desk <abuse@hote.example>", "notice.recipient_invalid"],
  ["abuse@hote.example\u2028", "notice.recipient_invalid"],
  ["a@hote.example, b@hote.example", "notice.recipient_invalid"],
])("the recipient %j is refused before anything is stored", async (email, code) => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://a.example/y"] });
  const request = {
    caseId,
    contentIds,
    recipients: [to("a.example", email)],
    explanation,
    memberId: desk.memberId,
  };
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code });
  expect(await noticeViews(database.db, caseId)).toEqual([]);
});

test("without an explanation, a recipient or a content of the case, nothing is queued", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://nobody.example/1"] });
  const other = await desk.openCase();
  const request = { caseId, contentIds, recipients: [], explanation, memberId: desk.memberId };
  await expect(queueNotices(desk.vigie, { ...request, explanation: " \n " })).rejects.toMatchObject({
    code: "notice.explanation_missing",
  });
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({
    code: "notice.recipient_missing",
    details: { host: "nobody.example" },
  });
  await expect(queueNotices(desk.vigie, { ...request, contentIds: other.contentIds })).rejects.toMatchObject({
    code: "content.unknown",
  });
});

test("the same request twice, or at once, queues one notice; a reminder is possible later", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://twin.example/1"] });
  const request = {
    caseId,
    contentIds,
    recipients: [to("twin.example")],
    explanation,
    memberId: desk.memberId,
  };
  const both = await Promise.allSettled([
    queueNotices(desk.vigie, request),
    queueNotices(desk.vigie, request),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code: "request.conflict" });
  await database.db
    .updateTable("notices")
    .set({ status: "sent", sent_at: desk.vigie.clock.now() })
    .where("case_id", "=", caseId)
    .execute();
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code: "request.conflict" });
  desk.advance(11);
  expect((await queueNotices(desk.vigie, request)).noticeIds).toHaveLength(1);
});

test("an address that was sent to one person is opened with the team key only, and its host is not remembered", async () => {
  const { caseId, contentIds } = await desk.openCase({
    places: ["https://secret-host.example/one-link", { words: "compte @quelquun sur un service" }],
    sealed: true,
    handling: "unknown",
    privateReported: true,
  });
  const request = {
    caseId,
    contentIds,
    recipients: [to("secret-host.example"), to("", "abuse@service.example")],
    explanation,
    memberId: desk.memberId,
  };
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code: "session.locked" });
  await expect(
    queueNotices(desk.vigie, { ...request, teamKey: async () => newKeyPair() }),
  ).rejects.toMatchObject({ code: "session.locked" });
  await queueNotices(desk.vigie, { ...request, teamKey: async () => desk.teamKey });
  const notices = await noticeViews(database.db, caseId);
  expect(notices[0]?.body).toContain("https://secret-host.example/one-link");
  expect(notices[1]?.body).toContain("compte @quelquun sur un service");
  expect(notices[0]?.contents[0]?.url).toBe("");
  expect(await findRecipient(database.db, "secret-host.example", null)).toBeNull();
});
