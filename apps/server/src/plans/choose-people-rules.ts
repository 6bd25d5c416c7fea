import type { Authority } from "../catalogue/authority-schema.ts";
import type { PlanFacts } from "./plan-facts-rules.ts";
import type { Person } from "./plan-types.ts";

/** Where 112 answers by law (Directive (EU) 2018/1972, Art. 109), with the EEA states. */
const euCountries: ReadonlySet<string> = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" "),
);

const mostPeople = 5;

/**
 * Who can be called, whatever else the plan holds: emergency numbers first where life may be in danger, then the lines
 * made for this person and this trouble. There is always somebody: where no line of the person's country is known, those
 * of the hotline's; failing that, anybody the catalogue knows.
 */
export function choosePeople(
  authorities: readonly Authority[],
  facts: PlanFacts,
  country: string,
  homeCountry = country,
): readonly Person[] {
  const own = peopleOf(authorities, facts, country);
  if (own.length > 0) return own;
  // From another country numbers for emergencies and short numbers lead nowhere: a page does.
  const home = peopleOf(authorities, facts, homeCountry).filter(
    ({ authority }) => authority.kind !== "emergency" && authority.url !== null,
  );
  if (home.length > 0) return home;
  const anybody = authorities.find(canBeReached);
  return anybody ? [{ authority: anybody, urgent: false }] : [];
}

function peopleOf(authorities: readonly Authority[], facts: PlanFacts, country: string): readonly Person[] {
  const emergency = emergencyOf(authorities, country);
  const supported = new Set(facts.grounds.flatMap(({ support }) => support));
  const lines = authorities
    .filter((row) => row.kind === "helpline" || (row.kind === "hotline" && row.phone !== null))
    .filter((row) => row.country === country && canBeReached(row) && fitsAge(row, facts))
    .map((row) => ({ row, score: scoreOf(row, facts, supported) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.row.slug < b.row.slug ? -1 : 1))
    .map(({ row }): Person => ({ authority: row, urgent: false }));
  const urgent = facts.danger && emergency !== undefined;
  return [
    ...(urgent ? [{ authority: emergency, urgent: true }] : []),
    ...lines.slice(0, mostPeople - 1),
    ...(!urgent && emergency !== undefined ? [{ authority: emergency, urgent: false }] : []),
  ];
}

function emergencyOf(authorities: readonly Authority[], country: string): Authority | undefined {
  const numbers = authorities.filter(({ kind }) => kind === "emergency");
  return (
    numbers.find((row) => row.country === country) ??
    (euCountries.has(country) ? numbers.find((row) => row.country === "EU") : undefined)
  );
}

function canBeReached({ phone, url, email }: Authority): boolean {
  return phone !== null || url !== null || email !== null;
}

function fitsAge({ ages }: Authority, { minor, ageUnknown }: PlanFacts): boolean {
  if (ages === "all" || ageUnknown) return true;
  return minor ? ages === "minors" : ages === "adults";
}

function scoreOf(row: Authority, facts: PlanFacts, supported: ReadonlySet<string>): number {
  const topic = row.topics.some((one) => facts.topics.has(one));
  const named = supported.has(row.slug);
  if (!topic && !named && !row.topics.includes("other")) return 0;
  return (
    (named ? 4 : 0) +
    (topic ? 3 : 0) +
    (facts.minor && row.ages === "minors" ? 3 : 0) +
    (row.phone !== null ? 2 : 0) +
    1
  );
}
