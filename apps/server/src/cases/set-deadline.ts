import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { findGround } from "../catalogue/installed-catalogue.ts";
import type { Database } from "../db/schema.ts";

/**
 * Starts the clock of the grounds for whoever was told, in the caller's transaction: the shortest delay among them
 * counts. Grounds that left the catalogue set none.
 * @param from when they were told; `at` is when it is recorded.
 */
export async function setDeadline(
  trx: Kysely<Database>,
  {
    caseId,
    grounds,
    from,
    at,
    actor = null,
  }: { caseId: string; grounds: readonly string[]; from: Date; at: Date; actor?: string | null },
): Promise<void> {
  const delays = grounds.flatMap((slug) => findGround(slug)?.slaHours ?? []);
  if (delays.length === 0) return;
  const hours = Math.min(...delays);
  await trx
    .updateTable("cases")
    .set({ due_at: new Date(from.getTime() + hours * 3_600_000), overdue: false })
    .where("id", "=", caseId)
    .execute();
  await recordEvents(trx, [{ type: "case.deadline_set", at, actor, caseId, details: { hours } }]);
}
