import { type CaseStatus, caseStatuses, Refusal } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assertCaseTransition, caseTransitions, mayBecome } from "./case-transitions.ts";

const anyStatus = fc.constantFrom(...caseStatuses);

test("a case led by random wishes never leaves the table, and a wish that is refused leaves it where it was", () => {
  fc.assert(
    fc.property(fc.array(anyStatus, { maxLength: 40 }), (wishes) => {
      let status: CaseStatus = "received";
      for (const wish of wishes) {
        const before: CaseStatus = status;
        try {
          assertCaseTransition(status, wish);
          status = wish;
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          expect(error).toMatchObject({ code: "case.step_impossible", details: { from: before, to: wish } });
          expect(mayBecome(before, wish)).toBe(false);
        }
        const allowed: readonly CaseStatus[] = caseTransitions[before];
        if (status !== before) expect(allowed).toContain(status);
      }
    }),
  );
});

test.each(caseStatuses)("from %s every status can be reached, so that no case is ever stuck", (start) => {
  const reached = new Set<CaseStatus>();
  const left: CaseStatus[] = [start];
  for (let status = left.pop(); status; status = left.pop()) {
    for (const next of caseTransitions[status]) {
      if (!reached.has(next)) left.push(next);
      reached.add(next);
    }
  }
  expect([...reached].sort()).toEqual([...caseStatuses].sort());
});

test("nothing is notified or referred before somebody has examined it", () => {
  for (const late of ["notified", "referred", "removed", "returned"] as const) {
    expect(mayBecome("received", late)).toBe(false);
  }
});

// Out of `assessed` only because an assessment is taken back.
test("only what was removed, or closed after a removal, can return", () => {
  const from = caseStatuses.filter((status) => mayBecome(status, "returned"));
  expect(from).toEqual(["assessed", "removed", "closed"]);
});

test("only what was settled, by a removal or a closing, can be received again", () => {
  const from = caseStatuses.filter((status) => mayBecome(status, "received"));
  expect(from).toEqual(["assessed", "removed", "closed"]);
});
