import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import type { Database } from "../db/schema.ts";
import { isExploding, mostCasesAnHour } from "./match-rules.ts";

/** Suspends entries that suddenly match everything, until a person has looked. Their banks go on without them. */
export async function suspendExploding(
  trx: Kysely<Database>,
  entryIds: readonly string[],
  at: Date,
): Promise<void> {
  if (entryIds.length === 0) return;
  const hourAgo = new Date(at.getTime() - 3_600_000);
  // Copies within one case count once, what a person refused does not count. Once a person released the entry or resumed
  // its bank, only what is reported since then counts, whenever it is compared.
  const { rows } = await sql<{ id: string; total: number; last_hour: number }>`
    select e.id::text, count(distinct m.case_id)::int as total,
      count(distinct m.case_id) filter (where m.at > ${hourAgo})::int as last_hour
    from bank_entries e
    join banks b on b.id = e.bank_id
    join matches m on m.bank_entry_id = e.id and m.status <> 'refused'
    join fingerprints f on f.id = m.fingerprint_id
      and f.created_at > coalesce(greatest(b.resumed_at, e.released_at), '-infinity')
    where e.id = any(${entryIds}::bigint[]) and e.suspended_at is null
    group by e.id`.execute(trx);
  if (rows.every(({ total }) => total <= mostCasesAnHour)) return;
  const { rows: counted } = await sql<{ cases: number }>`
    select count(distinct case_id)::int as cases from fingerprints`.execute(trx);
  const cases = counted[0]?.cases ?? 0;
  const exploding = rows.filter((row) => isExploding({ lastHour: row.last_hour, total: row.total, cases }));
  const { rows: suspended } = await sql<{ id: string; bank_id: string; slug: string }>`
    update bank_entries e set suspended_at = ${at}, xid = pg_current_xact_id()
    from banks b
    where b.id = e.bank_id and e.id = any(${exploding.map(({ id }) => id)}::bigint[]) and e.suspended_at is null
    returning e.id::text, e.bank_id, b.slug`.execute(trx);
  await recordEvents(
    trx,
    suspended.map(({ id, bank_id: bankId, slug }) => ({
      type: "bank.entry_suspended" as const,
      at,
      subjectId: bankId,
      details: { bank: slug, entry: id },
    })),
  );
}
