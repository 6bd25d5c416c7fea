import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import type { Vigie } from "../vigie.ts";
import { memberLocks } from "./grant-reveal.ts";
import { readMemberBudget } from "./member-budget.ts";

/**
 * Asks for an override of one's own budgets. One request waits at a time: a new one takes the place of the last. The
 * event says that there was one, and not whose: events are kept for ever, and are no file on anybody.
 */
export async function requestOverride(
  vigie: Pick<Vigie, "db" | "config" | "clock" | "exposure">,
  { memberId, reason }: { memberId: string; reason: string },
): Promise<{ overrideId: string }> {
  const id = newId();
  await vigie.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${memberLocks}, hashtext(${memberId}))`.execute(trx);
    const { time } = await readMemberBudget(vigie, trx, memberId);
    await trx
      .deleteFrom("exposure_overrides")
      .where("member_id", "=", memberId)
      .where("granted_at", "is", null)
      .execute();
    await trx
      .insertInto("exposure_overrides")
      .values({
        id,
        member_id: memberId,
        reason,
        requested_at: new Date(time.latest),
        granted_by: null,
        granted_at: null,
        until: null,
      })
      .execute();
    await recordEvents(trx, [{ type: "exposure.override_requested", at: vigie.clock.now(), subjectId: id }]);
  });
  return { overrideId: id };
}
