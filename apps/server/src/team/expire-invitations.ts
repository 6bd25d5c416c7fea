import type { Vigie } from "../vigie.ts";

/**
 * Deletes invitations that were used or have expired.
 * @returns how many.
 */
export async function expireInvitations({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<number> {
  const deleted = await db
    .deleteFrom("invitations")
    .where("expires_at", "<=", clock.now())
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
