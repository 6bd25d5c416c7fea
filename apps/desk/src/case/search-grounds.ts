import type { GroundView } from "@vigie/contract";

/** Lower case, without accents and with plain apostrophes: how a hurried person types. */
export function foldText(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[’ʼ]/gu, "'")
    .toLowerCase();
}

/**
 * Grounds that answer to every word typed, in either language, by label, article, family or slug.
 * Those whose label starts a word with the first typed word come first; else the catalogue's order stays.
 */
export function searchGrounds(
  grounds: readonly GroundView[],
  typed: string,
  families: Readonly<Record<string, string>>,
): GroundView[] {
  const words = foldText(typed)
    .split(/\s+/u)
    .filter((word) => word !== "");
  const [first] = words;
  if (first === undefined) return [...grounds];
  const found: { ground: GroundView; rank: number; order: number }[] = [];
  for (const [order, ground] of grounds.entries()) {
    const labels = foldText(`${ground.label.fr} ${ground.label.en}`);
    const all = `${labels} ${foldText(`${ground.law} ${families[ground.family] ?? ground.family} ${ground.slug}`)}`;
    if (!words.every((word) => all.includes(word))) continue;
    found.push({
      ground,
      rank: ` ${labels.replace(/[^\p{L}\p{N}]+/gu, " ")}`.includes(` ${first}`) ? 0 : 1,
      order,
    });
  }
  return found
    .sort((left, right) => left.rank - right.rank || left.order - right.order)
    .map(({ ground }) => ground);
}
