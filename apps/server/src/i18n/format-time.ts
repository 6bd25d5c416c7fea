import type { Language } from "@vigie/contract";
import { baseOf, type PublicVoice } from "./translate.ts";

// British order for English: the day first, as everywhere in Europe, and a 24-hour clock.
const locales = { fr: "fr-FR", en: "en-GB" } as const satisfies Record<Language, string>;

/** The tags to ask Intl with, the wished one first: a language that the machine does not know is told as its base. */
export function localesOf(voice: PublicVoice): string[] {
  return typeof voice === "string" ? [voice] : [voice.tag, voice.base];
}

/**
 * A moment in words, in the hotline's time zone.
 * @param at ISO 8601.
 * @param timeZone IANA name.
 * @example formatTime("2026-03-03T13:05:00Z", { language: "fr", timeZone: "Europe/Paris" }) // "3 mars 2026 à 14:05"
 */
export function formatTime(
  at: string,
  { language, timeZone }: { language: PublicVoice; timeZone: string },
): string {
  return formatter(language, timeZone, "time").format(new Date(at));
}

/** A day in words, in the hotline's time zone. */
export function formatDay(
  at: string,
  { language, timeZone }: { language: PublicVoice; timeZone: string },
): string {
  return formatter(language, timeZone, "day").format(new Date(at));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: PublicVoice, timeZone: string, precision: "time" | "day"): Intl.DateTimeFormat {
  const wished = [...localesOf(language).slice(0, -1), locales[baseOf(language)]];
  const name = `${wished.join()} ${timeZone} ${precision}`;
  const known = formatters.get(name);
  if (known) return known;
  const made = new Intl.DateTimeFormat(wished, {
    timeZone,
    dateStyle: "long",
    ...(precision === "time" && { timeStyle: "short" }),
  });
  formatters.set(name, made);
  return made;
}
