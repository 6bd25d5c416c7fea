import type { AnswerState, Language } from "@vigie/contract";
import { formatDay } from "../i18n/format-time.ts";
import { noticeTexts } from "./texts/notice-texts.ts";
import type { NoticeVoice } from "./texts/texts-type.ts";
import { wrapPersonText, wrapText } from "./wrap-text.ts";

/** One place of a notice: a web address with its readable form, or null where the reporter only told it in words. */
export interface NoticeLocation {
  url: string | null;
  readableUrl: string | null;
}

export interface NoticeGround {
  label: Record<Language, string>;
  law: string;
  elements: Record<Language, readonly string[]>;
}

/** A message that went before: to whom, when, and what became of it. */
export interface EarlierNotice {
  name: string;
  date: Date;
  outcome: AnswerState | "not_delivered";
}

/** When an answer is wished for, counted from the day the recipient reads it; null: no time is named. */
export type AnswerWish = { hours: number } | { officeDays: number } | "month" | null;

export interface NoticeFacts {
  voice: NoticeVoice;
  language: Language;
  /** `country`: ISO 3166-1 alpha-2; `email`: where an answer goes. */
  hotline: { name: string; email: string; country: string };
  caseNumber: string;
  date: Date;
  timeZone: string;
  grounds: readonly NoticeGround[];
  explanation: string;
  locations: readonly NoticeLocation[];
  earlier: readonly EarlierNotice[];
  wish: AnswerWish;
  /** Whether the recipient can simply reply, or has to write to the address in the text. */
  byReply: boolean;
}

/**
 * The public text of a notice: it may be passed on and published. Four parts follow DSA Art. 16(2): why (a), where
 * exactly (b), who says so (c), in good faith (d); a kind that is no notice under Art. 16 keeps them and says under
 * which law it speaks. Nothing in it names a reporter or the person concerned. Neither subject nor fixed text depends
 * on how many locations there are, so that `withoutLocations` can leave some out later.
 */
export function composeNotice(facts: NoticeFacts): { subject: string; body: string } {
  const { language, hotline, caseNumber, explanation } = facts;
  const texts = noticeTexts[language];
  const voice = texts.voices[facts.voice];
  const { headings } = texts;
  const sections = [
    texts.greeting,
    wrapText(voice.opening),
    wrapText(voice.nature),
    ...voice.law.map((paragraph) => wrapText(paragraph)),
    ...(voice.lawInFrance !== null && hotline.country === "FR" ? [wrapText(voice.lawInFrance)] : []),
    ...earlierLines(facts),
    headings.reasons,
    [texts.groundsLead, ...groundLines(facts)].join("\n"),
    texts.explanationLead,
    wrapPersonText(explanation, "  "),
    headings.where,
    locationLines(facts).join("\n"),
    headings.who,
    [
      `${texts.name}${hotline.name}`,
      `${texts.email}${hotline.email}`,
      `${texts.reference}${caseNumber}`,
      `${texts.date}${formatDay(facts.date.toISOString(), facts)}`,
    ].join("\n"),
    headings.goodFaith,
    wrapText(texts.goodFaithStatement),
    [
      wrapText(voice.request),
      ...voice.requests.map((request) => wrapText(request, { first: "  - ", indent: "    " })),
    ].join("\n"),
    ...wishLines(facts),
    wrapText(facts.byReply ? texts.closing.byReply(caseNumber) : texts.closing.byAddress(caseNumber)),
    hotline.name,
  ];
  return { subject: voice.subject(caseNumber), body: `${sections.join("\n\n")}\n` };
}

/** What follows the public text when there is a page to answer on. It is for the recipient alone. */
export function composeAnswerPart({ language, link }: { language: Language; link: string }): string {
  const { invitation, caution } = noticeTexts[language].answerPart;
  return `${wrapText(invitation)}\n\n${link}\n\n${wrapText(caution)}\n`;
}

/**
 * The block that names the person concerned. It goes to this recipient, apart from the public text, and says that it is
 * not to be passed on.
 */
export function composeIdentity({
  voice,
  language,
  recipient,
  person,
  caseNumber,
}: {
  voice: NoticeVoice;
  language: Language;
  recipient: string;
  person: string;
  caseNumber: string;
}): string {
  const { identity, reference } = noticeTexts[language];
  const label = voice === "delisting" ? identity.searchedName : identity.person;
  return `${[
    identity.heading(visible(recipient)),
    wrapText(identity.caution),
    [
      wrapText(`${label}${visible(person)}`, { indent: "  " }),
      wrapText(identity.mandate, { indent: "  " }),
      `${reference}${caseNumber}`,
    ].join("\n"),
  ].join("\n\n")}\n`;
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
  const { start, end } = placeOfLocations(body, language);
  const kept = entriesOf(body.slice(start, end))
    .filter((_, index) => !positions.has(index + 1))
    .map((entry, index) => entry.replace(/^\[\d+\] /, `[${index + 1}] `));
  return body.slice(0, start) + kept.join("\n") + body.slice(end);
}

