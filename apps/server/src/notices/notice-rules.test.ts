import { caseStatuses, handlings, minorAnswers } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type NoticeCaseFacts, noticeHindrance } from "./notice-rules.ts";

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const ready: NoticeCaseFacts = {
  status: "assessed",
  handling: "normal",
  privateReported: false,
  minorReportedAt: null,
  assessment: { at: day(2), grounds: ["ncii"], manifest: "manifest", minor: "no" },
};

test("an assessed case without minors may be notified", () => {
  expect(noticeHindrance(ready)).toBeNull();
  expect(noticeHindrance({ ...ready, handling: "restricted", status: "referred" })).toBeNull();
});

test("a link that was sent to one person only may be notified, though nobody fetches it", () => {
  expect(noticeHindrance({ ...ready, handling: "unknown", privateReported: true })).toBeNull();
});

test("where fetching is forbidden, the case is referred", () => {
  expect(noticeHindrance({ ...ready, handling: "no_fetch" })).toBe("notice.needs_referral");
});

test("while a minor is possible, nothing leaves", () => {
  const unsure = { at: day(2), grounds: ["ncii"], manifest: "manifest", minor: "unsure" } as const;
  const unknown = { ...ready, handling: "unknown", privateReported: true } as const;
  expect(noticeHindrance({ ...unknown, assessment: unsure })).toBe("notice.not_ready");
  expect(noticeHindrance({ ...unknown, minorReportedAt: day(3) })).toBe("notice.not_ready");
  expect(noticeHindrance({ ...unknown, minorReportedAt: day(1) })).toBeNull();
  expect(noticeHindrance({ ...ready, handling: "unknown" })).toBe("notice.not_ready");
});

test("without an assessment that names an illegal ground, nothing leaves", () => {
  const empty = { at: day(2), grounds: [], manifest: "likely", minor: "no" } as const;
  expect(noticeHindrance({ ...ready, assessment: null })).toBe("case.not_assessed");
  expect(noticeHindrance({ ...ready, assessment: empty })).toBe("case.not_assessed");
  const legal = { ...empty, grounds: ["ncii"], manifest: "not_illegal" } as const;
  expect(noticeHindrance({ ...ready, assessment: legal })).toBe("case.not_assessed");
});

test("whatever the rest, no notice leaves under no_fetch, in doubt about a minor, or from a closed case", () => {
  fc.assert(
    fc.property(
      fc.record({
        status: fc.constantFrom(...caseStatuses),
        handling: fc.constantFrom(...handlings),
        privateReported: fc.boolean(),
        minorReportedAt: fc.option(fc.date({ noInvalidDate: true }), { nil: null }),
        assessment: fc.option(
          fc.record({
            at: fc.date({ noInvalidDate: true }),
            grounds: fc.constantFrom<string[]>([], ["ncii"]),
            manifest: fc.constantFrom("manifest", "not_illegal"),
            minor: fc.constantFrom(...minorAnswers),
          }),
          { nil: null },
        ),
      }),
      (facts) => {
        if (noticeHindrance(facts) !== null) return;
        expect(facts.handling).not.toBe("no_fetch");
        expect(facts.status).not.toBe("closed");
        expect(facts.assessment?.minor).toBe("no");
        expect(facts.handling === "unknown" && !facts.privateReported).toBe(false);
      },
    ),
    { numRuns: 2_000 },
  );
});
