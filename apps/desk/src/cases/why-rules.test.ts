import { factor } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { en } from "../texts/en.ts";
import { fr } from "../texts/fr.ts";
import { whySentence } from "./why-rules.ts";

const now = Date.parse("2026-11-22T12:00:00.000Z");
const inFrench = { texts: fr, language: "fr", now } as const;
const inEnglish = { texts: en, language: "en", now } as const;
const since = "2026-11-20T12:00:00.000Z";

test("the heaviest reasons make one sentence, in both languages", () => {
  const why = [
    { factor: "stuck", because: ["overdue", "notice_failed"] },
    { factor: "urgency", urgency: "P1", from: "grounds" },
    { factor: "spread", reports: 1 },
    { factor: "age", since },
  ] as const;
  const factors = why.map((each) => factor.parse(each));
  expect(whySentence(factors, inEnglish)).toBe(
    "A deadline has passed, a notice did not arrive, very urgent by its assessment, 1\u00a0report in 24\u00a0hours.",
  );
  expect(whySentence(factors, inFrench)).toBe(
    "Une échéance est passée, une notification n'est pas arrivée, très urgent d'après la qualification, 1\u00a0signalement en 24\u00a0heures.",
  );
  expect(whySentence(factors, inFrench, 9)).toContain("signalé avant-hier");
});

test("a deadline is told from now", () => {
  const soon = [{ factor: "deadline" as const, dueAt: "2026-11-22T15:00:00.000Z" }];
  expect(whySentence(soon, inFrench)).toMatch(/^Échéance dans 3\sheures\.$/u);
  expect(whySentence(soon, inEnglish)).toBe("Due in 3 hours.");
});

test("nothing to say is an empty sentence", () => {
  expect(whySentence([], inFrench)).toBe("");
});

test("every factor is said in both languages, with no code left in it", () => {
  const instant = fc.integer({ min: now - 3e9, max: now + 3e9 }).map((at) => new Date(at).toISOString());
  const any = fc.oneof(
    fc.record({ factor: fc.constant("danger" as const), since: instant }),
    fc.record({
      factor: fc.constant("urgency" as const),
      urgency: fc.constantFrom("P0", "P1", "P2", "P3", "P4"),
      from: fc.constantFrom("grounds", "concern"),
    }),
    fc.record({ factor: fc.constantFrom("minor" as const, "own" as const, "private" as const) }),
    fc.record({
      factor: fc.constant("blackmail" as const),
      stage: fc.constantFrom("threatened", "under_way"),
    }),
    fc.record({ factor: fc.constant("spread" as const), reports: fc.integer({ min: 1, max: 1e6 }) }),
    fc.record({ factor: fc.constant("deadline" as const), dueAt: instant }),
    fc.record({ factor: fc.constant("age" as const), since: instant }),
  );
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 9 }), (raw) => {
      const factors = raw.map((each) => factor.parse(each));
      for (const words of [inFrench, inEnglish]) {
        const sentence = whySentence(factors, words);
        expect(sentence).toMatch(/^\p{Lu}|^\d/u);
        expect(sentence).toMatch(/\.$/);
        expect(sentence).not.toMatch(/undefined|_|NaN|P[0-4]/);
      }
    }),
  );
});
