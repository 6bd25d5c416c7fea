import type { Language } from "@vigie/contract";

// British order for English: the day first, as everywhere in Europe, and a 24-hour clock.
const locales = { fr: "fr-FR", en: "en-GB" } as const satisfies Record<Language, string>;

/**
 * A moment in words, in the hotline's time zone.
 * @param at ISO 8601.
 * @param timeZone IANA name.
 * @example formatTime("2026-03-03T13:05:00Z", { language: "fr", timeZone: "Europe/Paris" }) // "3 mars 2026 à 14:05"
 */
export function formatTime(
  at: string,
  { language, timeZone }: { language: Language; timeZone: string },
): string {
  return formatter(language, timeZone, "time").format(new Date(at));
}

/** A day in words, in the hotline's time zone. */
export function formatDay(
  at: string,
  { language, timeZone }: { language: Language; timeZone: string },
): string {
  return formatter(language, timeZone, "day").format(new Date(at));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, timeZone: string, precision: "time" | "day"): Intl.DateTimeFormat {
  const name = `${language} ${timeZone} ${precision}`;
  const known = formatters.get(name);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locales[language], {
    timeZone,
    dateStyle: "long",
    ...(precision === "time" && { timeStyle: "short" }),
  });
  formatters.set(name, made);
  return made;
}
