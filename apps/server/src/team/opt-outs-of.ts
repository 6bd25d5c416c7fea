import type { Topic } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/**
 * Topics that a member would rather not be given. For the queue and for reveals alone, which say nothing of it:
 * no answer to anybody else, no event and no log line may hold it, or be told apart by it.
 */
export async function optOutsOf(db: Kysely<Database>, memberId: string): Promise<readonly Topic[]> {
  const { opt_outs } = await db
    .selectFrom("members")
    .select("opt_outs")
    .where("id", "=", memberId)
    .executeTakeFirstOrThrow();
  return opt_outs;
}
