import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Requester } from "../http/requester.ts";
import type { SealKeyPair } from "../vault/sealed-box.ts";
import { unlockTeamKeyForMember, wrapTeamKeyForToken } from "../vault/team-key.ts";
import type { Vigie } from "../vigie.ts";
import { nameKeyOf } from "./name-rules.ts";
import { oneSlowHash } from "./one-slow-hash.ts";
import { forgetAttempts, takeAttempt } from "./take-attempt.ts";

type Context = Pick<Vigie, "db" | "clock" | "teamPublicKey">;

/**
 * Opens the member's copy of the team key with their passphrase, and puts it under the secret of this session
 * alone: it ends with the session, and the database cannot open it without the cookie.
 * @param session.sessionToken the cookie's value.
 * @throws Refusal `session.wrong_passphrase`, `session.slow_down`, `service.busy`, `role.forbidden` for a member
 * without a copy, `session.required` when the session ended meanwhile.
 */
export async function unlockSession(
  vigie: Context,
  session: {
    requester: Pick<Requester, "memberId" | "name" | "sessionHash">;
    sessionToken: string;
    passphrase: string;
  },
): Promise<void> {
  const { db, clock } = vigie;
  const { requester, sessionToken, passphrase } = session;
  const { memberId, sessionHash } = requester;
  const box = await findCopy(db, memberId);
  await takeAttempt(vigie, { memberId, nameKey: nameKeyOf(requester.name) });
  const teamKey = await openCopy(vigie, box, passphrase);
  const wrapped = wrapTeamKeyForToken(teamKey, sessionToken);
  teamKey.privateKey.fill(0);
  const now = clock.now();
  await inTransaction(db, async (trx) => {
    const member = await trx
      .updateTable("members")
      .set(forgetAttempts)
      .where("id", "=", memberId)
      .where("active", "=", true)
      // Taken while the passphrase was checked from whoever became an observer.
      .where("team_key_wrapped", "is not", null)
      .executeTakeFirst();
    const unlocked = await trx
      .updateTable("sessions")
      .set({ team_key_wrapped: wrapped })
      .where("token_hash", "=", sessionHash)
      .executeTakeFirst();
    if (member.numUpdatedRows === 0n || unlocked.numUpdatedRows === 0n) throw new Refusal("session.required");
    await recordEvents(trx, [{ type: "session.unlocked", at: now, actor: memberId, subjectId: memberId }]);
  });
}

async function findCopy(db: Kysely<Database>, memberId: string): Promise<Buffer> {
  const member = await db
    .selectFrom("members")
    .select("team_key_wrapped")
    .where("id", "=", memberId)
    .where("active", "=", true)
    .executeTakeFirst();
  if (!member) throw new Refusal("session.required");
  if (member.team_key_wrapped === null) throw new Refusal("role.forbidden");
  return member.team_key_wrapped;
}

async function openCopy(
  { teamPublicKey: publicKey }: Context,
  box: Buffer,
  passphrase: string,
): Promise<SealKeyPair> {
  const unlocked = await oneSlowHash(() => unlockTeamKeyForMember({ box, publicKey }, passphrase));
  if (unlocked.kind === "refused") throw new Refusal("session.wrong_passphrase");
  if (unlocked.kind === "other_key") throw new Error("a member's copy is of another team key");
  return unlocked.teamKey;
}
