import { overrideMinutes, Refusal } from "@vigie/contract";
import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import type { Vigie } from "../vigie.ts";
import { memberLocks } from "./grant-reveal.ts";
import { readMemberBudget } from "./member-budget.ts";

/**
 * A second person lets somebody look on past their budgets, once, for half an hour at most.
 * @throws Refusal `exposure.override_unknown` when it waits no longer, `exposure.override_own`
 */
export async function grantOverride(
  vigie: Pick<Vigie, "db" | "config" | "clock" | "exposure">,
  { overrideId, granterId }: { overrideId: string; granterId: string },
): Promise<{ until: Date }> {
  return vigie.db.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom("exposure_overrides")
      .select(["member_id", "granted_at"])
      .where("id", "=", overrideId)
      .executeTakeFirst();
    if (!known || known.granted_at) throw new Refusal("exposure.override_unknown");
    const memberId = known.member_id;
    if (memberId === granterId) throw new Refusal("exposure.override_own");
    // In this order, as whoever asks anew does: the other way round the two would stop each other.
    await sql`select pg_advisory_xact_lock(${memberLocks}, hashtext(${memberId}))`.execute(trx);
    const request = await trx
      .selectFrom("exposure_overrides")
      .select("requested_at")
      .where("id", "=", overrideId)
      .where("granted_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!request) throw new Refusal("exposure.override_unknown");
    const { time } = await readMemberBudget(vigie, trx, memberId);
    const lastsMs = overrideMinutes * 60_000;
    if (time.latest - request.requested_at.getTime() >= lastsMs) {
      throw new Refusal("exposure.override_unknown");
    }
    // Of the earlier clock: half an hour at most by either.
    const until = new Date(time.earliest + lastsMs);
    await trx
      .updateTable("exposure_overrides")
      .set({ granted_by: granterId, granted_at: new Date(time.earliest), until })
      .where("id", "=", overrideId)
      .execute();
    await recordEvents(trx, [
      { type: "exposure.override_granted", at: vigie.clock.now(), actor: granterId, subjectId: overrideId },
    ]);
    return { until };
  });
}
