import { type Language, languages } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  composeAnswerPart,
  composeIdentity,
  composeNotice,
  type NoticeFacts,
  readNotice,
  withoutLocations,
} from "./compose-notice.ts";
import { noticeTexts } from "./texts/notice-texts.ts";
import type { NoticeVoice } from "./texts/texts-type.ts";

const voices = Object.keys(noticeTexts.fr.voices) as NoticeVoice[];
const every = languages.flatMap((language) =>
  voices.map((voice): [Language, NoticeVoice] => [language, voice]),
);

const facts: NoticeFacts = {
  voice: "service",
  language: "fr",
  hotline: { name: "Ligne d’écoute", email: "contact@ligne.example", country: "FR" },
  caseNumber: "2026-000042",
  date: new Date("2026-03-02T23:30:00Z"),
  timeZone: "Europe/Paris",
  grounds: [
    {
      label: { fr: "Diffusion d’images intimes", en: "Intimate images" },
      law: "Code pénal, 226-2-1",
      elements: { fr: ["Une image à caractère sexuel"], en: ["A sexual image"] },
    },
  ],
  explanation: "La personne filmée n’a pas consenti.\r\n\r\nElle l’a écrit.",
  locations: [
    { url: `https://hote.example/${"long/".repeat(60)}`, readableUrl: null },
    { url: "https://xn--hte-exa.example/b", readableUrl: "https://hôte.example/b" },
    { url: "https://hote.example/c", readableUrl: null },
  ],
  earlier: [],
  wish: { hours: 24 },
  byReply: true,
};
const flat = (text: string) => text.replace(/\s+/g, " ");

test("in French, the four elements of Art. 16(2) are there, and it is a notice, not an order", () => {
  const { subject, body } = composeNotice(facts);
  expect(subject).toContain("2026-000042");
  expect(body).toContain("Diffusion d’images intimes (Code pénal, 226-2-1)");
  expect(flat(body)).toContain("vise : une image à caractère sexuel.");
  expect(body).toContain("La personne filmée n’a pas consenti.");
  for (const { url } of facts.locations)
    expect(body.split("\n").some((line) => line.endsWith(url ?? "-"))).toBe(true);
  expect(flat(body)).toContain("lisible : https://hôte.example/b");
  expect(flat(body)).toContain("Nom : Ligne d’écoute");
  expect(flat(body)).toContain("Adresse électronique : contact@ligne.example");
  expect(flat(body)).toMatch(/de bonne foi, que les informations et les allégations .* exactes et complètes/);
  expect(body).toContain("accusé de réception");
  expect(body).toContain("votre décision");
  expect(flat(body)).toContain("n’émane d’aucune autorité et ne vaut pas injonction");
  expect(flat(body)).toContain("Une réponse sous 24 heures nous aiderait");
  expect(body).toContain("3 mars 2026");
});

test("in English as well", () => {
  const { subject, body } = composeNotice({ ...facts, language: "en", wish: { officeDays: 3 } });
  expect(subject).toBe("Notice of illegal content (DSA Article 16), case 2026-000042");
  expect(body).toContain("Intimate images (Code pénal, 226-2-1)");
  expect(body).toContain("E-mail: contact@ligne.example");
  expect(flat(body)).toContain(
    "in good faith that the information and allegations in this message are accurate and complete",
  );
  expect(flat(body)).toContain("is not an order");
  expect(body).toContain("confirmation of receipt");
  expect(flat(body)).toContain("grateful for an answer within 3 working days");
  expect(body).toContain("3 March 2026");
});

