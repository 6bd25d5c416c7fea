import { type AnswerState, answerStates } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { outgoingNotice } from "./channels/test-outgoing.ts";
import { deliverNotice } from "./deliver-notice.ts";
import { bounceNotice, dueOf, type NoticeRow, noteAnswer } from "./notice-outcomes.ts";
import { answerAfter } from "./notice-transitions.ts";
import { recordNotice } from "./record-notice.ts";
import { settleNotice } from "./settle-notice.ts";
import { useDesk } from "./test-desk.ts";

const database = useDatabase();
const desk = useDesk(database);
const seen = { recheck: async () => "not_removed" as const };

async function sentNotice(options: Parameters<typeof outgoingNotice>[1] = {}): Promise<NoticeRow> {
  const notice = await outgoingNotice(desk, options);
  await deliverNotice(desk.vigie, { noticeId: notice.id }, seen);
  return notice;
}

const rowOf = ({ id }: NoticeRow) =>
  database.db.selectFrom("notices").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

const bounce = (notice: NoticeRow) =>
  database.db
    .transaction()
    .execute((trx) =>
      bounceNotice(trx, notice, { at: desk.vigie.clock.now(), response: "550 5.1.1 no such desk" }),
    );

const answer = (notice: NoticeRow, state: AnswerState) =>
  database.db.transaction().execute((trx) => noteAnswer(trx, notice, { state, at: desk.vigie.clock.now() }));

async function jobsOf(caseId: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ key: string }>(
    "select key from graphile_worker.jobs where key like $1 order by key",
    [`%:${caseId}`],
  );
  return rows.map(({ key }) => key.replace(`:${caseId}`, ""));
}

test("a sent notice that comes back fails loudly, with its clock stopped", async () => {
  const notice = await sentNotice();
  await database.pool.query("select graphile_worker.remove_job($1)", [
    `cases.refresh_cases:${notice.case_id}`,
  ]);
  expect(await bounce(notice)).toBe(true);
  expect(await rowOf(notice)).toMatchObject({
    status: "failed",
    failure: "550 5.1.1 no such desk",
    due_at: null,
  });
  expect(await desk.eventsOf(notice.case_id)).toContain("notice.bounced");
  expect(await jobsOf(notice.case_id)).toContain("cases.refresh_cases");
  expect(await bounce(notice)).toBe(false);
});

test("one in doubt that comes back is in doubt no more", async () => {
  desk.server.next.push("cut_after_the_end");
  const notice = await sentNotice();
  expect(await desk.statusOf(notice.id)).toBe("in_doubt");
  expect(await bounce(notice)).toBe(true);
  expect(await desk.statusOf(notice.id)).toBe("failed");
});

test("who has answered has it: a failure that comes later changes nothing", async () => {
  const notice = await sentNotice();
  await answer(notice, "acknowledged");
  expect(await bounce(notice)).toBe(false);
  expect(await desk.statusOf(notice.id)).toBe("sent");
});

test("what never left does not come back", async () => {
  const notice = await outgoingNotice(desk);
  expect(await bounce(notice)).toBe(false);
  expect(await desk.statusOf(notice.id)).toBe("queued");
});

test("on any trace of answers, what stands follows the table, and its times are the first and the last", async () => {
  const traces = fc.array(fc.constantFrom(...answerStates), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(traces, async (said) => {
      const notice = await sentNotice();
      let stands: AnswerState = "none";
      let acknowledgedAt: Date | null = null;
      let decidedAt: Date | null = null;
      for (const state of said) {
        desk.advance(1);
        const next = answerAfter(stands, state);
        if (next !== stands) {
          acknowledgedAt ??= desk.vigie.clock.now();
          if (next === "acted" || next === "refused") decidedAt = desk.vigie.clock.now();
        }
        stands = next;
        expect(await answer(notice, state)).toBe(stands);
      }
      expect(await rowOf(notice)).toMatchObject({
        status: "sent",
        answer: stands,
        acknowledged_at: acknowledgedAt,
        decided_at: decidedAt,
      });
    }),
    { numRuns: process.env["VIGIE_FULL"] ? 200 : 12 },
  );
});

test("when a recipient says that it acted, its locations are looked at now and the reporters are told", async () => {
  const notice = await sentNotice();
  desk.advance(60);
  await database.db
    .updateTable("watches")
    .set({ next_check_at: new Date(desk.vigie.clock.now().getTime() + 86_400_000) })
    .where("content_id", "in", await contentsOf(notice))
    .execute();
  await answer(notice, "acted");
  const watches = await database.db
    .selectFrom("watches")
    .select("next_check_at")
    .where("content_id", "in", await contentsOf(notice))
    .execute();
  expect(watches).toEqual([{ next_check_at: desk.vigie.clock.now() }]);
  expect(await jobsOf(notice.case_id)).toEqual(
    expect.arrayContaining(["cases.refresh_cases", "reports.tell_reporters"]),
  );
});

