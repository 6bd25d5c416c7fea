import { languages } from "@vigie/contract";
import { expect, test } from "vitest";
import { composeIdentity, composeNotice } from "./compose-notice.ts";
import { formAnswers } from "./form-answers.ts";
import { noticeTexts } from "./texts/notice-texts.ts";

const grounds = [
  {
    label: { fr: "Images intimes", en: "Intimate images" },
    law: "Code pénal, 226-2-1",
    elements: { fr: ["Une image"], en: ["An image"] },
  },
];
const explanation = "La personne n’a pas consenti.\nElle l’a écrit.";
const answers = (language: "fr" | "en", channelId: string | null) =>
  formAnswers({
    language,
    channelId,
    grounds,
    explanation,
    identity: null,
    body: bodyOf(language),
  });

const bodyOf = (language: "fr" | "en") =>
  composeNotice({
    voice: "service",
    language,
    hotline: { name: "Ligne d’écoute", email: "contact@ligne.example", country: "FR" },
    caseNumber: "2026-000042",
    date: new Date(0),
    timeZone: "Europe/Paris",
    grounds,
    explanation,
    locations: ["https://a.example/1", "https://a.example/2"].map((url) => ({ url, readableUrl: null })),
    earlier: [],
    wish: null,
    byReply: false,
  }).body;

test.each(
  languages,
)("without a row of the catalogue, what forms mostly ask for is ready (%s)", (language) => {
  const form = answers(language, null);
  expect(form.map(({ value }) => value)).toEqual([
    "https://a.example/1",
    "https://a.example/2",
    grounds[0]?.label[language],
    explanation,
    "Code pénal, 226-2-1",
    "Ligne d’écoute",
    "contact@ligne.example",
    expect.stringContaining(language === "fr" ? "de bonne foi" : "in good faith"),
    "2026-000042",
  ]);
  expect(new Set(form.map(({ label }) => label)).size).toBe(8);
});

test("what the row of the catalogue asks for comes first, in its order, and nothing twice", () => {
  const labels = answers("en", "cloudflare.web-form.1").map(({ label }) => label);
  expect(labels.slice(0, 5)).toEqual([
    "Address of the content",
    "Address of the content",
    "Explanation",
    "Name",
    "E-mail",
  ]);
  expect(labels).toHaveLength(9);
  expect(answers("en", "discord.web-form.2").map(({ label }) => label)).toContain("Signature");
});

test.each(
  languages,
)("a form in a person's name has boxes for that name and for the mandate, once (%s)", (language) => {
  const person = `Camille ${"Exemple ".repeat(20)}de Rien`;
  const facts = { language, channelId: null, grounds, explanation, body: bodyOf(language) };
  const named = (voice: "erasure" | "delisting") =>
    formAnswers({
      ...facts,
      identity: composeIdentity({ voice, language, recipient: "Moteur", person, caseNumber: "2026-000042" }),
    });
  const { form: labels, identity } = noticeTexts[language];
  const plain = formAnswers({ ...facts, identity: null });
  for (const [voice, label] of [
    ["erasure", labels.person],
    ["delisting", labels.searched_name],
  ] as const) {
    const added = named(voice).filter((box) => !plain.some(({ value }) => value === box.value));
    expect(added).toEqual([
      { label, value: person },
      { label: labels.mandate, value: identity.mandate },
    ]);
  }
});
