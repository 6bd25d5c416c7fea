import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { z } from "zod";
import { sodium } from "./sodium.ts";

/** An X25519 pair: whoever has `publicKey` can seal, only `privateKey` opens. 32 bytes each. */
export type SealKeyPair = { publicKey: Uint8Array; privateKey: Uint8Array };

// The first byte of every box names its layout, so that the scheme can change while old boxes still open.
// DIRECT:   version | crypto_box_seal(plain)
// ENVELOPE: version | recipients (1) | crypto_box_seal(key) each | nonce (12) | AES-256-GCM(plain) | tag (16)
//           with everything before the nonce authenticated.
const DIRECT = 1;
const ENVELOPE = 2;

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MAX_RECIPIENTS = 255;

/** A fresh random pair. */
export function newKeyPair(): SealKeyPair {
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  return { publicKey, privateKey };
}

/**
 * The pair that belongs to a seed: the same seed always gives the same pair.
 * @param seed 32 bytes that nobody can guess.
 */
export function keyPairFromSeed(seed: Uint8Array): SealKeyPair {
  const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(seed);
  return { publicKey, privateKey };
}

/** Completes a pair from its private half (32 bytes). */
export function keyPairFromPrivateKey(privateKey: Uint8Array): SealKeyPair {
  return { publicKey: sodium.crypto_scalarmult_base(privateKey), privateKey };
}

/**
 * Seals to one recipient. Nobody who lacks the recipient's private key can open it, the caller included.
 * @returns a box 49 bytes longer than `plain`.
 */
export function sealTo(publicKey: Uint8Array, plain: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.of(DIRECT), sodium.crypto_box_seal(plain, publicKey)]);
}

/**
 * Seals once for several recipients, each of whom opens the box alone: the words are encrypted once under a
 * random key, and only that key is sealed to each.
 * @param publicKeys 1 to 255 recipients.
 * @returns one box, 30 bytes and 80 per recipient longer than `plain`.
 */
export function sealForMany(publicKeys: readonly Uint8Array[], plain: Uint8Array | string): Buffer {
  const envelope = newEnvelope(publicKeys);
  try {
    return fillEnvelope(envelope, plain);
  } finally {
    envelope.contentKey.fill(0);
  }
}

/** A content key with its sealed copies. `contentKey` is secret: wipe it when the last box is made. */
export type Envelope = { contentKey: Buffer; header: Buffer };

/** Draws a content key and seals it to each recipient: the costly half of `sealForMany`. */
export function newEnvelope(publicKeys: readonly Uint8Array[]): Envelope {
  if (publicKeys.length < 1 || publicKeys.length > MAX_RECIPIENTS) {
    throw new RangeError(`a box is sealed for 1 to ${MAX_RECIPIENTS} recipients, not ${publicKeys.length}`);
  }
  const contentKey = randomBytes(KEY_BYTES);
  const sealedKeys = publicKeys.map((publicKey) => sodium.crypto_box_seal(contentKey, publicKey));
  return { contentKey, header: Buffer.concat([Buffer.of(ENVELOPE, publicKeys.length), ...sealedKeys]) };
}

/** Encrypts under the envelope's key: the cheap half of `sealForMany`. Bounded by 2^32 boxes per envelope. */
export function fillEnvelope({ contentKey, header }: Envelope, plain: Uint8Array | string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", contentKey, nonce).setAAD(header);
  const first = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
  return Buffer.concat([header, nonce, first, cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens a box made by `sealTo` or `sealForMany`.
 * @returns the plain bytes, or null when the box is not for this pair, was changed, or is of an unknown version.
 */
export function openSealed(pair: SealKeyPair, box: Uint8Array): Buffer | null {
  if (box[0] === DIRECT) return openDirect(pair, box.subarray(1));
  if (box[0] === ENVELOPE) return openEnvelope(pair, box);
  return null;
}

/** `sealTo`, or `sealForMany` when given several recipients, of a value written as JSON. */
export function sealJson(recipients: Uint8Array | readonly Uint8Array[], value: unknown): Buffer {
  const text = JSON.stringify(value);
  return recipients instanceof Uint8Array ? sealTo(recipients, text) : sealForMany(recipients, text);
}

/**
 * Opens what `sealJson` sealed.
 * @returns the value, or null when the box does not open with this pair.
 * @throws SyntaxError or ZodError when it opens but holds another shape: whoever sealed it had a bug.
 */
export function openJson<T>(pair: SealKeyPair, box: Uint8Array, schema: z.ZodType<T>): T | null {
  const plain = openSealed(pair, box);
  return plain === null ? null : schema.parse(JSON.parse(plain.toString("utf8")));
}

function openDirect(pair: SealKeyPair, sealed: Uint8Array): Buffer | null {
  if (sealed.length < sodium.crypto_box_SEALBYTES) return null;
  try {
    return asBuffer(sodium.crypto_box_seal_open(sealed, pair.publicKey, pair.privateKey));
  } catch (error) {
    // The library reports a failed authentication as a plain Error, and a wrong argument as a TypeError.
    if (error instanceof TypeError) throw error;
    return null;
  }
}

function openEnvelope(pair: SealKeyPair, box: Uint8Array): Buffer | null {
  const slotBytes = KEY_BYTES + sodium.crypto_box_SEALBYTES;
  const headerBytes = 2 + (box[1] ?? 0) * slotBytes;
  if (box.length < headerBytes + NONCE_BYTES + TAG_BYTES) return null;
  for (let at = 2; at < headerBytes; at += slotBytes) {
    const contentKey = openDirect(pair, box.subarray(at, at + slotBytes));
    if (contentKey !== null) return openBody(contentKey, box, headerBytes);
  }
  return null;
}

function openBody(contentKey: Buffer, box: Uint8Array, headerBytes: number): Buffer | null {
  const bodyAt = headerBytes + NONCE_BYTES;
  const tagAt = box.length - TAG_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", contentKey, box.subarray(headerBytes, bodyAt))
    .setAAD(box.subarray(0, headerBytes))
    .setAuthTag(box.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(box.subarray(bodyAt, tagAt)), decipher.final()]);
  } catch {
    return null;
  } finally {
    contentKey.fill(0);
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
