import type { Vigie } from "../vigie.ts";

const keptMs = 365 * 86_400_000;

/** Removes labels a year after their end: no reader accepts them, revoked or not. */
export async function expireLabels({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  await db
    .deleteFrom("labels")
    .where("expires_at", "<", new Date(clock.now().getTime() - keptMs))
    .execute();
}
