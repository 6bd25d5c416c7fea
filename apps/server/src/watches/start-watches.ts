import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

/**
 * Starts to look at the readable addresses of a case, at once. Those already looked at stay as they are. One that was
 * not looked at for a while proves a removal from the beginning: what was seen before may be gone with its address.
 */
export async function startWatches(
  trx: Kysely<Database>,
  { caseId, at }: { caseId: string; at: Date },
): Promise<void> {
  await trx
    .updateTable("watches")
    .from("contents")
    .set({
      status: sql`case when watches.status in ('removed', 'returned') then watches.status else 'waiting' end`,
      removed_at: sql`case when watches.status = 'removed' then removed_at end`,
      removal_sights: "[]",
      started_at: at,
      next_check_at: at,
    })
    .whereRef("contents.id", "=", "watches.content_id")
    .where("contents.case_id", "=", caseId)
    .where("contents.url", "is not", null)
    .where("watches.next_check_at", "is", null)
    .execute();
}

/**
 * Stops looking at a case whose handling forbids it. What was seen stays recorded, and a proven removal stays one: it is
 * not proven, and counted, a second time when looking starts again.
 */
export async function stopWatches(trx: Kysely<Database>, { caseId }: { caseId: string }): Promise<void> {
  await trx
    .updateTable("watches")
    .from("contents")
    .set({
      status: sql`case when watches.status in ('removed', 'returned') then watches.status else 'stopped' end`,
      next_check_at: null,
    })
    .whereRef("contents.id", "=", "watches.content_id")
    .where("contents.case_id", "=", caseId)
    .where("watches.next_check_at", "is not", null)
    .execute();
}
