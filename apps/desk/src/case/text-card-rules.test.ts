import { concerns, minorAnswers, topics } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inventedCase, inventedKinds } from "../testing/invented-cases.ts";
import { inventedCatalogue } from "../testing/invented-catalogue.ts";
import { inventedMatches } from "../testing/invented-matches.ts";
import { en } from "../texts/en.ts";
import { fr } from "../texts/fr.ts";
import { caseInWords, guessGrounds, mostWords, verdictMatch, wordCount } from "./text-card-rules.ts";

test("a case is told from what is known", () => {
  const view = inventedCase("received");
  expect(caseInWords(view, en)).toBe("Hate, xn--mdias-bsa.example, 5\u00a0reports");
  view.matches = inventedMatches({ caseId: "1", number: "2026-000001" });
  expect(caseInWords(view, fr)).toBe(
    "Haine, xn--mdias-bsa.example, 5\u00a0signalements, semblable déjà jugé",
  );
  expect(caseInWords(inventedCase("no_fetch"), en)).toBe(
    "Abuse of a minor, sealed address, 2\u00a0reports, judged illegal before",
  );
});

test("whatever is known of a case, it takes at most twelve words, in both languages", () => {
  const any = fc.record({
    kind: fc.constantFrom(...inventedKinds),
    concern: fc.option(fc.constantFrom(...concerns)),
    topics: fc.subarray([...topics]),
    reports: fc.integer({ min: 0, max: 1e7 }),
    title: fc.option(fc.domain()),
    matched: fc.boolean(),
    minor: fc.boolean(),
  });
  fc.assert(
    fc.property(any, ({ kind, matched, minor, ...summary }) => {
      const view = inventedCase(kind);
      Object.assign(view.summary, summary);
      if (matched) view.matches = inventedMatches({ caseId: "1", number: "2026-000001" });
      for (const content of view.contents) content.minorReported = minor;
      for (const texts of [fr, en]) {
        const words = caseInWords(view, texts);
        expect(wordCount(words)).toBeLessThanOrEqual(mostWords);
        expect(words).toMatch(/^\p{Lu}/u);
        expect(words).toContain(texts.queue.card.reports(summary.reports));
      }
    }),
  );
});

test("a host is one word, a number with its unit two", () => {
  expect(wordCount("Hate, xn--mdias-bsa.example, 12\u00a0346\u00a0reports")).toBeGreaterThanOrEqual(4);
  expect(wordCount("")).toBe(0);
});

test("grounds of a match come before those of the report, and none twice", () => {
  const view = inventedCase("received");
  view.matches = inventedMatches({ caseId: "1", number: "2026-000001" });
  const guesses = guessGrounds(view, inventedCatalogue);
  expect(guesses[0]).toMatchObject({ ground: { slug: "ncii" }, from: "match" });
  expect(guesses.slice(1).every(({ from }) => from === "concern")).toBe(true);
  const slugs = guesses.map(({ ground }) => ground.slug);
  expect(slugs).toContain("hate-incitement");
  expect(new Set(slugs).size).toBe(slugs.length);
});

test("without a report's choice and without a match nothing is guessed", () => {
  const view = inventedCase("received");
  view.summary.concern = null;
  view.reports = view.reports.map((report) => ({ ...report, concern: null }));
  expect(guessGrounds(view, inventedCatalogue)).toEqual([]);
  expect(guessGrounds(view, undefined)).toEqual([]);
});

test("a match that waits is taken before one that was confirmed, and one without a verdict never", () => {
  const matches = inventedMatches({ caseId: "1", number: "2026-000001" });
  expect(verdictMatch(matches)?.status).toBe("proposed");
  const settled = matches.map((match) => ({ ...match, status: "refused" as const }));
  expect(verdictMatch(settled)).toBeNull();
  const proposes = { grounds: ["ncii"], manifest: "likely" as const, minor: minorAnswers[1] };
  const looked = matches.map((match) => ({ ...match, status: "look" as const, proposes }));
  expect(verdictMatch(looked)).toBeNull();
});
