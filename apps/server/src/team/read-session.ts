import { hkdfSync } from "node:crypto";
import { Refusal } from "@vigie/contract";
import type { Requester } from "../http/requester.ts";
import type { SealKeyPair } from "../vault/sealed-box.ts";
import { tokenHash, tokenSecret } from "../vault/secret-token.ts";
import { unlockTeamKeyForToken } from "../vault/team-key.ts";
import type { Vigie } from "../vigie.ts";
import { isLive, needsSeen } from "./session-rules.ts";

type Context = Pick<Vigie, "db" | "clock" | "teamPublicKey">;

/**
 * Who a session's cookie stands for; null when there is no such session, it was idle for 30 minutes, is 12 hours
 * old, or the member's access ended.
 * @param token the cookie's value, or null when the request carries none.
 */
export async function readSession(vigie: Context, token: string | null): Promise<Requester | null> {
  const secret = token === null ? null : tokenSecret(token);
  if (token === null || secret === null) return null;
  const sessionHash = tokenHash(token);
  const session = await findSession(vigie, sessionHash);
  const now = vigie.clock.now();
  if (!session || !isLive(session, now)) return null;
  if (needsSeen(session, now)) await markSeen(vigie, sessionHash, now);
  const box = session.team_key_wrapped;
  return {
    memberId: session.id,
    name: session.name,
    role: session.role,
    language: session.language,
    sessionHash,
    csrf: csrfOf(secret),
    unlocked: box !== null,
    teamKey: async () => openTeamKey(vigie, box, token),
  };
}

function findSession({ db }: Context, sessionHash: Buffer) {
  return db
    .selectFrom("sessions")
    .innerJoin("members", "members.id", "sessions.member_id")
    .select(["members.id", "members.name", "members.role", "members.language"])
    .select(["sessions.team_key_wrapped", "sessions.last_seen_at", "sessions.expires_at"])
    .where("sessions.token_hash", "=", sessionHash)
    .where("members.active", "=", true)
    .executeTakeFirst();
}

async function markSeen({ db }: Context, sessionHash: Buffer, now: Date): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ last_seen_at: now })
    .where("token_hash", "=", sessionHash)
    .where("last_seen_at", "<", now)
    .execute();
}

// From the same secret as the wrapping of the team key, under a label of its own: neither tells the other.
function csrfOf(secret: Buffer): string {
  return Buffer.from(hkdfSync("sha256", secret, "", "vigie csrf 1", 32)).toString("base64url");
}

function openTeamKey({ teamPublicKey }: Context, box: Buffer | null, token: string): SealKeyPair {
  if (box === null) throw new Refusal("session.locked");
  const unlocked = unlockTeamKeyForToken({ box, publicKey: teamPublicKey }, token);
  if (unlocked.kind !== "unlocked") throw new Error(`a session's team key is ${unlocked.kind}`);
  return unlocked.teamKey;
}
