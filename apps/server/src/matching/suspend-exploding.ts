import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { suspendBankWithin } from "./change-bank.ts";
import { isExploding, mostCasesAnHour } from "./match-rules.ts";

/** Suspends the banks of entries that suddenly match everything, until a person has looked. */
export async function suspendExploding(
  trx: Kysely<Database>,
  entryIds: readonly string[],
  at: Date,
): Promise<void> {
  if (entryIds.length === 0) return;
  const hourAgo = new Date(at.getTime() - 3_600_000);
  // Copies within one case count once, what a person refused does not count, and a resumed bank begins anew.
  const { rows } = await sql<{ bank_id: string; total: number; last_hour: number }>`
    select e.bank_id, count(distinct m.case_id)::int as total,
      count(distinct m.case_id) filter (where m.at > ${hourAgo})::int as last_hour
    from bank_entries e
    join banks b on b.id = e.bank_id and b.suspended_at is null
    join matches m on m.bank_entry_id = e.id and m.status <> 'refused' and m.at > coalesce(b.resumed_at, '-infinity')
    where e.id = any(${entryIds}::bigint[])
    group by e.id`.execute(trx);
  if (rows.every(({ total }) => total <= mostCasesAnHour)) return;
  const { rows: counted } = await sql<{ cases: number }>`
    select count(distinct case_id)::int as cases from fingerprints`.execute(trx);
  const cases = counted[0]?.cases ?? 0;
  const banks = rows.filter((row) => isExploding({ lastHour: row.last_hour, total: row.total, cases }));
  for (const bankId of new Set(banks.map((row) => row.bank_id))) {
    await suspendBankWithin(trx, { bankId, at, actor: null, why: "entry_matches_too_much" });
  }
}
