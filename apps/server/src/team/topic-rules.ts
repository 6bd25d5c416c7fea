import type { Topic } from "@vigie/contract";

/**
 * Whether somebody may give these topics to a colleague: those they have themselves, or what the colleague has already.
 * @param own topics of whoever gives; null: all. The same for `wanted` and `current`.
 */
export function mayGive({
  own,
  wanted,
  current,
}: {
  own: readonly Topic[] | null;
  wanted: readonly Topic[] | null;
  current: readonly Topic[] | null;
}): boolean {
  if (own === null || sameTopics(wanted, current)) return true;
  return wanted?.every((topic) => own.includes(topic)) ?? false;
}

/** The same topics, in whatever order. */
export function sameTopics(one: readonly Topic[] | null, other: readonly Topic[] | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((topic) => other.includes(topic));
}
