import type { Texts } from "../texts/texts-type.ts";
import type { CsvCell } from "./record-csv-rules.ts";
import {
  countNames,
  type Precision,
  precisionOf,
  type RecordRow,
  timeNames,
  timeOf,
} from "./record-rules.ts";

/** What a row is called on screen. */
export type RecordWords = Readonly<Record<"name" | "ground" | "channel", (row: RecordRow) => string>>;

/** "90 % (18 of 20)", "2 of 3", or that nothing was decided. */
export function precisionInWords(precision: Precision, texts: Texts): string {
  if (precision.kind === "none") return texts.record.undecidedYet;
  const { kind, acted, decided } = precision;
  return kind === "few"
    ? texts.record.outOf(acted, decided)
    : texts.record.shareOf(acted / decided, acted, decided);
}

/** The table as it stands, with its headings: the same figures, to one decimal. */
export function recordCells(rows: readonly RecordRow[], words: RecordWords, texts: Texts): CsvCell[][] {
  const { columns } = texts.record;
  const headings = [
    columns.name,
    columns.ground,
    columns.channel,
    columns.channelId,
    ...countNames.map((name) => columns[name]),
    columns.precision,
    ...timeNames.flatMap((name) => [
      texts.record.medianOf(texts.record.times[name]),
      texts.record.p90Of(texts.record.times[name]),
    ]),
  ];
  return [
    headings,
    ...rows.map((row) => [
      words.name(row),
      words.ground(row),
      words.channel(row),
      row.channelId,
      ...countNames.map((name) => row[name]),
      precisionInWords(precisionOf(row), texts),
      ...timeNames.flatMap((name) => {
        const time = timeOf(row, name);
        return [rounded(time?.median), rounded(time?.p90)];
      }),
    ]),
  ];
}

function rounded(hours: number | null | undefined): number | null {
  return hours == null ? null : Math.round(hours * 10) / 10;
}
