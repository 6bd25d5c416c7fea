import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/** Starts to look at the readable addresses of a case, at once. Those already looked at stay as they are. */
export async function startWatches(
  trx: Kysely<Database>,
  { caseId, at }: { caseId: string; at: Date },
): Promise<void> {
  await trx
    .updateTable("watches")
    .from("contents")
    .set({ status: "waiting", started_at: at, next_check_at: at })
    .whereRef("contents.id", "=", "watches.content_id")
    .where("contents.case_id", "=", caseId)
    .where("contents.url", "is not", null)
    .where("watches.next_check_at", "is", null)
    .where("watches.status", "in", ["waiting", "stopped"])
    .execute();
}

/** Stops looking at a case whose handling forbids it. What was seen stays recorded. */
export async function stopWatches(trx: Kysely<Database>, { caseId }: { caseId: string }): Promise<void> {
  await trx
    .updateTable("watches")
    .from("contents")
    .set({ status: "stopped", next_check_at: null })
    .whereRef("contents.id", "=", "watches.content_id")
    .where("contents.case_id", "=", caseId)
    .where("watches.next_check_at", "is not", null)
    .execute();
}
