import { randomUUID } from "node:crypto";
import { type Language, Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { failureFacts } from "../failure-facts.ts";
import { hashPassword } from "../vault/passwords.ts";
import { tokenHash } from "../vault/secret-token.ts";
import { unlockTeamKeyForToken, wrapTeamKeyForMember } from "../vault/team-key.ts";
import type { Vigie } from "../vigie.ts";
import { findInvitation } from "./find-invitation.ts";
import { removeFirstLink } from "./first-link-file.ts";
import { isUsableName, nameKeyOf } from "./name-rules.ts";
import { oneSlowHash } from "./one-slow-hash.ts";
import { areGoodSecrets } from "./secret-rules.ts";
import { startSession } from "./start-session.ts";
import { matchTotpStep, openTotpSecret } from "./totp.ts";

export interface NewMember {
  token: string;
  name: string;
  password: string;
  passphrase: string;
  /** Six digits of the second factor that the invitation proposed. */
  code: string;
  language: Language;
}

/**
 * Creates an account from an invitation and signs in. The team key passes from the invitation to the new member's
 * passphrase. An invitation makes one account, however many try at once.
 * @returns the token of a session, still locked.
 * @throws Refusal `invitation.unusable`, `member.weak_secret`, `member.wrong_code`, `member.name_taken`,
 * `request.malformed` for a name nobody can read.
 */
export async function joinTeam(
  vigie: Pick<Vigie, "db" | "clock" | "keys" | "config" | "log" | "teamPublicKey">,
  member: NewMember,
): Promise<{ sessionToken: string; memberId: string }> {
  const { db, clock, keys, config, log } = vigie;
  const invitation = await findInvitation(vigie, member.token);
  const nameKey = nameKeyOf(member.name);
  if (!isUsableName(member.name)) throw new Refusal("request.malformed", { detail: "/name" });
  if (!areGoodSecrets(member)) throw new Refusal("member.weak_secret");
  const secret = openTotpSecret(keys, invitation.totp_sealed);
  const step = await matchTotpStep({ secret, code: member.code, now: clock.now() });
  if (step === null) throw new Refusal("member.wrong_code");
  await refuseTakenName(db, nameKey);

  const teamKeyWrapped = await passOnTeamKey(vigie, invitation.team_key_wrapped, member);
  const passwordHash = await oneSlowHash(() => hashPassword(member.password));
  const memberId = randomUUID();
  const now = clock.now();
  const sessionToken = await inTransaction(db, async (trx) => {
    await useUpInvitation(trx, member.token, now);
    const inserted = await trx
      .insertInto("members")
      .values({
        id: memberId,
        name: member.name.trim(),
        name_key: nameKey,
        role: invitation.role,
        topics: invitation.topics,
        language: member.language,
        password_hash: passwordHash,
        totp_sealed: keys.sealToService(secret),
        totp_last_step: step,
        team_key_wrapped: teamKeyWrapped,
        joined_at: now,
      })
      .onConflict((conflict) => conflict.column("name_key").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!inserted) throw new Refusal("member.name_taken");
    const details = { role: invitation.role };
    await recordEvents(trx, [
      { type: "member.joined", at: now, actor: memberId, subjectId: memberId, details },
    ]);
    return startSession(trx, { memberId, now });
  });

  if (invitation.first) {
    // The link opens nothing any more; the next start tries again to remove its file.
    await removeFirstLink(config.keysDir).catch((error: unknown) => {
      log.warn(failureFacts(error), "the file of the first link could not be removed");
    });
  }
  return { sessionToken, memberId };
}

async function refuseTakenName(db: Kysely<Database>, nameKey: string): Promise<void> {
  const taken = await db
    .selectFrom("members")
    .select("id")
    .where("name_key", "=", nameKey)
    .executeTakeFirst();
  if (taken) throw new Refusal("member.name_taken");
}

async function passOnTeamKey(
  { teamPublicKey }: Pick<Vigie, "teamPublicKey">,
  box: Buffer | null,
  { token, passphrase }: NewMember,
): Promise<Buffer | null> {
  if (box === null) return null;
  const unlocked = unlockTeamKeyForToken({ box, publicKey: teamPublicKey }, token);
  if (unlocked.kind !== "unlocked") throw new Error(`an invitation's team key is ${unlocked.kind}`);
  const { teamKey } = unlocked;
  try {
    return await oneSlowHash(() => wrapTeamKeyForMember(teamKey, passphrase));
  } finally {
    teamKey.privateKey.fill(0);
  }
}

async function useUpInvitation(trx: Kysely<Database>, token: string, now: Date): Promise<void> {
  const used = await trx
    .updateTable("invitations")
    .set({ used_at: now, expires_at: now, team_key_wrapped: null, totp_sealed: Buffer.alloc(0) })
    .where("token_hash", "=", tokenHash(token))
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (used.numUpdatedRows === 0n) throw new Refusal("invitation.unusable");
}
