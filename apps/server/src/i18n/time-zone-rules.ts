const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Milliseconds by which a zone's clock is ahead of UTC at a moment.
 * @param moment ms since 1970. @param timeZone IANA name.
 */
export function offsetAt(moment: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formatters.set(timeZone, formatter);
  }
  const part = new Map(
    formatter.formatToParts(new Date(moment)).map(({ type, value }) => [type, Number(value)]),
  );
  const at = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  const shown = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
  return shown - Math.floor(moment / 1000) * 1000;
}
