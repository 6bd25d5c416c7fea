import { type Language, languages, type PlanPerson } from "@vigie/contract";
import { formatDay, formatTime } from "../../i18n/format-time.ts";
import {
  type AddedLanguage,
  baseOf,
  directions,
  languageNames,
  type PublicVoice,
  type Translate,
  translator,
} from "../../i18n/translate.ts";
import { pathIn } from "./language-prefix.ts";

/** The hotline whose pages these are. */
export interface Hotline {
  name: string;
  email: string;
  /** ISO 3166-1 alpha-2: decides which helplines are shown. */
  country: string;
  /** IANA name; every date on the pages is told in it. */
  timeZone: string;
}

/** Addresses of the files every page loads. They change with the file. */
export interface PublicFileAddresses {
  css: string;
  script: string;
  logo: string;
  favicon: string;
}

/** A language that one can switch to. */
export interface LanguageChoice {
  tag: string;
  /** What it calls itself. */
  name: string;
  /** Where a page stands in it. */
  address(addresses: Readonly<Record<Language, string>>): string;
}

/** What every public page needs to be written in one language. */
export interface PublicSite {
  /** What everything but the pages sees; the same as the voice unless the installation added that. */
  language: Language;
  /** Who speaks on the pages: what translators are asked with. */
  voice: PublicVoice;
  /** BCP 47. */
  tag: string;
  direction: "ltr" | "rtl";
  /** Every language of the pages, this one included, in the order of the language switch. */
  choices: readonly LanguageChoice[];
  /** Where a page of the base language stands in this one. */
  at(path: string): string;
  t: Translate;
  hotline: Hotline;
  /** ISO 3166-1 alpha-2, where the person said which. */
  country?: string;
  /** Whom to call in that country, where it is not the hotline's. */
  people?: readonly PlanPerson[];
  files: PublicFileAddresses;
  /** A moment (ISO 8601) in words, to the minute. */
  time(at: string): string;
  /** A moment (ISO 8601) in words, to the day. */
  day(at: string): string;
}

/** @param added every language that the installation added, whichever speaks here. */
export function publicSite(
  voice: PublicVoice,
  hotline: Hotline,
  files: PublicFileAddresses,
  added: readonly AddedLanguage[] = [],
): PublicSite {
  const where = { language: voice, timeZone: hotline.timeZone };
  return {
    language: baseOf(voice),
    voice,
    tag: typeof voice === "string" ? voice : voice.tag,
    direction: typeof voice === "string" ? directions[voice] : voice.direction,
    choices: [...languages, ...added].map(choiceOf),
    at: (path) => pathIn(voice, path),
    t: translator(voice),
    hotline,
    files,
    time: (at) => formatTime(at, where),
    day: (at) => formatDay(at, where),
  };
}

function choiceOf(voice: PublicVoice): LanguageChoice {
  return {
    tag: typeof voice === "string" ? voice : voice.tag,
    name: typeof voice === "string" ? languageNames[voice] : voice.name,
    address: (addresses) => pathIn(voice, addresses[baseOf(voice)]),
  };
}