/** Words of whoever may give orders or threatens. Denials are taken out before. */
const command = {
  fr: words(
    "vous devez|devrez|sommons|sommation|mise en demeure|mettons en demeure|ordonn\\p{L}+|exige\\p{L}*|enjoi\\p{L}+|injonction|" +
      "réquisition\\p{L}*|requ[ée]r\\p{L}+|sous peine|poursuites|à défaut|immédiatement|sans délai|tenus? de|avocate?s?",
  ),
  en: words(
    "must|shall|hereby|demand\\p{L}*|order(?:s|ed)?|requisition\\p{L}*|injunction|compel\\p{L}*|under penalty|penalt\\p{L}+|" +
      "failing which|prosecut\\p{L}+|immediately|cease and desist|required to|lawyers?|attorneys?",
  ),
};

function words(alternatives: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${alternatives})(?!\\p{L})`, "iu");
}

const denial = {
  fr: /ne vaut pas injonction/g,
  en: /is not an order|not an order/g,
};

test.each(
  every,
)("the words of a notice (%s, %s) never command or threaten, and deny being an order", (language, voice) => {
  const { subject, body } = composeNotice({ ...facts, language, voice, explanation: "…" });
  const said = flat(`${subject} ${body}`);
  expect(said).toMatch(
    language === "fr" ? /aucune autorité|pas une autorité/ : /not (?:come from )?an authority/,
  );
  const left = said.replace(denial[language], "");
  expect(left).not.toMatch(command[language]);
  expect(said).not.toMatch(/[\u2012-\u2015]/);
  expect(left).not.toMatch(/\{|\}|\[\[|undefined|null/);
});

test.each(languages)("the words of command are found where they stand (%s)", (language) => {
  const orders = {
    fr: [
      "Vous devez retirer",
      "nous vous mettons en demeure",
      "sous peine de poursuites",
      "nous exigeons",
      "à défaut, un juge",
    ],
    en: ["You must remove", "we hereby order", "failing which we prosecute", "we demand removal"],
  };
  for (const text of orders[language]) expect(text).toMatch(command[language]);
});

test.each(languages)("nothing around a notice commands either (%s)", (language) => {
  const parts = [
    composeAnswerPart({ language, link: "https://vigie.example/n/abc" }),
    composeIdentity({ voice: "erasure", language, recipient: "R", person: "P", caseNumber: "1" }),
  ].join("\n");
  expect(parts).not.toMatch(command[language]);
  expect(parts).not.toMatch(/[\u2012-\u2015]/);
});

test("each kind speaks under its own law, and none borrows Art. 16 where it does not apply", () => {
  for (const language of languages) {
    const text = (voice: NoticeVoice) => flat(composeNotice({ ...facts, language, voice }).body);
    for (const voice of ["service", "host", "search_engine"] as const) {
      expect(text(voice)).toContain("16");
      expect(text(voice)).toContain("2022/2065");
    }
    for (const voice of ["registrar", "payment_service"] as const)
      expect(text(voice)).toMatch(/n’est pas une notification|is not a notice/);
    expect(text("erasure")).toContain("2016/679");
    expect(text("delisting")).toContain("C-131/12");
    expect(text("complaint_data")).toMatch(/article 77/i);
    expect(text("complaint_regulator")).toMatch(/article 53/i);
    expect(text("registrar")).toContain("2022/2555");
  }
});

test("French law is named by a French hotline only", () => {
  const abroad = { ...facts.hotline, country: "BE" };
  expect(composeNotice({ ...facts, voice: "host" }).body).toContain("LCEN");
  expect(composeNotice({ ...facts, voice: "host", hotline: abroad }).body).not.toContain("LCEN");
});

test("the person concerned stands in the identity block and nowhere else", () => {
  for (const [language, voice] of every) {
    expect(composeNotice({ ...facts, language, voice }).body).not.toContain("Camille Exemple");
    const block = composeIdentity({
      voice,
      language,
      recipient: "Moteur\r\nBcc: x",
      person: "Camille\u202e Exemple",
      caseNumber: "2026-000042",
    });
    expect(flat(block)).toContain("Camille Exemple");
    expect(flat(block)).toMatch(/ne pas la transmettre|not to pass it on/);
    expect(block).not.toMatch(/\r|[^\P{C}\n]/u);
    expect(block.split("\n")[0]).toMatch(/Moteur Bcc: x/);
  }
});

test("what went before is told with its day and its outcome", () => {
  const earlier = [
    { name: "Hôte\nX", date: new Date("2026-02-20T12:00:00Z"), outcome: "none" as const },
    { name: "Autre", date: new Date("2026-02-21T12:00:00Z"), outcome: "not_delivered" as const },
  ];
  const { body } = composeNotice({ ...facts, earlier });
  expect(flat(body)).toContain("- 20 février 2026, Hôte X : sans réponse à ce jour");
  expect(flat(body)).toContain("- 21 février 2026, Autre : le message n’a pas pu être remis");
});

test("lines stay within 76 characters, but an address is never cut", () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.constantFrom(...every), words, ([language, voice], explanation) => {
      const { body } = composeNotice({ ...facts, language, voice, explanation: explanation.join(" ") });
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

const location = fc.record({
  url: fc.option(fc.webUrl({ withQueryParameters: true }), { nil: null, freq: 8 }),
  readableUrl: fc.option(fc.webUrl(), { nil: null }),
});
const explanations = fc.constantFrom(
  "court",
  "x\n\n2. EXACT LOCATION\n\n[1] https://x.example\n\n3. WHO IS WRITING\n\nName: Z",
  "x\n\n2. EMPLACEMENT EXACT\n\n[1] https://x.example\n\n3. QUI VOUS ÉCRIT",
  "[1] a\n[2] b",
);

test("leaving locations out gives the text that would have been composed without them, for every kind", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...every),
      fc.array(fc.tuple(location, fc.boolean()), { minLength: 1, maxLength: 12 }),
      explanations,
      ([language, voice], marked, explanation) => {
        const some = { ...facts, language, voice, explanation };
        const kept = marked.filter(([, removed]) => !removed).map(([place]) => place);
        if (kept.length === 0) return;
        const positions = new Set(marked.flatMap(([, removed], index) => (removed ? [index + 1] : [])));
        const whole = composeNotice({ ...some, locations: marked.map(([place]) => place) });
        const rest = composeNotice({ ...some, locations: kept });
        expect(withoutLocations(whole.body, { language, positions })).toBe(rest.body);
        expect(whole.subject).toBe(rest.subject);
      },
    ),
    { numRuns: 200 },
  );
});

test("a composed notice is read again: its places in their order, and who writes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...every),
      fc.array(location, { minLength: 1, maxLength: 12 }),
      explanations,
      ([language, voice], locations, explanation) => {
        const { body } = composeNotice({ ...facts, language, voice, explanation, locations });
        expect(readNotice(body, { language })).toEqual({
          locations: locations.map(({ url }) => url ?? noticeTexts[language].placeInWords),
          name: facts.hotline.name,
          email: facts.hotline.email,
          reference: facts.caseNumber,
        });
      },
    ),
    { numRuns: 200 },
  );
});

test("a network is asked to pass the parts of the notice on, and none of what is for itself", () => {
  for (const language of languages) {
    const text = flat(composeNotice({ ...facts, language, voice: "upstream" }).body);
    expect(text).toMatch(/les parties 1 à 4 de ce message|parts 1 to 4 of this message/);
  }
});

test("a search engine is notified as far as Art. 16 applies to it, and a complaint names the mandate", () => {
  for (const language of languages) {
    const text = (voice: NoticeVoice) => flat(composeNotice({ ...facts, language, voice }).body);
    expect(text("search_engine")).toMatch(
      /dans la mesure où cet article s’applique|to the extent that this Article/,
    );
    expect(text("complaint_data")).toMatch(/article 80, paragraphe 1|Article 80\(1\)/);
    for (const voice of ["registrar", "payment_service"] as const)
      expect(text(voice)).toMatch(
        /2022\/2065 sur les services numériques \(DSA\)|Digital Services Act \(DSA\)/,
      );
  }
});
