import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { suspendBankWithin } from "./change-bank.ts";
import { isExploding } from "./match-rules.ts";

/** Suspends the banks of entries that suddenly match everything, until a person has looked. */
export async function suspendExploding(
  trx: Kysely<Database>,
  entryIds: readonly string[],
  at: Date,
): Promise<void> {
  if (entryIds.length === 0) return;
  const { rows } = await sql<{ bank_id: string; total: number; last_hour: number }>`
    select e.bank_id, e.matches as total,
      (select count(*)::int from matches m where m.bank_entry_id = e.id and m.at > ${new Date(at.getTime() - 3_600_000)}) as last_hour
    from bank_entries e join banks b on b.id = e.bank_id and b.suspended_at is null
    where e.id = any(${entryIds}::bigint[])`.execute(trx);
  const { rows: counted } = await sql<{ fingerprints: number }>`
    select count(*)::int as fingerprints from fingerprints`.execute(trx);
  const fingerprints = counted[0]?.fingerprints ?? 0;
  const banks = rows.filter((row) =>
    isExploding({ lastHour: row.last_hour, total: row.total, fingerprints }),
  );
  for (const bankId of new Set(banks.map((row) => row.bank_id))) {
    await suspendBankWithin(trx, { bankId, at, actor: null, why: "entry_matches_too_much" });
  }
}
