import { type OverrideList, overrideMinutes } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { databaseNow } from "./member-budget.ts";

const perPage = 50;

/** Requests of others that wait for a second person, oldest first. */
export async function waitingOverrides(
  { db, exposure }: Pick<Vigie, "db" | "exposure">,
  { memberId, after }: { memberId: string; after: string | null },
): Promise<OverrideList> {
  const { latest } = await exposure.clock.read(() => databaseNow(db));
  const waitsSince = new Date(latest - overrideMinutes * 60_000);
  let query = db
    .selectFrom("exposure_overrides")
    .innerJoin("members", "members.id", "exposure_overrides.member_id")
    .select(["exposure_overrides.id", "member_id", "members.name", "reason", "requested_at"])
    .where("granted_at", "is", null)
    .where("member_id", "!=", memberId)
    .where("members.active", "=", true)
    .where("requested_at", ">", waitsSince)
    .orderBy("exposure_overrides.id")
    .limit(perPage + 1);
  if (after) query = query.where("exposure_overrides.id", ">", after);
  const rows = await query.execute();
  const page = rows.slice(0, perPage);
  return {
    overrides: page.map(({ id, member_id, name, reason, requested_at }) => ({
      overrideId: id,
      memberId: member_id,
      name,
      reason,
      requestedAt: requested_at.toISOString(),
    })),
    next: rows.length > perPage ? (page.at(-1)?.id ?? null) : null,
  };
}
