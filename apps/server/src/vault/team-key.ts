import { unwrapWithPassphrase, unwrapWithSecret, wrapWithPassphrase, wrapWithSecret } from "./passphrase.ts";
import type { SealKeyPair } from "./sealed-box.ts";
import { keyPairFromPrivateKey } from "./sealed-box.ts";
import { tokenSecret } from "./secret-token.ts";
import type { SlowHashCost } from "./slow-hash.ts";

/**
 * `other_key`: the copy opened, but it is of another team key than the one asked for, such as the one before a
 * change of keys.
 */
export type UnlockedTeamKey =
  | { kind: "unlocked"; teamKey: SealKeyPair }
  | { kind: "refused" }
  | { kind: "other_key" };

/** A member's own copy of the team key, under the passphrase only that member knows. */
export function wrapTeamKeyForMember(
  teamKey: SealKeyPair,
  passphrase: string,
  cost?: SlowHashCost,
): Promise<Buffer> {
  return wrapWithPassphrase(teamKey.privateKey, passphrase, cost);
}

/**
 * Opens a member's copy.
 * @param copy.publicKey the team's public key as the database has it, against which the copy is checked.
 */
export async function unlockTeamKeyForMember(
  copy: { box: Uint8Array; publicKey: Uint8Array },
  passphrase: string,
): Promise<UnlockedTeamKey> {
  return checkedTeamKey(await unwrapWithPassphrase(copy.box, passphrase), copy.publicKey);
}

/**
 * A copy under a token: a session's (the unlocked key lives no longer than the cookie), an invitation's, or one
 * printed for recovery. The database keeps only the token's hash beside it.
 * @throws TypeError when `token` is not one that `newToken` made.
 */
export function wrapTeamKeyForToken(teamKey: SealKeyPair, token: string): Buffer {
  const secret = tokenSecret(token);
  if (secret === null) throw new TypeError("the team key is wrapped under a token made by newToken only");
  return wrapWithSecret(teamKey.privateKey, secret);
}

/** Opens a copy under a token. */
export function unlockTeamKeyForToken(
  copy: { box: Uint8Array; publicKey: Uint8Array },
  token: string,
): UnlockedTeamKey {
  const secret = tokenSecret(token);
  return checkedTeamKey(secret && unwrapWithSecret(copy.box, secret), copy.publicKey);
}

function checkedTeamKey(privateKey: Buffer | null, publicKey: Uint8Array): UnlockedTeamKey {
  if (privateKey === null) return { kind: "refused" };
  const teamKey = keyPairFromPrivateKey(privateKey);
  if (Buffer.compare(teamKey.publicKey, publicKey) !== 0) return { kind: "other_key" };
  return { kind: "unlocked", teamKey };
}
