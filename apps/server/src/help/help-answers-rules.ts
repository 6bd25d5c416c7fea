import { type Concern, concerns } from "@vigie/contract";

/** The questions, in the order in which they are asked. Each may stay without an answer. */
export const questions = [
  "call",
  "kind",
  "shown",
  "age",
  "service",
  "country",
  "published",
  "picture",
  "paid",
  "sent",
] as const;
export type Question = (typeof questions)[number];

type YesNo = "yes" | "no";

/** What a person said; null is not said, or not known. */
export interface Answers {
  /** There was a video call, or images were sent. */
  call: YesNo | null;
  /** What a witness saw. */
  kind: Concern | null;
  /** Somebody under 18 is targeted or shown: what a witness saw. */
  shown: YesNo | null;
  age: "minor" | "adult" | null;
  /** Slug of the catalogue, or "other". */
  service: string | null;
  /** ISO 3166-1 alpha-2; ZZ for one that is not on the list. */
  country: string | null;
  published: YesNo | null;
  /** The file is on a device of the person. */
  picture: YesNo | null;
  paid: YesNo | null;
  /** Photos or papers were sent to whoever asked for them. */
  sent: YesNo | null;
}

/** Nothing was said. */
export const noAnswers: Answers = {
  call: null,
  kind: null,
  shown: null,
  age: null,
  service: null,
  country: null,
  published: null,
  picture: null,
  paid: null,
  sent: null,
};

/** A service that is not in the catalogue. */
export const otherService = "other";

/** A country that is not on the list (ISO 3166-1 keeps ZZ free for such use). */
export const otherCountry = "ZZ";

/** A posted form: what was said, on which screen, and which button beside an answer was pressed. */
export interface HelpForm {
  answers: Answers;
  at: string;
  act: string;
}

/** In `do`: the answer was chosen from the list beside the buttons. */
export const fromList = "more";

/**
 * Reads a posted form. Whatever it cannot send counts as not said: nobody is stopped by a refusal here. Where a field
 * came several times, the last one counts: a button after the answer it changes.
 * @param body what the form parser answered: strings, or lists of them.
 * @param isService whether the catalogue has the service.
 */
export function readHelpForm(body: unknown, isService: (slug: string) => boolean): HelpForm {
  const [at, act] = [lastField(body, "at"), lastField(body, "do")];
  const said = (name: Question) => lastField(body, act === fromList && at === name ? listField(name) : name);
  return { at, act, answers: answersFrom(said, isService) };
}

/** Name of the list beside the buttons of a question. */
export function listField(question: Question): string {
  return `${question}_more`;
}

function answersFrom(said: (name: Question) => string, isService: (slug: string) => boolean): Answers {
  const yesNo = (name: Question) => oneOf(said(name), ["yes", "no"] as const);
  const service = said("service");
  const country = said("country").toUpperCase();
  return {
    call: yesNo("call"),
    kind: oneOf(said("kind"), concerns),
    shown: yesNo("shown"),
    age: oneOf(said("age"), ["minor", "adult"] as const),
    service: service === otherService || isService(service) ? service : null,
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    published: yesNo("published"),
    picture: yesNo("picture"),
    paid: yesNo("paid"),
    sent: yesNo("sent"),
  };
}

// Longer than any answer; marks of direction and spaces come with what is pasted.
const longest = 64;
const marks = /[\s\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

/** The last value of a field, bare of marks that nobody sees; empty when it is absent or no answer of ours. */
function lastField(body: unknown, name: string): string {
  if (body === null || typeof body !== "object") return "";
  const value: unknown = new Map<string, unknown>(Object.entries(body)).get(name);
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === "string" && last.length <= longest ? last.replace(marks, "") : "";
}

function oneOf<Value extends string>(said: string, values: readonly Value[]): Value | null {
  return values.find((value) => value === said) ?? null;
}

/** What a screen of the help shows: a question, or the page with all that is known. */
export type Screen = Question | "page";

/**
 * The screen that follows a posted form.
 * @param asked the questions of this situation.
 * @param at the screen the form stood on.
 * @param act what was pressed, beside an answer; empty for an answer.
 */
export function nextScreen(asked: readonly Question[], at: string, act: string): Screen {
  const position = (asked as readonly string[]).indexOf(at);
  if (act === "ask") return asked[0] ?? "page";
  if (position === -1 || act === "page") return "page";
  if (act === "show") return asked[position] ?? "page";
  return asked[act === "back" ? Math.max(position - 1, 0) : position + 1] ?? "page";
}
