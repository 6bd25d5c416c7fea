import type { RowPath } from "./catalogue-sources.ts";
import type { Catalogue, RowKind, RowProblem } from "./read-catalogue.ts";

/**
 * What rows say of each other that cannot be: one domain, pattern, word or channel of two services, slugs that nobody
 * has. Of two rows that claim one thing, both are named.
 */
export function catalogueProblems(catalogue: Catalogue): RowProblem[] {
  return [...doubleClaims(catalogue), ...orphans(catalogue)];
}

function doubleClaims({ services }: Catalogue): RowProblem[] {
  const claims = services.flatMap(({ slug, domains, objects, channels, accountWords }) => [
    ...domains.map((claimed, index) => claim(slug, ["domains", index], "the domain", claimed)),
    ...objects.map(({ regex }, index) => claim(slug, ["objects", index, "regex"], "the pattern", regex)),
    ...channels.map(({ id }, index) => claim(slug, ["channels", index, "id"], "the channel", id)),
    ...(accountWords?.words ?? []).map((word, index) =>
      claim(slug, ["accountWords", "words", index], "the word", word.replaceAll(" ", "")),
    ),
  ]);
  const byClaim = new Map<string, typeof claims>();
  for (const one of claims) {
    const name = `${one.what} ${one.claimed}`;
    byClaim.set(name, [...(byClaim.get(name) ?? []), one]);
  }
  return claims.flatMap(({ slug, path, what, claimed }) => {
    const rival = byClaim.get(`${what} ${claimed}`)?.find((other) => other.slug !== slug);
    if (!rival) return [];
    return [
      { kind: "services" as const, slug, path, says: `${rival.slug} has ${what} "${claimed}" as well` },
    ];
  });
}

function claim(slug: string, path: RowPath, what: string, claimed: string) {
  return { slug, path, what, claimed };
}

function orphans({ services, grounds, authorities }: Catalogue): RowProblem[] {
  const known = {
    services: new Set(services.map(({ slug }) => slug)),
    authorities: new Set(authorities.map(({ slug }) => slug)),
  };
  const forbids = new Map(grounds.map(({ slug, handling }) => [slug, handling === "no_fetch"]));
  const problems: RowProblem[] = [];
  const report = (kind: RowKind, slug: string, path: RowPath, says: string) =>
    problems.push({ kind, slug, path, says });
  for (const { slug, minorVariant, ...named } of grounds) {
    for (const field of ["authorities", "support"] as const) {
      for (const [index, name] of named[field].entries()) {
        if (!known.authorities.has(name))
          report("grounds", slug, [field, index], `no authority has the slug "${name}"`);
      }
    }
    if (minorVariant === null) continue;
    const variantForbids = forbids.get(minorVariant);
    if (variantForbids === undefined)
      report("grounds", slug, ["minorVariant"], `no ground has the slug "${minorVariant}"`);
    else if (!variantForbids)
      report("grounds", slug, ["minorVariant"], `"${minorVariant}" does not forbid fetching`);
  }
  for (const { slug, bank } of authorities) {
    for (const [index, name] of (bank?.partners ?? []).entries()) {
      if (!known.services.has(name))
        report("authorities", slug, ["bank", "partners", index], `no service has the slug "${name}"`);
    }
  }
  return problems;
}
