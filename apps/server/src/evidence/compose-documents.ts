import type { EvidenceEntry, EvidenceKind, Language } from "@vigie/contract";
import { isolateText } from "../http/public/isolate-text.ts";
import { formatDay, formatTime } from "../i18n/format-time.ts";
import { type PublicVoice, translator } from "../i18n/translate.ts";
import { foldTimeline } from "../reports/pages/timeline-rules.ts";
import { timelineSentence } from "../reports/pages/timeline-sentence.ts";
import { type DocumentsKey, documentsText } from "./documents-text.ts";
import { inOrderOfTime } from "./evidence-rules.ts";
import { instantOf } from "./evidence-time-rules.ts";
import type { EvidenceView } from "./read-evidence.ts";
import { showable, showableLine } from "./showable-text-rules.ts";

interface Pair {
  label: string;
  value: string;
}

interface DocumentSection {
  heading: string;
  text: string[];
  facts: Pair[];
  entries: { heading: string; facts: Pair[]; text: string | null; note: string | null }[];
  points: string[];
  /** Lines left blank, to be written by hand. */
  blanks: string[];
}

/** Everything a printed document says, in the order it says it. Plain text throughout. */
export interface DocumentContent {
  title: string;
  language: Language;
  region: string;
  intro: string[];
  sections: DocumentSection[];
  footer: string;
}

/** What the documents are made from. */
export interface DocumentFacts {
  language: Language;
  hotline: { name: string; timeZone: string };
  at: Date;
  evidence: EvidenceView;
}

/** Characters of one entry that the complaint quotes. */
const complaintCharacters = 2_000;
/** Characters of the report's own words in a document: about seven pages. */
const accountCharacters = 20_000;
/** Characters of a person's texts in one document, as they are printed: about twenty pages. */
export const printedCharacters = 60_000;
/** Characters of a place in a heading. */
const placeCharacters = 200;

/** The timeline: what was kept, in order of time, what was done, what to attach. */
export function timelineDocument(facts: DocumentFacts): DocumentContent {
  const { d, hotline } = wordsOf(facts);
  const room = roomOf(printedCharacters);
  const entries = inOrderOfTime(facts.evidence.entries);
  return {
    ...frame(facts, "timeline.title"),
    intro: [d("timeline.intro", { hotline }), d("unshown"), d("bounded")],
    sections: [
      ...account(facts, room),
      {
        ...section(d("facts.title")),
        text: entries.length === 0 ? [d("facts.none")] : [],
        entries: chronology(facts, entries, { room, each: printedCharacters }),
      },
      places(facts, room),
      ...groups(facts, room),
      done(facts, room),
      attach(facts),
    ],
  };
}

/** The complaint: a draft for the police, with blank lines for what was never asked. */
export function complaintDocument(facts: DocumentFacts): DocumentContent {
  const { d } = wordsOf(facts);
  const room = roomOf(printedCharacters);
  const entries = inOrderOfTime(facts.evidence.entries);
  return {
    ...frame(facts, "complaint.title"),
    intro: [d("complaint.intro"), d("unshown"), d("bounded")],
    sections: [
      {
        ...section(d("complaint.person")),
        text: [d("complaint.person.text")],
        blanks: [
          d("blank.name"),
          d("blank.birth"),
          d("blank.address"),
          d("blank.phone"),
          ...(facts.evidence.minor === "no" ? [] : [d("blank.parent")]),
        ],
      },
      ...account(facts, room),
      {
        ...section(d("facts.title")),
        text: entries.length === 0 ? [d("facts.none")] : [],
        entries: chronology(facts, entries, { room, each: complaintCharacters }),
      },
      places(facts, room),
      ...groups(facts, room),
      done(facts, room),
      attach(facts),
      {
        ...section(d("complaint.file")),
        text: [d("complaint.file.text"), d("complaint.truth")],
        blanks: [d("blank.where"), d("blank.when"), d("blank.signature")],
      },
    ],
  };
}

