/** Why an import waits for a person. */
export type ImportAlarm =
  | "unfinished"
  | "empty"
  | "bad_lines"
  | "shrinks"
  | "grows"
  | "older"
  | "too_many_lines"
  | "crowded_prefix"
  | "low_quality";

/** What reading a list counted. */
export interface ImportCounts {
  /** Lines that were not empty. */
  lines: number;
  refused: number;
  /** Entries that the bank did not have. */
  taken: number;
  /** Standing entries before. */
  before: number;
  /** Standing entries that a whole list does not hold any more; 0 for others. */
  gone: number;
  /** Entries with a PDQ hash, those of them of too little quality, and the most that share their first 16 bits. */
  pdqs: number;
  lowQuality: number;
  mostOfPrefix: number;
  dated: Date;
  /** The newest list that was applied before; null for the first. */
  lastDated: Date | null;
}

/** What a list holds beyond is not read: the import then waits for a person. */
export const mostLines = 10_000_000;
const mostRefusedShare = 0.01;
const mostGoneShare = 0.1;
const mostGrowth = 10;
const mostLowQualityShare = 0.1;
// Of real lists the most frequent 16 bits hold some hundredths of a percent.
const mostPrefixShare = 0.05;
/** Shares of a handful say nothing. */
const fewest = 100;

/** An empty answer: the list is applied at once. */
export function alarmsOf(counts: ImportCounts): ImportAlarm[] {
  const { lines, refused, taken, before, gone, pdqs, lowQuality, mostOfPrefix, dated, lastDated } = counts;
  const alarms: [ImportAlarm, boolean][] = [
    ["empty", lines === refused],
    ["bad_lines", refused > mostRefusedShare * lines],
    ["shrinks", gone > mostGoneShare * before],
    ["grows", before >= fewest && before + taken - gone >= mostGrowth * before],
    ["older", lastDated !== null && dated < lastDated],
    ["too_many_lines", lines > mostLines],
    ["crowded_prefix", pdqs >= fewest && mostOfPrefix > mostPrefixShare * pdqs],
    ["low_quality", pdqs >= fewest && lowQuality > mostLowQualityShare * pdqs],
  ];
  return alarms.filter(([, rings]) => rings).map(([alarm]) => alarm);
}
