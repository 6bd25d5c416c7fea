import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from "node:crypto";

/** Signs what leaves for others to verify. Only `publicKey` may leave. */
export interface Signer {
  /** Ed25519, 64 hex digits. */
  publicKey: string;
  /** Ed25519 signature, 64 bytes. */
  sign(bytes: Uint8Array): Buffer;
}

const seedBytes = 32;
// What stands before the 32 bytes of a key in DER (RFC 8410, sections 4 and 7).
const privatePrefix = Buffer.from("302e020100300506032b657004220420", "hex");
const publicPrefix = Buffer.from("302a300506032b6570032100", "hex");

/**
 * The signer that belongs to a secret and a use: the same two always give the same key.
 * @param secret 32 bytes that nobody can guess. Nothing about it can be learned from the signer's key.
 * @param use words that no other use has: the keys of two uses have nothing in common.
 */
export function signerOf(secret: Uint8Array, use: string): Signer {
  const seed = Buffer.from(hkdfSync("sha256", secret, new Uint8Array(), use, seedBytes));
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: "der", type: "pkcs8" });
  seed.fill(0);
  return {
    publicKey: createPublicKey(key)
      .export({ format: "der", type: "spki" })
      .subarray(publicPrefix.length)
      .toString("hex"),
    sign: (bytes) => sign(null, bytes, key),
  };
}

/** Whether a signature over these bytes was made with the key. A key or signature of another shape is no. */
export function isSignature(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = publicKeyOf(publicKey);
  return key !== null && signature.length === 64 && verify(null, bytes, key, signature);
}

function publicKeyOf(hex: string): KeyObject | null {
  if (!/^[0-9a-f]{64}$/.test(hex)) return null;
  try {
    const der = Buffer.concat([publicPrefix, Buffer.from(hex, "hex")]);
    return createPublicKey({ key: der, format: "der", type: "spki" });
  } catch {
    return null;
  }
}
