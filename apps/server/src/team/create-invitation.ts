import type { Role, Topic } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { SealKeyPair } from "../vault/sealed-box.ts";
import { newToken, tokenHash } from "../vault/secret-token.ts";
import type { ServiceKeys } from "../vault/service-keys.ts";
import { wrapTeamKeyForToken } from "../vault/team-key.ts";
import { newTotpSecret } from "./totp.ts";

/**
 * Stores an invitation in the caller's transaction.
 * @param invitation.teamKey passed on under the token; null for a role that holds none.
 * @returns the token, which is kept nowhere in the database.
 */
export async function createInvitation(
  trx: Kysely<Database>,
  invitation: {
    keys: Pick<ServiceKeys, "sealToService">;
    name: string | null;
    role: Role;
    /** What may be seen; null: all topics. */
    topics: readonly Topic[] | null;
    teamKey: SealKeyPair | null;
    first: boolean;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<string> {
  const token = newToken();
  await trx
    .insertInto("invitations")
    .values({
      token_hash: tokenHash(token),
      name: invitation.name,
      role: invitation.role,
      topics: invitation.topics && [...invitation.topics],
      totp_sealed: invitation.keys.sealToService(newTotpSecret()),
      team_key_wrapped: invitation.teamKey && wrapTeamKeyForToken(invitation.teamKey, token),
      first: invitation.first,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
    })
    .execute();
  return token;
}

/** Where an invitation is used, without the host. The token stands after `#`: browsers do not send it to a server. */
export function invitationPath(token: string): string {
  return `/desk/join#${token}`;
}
