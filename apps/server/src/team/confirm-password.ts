import { Refusal } from "@vigie/contract";
import type { Requester } from "../http/requester.ts";
import { verifyPassword } from "../vault/passwords.ts";
import type { Vigie } from "../vigie.ts";
import { nameKeyOf } from "./name-rules.ts";
import { oneSlowHash } from "./one-slow-hash.ts";
import { forgetAttempts, takeAttempt } from "./take-attempt.ts";

/**
 * Asks whoever is signed in for their password once more: a session left open does not change how its owner comes in.
 * @throws Refusal `session.wrong_password`, `session.slow_down`, `service.busy`
 */
export async function confirmPassword(
  vigie: Pick<Vigie, "db" | "clock">,
  { requester, password }: { requester: Pick<Requester, "memberId" | "name">; password: string },
): Promise<void> {
  const { memberId, name } = requester;
  await takeAttempt(vigie, { memberId, nameKey: nameKeyOf(name) });
  const member = await vigie.db
    .selectFrom("members")
    .select("password_hash")
    .where("id", "=", memberId)
    .where("active", "=", true)
    .executeTakeFirst();
  const isRight = await oneSlowHash(() => verifyPassword(member?.password_hash ?? null, password));
  if (!isRight) throw new Refusal("session.wrong_password");
  await vigie.db.updateTable("members").set(forgetAttempts).where("id", "=", memberId).execute();
}
