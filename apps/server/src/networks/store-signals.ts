import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { PreparedSignal, SeenAt } from "./signals-of-report.ts";

/** What intake stores of a report: the signals of its words, and those of each location. */
interface ReportWithSignals {
  id: string;
  signals: readonly PreparedSignal[];
  contents: readonly { keyMac: Buffer; signals: readonly PreparedSignal[] }[];
}

/**
 * The part of the intake's statement that stores signals: those of a location with its content, those of words with the
 * report. A location that was there before has its own, unless the last report that named it was withdrawn.
 *
 * It reads `contents_written` (id, case_id, key_mac, inserted) and `new_reports` (id, first_key_mac, received_at) of that
 * statement, and adds no round trip.
 * @returns a query for `with`.
 */
export function signalsWritten(reports: readonly ReportWithSignals[]): RawBuilder<unknown> {
  const rows = reports.flatMap(({ id, signals, contents }) => [
    ...signals.map((signal) => ({ ...columnsOf(signal), report_id: id, key_mac: null })),
    ...contents.flatMap(({ keyMac, signals: named }) =>
      named.map((signal) => ({ ...columnsOf(signal), report_id: id, key_mac: keyMac.toString("hex") })),
    ),
  ]);
  return sql`
    insert into signals (mac, case_id, source_id, source, report_id, type, strength, sealed, at, waits)
    select distinct on (mac, case_id, source_id) * from (
      select decode(s.mac, 'hex') as mac, c.case_id, case when s.key_mac is null then r.id else c.id end as source_id,
        case when s.key_mac is null then 'words' else 'location' end, case when s.key_mac is null then r.id end,
        s.type, s.strength, decode(s.sealed, 'hex'), r.received_at, s.strength = 'strong'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(
        mac text, type text, strength text, sealed text, report_id uuid, key_mac text)
      join new_reports r on r.id = s.report_id
      join contents_written c on c.key_mac = decode(coalesce(s.key_mac, r.first_key_mac), 'hex')
      where s.key_mac is null or c.inserted
        or not exists (select from signals own where own.case_id = c.case_id and own.source_id = c.id)
    ) seen
    order by mac, case_id, source_id
    on conflict do nothing
    returning 1`;
}

/** Stores what a message or a kept entry names, in the transaction that stores it. */
export async function storeSignalsOf(
  trx: Kysely<Database>,
  {
    signals,
    seen,
    caseId,
    reportId,
    at,
  }: { signals: readonly PreparedSignal[]; seen: SeenAt; caseId: string; reportId: string; at: Date },
): Promise<void> {
  if (signals.length === 0) return;
  await trx
    .insertInto("signals")
    .values(
      signals
        .toSorted((a, b) => a.mac.compare(b.mac))
        .map((signal) => ({
          ...signal,
          case_id: caseId,
          source_id: seen.sourceId,
          source: seen.source,
          report_id: reportId,
          at,
          waits: signal.strength === "strong",
        })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function columnsOf({ mac, type, strength, sealed }: PreparedSignal) {
  return { mac: mac.toString("hex"), type, strength, sealed: sealed?.toString("hex") ?? null };
}
