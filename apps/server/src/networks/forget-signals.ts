import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

/**
 * Deletes the signals of a withdrawn report, with those of locations that no standing report names, in the transaction
 * that withdraws it. A suggestion that rested on them goes too; a link that a person confirmed stays, without them.
 */
export async function forgetSignals(
  trx: Kysely<Database>,
  { reportId }: { reportId: string },
): Promise<void> {
  await sql`
    delete from signals using reports r
    where r.id = ${reportId} and signals.case_id = r.case_id and signals.report_id = r.id`.execute(trx);
  await sql`
    delete from signals using report_contents l join contents c on c.id = l.content_id
    where l.report_id = ${reportId} and signals.case_id = c.case_id and signals.source_id = c.id
      and not exists (select from report_contents l2 join reports r2 on r2.id = l2.report_id
        where l2.content_id = c.id and r2.withdrawn_at is null)`.execute(trx);
  const { rows } = await sql<{ case_id: string }>`
    select case_id from reports where id = ${reportId}
    union select c.case_id from report_contents l join contents c on c.id = l.content_id where l.report_id = ${reportId}`.execute(
    trx,
  );
  await forgetEmptyEvidence(
    trx,
    rows.map((row) => row.case_id),
  );
}

/** Deletes the signals of an entry that was removed. */
export async function forgetSignalsOfEntry(
  trx: Kysely<Database>,
  { caseId, entryId }: { caseId: string; entryId: string },
): Promise<void> {
  await trx.deleteFrom("signals").where("case_id", "=", caseId).where("source_id", "=", entryId).execute();
  await forgetEmptyEvidence(trx, [caseId]);
}

/** What links of these cases were suggested for and either case does not hold any more, with what only rested on that. */
async function forgetEmptyEvidence(trx: Kysely<Database>, caseIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    with touched as (
      select id, case_a, case_b from links where case_a = any(${caseIds}::uuid[]) or case_b = any(${caseIds}::uuid[])
    )
    delete from link_evidence e using touched
    where e.link_id = touched.id and e.mac is not null and not (
      exists (select from signals s where s.mac = e.mac and s.case_id = touched.case_a)
      and exists (select from signals s where s.mac = e.mac and s.case_id = touched.case_b))
    returning touched.id`.execute(trx);
  if (rows.length === 0) return;
  await sql`
    delete from links where id = any(${rows.map(({ id }) => id)}::uuid[]) and status = 'suggested'
      and not exists (select from link_evidence e where e.link_id = links.id)`.execute(trx);
}
