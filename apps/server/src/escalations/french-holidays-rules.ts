/**
 * The days off work by law in all of France (Code du travail, art. L3133-1), as `MM-DD`. Alsace and Moselle have two
 * more, which are not counted.
 */
export function frenchHolidays(year: number): ReadonlySet<string> {
  const known = years.get(year);
  if (known) return known;
  const easter = easterSunday(year);
  const fromEaster = (days: number) => new Date(easter + days * 86_400_000).toISOString().slice(5, 10);
  const holidays = new Set([...fixed, fromEaster(1), fromEaster(39), fromEaster(50)]);
  years.set(year, holidays);
  return holidays;
}

const fixed = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"];
const years = new Map<number, ReadonlySet<string>>();

/** Midnight UTC of Easter Sunday, by the anonymous Gregorian computus (Nature, 20 April 1876). */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const correction = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const count = epact + weekday - 7 * shift + 114;
  return Date.UTC(year, Math.floor(count / 31) - 1, (count % 31) + 1);
}
