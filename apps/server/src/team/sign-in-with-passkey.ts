import { type PasskeyQuestion, type PasskeySignInBody, Refusal } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { newToken, tokenHash } from "../vault/secret-token.ts";
import type { Vigie } from "../vigie.ts";
import { challengeMs, keepChallenge, refuseFlood, siteOf, takeChallenge } from "./passkey-challenge.ts";
import { startSession } from "./start-session.ts";
import { forgetAttempts, takeAttempt } from "./take-attempt.ts";
import { verifyPasskeyAnswer } from "./verify-passkey.ts";

type Context = Pick<Vigie, "db" | "clock" | "publicUrl">;

/**
 * What a passkey has to sign. Nobody says who they are: the passkey does.
 * @returns with the question a token for the cookie of this attempt, which the answer must come with.
 * @throws Refusal `passkey.unavailable`, `service.busy`
 */
export async function askPasskey(
  vigie: Context,
): Promise<{ question: PasskeyQuestion; attemptToken: string }> {
  const { rpId } = siteOf(vigie);
  const attemptToken = newToken();
  await refuseFlood(vigie);
  const challenge = await keepChallenge(vigie, tokenHash(attemptToken));
  return { question: { challenge, rpId, userVerification: "required", timeout: challengeMs }, attemptToken };
}

/**
 * Signs a member in with a passkey alone: it is something they have, and it verified them. What is wrong with one that
 * is refused is not said.
 * @param attempt.attemptToken the cookie's value, or null when the request carries none.
 * @returns the token of a session, still locked: the passphrase is asked for as ever.
 * @throws Refusal `passkey.refused`, `passkey.unavailable`, `session.slow_down`
 */
export async function signInWithPasskey(
  vigie: Context,
  { attemptToken, credential }: { attemptToken: string | null } & PasskeySignInBody,
): Promise<{ sessionToken: string; memberId: string }> {
  const { db, clock } = vigie;
  const site = siteOf(vigie);
  if (attemptToken === null) throw new Refusal("passkey.refused");
  const challenge = await takeChallenge(vigie, tokenHash(attemptToken));
  const passkey = await findPasskey(db, credential.id);
  // Not counted: nobody guesses such an id, and inventing some would push the names nobody has out of the table of waits.
  if (!passkey) throw new Refusal("passkey.refused");
  await takeAttempt(vigie, { memberId: passkey.member_id, nameKey: passkey.name_key });
  const proven = await verifyPasskeyAnswer(credential, { challenge, site, publicKey: passkey.public_key });
  if (!proven) throw new Refusal("passkey.refused");

  const { id: passkeyId, member_id: memberId } = passkey;
  const now = clock.now();
  const sessionToken = await inTransaction(db, async (trx) => {
    if (!(await moveCounter(trx, { passkeyId, counter: proven.counter, now }))) return null;
    const member = await trx
      .updateTable("members")
      .set(forgetAttempts)
      .where("id", "=", memberId)
      .where("active", "=", true)
      .executeTakeFirst();
    if (member.numUpdatedRows === 0n) throw new Refusal("passkey.refused");
    return startSession(trx, { memberId, now, passkeyId });
  });
  if (sessionToken === null) {
    await recordEvents(db, [
      { type: "passkey.copy_suspected", at: now, actor: memberId, subjectId: passkeyId },
    ]);
    throw new Refusal("passkey.refused");
  }
  return { sessionToken, memberId };
}

function findPasskey(db: Kysely<Database>, credentialId: string) {
  return db
    .selectFrom("passkeys")
    .innerJoin("members", "members.id", "passkeys.member_id")
    .select(["passkeys.id", "passkeys.member_id", "passkeys.public_key", "members.name_key"])
    .where("passkeys.credential_id", "=", credentialId)
    .where("members.active", "=", true)
    .executeTakeFirst();
}

// One statement decides, so that of two answers with the same count one is refused. Passkeys that are kept on several
// devices count nothing and say 0 for ever (Web Authentication Level 3, section 6.1.1).
async function moveCounter(
  trx: Kysely<Database>,
  { passkeyId, counter, now }: { passkeyId: string; counter: number; now: Date },
): Promise<boolean> {
  const moved = await trx
    .updateTable("passkeys")
    .set({ counter, last_used_at: now })
    .where("id", "=", passkeyId)
    .where(sql<boolean>`(counter < ${counter} or (counter = 0 and ${counter} = 0))`)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}
