import { randomUUID } from "node:crypto";
import { type AddPasskeyBody, type PasskeyCreation, passkeysPerMember, Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { confirmPassword } from "./confirm-password.ts";
import { challengeMs, keepChallenge, siteOf, takeChallenge } from "./passkey-challenge.ts";
import { passkeyAlgorithms, verifyNewPasskey } from "./verify-passkey.ts";

type Context = Pick<Vigie, "db" | "clock" | "config" | "publicUrl">;
type Owner = Pick<Requester, "memberId" | "name" | "sessionHash">;

/**
 * What a new passkey has to sign, bound to this session. The password is asked for once more.
 * @throws Refusal `passkey.unavailable`, `passkey.too_many`, `session.wrong_password`, `session.slow_down`
 */
export async function askNewPasskey(
  vigie: Context,
  { requester, password }: { requester: Owner; password: string },
): Promise<PasskeyCreation> {
  const site = siteOf(vigie);
  await confirmPassword(vigie, { requester, password });
  const known = await credentialsOf(vigie.db, requester.memberId);
  refuseTooMany(known.length);
  const { name } = requester;
  return {
    challenge: await keepChallenge(vigie, requester.sessionHash),
    rp: { id: site.rpId, name: vigie.config.hotline.name },
    user: {
      id: Buffer.from(requester.memberId.replaceAll("-", ""), "hex").toString("base64url"),
      name,
      displayName: name,
    },
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: "public-key", alg })),
    excludeCredentials: known.map((id) => ({ type: "public-key", id })),
    authenticatorSelection: {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
    attestation: "none",
    timeout: challengeMs,
  };
}

/**
 * Adds a passkey that answers the question this session was asked last.
 * @throws Refusal `passkey.refused`, `passkey.too_many`, `passkey.unavailable`
 */
export async function addPasskey(
  vigie: Context,
  { requester, name, credential }: { requester: Owner } & AddPasskeyBody,
): Promise<{ passkeyId: string }> {
  const site = siteOf(vigie);
  const { memberId } = requester;
  const challenge = await takeChallenge(vigie, requester.sessionHash);
  const proven = await verifyNewPasskey(credential, { challenge, site });
  if (!proven) throw new Refusal("passkey.refused");
  const now = vigie.clock.now();
  const id = randomUUID();
  await inTransaction(vigie.db, async (trx) => {
    const member = await trx
      .selectFrom("members")
      .select("id")
      .where("id", "=", memberId)
      .where("active", "=", true)
      .forUpdate()
      .executeTakeFirst();
    if (!member) throw new Refusal("session.required");
    refuseTooMany((await credentialsOf(trx, memberId)).length);
    const added = await trx
      .insertInto("passkeys")
      .values({
        id,
        member_id: memberId,
        credential_id: proven.credentialId,
        public_key: proven.publicKey,
        counter: proven.counter,
        name: name.trim(),
        created_at: now,
      })
      .onConflict((conflict) => conflict.column("credential_id").doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows === 0n) throw new Refusal("passkey.refused");
    await recordEvents(trx, [{ type: "passkey.added", at: now, actor: memberId, subjectId: id }]);
  });
  return { passkeyId: id };
}

async function credentialsOf(db: Kysely<Database>, memberId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("passkeys")
    .select("credential_id")
    .where("member_id", "=", memberId)
    .execute();
  return rows.map(({ credential_id }) => credential_id);
}

function refuseTooMany(count: number): void {
  if (count >= passkeysPerMember) throw new Refusal("passkey.too_many", { limit: passkeysPerMember });
}
