import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { teamRunners } from "./role-rules.ts";

/**
 * Those who may invite, locked in the caller's transaction and always in the same order: two people who change each
 * other's access wait for each other.
 */
export async function lockTeamRunners(trx: Kysely<Database>): Promise<{ id: string }[]> {
  return trx
    .selectFrom("members")
    .select("id")
    .where("role", "in", teamRunners)
    .where("active", "=", true)
    .orderBy("id")
    .forUpdate()
    .execute();
}
