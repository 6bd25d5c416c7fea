import { Refusal } from "@vigie/contract";
import { tokenHash } from "../vault/secret-token.ts";
import type { Vigie } from "../vigie.ts";

/**
 * The invitation behind a token.
 * @throws Refusal `invitation.unusable` when there is none, or it was used or has expired.
 */
export async function findInvitation({ db, clock }: Pick<Vigie, "db" | "clock">, token: string) {
  const invitation = await db
    .selectFrom("invitations")
    .select(["name", "role", "topics", "totp_sealed", "team_key_wrapped", "first"])
    .where("token_hash", "=", tokenHash(token))
    .where("used_at", "is", null)
    .where("expires_at", ">", clock.now())
    .executeTakeFirst();
  if (!invitation) throw new Refusal("invitation.unusable");
  return invitation;
}
