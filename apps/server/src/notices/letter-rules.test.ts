import { languages } from "@vigie/contract";
import { expect, test } from "vitest";
import { renderDocuments } from "../evidence/render-documents.ts";
import { composeAnswerPart, composeIdentity, composeNotice, type NoticeFacts } from "./compose-notice.ts";
import { letterOf } from "./letter-rules.ts";
import { noticeTexts } from "./texts/notice-texts.ts";
import type { NoticeVoice } from "./texts/texts-type.ts";

const hotline = {
  name: "Ligne d’écoute",
  email: "contact@ligne.example",
  country: "FR",
  timeZone: "Europe/Paris",
  postal: ["12 rue des Lilas", "75011 Paris"],
};
const date = new Date("2026-03-02T23:30:00Z");
const explanation = [
  "La vidéo montre une personne qui a dit ne pas consentir.\nDeuxième ligne à elle.",
  "نص بالعربية يصف ما حدث في هذا التسجيل، مع رقم 2026 في وسطه.",
  "טקסט בעברית שמתאר את התוכן, עם כתובת https://x.example באמצע.",
].join("\n\n");

function letter(change: Partial<NoticeFacts> = {}) {
  const facts: NoticeFacts = {
    voice: "erasure",
    language: "fr",
    hotline,
    caseNumber: "2026-000042",
    date,
    timeZone: hotline.timeZone,
    grounds: [
      {
        label: { fr: "Images intimes diffusées sans accord", en: "Intimate images shared without consent" },
        law: "Code pénal, 226-2-1, 226-1",
        elements: {
          fr: ["Une image à caractère sexuel", "Sans accord"],
          en: ["A sexual image", "No consent"],
        },
      },
    ],
    explanation,
    locations: [
      { url: `https://hote.example/${"a1b2c3d4/".repeat(220)}`, readableUrl: null },
      { url: "https://hote.example/video/2", readableUrl: null },
    ],
    earlier: [{ name: "Hôte", date: new Date("2026-02-20T12:00:00Z"), outcome: "none" }],
    wish: "month",
    byReply: false,
    ...change,
  };
  const { voice, language } = facts;
  return letterOf({
    language,
    hotline,
    to: { name: "Société d’hébergement", postal: ["Service juridique", "1 place du Marché", "59000 Lille"] },
    date,
    explanation: facts.explanation,
    answerPart: composeAnswerPart({ language, link: `https://vigie.example/n/${"x".repeat(43)}` }),
    identity: composeIdentity({
      voice,
      language,
      recipient: "Société d’hébergement",
      person: "Camille Exemple",
      caseNumber: facts.caseNumber,
    }),
    ...composeNotice(facts),
  });
}

const voices = Object.keys(noticeTexts.fr.voices) as NoticeVoice[];

test.each(languages)("a letter has every word of the notice's text, for every kind (%s)", (language) => {
  for (const voice of voices) {
    const content = letter({
      voice,
      language,
      locations: [{ url: "https://x.example/a", readableUrl: null }],
    });
    const said = JSON.stringify(content.parts).replace(/\\n|\\u[0-9a-f]{4}|[\s"\u200b\u00a0]+/g, " ");
    const text = composeNotice({
      voice,
      language,
      hotline,
      caseNumber: "2026-000042",
      date,
      timeZone: hotline.timeZone,
      grounds: [],
      explanation: "",
      locations: [],
      earlier: [],
      wish: "month",
      byReply: false,
    }).body;
    for (const word of text.split(/\s+/)) expect(said).toContain(word.replace(/"/g, ""));
  }
});

test("who is named to the recipient stands on a page of its own", () => {
  const content = letter();
  expect(JSON.stringify(content.apart)).toContain("Camille Exemple");
  expect(JSON.stringify(content.parts)).not.toContain("Camille");
  expect(content.placeAndDate).toBe("Paris, le 3 mars 2026");
  expect(letter({ language: "en" }).placeAndDate).toBe("Paris, 3 March 2026");
});

test("letters print as PDF/UA-1, with long addresses and words from right to left", async () => {
  const printed = await renderDocuments([letter(), letter({ language: "en", voice: "registrar" })], {
    owner: "letters",
    at: date,
  });
  expect(printed).toHaveLength(2);
  for (const [index, pdf] of printed.entries()) {
    const text = pdf.toString("latin1");
    expect(text).toContain("<pdfuaid:part>1</pdfuaid:part>");
    expect(text).toContain("<dc:title>");
    expect(text).toContain("/DisplayDocTitle true");
    expect(text).toContain("/Marked true");
    expect(text).toContain("/StructTreeRoot");
    expect(text).toMatch(index === 0 ? /\/Lang ?\(fr/ : /\/Lang ?\(en/);
  }
});
