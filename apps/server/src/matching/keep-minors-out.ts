import type { EventType } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { type NewEvent, recordEvents } from "../audit/record-event.ts";
import { allGrounds } from "../catalogue/installed-catalogue.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { matchReportJob } from "./jobs.ts";
import { orderMatchBank } from "./match-bank.ts";
import { minorRuledOut } from "./minor-ruled-out.ts";

/** An assessment may be taken back for a quarter of an hour: what it says is not acted on for good before. */
const minutesBeforeForGood = 15;

/**
 * Follows what is known of minors. Where somebody's report, or an assessment that does not stand yet, says that a case
 * concerns one, its fingerprints are set aside: in no index, no bank and no match that is shown. When an assessment says
 * no, all of it comes back; when one says so and stands, entries and matches are deleted. What a reporter said of their own
 * fingerprints stays.
 */
export async function keepMinorsOut({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    await setAside(trx, at);
    await forgetForGood(trx, at);
    await takeBack(trx, at);
  });
}

async function setAside(trx: Kysely<Database>, at: Date): Promise<void> {
  const { rows: fingerprints } = await sql<ChangedFingerprint>`
    update fingerprints f set minor = true, set_aside_at = ${at}, xid = pg_current_xact_id()
    from cases
    where cases.id = f.case_id and not f.minor and not ${minorRuledOut}
    returning f.id, f.report_id, f.case_id`.execute(trx);
  if (fingerprints.length === 0) return;
  const { ids, reportIds } = idsOf(fingerprints);
  const { rows: entries } = await sql<ChangedEntry>`
    update bank_entries set set_aside_at = ${at}, xid = pg_current_xact_id()
    where report_id = any(${reportIds}::uuid[]) and set_aside_at is null and withdrawn_at is null
    returning id::text, bank_id, report_id`.execute(trx);
  const { rows: matches } = await sql<ChangedMatch>`
    update matches set set_aside_at = ${at}
    where set_aside_at is null and (fingerprint_id = any(${ids}::uuid[]) or other_fingerprint_id = any(${ids}::uuid[])
      or bank_entry_id = any(${entries.map(({ id }) => id)}::bigint[]))
    returning id, case_id, other_case_id`.execute(trx);
  await recordChange(trx, at, {
    fingerprints: { type: "fingerprint.set_aside", rows: fingerprints },
    matches: { type: "match.set_aside", rows: matches },
    entries,
  });
}

/** The fingerprints stay with their report until it goes. */
async function forgetForGood(trx: Kysely<Database>, at: Date): Promise<void> {
  const aboutMinors = allGrounds().flatMap(({ slug, handling }) => (handling === "no_fetch" ? slug : []));
  const until = new Date(at.getTime() - minutesBeforeForGood * 60_000);
  const { rows: fingerprints } = await sql<ChangedFingerprint>`
    update fingerprints f set set_aside_at = null, xid = pg_current_xact_id()
    from cases
    where cases.id = f.case_id and f.set_aside_at is not null and (
      select a.at <= ${until} and (a.minor = 'yes' or a.grounds && ${aboutMinors}::text[])
      from assessments a where a.case_id = cases.id order by a.at desc, a.id desc limit 1)
    returning f.id, f.report_id, f.case_id`.execute(trx);
  if (fingerprints.length === 0) return;
  const { ids, reportIds } = idsOf(fingerprints);
  const { rows: matches } = await sql<ChangedMatch>`
    delete from matches
    where fingerprint_id = any(${ids}::uuid[]) or other_fingerprint_id = any(${ids}::uuid[])
      or bank_entry_id in (select id from bank_entries where report_id = any(${reportIds}::uuid[]))
    returning id, case_id, other_case_id`.execute(trx);
  const { rows: entries } = await sql<ChangedEntry>`
    delete from bank_entries where report_id = any(${reportIds}::uuid[])
    returning id::text, bank_id, report_id`.execute(trx);
  await recordChange(trx, at, {
    fingerprints: { type: "fingerprint.kept_out", rows: fingerprints },
    matches: { type: "match.deleted", rows: matches },
    entries,
  });
}

