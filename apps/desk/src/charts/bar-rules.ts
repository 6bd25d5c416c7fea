// Fewer days than a week keep the bars of a week: one lonely day is not a wall.
const leastDays = 7;
// What fits on a telephone without touching.
const mostLabels = 7;
const fewLabels = 4;

/**
 * Where the bars of a day stand, in hundredths of the chart's width.
 * @param index of the day, from 0.
 */
export function barsOfDay(
  index: number,
  { days, series }: { days: number; series: number },
): { middle: number; bars: { x: number; width: number }[] } {
  const slot = 100 / Math.max(days, leastDays);
  const width = (slot * 0.72) / series;
  const middle = slot * (index + 0.5);
  return {
    middle,
    bars: Array.from({ length: series }, (_, which) => ({ x: middle + width * (which - series / 2), width })),
  };
}

/** Which days are named below: all of a week, else about four of them, evenly. */
export function labelledDays(days: number): ReadonlySet<number> {
  const every = days <= mostLabels ? 1 : Math.ceil(days / fewLabels);
  const labelled = new Set<number>();
  for (let index = Math.floor(every / 2); index < days; index += every) labelled.add(index);
  return labelled;
}

/** The parts of a bar one after the other, in hundredths of the longest bar. Empty parts are left out. */
export function partsOfBar(
  values: readonly number[],
  longest: number,
): { which: number; x: number; width: number }[] {
  let x = 0;
  return values.flatMap((value, which) => {
    const part = { which, x, width: (100 * value) / longest };
    x += part.width;
    return value === 0 ? [] : [part];
  });
}
