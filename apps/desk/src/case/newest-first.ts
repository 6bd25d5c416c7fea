/** A copy, latest first. The server's order is not relied on. */
export function newestFirst<Thing>(things: readonly Thing[], at: (thing: Thing) => string): Thing[] {
  return [...things].sort((left, right) => at(right).localeCompare(at(left)));
}