async function takeBack(trx: Kysely<Database>, at: Date): Promise<void> {
  const { rows: fingerprints } = await sql<ChangedFingerprint>`
    update fingerprints f set minor = false, set_aside_at = null, xid = pg_current_xact_id()
    from cases
    where cases.id = f.case_id and f.set_aside_at is not null and ${minorRuledOut}
    returning f.id, f.report_id, f.case_id`.execute(trx);
  if (fingerprints.length === 0) return;
  const { ids, reportIds } = idsOf(fingerprints);
  const { rows: entries } = await sql<ChangedEntry>`
    update bank_entries set set_aside_at = null, xid = pg_current_xact_id()
    where report_id = any(${reportIds}::uuid[]) and set_aside_at is not null
    returning id::text, bank_id, report_id`.execute(trx);
  // The other side of a match may still be set aside.
  const { rows: matches } = await sql<ChangedMatch>`
    update matches m set set_aside_at = null
    where m.set_aside_at is not null
      and (m.fingerprint_id = any(${ids}::uuid[]) or m.other_fingerprint_id = any(${ids}::uuid[])
        or m.bank_entry_id = any(${entries.map(({ id }) => id)}::bigint[]))
      and not exists (select from fingerprints f where f.id in (m.fingerprint_id, m.other_fingerprint_id) and f.minor)
      and not exists (select from bank_entries e where e.id = m.bank_entry_id and e.set_aside_at is not null)
    returning m.id, m.case_id, m.other_case_id`.execute(trx);
  await recordChange(trx, at, {
    fingerprints: { type: "fingerprint.returned", rows: fingerprints },
    matches: { type: "match.returned", rows: matches },
    entries,
  });
  // With what came meanwhile.
  await addJobs(
    trx,
    reportIds.map((reportId) => ({ job: matchReportJob, payload: { reportId } })),
  );
  for (const bankId of new Set(entries.map((entry) => entry.bank_id))) await orderMatchBank(trx, { bankId });
}

interface ChangedFingerprint {
  id: string;
  report_id: string;
  case_id: string;
}

interface ChangedEntry {
  id: string;
  bank_id: string;
  report_id: string;
}

interface ChangedMatch {
  id: string;
  case_id: string;
  other_case_id: string | null;
}

function idsOf(fingerprints: readonly ChangedFingerprint[]): { ids: string[]; reportIds: string[] } {
  return {
    ids: fingerprints.map(({ id }) => id),
    reportIds: [...new Set(fingerprints.map((row) => row.report_id))],
  };
}

/** One event for each report, with its figures, and one for each match and case. */
async function recordChange(
  trx: Kysely<Database>,
  at: Date,
  changed: {
    fingerprints: { type: EventType; rows: readonly ChangedFingerprint[] };
    matches: { type: EventType; rows: readonly ChangedMatch[] };
    entries: readonly ChangedEntry[];
  },
): Promise<void> {
  const reports = new Map<string, NewEvent & { details: { fingerprints: number; entries: number } }>();
  for (const { report_id: reportId, case_id: caseId } of changed.fingerprints.rows) {
    const event = reports.get(reportId) ?? {
      type: changed.fingerprints.type,
      at,
      caseId,
      reportId,
      details: {
        fingerprints: 0,
        entries: changed.entries.filter((entry) => entry.report_id === reportId).length,
      },
    };
    event.details.fingerprints += 1;
    reports.set(reportId, event);
  }
  const matches = changed.matches.rows.flatMap(({ id, case_id: caseId, other_case_id: otherCaseId }) =>
    [caseId, ...(otherCaseId ? [otherCaseId] : [])].map((matchedCase) => ({
      type: changed.matches.type,
      at,
      caseId: matchedCase,
      subjectId: id,
    })),
  );
  await recordEvents(trx, [...reports.values(), ...matches]);
}