/** The proof of having reported: a date and a number of places, and nothing of what was said. */
export function proofDocument(facts: {
  language: Language;
  hotline: { name: string; timeZone: string };
  at: Date;
  receivedAt: string;
  places: number;
}): DocumentContent {
  const { d, time, hotline } = wordsOf(facts);
  return {
    ...frame(facts, "proof.title"),
    intro: [d("proof.intro", { hotline })],
    sections: [
      {
        ...section(d("proof.title")),
        facts: [
          { label: d("proof.received"), value: time(facts.receivedAt) },
          { label: d("proof.places"), value: String(facts.places) },
          { label: d("proof.by"), value: hotline },
          { label: d("proof.made"), value: time(facts.at.toISOString()) },
        ],
        text: [d("proof.scope"), d("proof.verify")],
      },
    ],
  };
}

/** When something happened, in words, with its zone. */
export function timeInWords(when: EvidenceEntry["when"], language: PublicVoice): string {
  const d = documentsText(language);
  if (when === null) return d("when.none");
  const at = instantOf(when).toISOString();
  const words = { language, timeZone: when.timeZone };
  if (when.time === null) return formatDay(at, words);
  return when.timeZone === "UTC"
    ? d("when.utc", { time: formatTime(at, words) })
    : d("when.zone", { time: formatTime(at, words), place: placeOf(when.timeZone) });
}

/** The city that a time zone is named after. */
export function placeOf(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}

const accountKinds = ["handle", "account_id", "phone"] as const satisfies readonly EvidenceKind[];
const paymentKinds = [
  "paypal",
  "bank_transfer",
  "gift_card",
  "crypto",
  "money_pot",
] as const satisfies readonly EvidenceKind[];

function groups(facts: DocumentFacts, room: Room): DocumentSection[] {
  const { d } = wordsOf(facts);
  const groupsOfKinds: [DocumentsKey, readonly EvidenceKind[]][] = [
    ["accounts.title", accountKinds],
    ["payments.title", paymentKinds],
    ["others.title", ["other"]],
  ];
  return groupsOfKinds.flatMap(([title, kinds]) => {
    const own = inOrderOfTime(facts.evidence.entries).filter(({ kind }) => kinds.includes(kind));
    if (own.length === 0) return [];
    return [
      {
        ...section(d(title)),
        ...pointsOf(facts, room, own, (line, { kind }) => `${d(`kind.${kind}`)} : ${line}`),
      },
    ];
  });
}

function account(facts: DocumentFacts, room: Room): DocumentSection[] {
  const { words } = facts.evidence;
  if (words === null || words.trim() === "") return [];
  const { d } = wordsOf(facts);
  const { shown, left } = room.take(words, accountCharacters, showable);
  return [{ ...section(d("account.title")), text: [shown, ...(left > 0 ? [d("cut", { left })] : [])] }];
}

function places(facts: DocumentFacts, room: Room): DocumentSection {
  const { d } = wordsOf(facts);
  const typed = facts.evidence.receipt.locations.map((location) => location.typed);
  const kept = facts.evidence.entries.filter(({ kind }) => kind === "address").map(({ text }) => text);
  const all = [...new Set([...typed, ...kept])].map((text) => ({ text }));
  if (all.length === 0) return { ...section(d("places.title")), text: [d("places.none")] };
  return { ...section(d("places.title")), ...pointsOf(facts, room, all, (line) => line) };
}

function done(facts: DocumentFacts, room: Room): DocumentSection {
  const { d, t, time, hotline } = wordsOf(facts);
  const { receivedAt, locations } = facts.evidence.receipt;
  return {
    ...section(d("done.title")),
    text: [d("done.received", { hotline, at: time(receivedAt) })],
    entries: locations.map(({ typed, timeline }, index) => ({
      heading: d("done.place", {
        position: index + 1,
        place: isolateText(room.take(typed, placeCharacters, showableLine).shown),
      }),
      facts: foldTimeline(timeline).map((line) => ({
        label: time(line.at),
        value: timelineSentence({ t, time }, line),
      })),
      text: null,
      note: null,
    })),
  };
}

