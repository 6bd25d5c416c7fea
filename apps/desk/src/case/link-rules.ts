import type { LinkEvidence, LinkView, SignalSeen, SignalSource } from "@vigie/contract";

/** Links that wait for a person. */
export function openLinks(links: readonly LinkView[]): LinkView[] {
  return links.filter(({ status }) => status === "suggested");
}

/** Kinds of places in which a signal was seen, each once, in a fixed order. */
export function sourcesOf(seen: readonly SignalSeen[]): SignalSource[] {
  const order: readonly SignalSource[] = ["location", "words", "message", "evidence"];
  return order.filter((source) => seen.some((place) => place.source === source));
}

/** What speaks for a link, and what two cases share by chance: shown apart, so that many small things do not look like a proof. */
export function evidenceBySide(evidence: readonly LinkEvidence[]): {
  strong: LinkEvidence[];
  weak: LinkEvidence[];
} {
  const isWeak = (one: LinkEvidence) => one.kind === "signal" && one.strength === "weak";
  return { strong: evidence.filter((one) => !isWeak(one)), weak: evidence.filter(isWeak) };
}

/**
 * What the keys for "the same" and "something else" mean among links: the one that holds the focus is settled; without
 * one the first that waits gets it, but matches come first.
 */
export function linkForKey(
  waiting: readonly LinkView[],
  { focused, matchesWait }: { focused: string | null; matchesWait: boolean },
): { act: "settle" | "focus"; link: LinkView } | null {
  const held = waiting.find(({ id }) => id === focused);
  if (held !== undefined) return { act: "settle", link: held };
  const [first] = waiting;
  return first === undefined || matchesWait ? null : { act: "focus", link: first };
}
