import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/**
 * Holds a report for the rest of the transaction, so that no withdrawal passes it: a withdrawal erases what was said under
 * the receipt, and nothing may land after it.
 * @returns whether it stands; false once it is withdrawn or expired.
 */
export async function lockStandingReport(trx: Kysely<Database>, reportId: string): Promise<boolean> {
  const standing = await trx
    .selectFrom("reports")
    .select("id")
    .where("id", "=", reportId)
    .where("withdrawn_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  return standing !== undefined;
}
