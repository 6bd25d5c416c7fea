import type { Vigie } from "../vigie.ts";

/** A year, so that one can compare, and a month to do so. */
const keptMs = 400 * 86_400_000;

/** Ends what is older than 400 days: lines of the ledger, and overrides with their reasons. */
export async function expireExposure({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  const before = new Date(clock.now().getTime() - keptMs);
  await db.deleteFrom("exposure_ledger").where("at", "<", before).execute();
  await db.deleteFrom("exposure_overrides").where("requested_at", "<", before).execute();
}
