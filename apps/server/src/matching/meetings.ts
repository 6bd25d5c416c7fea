import type { MatchMethod } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/schema.ts";
import type { BankShelf, HashIndex } from "./hash-index.ts";
import type { Found } from "./hash-shelf.ts";
import { matchesKept, statusOf } from "./match-rules.ts";
import { minorRuledOut } from "./minor-ruled-out.ts";
import type { SealedHashes } from "./seal-hashes.ts";
import { suspendExploding } from "./suspend-exploding.ts";
import { createTurns } from "./take-turns.ts";

/** A fingerprint of a case and what it met. Of two cases, the newer fingerprint comes first. */
export interface Meeting {
  fingerprintId: string;
  bankEntryId: string | null;
  otherFingerprintId: string | null;
  method: MatchMethod;
  distance: number | null;
  secondDistance: number | null;
  quality: number | null;
  turned: string | null;
}

/** A fingerprint that is looked up. */
export interface Asked {
  fingerprintId: string;
  caseId: string;
  hashes: SealedHashes;
}

/** Of each other case, the nearest fingerprint. */
export async function meetingsWithCases(
  { cases }: Pick<HashIndex, "cases">,
  { fingerprintId, caseId, hashes }: Asked,
): Promise<Meeting[]> {
  const met = new Set([caseId]);
  const meetings: Meeting[] = [];
  const near = await inTurns(
    cases.shelf.findInSteps(hashes, {
      turned: true,
      most: Number.POSITIVE_INFINITY,
      skips: (place) => cases.ownerAt(place).caseId === caseId,
    }),
  );
  for (const found of near) {
    const other = cases.ownerAt(found.place);
    if (met.has(other.caseId) || met.size > matchesKept) continue;
    met.add(other.caseId);
    const [newer = "", older = ""] = [fingerprintId, other.fingerprintId].sort().reverse();
    meetings.push({
      fingerprintId: newer,
      otherFingerprintId: older,
      bankEntryId: null,
      ...seen(found, hashes),
    });
  }
  return meetings;
}

/**
 * The nearest entry of a bank.
 * @param ownEntries what the case itself gave to banks.
 */
export async function meetingsWithBank(
  bank: BankShelf,
  { fingerprintId, hashes }: Asked,
  ownEntries: ReadonlySet<string>,
): Promise<Meeting[]> {
  const skips = (place: number) => ownEntries.has(bank.entryAt(place).entryId);
  const nearest = await inTurns(
    bank.shelf.findInSteps(hashes, {
      distance: bank.distance,
      turned: true,
      most: 1,
      ...(ownEntries.size > 0 && { skips }),
    }),
  );
  return nearest.map((found) => ({
    fingerprintId,
    otherFingerprintId: null,
    bankEntryId: bank.entryAt(found.place).entryId,
    ...seen(found, hashes),
  }));
}

/** The entries that reports of these cases gave to banks, by case. */
export async function readOwnEntries(
  db: Kysely<Database>,
  caseIds: readonly string[],
): Promise<(caseId: string) => ReadonlySet<string>> {
  const { rows } = await sql<{ id: string; case_id: string }>`
    select e.id::text, r.case_id from reports r join bank_entries e on e.report_id = r.id
    where r.case_id = any(${[...new Set(caseIds)]}::uuid[])`.execute(db);
  const byCase = new Map<string, Set<string>>();
  for (const { id, case_id: caseId } of rows) {
    byCase.set(caseId, (byCase.get(caseId) ?? new Set()).add(id));
  }
  const none = new Set<string>();
  return (caseId) => byCase.get(caseId) ?? none;
}

/**
 * Puts meetings before a person, with their events, and suspends entries that suddenly match everything. Those that are
 * known, or of a bank that met the fingerprint as near already, are left out; so are those whose fingerprints, entries or
 * banks went away since the index was read.
 */
export async function writeMeetings(
  trx: Kysely<Database>,
  meetings: readonly Meeting[],
  at: Date,
): Promise<void> {
  if (meetings.length === 0) return;
  const rows = JSON.stringify(
    meetings.map((meeting) => ({
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
    })),
  );
  // Entries are held in the order of their ids, fingerprints against being set aside until this is committed.
  const { rows: written } = await sql<{ id: string; case_id: string; method: MatchMethod; bank: boolean }>`
    with met as (
      select * from jsonb_to_recordset(${rows}::jsonb) as m(id uuid, fingerprint_id uuid, bank_entry_id bigint,
        other_fingerprint_id uuid, status text, method text, distance int, second_distance int, quality int, turned text)
    ),
    standing_entries as (
      select e.id, e.bank_id, e.once from bank_entries e
      where e.id in (select bank_entry_id from met) and e.withdrawn_at is null and e.ended_by is null
        and e.suspended_at is null and e.set_aside_at is null and not exists (
          select from reports r join cases on cases.id = r.case_id
          where r.id = e.report_id and not ${minorRuledOut})
      order by e.id for no key update of e
    ),
    standing_fingerprints as (
      select f.id, f.case_id from fingerprints f
      join cases on cases.id = f.case_id and ${minorRuledOut}
      where not f.minor and f.id in (select unnest(array[fingerprint_id, other_fingerprint_id]) from met)
      order by f.id for share of f
    ),
    written as (
      insert into matches (id, case_id, fingerprint_id, bank_entry_id, other_fingerprint_id, other_case_id, status, method,
        distance, second_distance, quality, turned, at)
      select m.id, own.case_id, m.fingerprint_id, m.bank_entry_id, m.other_fingerprint_id, other.case_id, m.status,
        m.method, m.distance, m.second_distance, m.quality, m.turned, ${at}::timestamptz
      from met m
      join standing_fingerprints own on own.id = m.fingerprint_id
      left join standing_fingerprints other on other.id = m.other_fingerprint_id
      left join standing_entries entry on entry.id = m.bank_entry_id
      where (other.id is not null or entry.id is not null) and not exists (
        select from matches before join bank_entries e on e.id = before.bank_entry_id
        where before.fingerprint_id = m.fingerprint_id and e.bank_id = entry.bank_id and (e.once = entry.once
          or before.status <> 'refused' and coalesce(before.distance, -1) <= coalesce(m.distance, -1)))
      on conflict do nothing
      returning id, case_id, other_case_id, bank_entry_id, method
    ),
    counted as (
      update bank_entries e set matches = e.matches + w.matches
      from (select bank_entry_id, count(*)::int as matches from written group by bank_entry_id) w
      where e.id = w.bank_entry_id
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
  await suspendExploding(
    trx,
    meetings.flatMap(({ bankEntryId }) => bankEntryId ?? []),
    at,
  );
}

function seen(found: Found, { quality }: SealedHashes) {
  return {
    method: found.method,
    distance: found.distance,
    secondDistance: found.secondDistance,
    quality: quality ?? null,
    turned: found.turned,
  };
}

/** Others must not wait long for a film. */
async function inTurns(steps: Generator<void, Found[]>): Promise<Found[]> {
  const turns = createTurns();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await turns.next();
  }
}
