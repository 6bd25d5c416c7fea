import type { Language } from "@vigie/contract";
import { formatDay, formatTime } from "../../i18n/format-time.ts";
import { type Translate, translator } from "../../i18n/translate.ts";

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

/** What every public page needs to be written in one language. */
export interface PublicSite {
  language: Language;
  t: Translate;
  hotline: Hotline;
  files: PublicFileAddresses;
  /** A moment (ISO 8601) in words, to the minute. */
  time(at: string): string;
  /** A moment (ISO 8601) in words, to the day. */
  day(at: string): string;
}

export function publicSite(language: Language, hotline: Hotline, files: PublicFileAddresses): PublicSite {
  const where = { language, timeZone: hotline.timeZone };
  return {
    language,
    t: translator(language),
    hotline,
    files,
    time: (at) => formatTime(at, where),
    day: (at) => formatDay(at, where),
  };
}
