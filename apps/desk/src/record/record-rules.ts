import type { NotifierRecordView } from "@vigie/contract";

export type RecordRow = NotifierRecordView["rows"][number];

/** What is shown of the record; an empty string leaves everything. */
export interface RecordFilter {
  provider: string;
  ground: string;
  channel: string;
}

export const noFilter: RecordFilter = { provider: "", ground: "", channel: "" };

export function filterRows(rows: readonly RecordRow[], filter: RecordFilter): RecordRow[] {
  return rows.filter(
    ({ provider, ground, channel }) =>
      (filter.provider === "" || provider === filter.provider) &&
      (filter.ground === "" || ground === filter.ground) &&
      (filter.channel === "" || channel === filter.channel),
  );
}

/** What became of a notice, in the order it is drawn. */
export const outcomes = ["acted", "refused", "undecided", "failed"] as const;
export type RecordOutcome = (typeof outcomes)[number];

export const countNames = ["sent", "acknowledged", ...outcomes, "removed"] as const;
export type RecordCounts = Record<(typeof countNames)[number], number>;

export function sumOf(rows: readonly RecordRow[]): RecordCounts {
  const sum = { sent: 0, acknowledged: 0, acted: 0, refused: 0, undecided: 0, failed: 0, removed: 0 };
  for (const row of rows) for (const name of countNames) sum[name] += row[name];
  return sum;
}

export interface ProviderRecord extends RecordCounts {
  provider: string;
  name: string;
}

/** One line per provider, the most notices first. A notice on two grounds is in two rows, and counts twice. */
export function byProvider(rows: readonly RecordRow[]): ProviderRecord[] {
  const groups = new Map<string, RecordRow[]>();
  for (const row of rows) groups.set(row.provider, [...(groups.get(row.provider) ?? []), row]);
  return [...groups]
    .map(([provider, own]) => ({ provider, name: own[0]?.name ?? provider, ...sumOf(own) }))
    .sort((left, right) => right.sent - left.sent || left.name.localeCompare(right.name));
}

/** Fewer cases than this make no percentage and no ninth decile: they are told as they are. */
export const fewest = 5;

/** How often a decision agreed with us. `few`: too few decisions for a percentage. */
export type Precision =
  | { kind: "none" }
  | { kind: "few"; acted: number; decided: number }
  | { kind: "share"; acted: number; decided: number };

export function precisionOf({ acted, refused }: Pick<RecordCounts, "acted" | "refused">): Precision {
  const decided = acted + refused;
  if (decided === 0) return { kind: "none" };
  return { kind: decided < fewest ? "few" : "share", acted, decided };
}

export const timeNames = ["acknowledge", "decide", "removal"] as const;
export type TimeName = (typeof timeNames)[number];

/** Hours of one row. `p90` is null when it would rest on fewer than `fewest` notices. */
export interface RowTime {
  count: number;
  median: number;
  p90: number | null;
}

export function timeOf(row: RecordRow, name: TimeName): RowTime | null {
  const { hours, count } = {
    acknowledge: { hours: row.hoursToAcknowledge, count: row.acknowledged },
    decide: { hours: row.hoursToDecide, count: row.acted + row.refused },
    removal: { hours: row.hoursToRemoval, count: row.removed },
  }[name];
  return hours && { count, median: hours.median, p90: count < fewest ? null : hours.p90 };
}

export const sortColumns = ["name", "ground", "channel", ...countNames, "precision"] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface RecordOrder {
  column: SortColumn;
  descending: boolean;
}

/** A column that is chosen again turns round. Words start at A, numbers at the highest. */
export function nextOrder(order: RecordOrder, column: SortColumn): RecordOrder {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: !["name", "ground", "channel"].includes(column) };
}

/**
 * Rows in the order asked for. What has no value comes last in both directions.
 * @param wordOf the words of a row under a column of words, as they are shown.
 */
export function sortRows(
  rows: readonly RecordRow[],
  { column, descending }: RecordOrder,
  wordOf: (row: RecordRow, column: "name" | "ground" | "channel") => string,
): RecordRow[] {
  const direction = descending ? -1 : 1;
  return rows.toSorted((left, right) => {
    if (column === "name" || column === "ground" || column === "channel") {
      return direction * wordOf(left, column).localeCompare(wordOf(right, column));
    }
    const [one, other] = [left[column], right[column]];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return direction * (one - other);
  });
}

/** Hours at which the scale of times has a line: a minute, an hour, a day, a week, thirty days, a year. */
const timeLines = [1 / 60, 1, 24, 168, 720, 8760] as const;

/** Lines closer than this share of the scale would write their names over each other on a phone. */
const leastApart = 0.16;

export interface TimeScale {
  lines: number[];
  /** The lines that have room for their name: the first, the last, and those far enough from both and from each other. */
  named: number[];
  /** Where a time lies, 0 to 1. */
  place: (hours: number) => number;
}

/** A logarithmic scale over these hours, one at least. */
export function timeScale(hours: readonly number[]): TimeScale {
  const shortest = Math.min(...hours);
  const longest = Math.max(...hours);
  const from = timeLines.findLastIndex((line, index) => index === 0 || line <= shortest);
  const to = timeLines.findIndex((line, index) => index > from && line >= longest);
  const lines = timeLines.slice(Math.min(from, timeLines.length - 2), to < 0 ? undefined : to + 1);
  const [low = 1] = lines;
  const high = lines.at(-1) ?? low;
  const place = (at: number) => Math.min(1, Math.max(0, Math.log(at / low) / Math.log(high / low)));
  const named = [low];
  for (const line of lines.slice(1, -1)) {
    const far = place(line) - place(named.at(-1) ?? low) >= leastApart && 1 - place(line) >= leastApart;
    if (far) named.push(line);
  }
  return { lines, named: [...named, high], place };
}
