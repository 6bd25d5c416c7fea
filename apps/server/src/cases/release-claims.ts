import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import type { Database } from "../db/schema.ts";

/**
 * Gives back, in the caller's transaction, every case that a member has: they are away, gone, or may see less than before.
 * @param release.actor who brought that about.
 */
export async function releaseClaims(
  trx: Kysely<Database>,
  { memberId, actor, at }: { memberId: string; actor: string; at: Date },
): Promise<void> {
  const released = await trx
    .updateTable("cases")
    .set({ claimed_by: null, claimed_until: null })
    .where("claimed_by", "=", memberId)
    .returning("id")
    .execute();
  await recordEvents(
    trx,
    released.map(({ id }) => ({ type: "case.released", at, actor, caseId: id })),
  );
}
