import { type AnswerState, answerStates } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { outgoingNotice } from "./channels/test-outgoing.ts";
import { deliverNotice } from "./deliver-notice.ts";
import { bounceNotice, dueOf, type NoticeRow, noteAnswer } from "./notice-outcomes.ts";
import { answerAfter } from "./notice-transitions.ts";
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
  const due = dueOf(config, { grounds: ["ncii"], sentAt });
  expect(dueOf(config, { grounds: ["fake-reviews", "ncii"], sentAt })).toEqual(due);
  expect(dueOf(config, { grounds: ["gone_from_the_catalogue"], sentAt })).toBeNull();
});
