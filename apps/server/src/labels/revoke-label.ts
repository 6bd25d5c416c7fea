import { Refusal } from "@vigie/contract";
import { z } from "zod";
import { recordEvents } from "../audit/record-event.ts";
import type { Vigie } from "../vigie.ts";
import type { RevocationReason } from "./label-rules.ts";

/**
 * Takes a label back: the next reader of our list refuses it. One that another issued for us is no longer shown;
 * revoking it for others is up to its issuer. Revoking twice is revoking once: the first reason stays.
 * @throws Refusal `label.unknown`
 */
export async function revokeLabel(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { id, why }: { id: string; why: RevocationReason },
): Promise<{ revokedAt: Date }> {
  if (!z.uuid().safeParse(id).success) throw new Refusal("label.unknown");
  const now = clock.now();
  return db.transaction().execute(async (trx) => {
    const revoked = await trx
      .updateTable("labels")
      .set({ revoked_at: now, revoked_why: why })
      .where("id", "=", id)
      .where("revoked_at", "is", null)
      .returning("id")
      .executeTakeFirst();
    if (revoked) {
      await recordEvents(trx, [{ type: "label.revoked", at: now, subjectId: id, details: { why } }]);
      return { revokedAt: now };
    }
    const before = await trx
      .selectFrom("labels")
      .select("revoked_at")
      .where("id", "=", id)
      .executeTakeFirst();
    if (!before?.revoked_at) throw new Refusal("label.unknown");
    return { revokedAt: before.revoked_at };
  });
}
