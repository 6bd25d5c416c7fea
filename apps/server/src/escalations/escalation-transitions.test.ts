import { escalationStatuses } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  assertEscalationTransition,
  escalationTransitions,
  mayEscalationBecome,
} from "./escalation-transitions.ts";

const anyStatus = fc.constantFrom(...escalationStatuses);

test("what a person decided stays decided, and what is held is never taken as it is", () => {
  expect(escalationTransitions.taken).toEqual([]);
  expect(escalationTransitions.dismissed).toEqual([]);
  expect(mayEscalationBecome("held", "taken")).toBe(false);
});

test("a step outside the table is refused with both ends named", () => {
  fc.assert(
    fc.property(anyStatus, anyStatus, (from, to) => {
      if (mayEscalationBecome(from, to)) return;
      expect(() => assertEscalationTransition(from, to)).toThrow(
        expect.objectContaining({ code: "escalation.step_impossible", details: { from, to } }),
      );
    }),
  );
});
