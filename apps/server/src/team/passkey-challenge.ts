import { Refusal } from "@vigie/contract";
import { newToken } from "../vault/secret-token.ts";
import type { Vigie } from "../vigie.ts";
import { type PasskeySite, passkeySite } from "./passkey-site-rules.ts";

/** Milliseconds a person has to answer a question to their passkey. */
export const challengeMs = 5 * 60_000;

// Anybody may be asked. A question takes a row for five minutes, so that strangers fill at most this many of them, and as
// many more as ask at the very same moment. Those of sessions are among them: one each.
const mostWaiting = 1_000;

/**
 * Makes room for a question to a stranger: those that nobody answered in time go.
 * @throws Refusal `service.busy` when too many wait for an answer. Signing in with password and code does not wait.
 */
export async function refuseFlood({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  await db.deleteFrom("passkey_challenges").where("expires_at", "<=", clock.now()).execute();
  const { waiting } = await db
    .selectFrom("passkey_challenges")
    .select(({ fn }) => fn.countAll<number>().as("waiting"))
    .executeTakeFirstOrThrow();
  if (Number(waiting) >= mostWaiting) throw new Refusal("service.busy");
}

/**
 * Asks a question that a passkey has to sign, and remembers it under whoever was asked. A second one takes the place
 * of the first.
 * @param holderHash of the session, or of the cookie of an attempt to sign in.
 */
export async function keepChallenge(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  holderHash: Buffer,
): Promise<string> {
  const challenge = newToken();
  const expires_at = new Date(clock.now().getTime() + challengeMs);
  await db
    .insertInto("passkey_challenges")
    .values({ holder_hash: holderHash, challenge, expires_at })
    .onConflict((conflict) => conflict.column("holder_hash").doUpdateSet({ challenge, expires_at }))
    .execute();
  return challenge;
}

/**
 * Takes the question that whoever answers was asked. It is gone then, whatever the answer is worth.
 * @throws Refusal `passkey.refused` when there is none, or the time was over.
 */
export async function takeChallenge(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  holderHash: Buffer,
): Promise<string> {
  const taken = await db
    .deleteFrom("passkey_challenges")
    .where("holder_hash", "=", holderHash)
    .returning(["challenge", "expires_at"])
    .executeTakeFirst();
  if (!taken || taken.expires_at <= clock.now()) throw new Refusal("passkey.refused");
  return taken.challenge;
}

/** @throws Refusal `passkey.unavailable` where browsers make no passkeys. */
export function siteOf({ publicUrl }: Pick<Vigie, "publicUrl">): PasskeySite {
  const site = passkeySite(publicUrl);
  if (!site) throw new Refusal("passkey.unavailable");
  return site;
}
