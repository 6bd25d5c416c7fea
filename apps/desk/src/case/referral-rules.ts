import type { AuthorityView, CaseView, CatalogueView, ReferralStatus } from "@vigie/contract";
import { newestFirst } from "./newest-first.ts";

/** Authorities that the grounds of the standing assessment name, in their order, then all others by name. */
export function proposedAuthorities(
  view: Pick<CaseView, "assessments">,
  catalogue: CatalogueView | undefined,
): { proposed: AuthorityView[]; others: AuthorityView[] } {
  if (catalogue === undefined) return { proposed: [], others: [] };
  const [standing] = newestFirst(view.assessments, ({ at }) => at);
  const named = new Set(
    (standing?.grounds ?? []).flatMap(
      (slug) => catalogue.grounds.find((ground) => ground.slug === slug)?.authorities ?? [],
    ),
  );
  const proposed = [...named].flatMap((slug) =>
    catalogue.authorities.filter((authority) => authority.slug === slug),
  );
  const others = catalogue.authorities
    .filter(({ slug }) => !named.has(slug))
    .sort((left, right) => left.name.localeCompare(right.name));
  return { proposed, others };
}

/** What a person may record next about a referral. */
export function recordable(status: ReferralStatus): readonly Exclude<ReferralStatus, "prepared">[] {
  const next = {
    prepared: ["filed"],
    filed: ["acknowledged", "acted", "refused"],
    acknowledged: ["acted", "refused"],
    acted: [],
    refused: [],
  } as const satisfies Record<ReferralStatus, readonly Exclude<ReferralStatus, "prepared">[]>;
  return next[status];
}
