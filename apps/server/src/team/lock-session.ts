import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";

/** Takes the team key away from the requester's session, which goes on. */
export async function lockSession(
  { db }: Pick<Vigie, "db">,
  { requester }: { requester: Pick<Requester, "sessionHash"> },
): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ team_key_wrapped: null })
    .where("token_hash", "=", requester.sessionHash)
    .execute();
}
