import type { PlanPerson } from "@vigie/contract";
import type { PublicSite } from "../http/public/public-site.ts";
import { otherCountry } from "../plans/pages/situation-fields.ts";
import type { PublicPagesDeps } from "./public-pages-deps.ts";

/** The site with the numbers of the person's country, where they said one; else with those of the hotline's. */
export function siteIn(
  site: PublicSite,
  { peopleIn }: Pick<PublicPagesDeps, "peopleIn">,
  country: string | null,
): PublicSite {
  if (country === null) return site;
  const isHome = country === site.hotline.country || country === otherCountry;
  return { ...site, country, ...(!isHome && { people: peopleIn({ country, language: site.language }) }) };
}

/**
 * Whom a page named before its language was switched.
 * @param call the hidden field that such a page carries: a country, or nothing where none was said. Absent: nobody.
 */
export function calledBefore(
  { language }: Pick<PublicSite, "language">,
  { peopleIn }: Pick<PublicPagesDeps, "peopleIn">,
  call: string | undefined,
): PlanPerson[] | null {
  return call === undefined ? null : peopleIn({ country: countryIn(call), language });
}

/** The country in that field. */
export function countryIn(call: string | undefined): string | null {
  return call !== undefined && /^[A-Z]{2}$/.test(call) ? call : null;
}
