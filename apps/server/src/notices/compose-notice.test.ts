import { languages } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { composeNotice, type NoticeFacts, withoutLocations } from "./compose-notice.ts";

const facts: NoticeFacts = {
  language: "fr",
  hotline: { name: "Ligne d'écoute", email: "contact@ligne.example" },
  caseNumber: "2026-000042",
  date: new Date("2026-03-02T23:30:00Z"),
  timeZone: "Europe/Paris",
  grounds: [
    { label: { fr: "Diffusion d'images intimes", en: "Intimate images" }, law: "Code pénal, 226-2-1" },
  ],
  explanation: "La personne filmée n'a pas consenti.\r\n\r\nElle l'a écrit.",
  locations: [
    { url: `https://hote.example/${"long/".repeat(60)}`, readableUrl: null },
    { url: "https://xn--hte-exa.example/b", readableUrl: "https://hôte.example/b" },
    { url: "https://hote.example/c", readableUrl: null },
  ],
};

test("in French, the four elements of Art. 16(2) are there, and it is a notice, not an order", () => {
  const { subject, body } = composeNotice(facts);
  expect(subject).toContain("2026-000042");
  expect(body).toContain("Diffusion d'images intimes (Code pénal, 226-2-1)");
  expect(body).toContain("La personne filmée n'a pas consenti.");
  for (const { url } of facts.locations)
    expect(body.split("\n").some((line) => line.endsWith(url))).toBe(true);
  expect(body).toContain("lisible : https://hôte.example/b");
  expect(body).toContain("Nom : Ligne d'écoute");
  expect(body).toContain("Adresse électronique : contact@ligne.example");
  expect(body.replace(/\s+/g, " ")).toMatch(
    /de bonne foi, que les informations et les allégations .* exactes et complètes/,
  );
  expect(body).toContain("accusé de réception");
  expect(body).toContain("votre décision");
  expect(body.replace(/\s+/g, " ")).toContain("n'émane d'aucune autorité et ne vaut pas injonction");
  expect(body).toContain("3 mars 2026");
});

test("in English as well", () => {
  const { subject, body } = composeNotice({ ...facts, language: "en" });
  expect(subject).toBe("Notice of illegal content (DSA Article 16), case 2026-000042");
  expect(body).toContain("Intimate images (Code pénal, 226-2-1)");
  expect(body).toContain("E-mail: contact@ligne.example");
  expect(body.replace(/\s+/g, " ")).toContain(
    "in good faith that the information and allegations in this notice are accurate and complete",
  );
  expect(body.replace(/\s+/g, " ")).toContain("is not an order");
  expect(body).toContain("confirmation of receipt");
  expect(body).toContain("3 March 2026");
});

test.each(languages)("the fixed words (%s) never command, and use no dash of a typesetter", (language) => {
  const { subject, body } = composeNotice({ ...facts, language });
  expect(subject + body).not.toMatch(
    /\b(?:vous devez|sommons|mise en demeure|ordonnons|you must|shall|hereby|demand)\b/i,
  );
  expect(subject + body).not.toMatch(/[\u2012-\u2015]/);
});

test("lines stay within 76 characters, but an address is never cut", () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.constantFrom(...languages), words, (language, explanation) => {
      const { body } = composeNotice({ ...facts, language, explanation: explanation.join(" ") });
      for (const line of body.split("\n")) {
        if (line.length > 76)
          expect(
            line
              .trim()
              .replace(/^\[\d+\] /, "")
              .split(/ (?![:;!?»%])/).length,
          ).toBeLessThanOrEqual(2);
      }
    }),
    { numRuns: 200 },
  );
});

test("nothing that hides or turns the text gets into a notice", () => {
  const { body } = composeNotice({
    ...facts,
    explanation: "a\u202eb\u0000c\u200bd\u2028e",
    locations: [
      { url: "https://x.example/\u202egpj.exe\r\n[9] https://evil.example", readableUrl: "\u2066" },
    ],
  });
  expect(body).not.toMatch(/[^\P{C}\n]/u);
  expect(body).toContain("abcd\n");
  expect(body.split("\n").filter((line) => line.startsWith("[9]"))).toEqual([]);
});

test("leaving locations out gives the text that would have been composed without them", () => {
  const location = fc.record({
    url: fc.webUrl({ withQueryParameters: true }),
    readableUrl: fc.option(fc.webUrl(), { nil: null }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...languages),
      fc.array(fc.tuple(location, fc.boolean()), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(
        "court",
        "x\n\n2. EXACT LOCATION (Article 16(2)(b))\n\n[1] https://x.example",
        "[1] a\n[2] b",
      ),
      (language, marked, explanation) => {
        const some = { ...facts, language, explanation };
        const kept = marked.filter(([, removed]) => !removed).map(([place]) => place);
        if (kept.length === 0) return;
        const positions = new Set(marked.flatMap(([, removed], index) => (removed ? [index + 1] : [])));
        const whole = composeNotice({ ...some, locations: marked.map(([place]) => place) });
        const rest = composeNotice({ ...some, locations: kept });
        expect(withoutLocations(whole.body, { language, positions })).toBe(rest.body);
        expect(whole.subject).toBe(rest.subject);
      },
    ),
    { numRuns: 100 },
  );
});
