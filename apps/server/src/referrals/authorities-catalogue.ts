import type { AuthorityView } from "@vigie/contract";
import { allAuthorities as allRows, findAuthority as findRow } from "../catalogue/installed-catalogue.ts";

type Row = ReturnType<typeof allRows>[number];

/** Every authority and sister hotline that takes referrals (address only), in the order of the catalogue. */
export function allAuthorities(): readonly AuthorityView[] {
  return allRows()
    .filter(({ takesReferrals }) => takesReferrals)
    .map(viewOf);
}

/**
 * One that takes referrals.
 * @param slug e.g. "pharos".
 */
export function findAuthority(slug: string): AuthorityView | undefined {
  const row = findRow(slug);
  return row?.takesReferrals ? viewOf(row) : undefined;
}

function viewOf({ slug, name, country, url, confidence }: Row): AuthorityView {
  return { slug, name, country, url, confidence };
}
