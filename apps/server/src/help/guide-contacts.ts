import type { Authority } from "../catalogue/authority-schema.ts";
import { allAuthorities, findAuthority } from "../catalogue/installed-catalogue.ts";
import { emergency, type Situation } from "./situations.ts";

/** The countries that have a section in the guides, in this order; the hotline's own comes first. */
export const guideCountries = ["FR", "BE", "LU", "CH", "CA"] as const;
export type GuideCountry = (typeof guideCountries)[number];

/** Whom to turn to in one country; `other` holds those of no country that has a section. */
export interface CountryContacts {
  country: GuideCountry | "other";
  /** Police and rescue. */
  emergency: readonly Authority[];
  contacts: readonly Authority[];
}

/** Who answers people; what authorities do among themselves is nobody's number to call. */
const answering: ReadonlySet<Authority["kind"]> = new Set([
  "authority",
  "complaint",
  "hotline",
  "helpline",
  "regulator",
]);

/**
 * Whom to turn to in a situation, country by country: those the situation names, in its order, then whoever else in
 * that country takes its topics.
 * @param home the hotline's own country, which comes first.
 */
export function guideContacts({ contacts, topics, name }: Situation, home: string): CountryContacts[] {
  const notFor = name === "young" || name === "child" ? "adults" : "minors";
  const everyone = allAuthorities();
  const named = contacts.flatMap((slug) => findAuthority(slug) ?? []);
  const others = everyone.filter(
    (row) =>
      !contacts.includes(row.slug) &&
      answering.has(row.kind) &&
      row.ages !== notFor &&
      row.topics.some((topic) => topics.includes(topic)),
  );
  const emergencies = everyone.filter(({ kind }) => kind === "emergency");
  const countries = [...guideCountries].sort((a, b) => Number(b === home) - Number(a === home));
  return [
    ...countries.map((country) => ({
      country,
      emergency: emergencies.filter((row) => row.country === country),
      contacts: [...named, ...others].filter((row) => row.country === country),
    })),
    {
      country: "other" as const,
      emergency: emergencies.filter((row) => row.country === "EU"),
      contacts: named.filter((row) => !guideCountries.some((country) => country === row.country)),
    },
  ];
}

/** The numbers that stand at the top of a guide, as far as they answer in the hotline's country. */
export function firstCalls({ callFirst = [] }: Situation, home: string): Authority[] {
  const everyone = allAuthorities();
  return callFirst
    .flatMap((slug) =>
      everyone.filter((row) => (slug === emergency ? row.kind === "emergency" : row.slug === slug)),
    )
    .filter((row) => row.country === home && row.phone !== null);
}

/** The lines for somebody who thinks of dying, as far as the catalogue has them. */
export function crisisLines(): { place: "france" | "europe"; line: Authority }[] {
  const france = findAuthority("3114");
  const europe = findAuthority("emergency-eu");
  return [
    ...(france ? [{ place: "france" as const, line: france }] : []),
    ...(europe ? [{ place: "europe" as const, line: europe }] : []),
  ];
}
