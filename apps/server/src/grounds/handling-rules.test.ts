import fc from "fast-check";
import { expect, test } from "vitest";
import { type Handling, type HandlingFacts, handlingOf, strictest } from "./handling-rules.ts";

const rank: Record<Handling, number> = { normal: 0, restricted: 1, unknown: 2, no_fetch: 3 };
const handling = fc.constantFrom<Handling>("normal", "restricted", "unknown", "no_fetch");
const facts: fc.Arbitrary<HandlingFacts> = fc.record({
  assessed: fc.boolean(),
  grounds: fc.array(fc.constantFrom("normal", "restricted", "no_fetch"), { maxLength: 5 }),
  minorMarked: fc.constantFrom("yes", "no", "unsure", null),
  minorReported: fc.boolean(),
  privateReported: fc.boolean(),
});

test("the strictest of several is at least as strict as each, and one of them", () => {
  fc.assert(
    fc.property(fc.array(handling, { minLength: 1 }), (all) => {
      const found = strictest(...all);
      expect(all).toContain(found);
      for (const one of all) expect(rank[found]).toBeGreaterThanOrEqual(rank[one]);
    }),
  );
});

test("nothing is known without an assessment", () => {
  fc.assert(
    fc.property(facts, (known) => {
      expect(rank[handlingOf({ ...known, assessed: false })]).toBeGreaterThanOrEqual(rank.unknown);
    }),
  );
});

test("what was sent to one person is never contacted, whatever an analyst decides", () => {
  fc.assert(
    fc.property(facts, (known) => {
      expect(rank[handlingOf({ ...known, privateReported: true })]).toBeGreaterThanOrEqual(rank.unknown);
    }),
  );
});

test("a minor marked by an analyst forbids fetching, assessment or not", () => {
  fc.assert(
    fc.property(facts, (known) => {
      expect(handlingOf({ ...known, minorMarked: "yes" })).toBe("no_fetch");
    }),
  );
});

test("one ground about minors forbids fetching, whatever else is said", () => {
  fc.assert(
    fc.property(facts, (known) => {
      expect(handlingOf({ ...known, grounds: [...known.grounds, "no_fetch"] })).toBe("no_fetch");
    }),
  );
});

test('a reporter\'s "under 18" holds until an analyst marks that no minor is concerned', () => {
  const known = { assessed: true, grounds: ["normal"], minorReported: true, privateReported: false } as const;
  expect(handlingOf({ ...known, minorMarked: null })).toBe("unknown");
  expect(handlingOf({ ...known, minorMarked: "unsure" })).toBe("unknown");
  expect(handlingOf({ ...known, minorMarked: "no" })).toBe("normal");
});

test("an analyst's doubt keeps the address untouched", () => {
  fc.assert(
    fc.property(facts, (known) => {
      expect(rank[handlingOf({ ...known, minorMarked: "unsure" })]).toBeGreaterThanOrEqual(rank.unknown);
    }),
  );
});

test("with an assessment and no warning, the grounds decide", () => {
  const known = { assessed: true, minorMarked: null, minorReported: false, privateReported: false } as const;
  expect(handlingOf({ ...known, grounds: ["normal", "restricted"] })).toBe("restricted");
  expect(handlingOf({ ...known, grounds: ["normal"] })).toBe("normal");
  expect(handlingOf({ ...known, grounds: [] })).toBe("unknown");
});

test("a further ground or warning never makes the handling freer", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom("normal", "restricted", "no_fetch"), (known, ground) => {
      const before = rank[handlingOf(known)];
      if (known.grounds.length > 0) {
        expect(rank[handlingOf({ ...known, grounds: [...known.grounds, ground] })]).toBeGreaterThanOrEqual(
          before,
        );
      }
      expect(rank[handlingOf({ ...known, privateReported: true })]).toBeGreaterThanOrEqual(before);
      expect(rank[handlingOf({ ...known, minorReported: true })]).toBeGreaterThanOrEqual(before);
    }),
  );
});
