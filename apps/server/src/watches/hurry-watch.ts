import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

/**
 * Brings the next look at these contents forward to `at`, in the caller's transaction. Contents that may not
 * be looked at have no next look and stay as they are.
 */
export async function hurryWatch(
  trx: Kysely<Database>,
  { contentIds, at }: { contentIds: readonly string[]; at: Date },
): Promise<void> {
  if (contentIds.length === 0) return;
  await trx
    .updateTable("watches")
    .set({ next_check_at: sql<Date>`least(next_check_at, ${at}::timestamptz)` })
    .where("content_id", "in", contentIds)
    .where("next_check_at", "is not", null)
    .execute();
}
