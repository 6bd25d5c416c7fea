import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;

/** A 256-bit random token for sessions, invitations and links: 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/**
 * What the database keeps of a token: SHA-256, 32 bytes. A fast hash is enough for 256 random bits.
 * @param token any text; one that was never issued simply matches no row.
 */
export function tokenHash(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}

/** The 32 bytes behind a token, for wrapping a key under it; null when the text is not a token. */
export function tokenSecret(token: string): Buffer | null {
  const secret = Buffer.from(token, "base64url");
  return secret.length === TOKEN_BYTES && secret.toString("base64url") === token ? secret : null;
}
