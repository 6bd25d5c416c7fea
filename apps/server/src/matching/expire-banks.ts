import { sql } from "kysely";
import type { Vigie } from "../vigie.ts";

// A transaction that a worker's stop can wait for.
const entriesAtOnce = 20_000;
const removalsKeptMs = 2 * 86_400_000;

/** Deletes banks whose time is over with all their entries, and what indexes in memory needed to be told. */
export async function expireBanks({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  const now = clock.now();
  const expired = await db.selectFrom("banks").select("id").where("expires_at", "<", now).execute();
  for (const { id } of expired) {
    const imports = await db.selectFrom("bank_imports").select("id").where("bank_id", "=", id).execute();
    for (const { id: importId } of imports) await deleteEntries({ db }, importId);
    await db.deleteFrom("banks").where("id", "=", id).execute();
  }
  await db
    .deleteFrom("index_removals")
    .where("at", "<", new Date(Date.now() - removalsKeptMs))
    .execute();
}

async function deleteEntries({ db }: Pick<Vigie, "db">, importId: string): Promise<void> {
  for (let deleted = entriesAtOnce; deleted === entriesAtOnce; ) {
    const { numAffectedRows = 0n } = await sql`
      delete from bank_entries where id in (
        select id from bank_entries where import_id = ${importId} limit ${entriesAtOnce})`.execute(db);
    deleted = Number(numAffectedRows);
  }
}
