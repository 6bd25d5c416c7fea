import type { Language } from "@vigie/contract";
import { wrapPersonText, wrapText } from "./wrap-text.ts";

/** One place of a notice: a web address with its readable form, or words that say where. */
export interface NoticeLocation {
  url: string;
  readableUrl: string | null;
}

export interface NoticeFacts {
  language: Language;
  hotline: { name: string; email: string };
  caseNumber: string;
  date: Date;
  timeZone: string;
  grounds: readonly { label: Record<Language, string>; law: string }[];
  explanation: string;
  locations: readonly NoticeLocation[];
}

/**
 * A notice with the four elements of DSA Art. 16(2): why it is illegal (a), where exactly (b), who says so (c), in good
 * faith (d). It says that it is a notice and no order, and asks for the receipt (16(4)) and the decision (16(5)).
 * Nothing in it names a reporter. Neither subject nor fixed text depends on how many locations there are, so that
 * `withoutLocations` can leave some out later.
 */
export function composeNotice(facts: NoticeFacts): { subject: string; body: string } {
  const words = wordsIn[facts.language];
  const sections = [
    words.greeting,
    wrapText(words.opening),
    wrapText(words.nature),
    words.why,
    [words.groundsLead, ...groundLines(facts)].join("\n"),
    `${words.explanationLead}\n\n${wrapPersonText(facts.explanation, "  ")}`,
    words.where,
    locationLines(facts).join("\n"),
    words.who,
    [
      `${words.name}${facts.hotline.name}`,
      `${words.email}${facts.hotline.email}`,
      `${words.reference}${facts.caseNumber}`,
      `${words.date}${dayIn(facts)}`,
    ].join("\n"),
    words.goodFaith,
    wrapText(words.goodFaithStatement),
    [
      words.request,
      ...words.requests.map((request) => wrapText(request, { first: "  - ", indent: "    " })),
    ].join("\n"),
    wrapText(words.closing(facts.caseNumber)),
    facts.hotline.name,
  ];
  return { subject: words.subject(facts.caseNumber), body: `${sections.join("\n\n")}\n` };
}

/**
 * Leaves locations out of a composed notice and numbers the rest anew.
 * @param positions counted from 1, as in the notice.
 */
export function withoutLocations(
  body: string,
  { language, positions }: { language: Language; positions: ReadonlySet<number> },
): string {
  if (positions.size === 0) return body;
  const { where, who } = wordsIn[language];
  // The last heading of that name: whatever the explanation quotes stands before it.
  const start = body.lastIndexOf(`\n\n${where}\n\n`) + where.length + 4;
  const end = body.indexOf(`\n\n${who}\n\n`, start);
  if (start < where.length + 4 || end === -1) throw new Error("this is not the text of a notice");
  const kept = body
    .slice(start, end)
    .split(/\n(?=\[\d+\] )/)
    .filter((_, index) => !positions.has(index + 1))
    .map((entry, index) => entry.replace(/^\[\d+\] /, `[${index + 1}] `));
  return body.slice(0, start) + kept.join("\n") + body.slice(end);
}

function groundLines({ grounds, language }: NoticeFacts): string[] {
  return grounds.map(({ label, law }) =>
    wrapText(`${label[language]} (${law})`, { first: "  - ", indent: "    " }),
  );
}

function locationLines({ locations, language }: NoticeFacts): string[] {
  return locations.flatMap(({ url, readableUrl }, index) => {
    const readable = readableUrl === null ? "" : visible(readableUrl);
    const lines = [`[${index + 1}] ${visible(url)}`];
    if (readable !== "" && readable !== url) lines.push(`    ${wordsIn[language].readable}${readable}`);
    return lines;
  });
}

/** On one line, without anything that hides or turns what is read. */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
}

function dayIn({ date, timeZone, language }: NoticeFacts): string {
  return new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    dateStyle: "long",
    timeZone,
  }).format(date);
}

const wordsIn = {
  fr: {
    subject: (number: string) => `Notification de contenus illicites (DSA, article 16), dossier ${number}`,
    greeting: "Bonjour,",
    opening:
      "Nous vous adressons une notification au sens de l'article 16 du règlement (UE) 2022/2065 sur les services " +
      "numériques (DSA). Elle porte sur des contenus accessibles par votre service, que nous estimons illicites.",
    nature:
      "Ceci est une notification d'un service de signalement. Elle n'émane d'aucune autorité et ne vaut pas " +
      "injonction : la décision vous appartient.",
    why: "1. POURQUOI CES CONTENUS SONT ILLICITES (article 16, paragraphe 2, point a)",
    groundsLead: "Fondements :",
    explanationLead: "Explication :",
    where: "2. EMPLACEMENT EXACT (article 16, paragraphe 2, point b)",
    readable: "lisible : ",
    who: "3. QUI VOUS ÉCRIT (article 16, paragraphe 2, point c)",
    name: "Nom : ",
    email: "Adresse électronique : ",
    reference: "Dossier : ",
    date: "Date : ",
    goodFaith: "4. DÉCLARATION DE BONNE FOI (article 16, paragraphe 2, point d)",
    goodFaithStatement:
      "Nous pensons, de bonne foi, que les informations et les allégations de cette notification sont exactes et " +
      "complètes.",
    request: "Nous vous remercions de nous adresser, comme l'article 16 le prévoit :",
    requests: [
      "un accusé de réception, sans retard indu (paragraphe 4) ;",
      "votre décision, sans retard indu, avec les voies de recours possibles (paragraphe 5).",
    ],
    closing: (number: string) =>
      `Il suffit de répondre à ce message en gardant le numéro de dossier ${number}. S'il vous manque un élément ` +
      "pour décider, écrivez-nous : nous vous répondrons.",
  },
  en: {
    subject: (number: string) => `Notice of illegal content (DSA Article 16), case ${number}`,
    greeting: "Hello,",
    opening:
      "This is a notice under Article 16 of Regulation (EU) 2022/2065, the Digital Services Act (DSA). It concerns " +
      "content that can be reached through your service and that we consider illegal.",
    nature:
      "The notice comes from a reporting hotline. It does not come from an authority and is not an order: the " +
      "decision is yours.",
    why: "1. WHY THIS CONTENT IS ILLEGAL (Article 16(2)(a))",
    groundsLead: "Grounds:",
    explanationLead: "Explanation:",
    where: "2. EXACT LOCATION (Article 16(2)(b))",
    readable: "readable form: ",
    who: "3. WHO IS WRITING (Article 16(2)(c))",
    name: "Name: ",
    email: "E-mail: ",
    reference: "Case: ",
    date: "Date: ",
    goodFaith: "4. STATEMENT OF GOOD FAITH (Article 16(2)(d))",
    goodFaithStatement:
      "We believe in good faith that the information and allegations in this notice are accurate and complete.",
    request: "We thank you for sending us, as Article 16 provides:",
    requests: [
      "a confirmation of receipt, without undue delay (paragraph 4);",
      "your decision, without undue delay, with the possibilities for redress (paragraph 5).",
    ],
    closing: (number: string) =>
      `Simply answer this message and keep the case number ${number}. If you need anything more to decide, write ` +
      "to us: we will answer.",
  },
} as const;
