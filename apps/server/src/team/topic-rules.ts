import type { Topic } from "@vigie/contract";

/**
 * Whether somebody may give these topics to a colleague: those they have themselves, to nobody who sees more than they do.
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
  return isWithin(wanted, own) && isWithin(current, own);
}

/** Whether `inner` opens nothing that `outer` does not. Null: all topics. */
export function isWithin(inner: readonly Topic[] | null, outer: readonly Topic[] | null): boolean {
  return outer === null || (inner?.every((topic) => outer.includes(topic)) ?? false);
}

/** The same topics, in whatever order. */
export function sameTopics(one: readonly Topic[] | null, other: readonly Topic[] | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((topic) => other.includes(topic));
}
