import { hkdfSync, randomBytes } from "node:crypto";
import type { SlowHashCost } from "./slow-hash.ts";
import { hashSlowly } from "./slow-hash.ts";
import { sodium } from "./sodium.ts";

// Version and kind | parameters | nonce (24) | XChaCha20-Poly1305(secret), with all that precedes the nonce authenticated.
// BY_PASSPHRASE parameters: memory in KiB (4, big-endian) | passes (1) | salt (16). BY_SECRET has none.
const BY_PASSPHRASE = 1;
const BY_SECRET = 2;

const SALT_BYTES = 16;
const NONCE_BYTES = 24;
const KEY_BYTES = 32;
const PASSPHRASE_HEADER_BYTES = 1 + 4 + 1 + SALT_BYTES;

const defaultCost: SlowHashCost = { memoryKib: 65_536, passes: 3 };

// A damaged header must not make the server reserve gigabytes or compute for minutes.
const maxCost: SlowHashCost = { memoryKib: 262_144, passes: 16 };
const minCost: SlowHashCost = { memoryKib: 8, passes: 1 };

/**
 * Encrypts a key under a passphrase (Argon2id, own random salt). Cost and salt travel in the box, so that the cost
 * can be raised later without losing what was wrapped before.
 * @param passphrase any text; accents typed on different keyboards count as the same (Unicode NFC).
 * @returns a box 62 bytes longer than `secret`.
 */
export async function wrapWithPassphrase(
  secret: Uint8Array,
  passphrase: string,
  cost: SlowHashCost = defaultCost,
): Promise<Buffer> {
  const header = Buffer.alloc(PASSPHRASE_HEADER_BYTES);
  header.writeUInt8(BY_PASSPHRASE, 0);
  header.writeUInt32BE(cost.memoryKib, 1);
  header.writeUInt8(cost.passes, 5);
  randomBytes(SALT_BYTES).copy(header, 6);
  return encrypt(secret, header, await passphraseKey(passphrase, header.subarray(6), cost));
}

/** Opens what `wrapWithPassphrase` made; null when the passphrase is wrong or the box was changed. */
export async function unwrapWithPassphrase(box: Uint8Array, passphrase: string): Promise<Buffer | null> {
  if (box[0] !== BY_PASSPHRASE || box.length < PASSPHRASE_HEADER_BYTES) return null;
  const header = Buffer.from(box.subarray(0, PASSPHRASE_HEADER_BYTES));
  const cost = { memoryKib: header.readUInt32BE(1), passes: header.readUInt8(5) };
  if (!isBearable(cost)) return null;
  return decrypt(box, header, await passphraseKey(passphrase, header.subarray(6), cost));
}

/**
 * Encrypts a key under 32 random bytes, such as a session's or an invitation's secret. Fast: those bytes cannot be
 * guessed, a passphrase can.
 * @returns a box 41 bytes longer than `secret`.
 */
export function wrapWithSecret(secret: Uint8Array, wrappingSecret: Uint8Array): Buffer {
  return encrypt(secret, Buffer.of(BY_SECRET), secretKey(wrappingSecret));
}

/** Opens what `wrapWithSecret` made; null when the wrapping secret is another or the box was changed. */
export function unwrapWithSecret(box: Uint8Array, wrappingSecret: Uint8Array): Buffer | null {
  if (box[0] !== BY_SECRET) return null;
  return decrypt(box, Buffer.of(BY_SECRET), secretKey(wrappingSecret));
}

function passphraseKey(passphrase: string, salt: Uint8Array, cost: SlowHashCost): Promise<Buffer> {
  return hashSlowly({ text: passphrase.normalize("NFC"), salt, outputBytes: KEY_BYTES, cost });
}

function secretKey(wrappingSecret: Uint8Array): Buffer {
  if (wrappingSecret.length !== KEY_BYTES) {
    throw new RangeError(`a wrapping secret has ${KEY_BYTES} bytes, not ${wrappingSecret.length}`);
  }
  return Buffer.from(hkdfSync("sha256", wrappingSecret, "", "vigie key wrap 1", KEY_BYTES));
}

function isBearable(cost: SlowHashCost): boolean {
  return (
    cost.memoryKib >= minCost.memoryKib &&
    cost.memoryKib <= maxCost.memoryKib &&
    cost.passes >= minCost.passes &&
    cost.passes <= maxCost.passes
  );
}

function encrypt(secret: Uint8Array, header: Buffer, key: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(secret, header, null, nonce, key);
  key.fill(0);
  return Buffer.concat([header, nonce, sealed]);
}

function decrypt(box: Uint8Array, header: Buffer, key: Buffer): Buffer | null {
  const nonce = box.subarray(header.length, header.length + NONCE_BYTES);
  const sealed = box.subarray(header.length + NONCE_BYTES);
  if (sealed.length < sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES) return null;
  try {
    return Buffer.from(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, header, nonce, key));
  } catch {
    return null;
  } finally {
    key.fill(0);
  }
}
