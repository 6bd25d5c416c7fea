import { setImmediate as turn } from "node:timers/promises";
import type { MatchMethod } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { type HashIndex, readHashIndex } from "./hash-index.ts";
import type { Found } from "./hash-shelf.ts";
import { matchesKept, statusOf } from "./match-rules.ts";
import { openHashes, type SealedHashes } from "./seal-hashes.ts";
import { suspendExploding } from "./suspend-exploding.ts";

/**
 * Compares the fingerprints of a report with the banks and with other cases, and puts what is near before a person. It
 * changes no case by itself. Running it again adds nothing.
 */
export async function matchReport(
  vigie: Pick<Vigie, "db" | "keys" | "clock">,
  { reportId }: { reportId: string },
): Promise<void> {
  const fingerprints = await vigie.db
    .selectFrom("fingerprints")
    .innerJoin("cases", "cases.id", "fingerprints.case_id")
    .select(["fingerprints.id", "fingerprints.case_id", "fingerprints.sealed"])
    .where("fingerprints.report_id", "=", reportId)
    .where("fingerprints.minor", "=", false)
    .where("cases.handling", "<>", "no_fetch")
    .where("cases.minor_reported_at", "is", null)
    .orderBy("fingerprints.position")
    .execute();
  if (fingerprints.length === 0) return;
  const index = await readHashIndex(vigie, { olderThanMs: 0 });
  const meetings: Meeting[] = [];
  for (const { id, case_id: caseId, sealed } of fingerprints) {
    meetings.push(
      ...(await meetingsOf(index, { fingerprintId: id, caseId, hashes: openHashes(vigie.keys, sealed) })),
    );
  }
  if (meetings.length === 0) return;
  const at = vigie.clock.now();
  await inTransaction(vigie.db, async (trx) => {
    await writeMeetings(trx, meetings, at);
    await suspendExploding(
      trx,
      meetings.flatMap(({ bankEntryId }) => bankEntryId ?? []),
      at,
    );
  });
}

/** A fingerprint of the report and what it met. Of two cases, the newer fingerprint comes first. */
interface Meeting {
  fingerprintId: string;
  bankEntryId: string | null;
  otherFingerprintId: string | null;
  method: MatchMethod;
  distance: number | null;
  secondDistance: number | null;
  quality: number | null;
  turned: string | null;
}

// Others must not wait long for a film: between so many searches they have their turn.
const searchesPerTurn = 8;

async function inTurns(steps: Generator<void, Found[]>): Promise<Found[]> {
  for (let searches = 1; ; searches += 1) {
    const { done, value } = steps.next();
    if (done) return value;
    if (searches % searchesPerTurn === 0) await turn();
  }
}

async function meetingsOf(
  index: HashIndex,
  { fingerprintId, caseId, hashes }: { fingerprintId: string; caseId: string; hashes: SealedHashes },
): Promise<Meeting[]> {
  const seen = (found: Found) => ({
    method: found.method,
    distance: found.distance,
    secondDistance: found.secondDistance,
    quality: hashes.quality ?? null,
    turned: found.turned,
  });
  const meetings: Meeting[] = [];
  const cases = new Set([caseId]);
  const near = await inTurns(
    index.cases.shelf.findInSteps(hashes, {
      turned: true,
      most: Number.POSITIVE_INFINITY,
      skips: (place) => index.cases.ownerAt(place).caseId === caseId,
    }),
  );
  for (const found of near) {
    const other = index.cases.ownerAt(found.place);
    // One match a case is enough, the nearest.
    if (cases.has(other.caseId) || cases.size > matchesKept) continue;
    cases.add(other.caseId);
    const [newer = "", older = ""] = [fingerprintId, other.fingerprintId].sort().reverse();
    meetings.push({ fingerprintId: newer, otherFingerprintId: older, bankEntryId: null, ...seen(found) });
  }
  for (const bank of index.banks) {
    const nearest = bank.shelf.findInSteps(hashes, { distance: bank.distance, turned: true, most: 1 });
    for (const found of await inTurns(nearest)) {
      const { entryId } = bank.entryAt(found.place);
      meetings.push({ fingerprintId, otherFingerprintId: null, bankEntryId: entryId, ...seen(found) });
    }
  }
  return meetings;
}

/** Rows whose fingerprints, entries or banks went away since the index was read are left out. */
async function writeMeetings(trx: Kysely<Database>, meetings: readonly Meeting[], at: Date): Promise<void> {
  const rows = meetings.map((meeting) => ({
    id: newId(),
    fingerprint_id: meeting.fingerprintId,
    bank_entry_id: meeting.bankEntryId,
    other_fingerprint_id: meeting.otherFingerprintId,
    status: statusOf(meeting),
    method: meeting.method,
    distance: meeting.distance,
    second_distance: meeting.secondDistance,
    quality: meeting.quality,
    turned: meeting.turned,
  }));
  const { rows: written } = await sql<{ id: string; case_id: string; method: MatchMethod; bank: boolean }>`
    with standing_entries as (
      select e.id from bank_entries e
      where e.id in (select bank_entry_id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(bank_entry_id bigint))
        and e.withdrawn_at is null and e.ended_by is null
      for key share of e
    ),
    standing_fingerprints as (
      select f.id, f.case_id from fingerprints f
      join cases on cases.id = f.case_id and cases.handling <> 'no_fetch' and cases.minor_reported_at is null
      where not f.minor and f.id in (
        select unnest(array[fingerprint_id, other_fingerprint_id])
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(fingerprint_id uuid, other_fingerprint_id uuid))
      for key share of f
    ),
    written as (
      insert into matches (id, case_id, fingerprint_id, bank_entry_id, other_fingerprint_id, other_case_id, status, method,
        distance, second_distance, quality, turned, at)
      select m.id, own.case_id, m.fingerprint_id, m.bank_entry_id, m.other_fingerprint_id, other.case_id, m.status,
        m.method, m.distance, m.second_distance, m.quality, m.turned, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id uuid, fingerprint_id uuid, bank_entry_id bigint,
        other_fingerprint_id uuid, status text, method text, distance int, second_distance int, quality int, turned text)
      join standing_fingerprints own on own.id = m.fingerprint_id
      left join standing_fingerprints other on other.id = m.other_fingerprint_id
      left join standing_entries entry on entry.id = m.bank_entry_id
      where other.id is not null or entry.id is not null
      on conflict do nothing
      returning id, case_id, other_case_id, bank_entry_id, method
    ),
    counted as (
      update bank_entries set matches = matches + 1
      where id in (select bank_entry_id from written)
    )
    select id, case_id, method, bank_entry_id is not null as bank from written
    union all
    select id, other_case_id, method, false from written where other_case_id is not null`.execute(trx);
  await recordEvents(
    trx,
    written.map(({ id, case_id: caseId, method, bank }) => ({
      type: "match.proposed" as const,
      at,
      caseId,
      subjectId: id,
      details: { method, with: bank ? "bank" : "case" },
    })),
  );
}
