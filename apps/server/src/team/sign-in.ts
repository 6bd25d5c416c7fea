import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { verifyPassword } from "../vault/passwords.ts";
import type { Vigie } from "../vigie.ts";
import { nameKeyOf } from "./name-rules.ts";
import { oneSlowHash } from "./one-slow-hash.ts";
import { startSession } from "./start-session.ts";
import { forgetAttempts, takeAttempt } from "./take-attempt.ts";
import { matchTotpStep, newTotpSecret, openTotpSecret } from "./totp.ts";

/**
 * Signs a member in with all three at once: name, password, six-digit code. The answer, and the work behind it,
 * do not tell which of them was wrong. A code works once.
 * @returns the token of a session, still locked: unlocking is another act.
 * @throws Refusal `session.wrong_credentials`, `session.slow_down`, `service.busy`
 */
export async function signIn(
  vigie: Pick<Vigie, "db" | "clock" | "keys">,
  { name, password, code }: { name: string; password: string; code: string },
): Promise<{ sessionToken: string; memberId: string }> {
  const { db, clock, keys } = vigie;
  const nameKey = nameKeyOf(name);
  const member = await findMember(db, nameKey);
  await takeAttempt(vigie, { memberId: member?.id ?? null, nameKey });

  const isPassword = await oneSlowHash(() => verifyPassword(member?.password_hash ?? null, password));
  const secret = member ? openTotpSecret(keys, member.totp_sealed) : newTotpSecret();
  const step = await matchTotpStep({ secret, code, now: clock.now() });
  if (!member || !isPassword || step === null) throw new Refusal("session.wrong_credentials");

  const now = clock.now();
  const sessionToken = await inTransaction(db, async (trx) => {
    await useUpStep(trx, member.id, step);
    return startSession(trx, { memberId: member.id, now });
  });
  return { sessionToken, memberId: member.id };
}

function findMember(db: Kysely<Database>, nameKey: string) {
  return db
    .selectFrom("members")
    .select(["id", "password_hash", "totp_sealed"])
    .where("name_key", "=", nameKey)
    .where("active", "=", true)
    .executeTakeFirst();
}

// One statement decides, so that the same code sent twice at once opens one session.
async function useUpStep(trx: Kysely<Database>, memberId: string, step: number): Promise<void> {
  const accepted = await trx
    .updateTable("members")
    .set({ totp_last_step: step, ...forgetAttempts })
    .where("id", "=", memberId)
    .where("active", "=", true)
    .where("totp_last_step", "<", step)
    .executeTakeFirst();
  if (accepted.numUpdatedRows === 0n) throw new Refusal("session.wrong_credentials");
}
