import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { findGround } from "../catalogue/installed-catalogue.ts";
import type { Database } from "../db/schema.ts";

/**
 * Starts the clock of the grounds for whoever was told, in the caller's transaction: the shortest delay among them
 * counts. Grounds that left the catalogue set none.
 * @param deadline.from when they were told; `at` is when it is recorded.
 * @param deadline.dueAt in place of the grounds' hours by the clock: a notice's own, which knows office days.
 */
export async function setDeadline(
  trx: Kysely<Database>,
  {
    caseId,
    grounds,
    from,
    at,
    actor = null,
    dueAt = dueByClock(grounds, from),
  }: {
    caseId: string;
    grounds: readonly string[];
    from: Date;
    at: Date;
    actor?: string | null;
    dueAt?: Date | null;
  },
): Promise<void> {
  if (dueAt === null) return;
  await trx.updateTable("cases").set({ due_at: dueAt, overdue: false }).where("id", "=", caseId).execute();
  const hours = Math.round((dueAt.getTime() - from.getTime()) / 3_600_000);
  await recordEvents(trx, [{ type: "case.deadline_set", at, actor, caseId, details: { hours } }]);
}

function dueByClock(grounds: readonly string[], from: Date): Date | null {
  const delays = grounds.flatMap((slug) => findGround(slug)?.slaHours ?? []);
  return delays.length === 0 ? null : new Date(from.getTime() + Math.min(...delays) * 3_600_000);
}
