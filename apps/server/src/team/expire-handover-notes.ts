import type { Vigie } from "../vigie.ts";

/**
 * Deletes handover notes whose time is over, read or not.
 * @returns how many.
 */
export async function expireHandoverNotes({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<number> {
  const deleted = await db
    .deleteFrom("handover_notes")
    .where("expires_at", "<=", clock.now())
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
