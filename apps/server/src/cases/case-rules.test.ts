import { caseStatuses, concerns, handlings } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { concernUrgency, isStuck, mostUrgent, nextStepOf, reopens, verdictStandsDays } from "./case-rules.ts";

const calm = {
  status: "assessed",
  handling: "normal",
  privateReported: false,
  reassess: false,
  overdue: false,
  noticeFailed: false,
  escalationOpen: false,
  noticePrepared: false,
  noticePending: false,
  referralPrepared: false,
  unread: 0,
  danger: false,
} as const;

type Facts = Parameters<typeof nextStepOf>[0];

test.each<[string, Partial<Facts>, ReturnType<typeof nextStepOf>]>([
  ["a report nobody looked at is examined", { status: "received", handling: "unknown" }, "assess"],
  ["an assessed case is notified", {}, "notify"],
  ["a restricted ground is notified like another", { handling: "restricted" }, "notify"],
  ["a case about a minor is referred", { handling: "no_fetch" }, "refer"],
  ["a case about a minor that returned is referred", { status: "returned", handling: "no_fetch" }, "refer"],
  ["a prepared referral is filed before anything is notified", { referralPrepared: true }, "refer"],
  ["a notice on its way is waited for", { noticePending: true }, "wait"],
  [
    "an address sent to one person is notified without a look",
    { handling: "unknown", privateReported: true },
    "notify",
  ],
  ["an assessment that leaves the handling open is made again", { handling: "unknown" }, "assess"],
  ["a notified case is waited for", { status: "notified" }, "wait"],
  ["a reporter who wrote is answered", { status: "notified", unread: 2 }, "answer"],
  ["a referred case is waited for", { status: "referred" }, "wait"],
  ["a deadline that passed goes further", { status: "notified", overdue: true, unread: 1 }, "escalate"],
  ["a notice that failed needs a person", { status: "notified", noticeFailed: true }, "escalate"],
  ["a contact that is proposed is decided about", { status: "notified", escalationOpen: true }, "escalate"],
  ["a case that went back to its assessment is still stuck", { escalationOpen: true }, "escalate"],
  ["a form that is ready is carried", { status: "notified", noticePrepared: true, unread: 1 }, "notify"],
  [
    "a form that may not leave any more is not",
    { status: "notified", handling: "no_fetch", noticePrepared: true },
    "wait",
  ],
  ["a removed case is closed", { status: "removed" }, "close"],
  ["a removed case is answered first", { status: "removed", unread: 1 }, "answer"],
  ["what came back is notified again", { status: "returned" }, "notify"],
  ["a closed case rests", { status: "closed" }, "none"],
  ["a closed case whose reporter writes is answered", { status: "closed", unread: 1 }, "answer"],
  [
    "a new word about a minor comes before a deadline",
    { status: "notified", reassess: true, overdue: true },
    "assess",
  ],
  [
    "whoever wrote that a life may be in danger is answered before anything else",
    { status: "notified", danger: true, unread: 1, overdue: true, noticeFailed: true },
    "answer",
  ],
  ["words of danger that were read are assessed", { status: "assessed", danger: true }, "assess"],
])("%s", (_, facts, step) => {
  expect(nextStepOf({ ...calm, ...facts })).toBe(step);
});

const anyFacts: fc.Arbitrary<Facts> = fc.record({
  status: fc.constantFrom(...caseStatuses),
  handling: fc.constantFrom(...handlings),
  privateReported: fc.boolean(),
  reassess: fc.boolean(),
  overdue: fc.boolean(),
  noticeFailed: fc.boolean(),
  escalationOpen: fc.boolean(),
  noticePrepared: fc.boolean(),
  noticePending: fc.boolean(),
  referralPrepared: fc.boolean(),
  unread: fc.nat(3),
  danger: fc.boolean(),
});

test("whatever else is true, a notice is never proposed where the address may not be contacted", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const step = nextStepOf(facts);
      if (facts.handling === "no_fetch") expect(step).not.toBe("notify");
      if (facts.handling === "unknown" && !facts.privateReported) expect(step).not.toBe("notify");
      if (step === "notify" && !facts.noticePrepared)
        expect(["assessed", "returned"]).toContain(facts.status);
      if (step === "escalate") expect(["received", "removed", "closed"]).not.toContain(facts.status);
      if (step === "none") expect(facts.status).toBe("closed");
      if (step === "close") expect(facts.status).toBe("removed");
      if (facts.unread > 0) expect(["none", "close"]).not.toContain(step);
    }),
    { numRuns: 2_000 },
  );
});

const anyUrgency = fc.constantFrom("P0", "P1", "P2", "P3", "P4" as const);

test("a failed notice, a passed deadline and an open escalation each make a running case stuck, and no other", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const runs = ["assessed", "notified", "referred", "returned"].includes(facts.status);
      const isLoud = facts.noticeFailed || facts.overdue || facts.escalationOpen;
      expect(isStuck(facts)).toBe(runs && isLoud);
      if (isStuck(facts) && !facts.danger && !facts.reassess) expect(nextStepOf(facts)).toBe("escalate");
    }),
  );
});

test("the most urgent of several is one of them, and nothing is more urgent than it", () => {
  expect(mostUrgent([])).toBeNull();
  fc.assert(
    fc.property(fc.array(anyUrgency, { minLength: 1 }), (urgencies) => {
      expect(mostUrgent(urgencies)).toBe([...urgencies].sort()[0]);
    }),
  );
});

test("the reporter's choice says how soon somebody looks; a possible minor only makes it sooner", () => {
  expect(concernUrgency("minor_abuse", false)).toBe("P0");
  expect(concernUrgency("blackmail", false)).toBe("P0");
  expect(concernUrgency("intimate_images", false)).toBe("P1");
  expect(concernUrgency("hate", false)).toBe("P2");
  expect(concernUrgency(null, false)).toBe("P3");
  expect(concernUrgency(null, true)).toBe("P1");
  for (const concern of [...concerns, null]) {
    expect(concernUrgency(concern, true) <= concernUrgency(concern, false)).toBe(true);
    expect(concernUrgency(concern, true) <= "P1").toBe(true);
  }
});

test("a verdict stands for a month", () => {
  const closedAt = new Date("2026-03-01T12:00:00Z");
  const after = (ms: number) => new Date(closedAt.getTime() + verdictStandsDays * 86_400_000 + ms);
  expect(reopens({ closedAt, reportedAt: after(0) })).toBe(false);
  expect(reopens({ closedAt, reportedAt: after(1) })).toBe(true);
});
