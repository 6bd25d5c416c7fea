import type { Vigie } from "../vigie.ts";

/** Forgets the hosts that nobody looked up or corrected for a year. */
export async function expireHostings({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  await db.deleteFrom("hostings").where("expires_at", "<", clock.now()).execute();
}
