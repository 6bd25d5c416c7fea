import type { Language } from "@vigie/contract";
import type { LetterContent, LetterPart } from "../evidence/render-documents.ts";
import { showable, showableLine } from "../evidence/showable-text-rules.ts";
import { formatDay } from "../i18n/format-time.ts";
import { readNotice } from "./compose-notice.ts";
import { noticeTexts } from "./texts/notice-texts.ts";

export interface LetterFacts {
  language: Language;
  hotline: { name: string; postal: readonly string[]; timeZone: string };
  to: { name: string; postal: readonly string[] };
  date: Date;
  subject: string;
  body: string;
  explanation: string;
  /** What `composeAnswerPart` and `composeIdentity` gave; null where there is none. */
  answerPart: string | null;
  identity: string | null;
}

/** A notice as a letter: the same words as its text, set for paper. */
export function letterOf(facts: LetterFacts): LetterContent {
  const { language, hotline, to, body } = facts;
  const { headings, explanationLead } = noticeTexts[language];
  // Headings stand at the beginning of a line, where nothing that a person wrote does.
  const order = [headings.reasons, headings.where, headings.who, headings.goodFaith];
  const [opening = "", reasons = "", , who = "", goodFaith = ""] = cutAt(body, order);
  const [grounds = ""] = reasons.split(`\n\n${explanationLead}\n\n`);
  const closing = goodFaith.split("\n\n").slice(0, -1).join("\n\n");
  const sender = [hotline.name, ...hotline.postal].map(showableLine);
  return {
    layout: "letter",
    title: showableLine(facts.subject),
    language,
    region: language === "fr" ? "FR" : "GB",
    sender,
    recipient: [to.name, ...to.postal].map(showableLine),
    placeAndDate: placeAndDate(facts),
    parts: [
      ...blocksOf(opening),
      { ...part, heading: headings.reasons },
      ...blocksOf(grounds),
      { ...part, text: [explanationLead], quoted: quoted(facts.explanation) },
      { ...part, heading: headings.where, lines: numbered(readNotice(body, { language }).locations) },
      { ...part, heading: headings.who, lines: who.split("\n").map(showableLine) },
      { ...part, heading: headings.goodFaith },
      ...blocksOf(closing),
      ...(facts.answerPart === null ? [] : blocksOf(facts.answerPart)),
    ],
    signature: showableLine(hotline.name),
    apart: facts.identity === null ? [] : identityParts(facts.identity),
    footer: showableLine(facts.subject),
  };
}

const part: LetterPart = { heading: null, text: [], lines: [], points: [], quoted: [] };

// Arabic, Hebrew and their neighbours.
const rightToLeft =
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A person's paragraphs, each in the direction of its first letter. */
function quoted(text: string): LetterPart["quoted"] {
  return showable(text.trim())
    .split("\n\n")
    .map((words) => ({ words, direction: rightToLeft.test(words) ? "rtl" : "ltr" }));
}

/** @returns what stands before the first heading, then what stands under each. */
function cutAt(body: string, headings: readonly string[]): string[] {
  let rest = body.trimEnd();
  const parts = [];
  for (const heading of headings) {
    const at = rest.indexOf(`\n\n${heading}\n\n`);
    if (at === -1) throw new Error("this is not the text of a notice");
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + heading.length + 4);
  }
  return [...parts, rest];
}

/** Paragraphs and lists of a text that was wrapped for mail. */
function blocksOf(text: string): LetterPart[] {
  return text
    .trim()
    .split("\n\n")
    .map((block) => {
      const [lead = "", ...points] = `\n${block}`.split("\n  - ");
      return {
        ...part,
        text: lead.trim() === "" ? [] : [showableLine(lead)],
        points: points.map(showableLine),
      };
    });
}

function numbered(locations: readonly string[]): string[] {
  return locations.map((location, index) => `[${index + 1}] ${showableLine(location)}`);
}

/** The block has a heading, a caution, and lines whose continuations are indented. */
function identityParts(identity: string): LetterPart[] {
  const [heading = "", caution = "", lines = ""] = identity.trim().split("\n\n");
  return [
    {
      ...part,
      heading: showableLine(heading),
      text: [showableLine(caution)],
      lines: lines.split(/\n(?! )/).map(showableLine),
    },
  ];
}

/** The place is the town of the last line of the address, as in `75011 Paris`. */
function placeAndDate({ language, hotline, date }: LetterFacts): string {
  const day = formatDay(date.toISOString(), { language, timeZone: hotline.timeZone });
  const town = /^\d{4,5} (\p{L}.*)$/u.exec(hotline.postal.at(-1) ?? "")?.[1];
  if (town === undefined) return day;
  return showableLine(language === "fr" ? `${town}, le ${day}` : `${town}, ${day}`);
}
