import { type PasskeyView, Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { confirmPassword } from "./confirm-password.ts";

type Context = Pick<Vigie, "db" | "clock">;
type Owner = Pick<Requester, "memberId" | "name">;

/** A member's own passkeys, oldest first. */
export async function listPasskeys(
  { db }: Pick<Vigie, "db">,
  { requester }: { requester: Pick<Requester, "memberId"> },
): Promise<PasskeyView[]> {
  const rows = await db
    .selectFrom("passkeys")
    .select(["id", "name", "created_at", "last_used_at"])
    .where("member_id", "=", requester.memberId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(({ id, name, created_at, last_used_at }) => ({
    id,
    name,
    createdAt: created_at.toISOString(),
    lastUsedAt: last_used_at?.toISOString() ?? null,
  }));
}

/** @throws Refusal `request.not_found` for a passkey of somebody else, too. */
export async function renamePasskey(
  { db, clock }: Context,
  { requester, passkeyId, name }: { requester: Owner; passkeyId: string; name: string },
): Promise<void> {
  const { memberId } = requester;
  await inTransaction(db, async (trx) => {
    const renamed = await trx
      .updateTable("passkeys")
      .set({ name: name.trim() })
      .where("id", "=", passkeyId)
      .where("member_id", "=", memberId)
      .executeTakeFirst();
    if (renamed.numUpdatedRows === 0n) throw new Refusal("request.not_found");
    await recordEvents(trx, [
      { type: "passkey.renamed", at: clock.now(), actor: memberId, subjectId: passkeyId },
    ]);
  });
}

/**
 * Removes one of the member's passkeys, once they have given their password again. It opens nothing from then on.
 * @throws Refusal `session.wrong_password`, `session.slow_down`, `request.not_found`
 */
export async function removePasskey(
  vigie: Context,
  { requester, passkeyId, password }: { requester: Owner; passkeyId: string; password: string },
): Promise<void> {
  const { memberId } = requester;
  const own = await listPasskeys(vigie, { requester });
  if (!own.some(({ id }) => id === passkeyId)) throw new Refusal("request.not_found");
  await confirmPassword(vigie, { requester, password });
  await inTransaction(vigie.db, async (trx) => {
    const removed = await trx
      .deleteFrom("passkeys")
      .where("id", "=", passkeyId)
      .where("member_id", "=", memberId)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) throw new Refusal("request.not_found");
    await recordEvents(trx, [
      { type: "passkey.removed", at: vigie.clock.now(), actor: memberId, subjectId: passkeyId },
    ]);
  });
}
