import { type Language, type PlanPerson, situationBody } from "@vigie/contract";
import { findGround } from "../catalogue/installed-catalogue.ts";
import { choosePeople } from "../plans/choose-people-rules.ts";
import { personView } from "../plans/explain-plan.ts";
import { planFacts } from "../plans/plan-facts-rules.ts";
import { planCatalogue } from "../plans/plan-of-case.ts";
import type { Vigie } from "../vigie.ts";

// Its lines are those for a life in danger: emergency numbers, then those for suicide and for the young.
const ground = "suicide-provocation";
// Countries without a line for suicide in the catalogue have lines for what often leads there.
const nearby = ["blackmail", "harassment", "intimate_image"] as const;

/**
 * Whom to call when words may mean that a life is in danger: the emergency number first, then lines to talk to.
 * @param country of the person, where they said it; otherwise the hotline's. One that the catalogue does not know gets
 * the hotline's lines, emergency number included: 112 and the like answer in more than one country.
 */
export function callNow(
  { clock, config }: Pick<Vigie, "clock" | "config">,
  { language, country = null }: { language: Language; country?: string | null },
): PlanPerson[] {
  const { authorities } = planCatalogue();
  const grounds = [findGround(ground) ?? []].flat();
  const drawn = planFacts(grounds, situationBody.parse({}), findGround);
  const topics = new Set([...drawn.topics, ...nearby]);
  // Nobody is asked their age first.
  const facts = { ...drawn, topics, ageUnknown: true, danger: true };
  const home = config.hotline.country;
  const own = choosePeople(authorities, facts, country ?? home, home);
  const people = own.some(({ urgent }) => urgent) ? own : choosePeople(authorities, facts, home);
  // The ground names its lines in the order they fit.
  const named = grounds.flatMap(({ support }) => support);
  const rank = ({ authority, urgent }: (typeof people)[number]) => {
    const place = named.indexOf(authority.slug);
    return urgent ? -1 : place === -1 ? named.length : place;
  };
  const now = clock.now();
  return [...people].sort((a, b) => rank(a) - rank(b)).map((person) => personView(person, now, language));
}
