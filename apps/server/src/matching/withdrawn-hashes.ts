import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

/** @param macs as `singleMacs` makes them. */
export async function rememberWithdrawn(
  trx: Kysely<Database>,
  { bankId, macs }: { bankId: string; macs: readonly string[] },
): Promise<void> {
  await sql`
    insert into withdrawn_hashes (bank_id, mac)
    select distinct ${bankId}::uuid, decode(mac, 'hex') from unnest(${macs}::text[]) mac
    on conflict do nothing`.execute(trx);
}

/** @returns those of the MACs that were withdrawn from the bank. */
export async function withdrawnAmong(
  trx: Kysely<Database>,
  { bankId, macs }: { bankId: string; macs: readonly string[] },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ mac: string }>`
    select encode(mac, 'hex') as mac from withdrawn_hashes
    where bank_id = ${bankId} and mac in (select decode(mac, 'hex') from unnest(${macs}::text[]) mac)`.execute(
    trx,
  );
  return new Set(rows.map(({ mac }) => mac));
}
