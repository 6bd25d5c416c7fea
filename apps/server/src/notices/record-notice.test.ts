import type { NoticeChannel } from "@vigie/contract";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { deliverNotice } from "./deliver-notice.ts";
import { queueNotices } from "./queue-notices.ts";
import { recordNotice } from "./record-notice.ts";
import { useDesk } from "./test-desk.ts";

const database = useDatabase();
const desk = useDesk(database);

async function prepareOne(channel: NoticeChannel = "web_form") {
  const opened = await desk.openCase();
  const { noticeIds } = await queueNotices(desk.vigie, {
    ...opened,
    recipients: [
      {
        host: "*",
        name: "Hôte",
        channel,
        url: "https://hote.example/abuse",
        email: "abuse@hote.example",
        postal: ["1 rue Sans Nom", "75000 Paris"],
        language: "fr",
      },
    ],
    explanation: "Sans l’accord de la personne filmée.",
    memberId: desk.memberId,
  });
  return { ...opened, noticeId: noticeIds[0] ?? "" };
}

const record = (noticeId: string, outcome: "handed_over" | "given_up" = "handed_over") =>
  recordNotice(desk.vigie, {
    noticeId,
    memberId: desk.memberId,
    ...(outcome === "given_up"
      ? { outcome }
      : { outcome, reference: "AB-12", proof: "page de confirmation" }),
  });

const noticeRow = (noticeId: string) =>
  database.db.selectFrom("notices").selectAll().where("id", "=", noticeId).executeTakeFirstOrThrow();

test.each([
  "web_form",
  "post",
] as const)("a notice by %s is sent when a person says that it went", async (channel) => {
  const { noticeId, caseId, contentIds } = await prepareOne(channel);
  expect(await desk.statusOf(noticeId)).toBe("prepared");
  await record(noticeId);
  const now = desk.vigie.clock.now();
  expect(await noticeRow(noticeId)).toMatchObject({
    status: "sent",
    sent_at: now,
    due_at: new Date(now.getTime() + 24 * 3_600_000),
    reference: "AB-12",
    proof: "page de confirmation",
  });
  const { due_at: dueAt } = await database.db
    .selectFrom("cases")
    .select("due_at")
    .where("id", "=", caseId)
    .executeTakeFirstOrThrow();
  expect(dueAt).toEqual(new Date(now.getTime() + 24 * 3_600_000));
  const watch = await database.db
    .selectFrom("watches")
    .select("next_check_at")
    .where("content_id", "in", contentIds)
    .executeTakeFirstOrThrow();
  expect(watch.next_check_at).toEqual(now);
  expect(await desk.eventsOf(caseId)).toEqual(expect.arrayContaining(["notice.sent", "case.deadline_set"]));
});

test("the machine never sends what a person carries", async () => {
  const { noticeId } = await prepareOne();
  const outcome = await deliverNotice(desk.vigie, { noticeId }, { recheck: async () => "not_removed" });
  expect(outcome).toEqual({ kind: "nothing_to_do" });
  expect(await desk.statusOf(noticeId)).toBe("prepared");
});

test("two who record at once record it once, and one is told", async () => {
  const { noticeId, caseId } = await prepareOne();
  const said = await Promise.allSettled([record(noticeId), record(noticeId), record(noticeId, "given_up")]);
  expect(said.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of said) {
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "notice.step_impossible" });
  }
  const events = (await desk.eventsOf(caseId)).filter((type) => /^notice\.(sent|cancelled)$/.test(type));
  expect(events).toHaveLength(1);
});

test("a case that may not be notified any more takes no record but that it is given up", async () => {
  const { noticeId, caseId } = await prepareOne();
  await database.db.updateTable("cases").set({ handling: "no_fetch" }).where("id", "=", caseId).execute();
  await expect(record(noticeId)).rejects.toMatchObject({ code: "notice.needs_referral" });
  expect(await desk.statusOf(noticeId)).toBe("prepared");
  await record(noticeId, "given_up");
  expect(await desk.statusOf(noticeId)).toBe("cancelled");
  expect(await desk.eventsOf(caseId)).toContain("notice.cancelled");
});

test("what was never prepared cannot be recorded", async () => {
  const { noticeId } = await prepareOne("email");
  await expect(record(noticeId)).rejects.toMatchObject({ code: "notice.step_impossible" });
  await expect(record(desk.memberId)).rejects.toMatchObject({ code: "notice.unknown" });
});
