/** Puts what happened under its days in a zone, in the order given. A day that comes back later is not repeated. */
export function byDay<Happened extends { at: string }>(
  events: readonly Happened[],
  timeZone: string,
): { day: string; events: Happened[] }[] {
  // The Swedish spelling of a day is YYYY-MM-DD.
  const dayOf = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const days = new Map<string, Happened[]>();
  for (const event of events) {
    const day = dayOf.format(new Date(event.at));
    const found = days.get(day);
    if (found) found.push(event);
    else days.set(day, [event]);
  }
  return [...days].map(([day, found]) => ({ day, events: found }));
}