async function contentsOf({ id }: NoticeRow): Promise<string[]> {
  const rows = await database.db
    .selectFrom("notice_contents")
    .select("content_id")
    .where("notice_id", "=", id)
    .execute();
  return rows.map((row) => row.content_id);
}

test("the person concerned is forgotten with the end of the notice, and it is not sent again without them", async () => {
  const person = { kind: "erasure", identity: { name: "Camille Absente", mandate: true } } as const;
  const sent = await sentNotice(person);
  expect(sent.identity_sealed).not.toBeNull();
  expect(await rowOf(sent)).toMatchObject({ status: "sent", identity_sealed: null });

  desk.server.next.push({ recipient: 550 });
  const failed = await sentNotice(person);
  expect(await rowOf(failed)).toMatchObject({ status: "failed", identity_sealed: null });
  const again = { noticeId: failed.id, outcome: "send_again", memberId: desk.memberId } as const;
  await expect(settleNotice(desk.vigie, again)).rejects.toMatchObject({ code: "notice.identity_missing" });

  desk.server.next.push("cut_after_the_end");
  const doubtful = await sentNotice(person);
  expect((await rowOf(doubtful)).identity_sealed).not.toBeNull();
  await settleNotice(desk.vigie, { ...again, noticeId: doubtful.id });
  await deliverNotice(desk.vigie, { noticeId: doubtful.id }, seen);
  expect(await rowOf(doubtful)).toMatchObject({ status: "sent", identity_sealed: null });
});

test("an answer is due by the shortest delay; grounds that left the catalogue set none", () => {
  const { config } = desk.vigie;
  const sentAt = new Date("2026-03-02T08:00:00Z");
  const asked = { kind: "service", sentAt } as const;
  const due = dueOf(config, { ...asked, grounds: ["ncii"] });
  expect(dueOf(config, { ...asked, grounds: ["fake-reviews", "ncii"] })).toEqual(due);
  expect(dueOf(config, { ...asked, grounds: ["gone_from_the_catalogue"] })).toBeNull();
});

test("whatever the grounds, a request about one's data has its month, and a complaint three", async () => {
  const { config } = desk.vigie;
  const sentAt = new Date("2026-03-02T08:00:00Z");
  for (const grounds of [["ncii"], ["gdpr-erasure"], []]) {
    for (const kind of ["erasure", "delisting"] as const)
      expect(dueOf(config, { kind, grounds, sentAt })).toEqual(new Date("2026-04-02T07:00:00Z"));
    expect(dueOf(config, { kind: "complaint", grounds, sentAt })).toEqual(new Date("2026-06-02T07:00:00Z"));
  }
  const sent = await sentNotice({ kind: "erasure", identity: { name: "Camille Absente", mandate: true } });
  const { due_at, sent_at } = await rowOf(sent);
  expect((due_at?.getTime() ?? 0) - (sent_at?.getTime() ?? 0)).toBeGreaterThanOrEqual(28 * 86_400_000);
});

const cameBack = ({ id }: Pick<NoticeRow, "id">) =>
  settleNotice(desk.vigie, { noticeId: id, outcome: "came_back", memberId: desk.memberId });

test("a person says that a notice came back: it failed, and the case asks for another way", async () => {
  const notice = await sentNotice();
  await cameBack(notice);
  expect(await rowOf(notice)).toMatchObject({ status: "failed", due_at: null });
  const events = await database.db
    .selectFrom("events")
    .select(["type", "actor"])
    .where("subject_id", "=", notice.id)
    .where("type", "in", ["notice.settled", "notice.bounced"])
    .orderBy("seq")
    .execute();
  expect(events).toEqual([
    { type: "notice.settled", actor: desk.memberId },
    { type: "notice.bounced", actor: desk.memberId },
  ]);
  await expect(cameBack(notice)).rejects.toMatchObject({ code: "notice.step_impossible" });

  const answered = await sentNotice();
  await answer(answered, "acknowledged");
  await expect(cameBack(answered)).rejects.toMatchObject({ code: "notice.step_impossible" });
  expect(await desk.eventsOf(answered.case_id)).not.toContain("notice.settled");
});

test("a letter that came back is prepared again, for the machine cannot carry it", async () => {
  const letter = await outgoingNotice(desk, {
    channel: "post",
    email: null,
    postal: ["1 rue Sans Nom", "75000 Paris"],
  });
  const { memberId } = desk;
  const handedOver = { outcome: "handed_over", reference: null, proof: null } as const;
  await recordNotice(desk.vigie, { noticeId: letter.id, memberId, ...handedOver });
  await cameBack(letter);
  await settleNotice(desk.vigie, { noticeId: letter.id, outcome: "send_again", memberId });
  expect(await desk.statusOf(letter.id)).toBe("prepared");
  await recordNotice(desk.vigie, { noticeId: letter.id, memberId, ...handedOver });
  expect(await desk.statusOf(letter.id)).toBe("sent");
});