/** What a composed notice says where, and who says it: for those who prepare another form of it. */
export function readNotice(
  body: string,
  { language }: { language: Language },
): { locations: string[]; name: string; email: string; reference: string } {
  const { start, end } = placeOfLocations(body, language);
  const texts = noticeTexts[language];
  const who = body.slice(end).trimStart().split("\n\n")[1]?.split("\n") ?? [];
  const after = (label: string) => who.find((line) => line.startsWith(label))?.slice(label.length) ?? "";
  return {
    locations: entriesOf(body.slice(start, end)).map((entry) =>
      (entry.split("\n")[0] ?? "").replace(/^\[\d+\] /, ""),
    ),
    name: after(texts.name),
    email: after(texts.email),
    reference: after(texts.reference),
  };
}

/** Whom an identity block names, and whether as the name to be searched for. */
export function readIdentity(
  block: string,
  { language }: { language: Language },
): { person: string; isSearched: boolean } {
  const { person, searchedName } = noticeTexts[language].identity;
  const lines = (block.split("\n\n")[2] ?? "").replace(/\n {2}/g, " ").split("\n");
  const after = (label: string) => lines.find((line) => line.startsWith(label))?.slice(label.length);
  const searched = after(searchedName);
  const named = searched ?? after(person);
  if (named === undefined) throw new Error("this is not an identity block");
  return { person: named, isSearched: searched !== undefined };
}

function placeOfLocations(body: string, language: Language): { start: number; end: number } {
  const { where, who } = noticeTexts[language].headings;
  // The last heading of that name; what the explanation quotes is indented, and never a heading.
  const heading = body.lastIndexOf(`\n\n${where}\n\n`);
  const start = heading + where.length + 4;
  const end = body.indexOf(`\n\n${who}\n\n`, start);
  if (heading === -1 || end === -1) throw new Error("this is not the text of a notice");
  return { start, end };
}

function entriesOf(locations: string): string[] {
  return locations.split(/\n(?=\[\d+\] )/);
}

function earlierLines({ earlier, language, timeZone }: NoticeFacts): string[] {
  if (earlier.length === 0) return [];
  const { earlierLead, earlierAnswer } = noticeTexts[language];
  const colon = language === "fr" ? "\u00a0:" : ":";
  return [
    [
      earlierLead,
      ...earlier.map(({ name, date, outcome }) =>
        wrapText(
          `${formatDay(date.toISOString(), { language, timeZone })}, ${visible(name)}${colon} ${earlierAnswer[outcome]}`,
          { first: "  - ", indent: "    " },
        ),
      ),
    ].join("\n"),
  ];
}

function groundLines({ grounds, language }: NoticeFacts): string[] {
  const { elementsLead } = noticeTexts[language];
  const semicolon = language === "fr" ? "\u00a0; " : "; ";
  return grounds.flatMap(({ label, law, elements }) => [
    wrapText(`${label[language]} (${law}).`, { first: "  - ", indent: "    " }),
    wrapText(`${elementsLead}${elements[language].map(inSentence).join(semicolon)}.`, {
      first: "    ",
      indent: "    ",
    }),
  ]);
}

/** The catalogue begins each with a capital letter. */
function inSentence(element: string): string {
  return element.replace(/^(?!Article)\p{Lu}(?=[\p{Ll} '’])/u, (letter) => letter.toLowerCase());
}

function locationLines({ locations, language }: NoticeFacts): string[] {
  const { placeInWords, readable: label } = noticeTexts[language];
  return locations.flatMap(({ url, readableUrl }, index) => {
    if (url === null) return [`[${index + 1}] ${placeInWords}`];
    const readable = readableUrl === null ? "" : visible(readableUrl);
    const lines = [`[${index + 1}] ${visible(url)}`];
    if (readable !== "" && readable !== url) lines.push(`    ${label}${readable}`);
    return lines;
  });
}

function wishLines({ wish, language }: NoticeFacts): string[] {
  const { within } = noticeTexts[language];
  if (wish === null) return [];
  if (wish === "month") return [wrapText(within.month)];
  return [wrapText("hours" in wish ? within.hours(wish.hours) : within.officeDays(wish.officeDays))];
}

/** On one line, without anything that hides or turns what is read. */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
}
