import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/** Forgets who is behind these hosts, except where a readable address still leads to one of them. */
export async function forgetHostings(trx: Kysely<Database>, hosts: readonly string[]): Promise<void> {
  if (hosts.length === 0) return;
  const kept = await trx.selectFrom("hostings").select("host").where("host", "in", hosts).execute();
  for (const { host } of kept) {
    const content = await trx
      .selectFrom("contents")
      .select("id")
      .where("host", "=", host)
      .limit(1)
      .executeTakeFirst();
    if (!content) await trx.deleteFrom("hostings").where("host", "=", host).execute();
  }
}
