import { type ReferralStatus, Refusal, referralStatuses } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assertReferralTransition, mayReferralBecome } from "./referral-transitions.ts";

const status = fc.constantFrom(...referralStatuses);

test("on any trace, an answer comes after filing, and the last answer stays", () => {
  fc.assert(
    fc.property(fc.array(status, { maxLength: 20 }), (wishes) => {
      const trace: ReferralStatus[] = ["prepared"];
      for (const wish of wishes) if (mayReferralBecome(trace.at(-1) ?? "prepared", wish)) trace.push(wish);
      expect(new Set(trace).size).toBe(trace.length);
      if (trace.length > 1) expect(trace[1]).toBe("filed");
      for (const end of ["acted", "refused"] as const) {
        if (trace.includes(end)) expect(trace.at(-1)).toBe(end);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a step that is not in the table is refused", () => {
  fc.assert(
    fc.property(status, status, (from, to) => {
      if (mayReferralBecome(from, to)) return assertReferralTransition(from, to);
      expect(() => assertReferralTransition(from, to)).toThrow(Refusal);
    }),
  );
});
