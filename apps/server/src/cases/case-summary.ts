import type { CaseSummary } from "@vigie/contract";
import { type Kysely, type Selectable, sql } from "kysely";
import type { Database } from "../db/schema.ts";

export type CaseRow = Selectable<Database["cases"]>;
export type ClaimedCase = CaseRow & { claimed_name: string | null };

/** What a summary is made of: every column of the case, and the name of who claimed it. */
export const summaryColumns = sql<ClaimedCase>`
  cases.*, (select name from members where members.id = cases.claimed_by) as claimed_name`;

/** One case as a summary shows it; undefined when there is none. */
export async function readClaimedCase(
  db: Kysely<Database>,
  caseId: string,
): Promise<ClaimedCase | undefined> {
  const { rows } = await sql<ClaimedCase>`select ${summaryColumns} from cases where id = ${caseId}`.execute(
    db,
  );
  return rows[0];
}

/** @param now a claim that ran out is none. */
export function caseSummaryOf(row: ClaimedCase, now: Date): CaseSummary {
  const { claimed_by: memberId, claimed_name: name, claimed_until: until } = row;
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    handling: row.handling,
    concern: row.concern,
    title: row.hosts[0] ?? null,
    hosts: row.hosts,
    reports: row.reports_count,
    contents: row.contents_count,
    urgency: row.urgency,
    dangerAt: row.danger_at?.toISOString() ?? null,
    firstReportedAt: row.first_reported_at.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    overdue: row.overdue,
    nextStep: row.next_step,
    unread: row.unread_count,
    topics: row.topics,
    languages: row.languages,
    why: row.why,
    claim: memberId && name && until && until > now ? { memberId, name, until: until.toISOString() } : null,
    wave: row.wave_since ? { reports: row.recent_reports, since: row.wave_since.toISOString() } : null,
    version: row.version,
  };
}
