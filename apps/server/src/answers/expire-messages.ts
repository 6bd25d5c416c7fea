import type { Vigie } from "../vigie.ts";

/** Forgets messages of the mailbox whose time is over, in quarantine or not. Answers stay with their notice. */
export async function expireMessages({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  await db.deleteFrom("mailbox_messages").where("expires_at", "<", clock.now()).execute();
}
