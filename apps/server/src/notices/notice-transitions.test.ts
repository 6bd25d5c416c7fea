import {
  type AnswerState,
  answerStates,
  type NoticeStatus,
  noticeChannels,
  noticeStatuses,
  Refusal,
} from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  answerAfter,
  assertNoticeTransition,
  isDecision,
  mayBeSettled,
  mayNoticeBecome,
  noticeTransitions,
  settledStatus,
} from "./notice-transitions.ts";

const status = fc.constantFrom(...noticeStatuses);
const settlements = ["was_sent", "send_again", "give_up", "came_back"] as const;

test("on any trace, a cancelled notice stays so, a sent one only comes back, and only a queued one is transmitted", () => {
  fc.assert(
    fc.property(
      fc.array(status, { maxLength: 40 }),
      fc.constantFrom("queued", "prepared"),
      (wishes, start) => {
        let now: NoticeStatus = start;
        for (const wish of wishes) {
          const before: NoticeStatus = now;
          if (mayNoticeBecome(before, wish)) now = wish;
          if (before === "cancelled") expect(now).toBe("cancelled");
          if (before === "sent") expect(["sent", "failed"]).toContain(now);
          if (now === "prepared") expect(["prepared", "failed"]).toContain(before);
          if (now === "transmitting" && before !== "transmitting") expect(before).toBe("queued");
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a step that is not in the table is refused with both ends", () => {
  fc.assert(
    fc.property(status, status, (from, to) => {
      if (mayNoticeBecome(from, to)) return assertNoticeTransition(from, to);
      expect(() => assertNoticeTransition(from, to)).toThrow(Refusal);
    }),
  );
});

test("every status leads to an end, and the machine alone never sends one in doubt again", () => {
  for (const from of noticeStatuses) {
    const reached = new Set<NoticeStatus>([from]);
    for (const next of reached) for (const to of noticeTransitions[next]) reached.add(to);
    expect(reached.has("sent") || reached.has("cancelled")).toBe(true);
  }
});

test("a person's decision about what waits for one leads along the table, but for a failed one that “was sent”", () => {
  for (const status of noticeStatuses) {
    for (const settlement of settlements.filter((one) => mayBeSettled(status, one))) {
      for (const channel of status === "failed" ? noticeChannels : (["email"] as const)) {
        const possible = !(status === "failed" && settlement === "was_sent");
        const to = settledStatus({ status, channel }, settlement);
        expect(mayNoticeBecome(status, to), `${status} ${settlement} ${channel}`).toBe(possible);
      }
    }
  }
  expect(noticeStatuses.filter((status) => mayBeSettled(status, "came_back"))).toEqual(["sent", "in_doubt"]);
  expect(noticeStatuses.filter((status) => mayBeSettled(status, "give_up"))).toEqual(["in_doubt", "failed"]);
});

const answers = fc.array(fc.constantFrom(...answerStates), { maxLength: 30 });

function standing(said: readonly AnswerState[]): AnswerState {
  return said.reduce<AnswerState>(answerAfter, "none");
}

test("whatever is said in whatever order, a decision is never undone and the last one stands", () => {
  fc.assert(
    fc.property(answers, (said) => {
      expect(standing(said)).toBe(said.findLast(isDecision) ?? standing(said));
    }),
  );
});

test("without a decision, the furthest thing said stands, and saying it again changes nothing", () => {
  const order = ["none", "acknowledged", "asked"] as const;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...order)), (said) => {
      const furthest = order[Math.max(0, ...said.map((state) => order.indexOf(state)))] ?? "none";
      expect(standing(said)).toBe(furthest);
      expect(standing([...said, ...said])).toBe(furthest);
    }),
  );
});