function attach(facts: DocumentFacts): DocumentSection {
  const { d } = wordsOf(facts);
  const kinds = ["never", "shots", "profile", "chat", "payment", "mail", "bundle"] as const;
  return { ...section(d("attach.title")), points: kinds.map((kind) => d(`attach.${kind}`)) };
}

function chronology(
  facts: DocumentFacts,
  entries: readonly EvidenceEntry[],
  { room, each }: { room: Room; each: number },
): DocumentSection["entries"] {
  const { d, time, language } = wordsOf(facts);
  return entries.map(({ kind, text, typed, when, addedAt }, index) => {
    const asTyped = typed === null ? null : room.take(typed, each, showableLine);
    const { shown, left } = room.take(text, each, kind === "words" ? showable : showableLine);
    return {
      heading: `${index + 1}. ${timeInWords(when, language)} · ${d(`kind.${kind}`)}`,
      facts: [
        ...(asTyped ? [{ label: d("fact.typed"), value: asTyped.shown }] : []),
        { label: d("fact.kept"), value: time(addedAt) },
      ],
      text: kind === "words" ? shown : isolateText(shown),
      note: left > 0 ? d("cut", { left }) : null,
    };
  });
}

/** Texts as points of a list, while there is room, and how much of them is left out. */
function pointsOf<One extends { text: string }>(
  facts: DocumentFacts,
  room: Room,
  all: readonly One[],
  pointOf: (line: string, one: One) => string,
): Pick<DocumentSection, "points" | "text"> {
  const { d } = wordsOf(facts);
  let out = 0;
  const points = all.flatMap((one) => {
    const { shown, left } = room.take(one.text, printedCharacters, showableLine);
    out += left;
    return shown === "" ? [] : [pointOf(isolateText(shown), one)];
  });
  return { points, text: out > 0 ? [d("cut", { left: out })] : [] };
}

interface Room {
  /** The beginning of a text that fits, as it is printed, and how many of its characters are left out. */
  take(text: string, most: number, showing: (text: string) => string): { shown: string; left: number };
}

/** Room in one document. What is shown by its number takes the room of the number. */
function roomOf(characters: number): Room {
  let free = characters;
  return {
    take(text, most, showing) {
      const room = Math.min(most, free);
      let kept = text.slice(0, room).toWellFormed();
      let shown = showing(kept);
      while (shown.length > room) {
        kept = text.slice(0, Math.floor(kept.length * 0.8)).toWellFormed();
        shown = showing(kept);
      }
      free -= shown.length;
      return { shown, left: text.length - kept.length };
    },
  };
}

function section(heading: string): DocumentSection {
  return { heading, text: [], facts: [], entries: [], points: [], blanks: [] };
}

interface Origin {
  language: Language;
  hotline: { name: string; timeZone: string };
  at: Date;
}

function frame(facts: Origin, title: DocumentsKey): Omit<DocumentContent, "intro" | "sections"> {
  const { d, time, hotline } = wordsOf(facts);
  return {
    title: d(title),
    language: facts.language,
    region: facts.language === "fr" ? "FR" : "GB",
    footer: d("footer", { at: time(facts.at.toISOString()), hotline }),
  };
}

function wordsOf({ language, hotline }: Origin) {
  return {
    language,
    d: documentsText(language),
    t: translator(language),
    time: (at: string) => formatTime(at, { language, timeZone: hotline.timeZone }),
    hotline: isolated(hotline.name),
  };
}

/** Somebody's text on one line, which cannot turn the words around it. */
function isolated(text: string): string {
  return isolateText(showableLine(text));
}
