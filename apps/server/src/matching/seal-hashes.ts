import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { Fingerprint } from "@vigie/contract";
import type { ServiceKeys } from "../vault/service-keys.ts";

// Byte by byte: version | nonce | AES-256-GCM | tag. Symmetric, under a key of the keys folder: ten million entries of a
// bank are opened when a process starts, and a sealed box each would take the better part of an hour.
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

type Keys = Pick<ServiceKeys, "macOf">;
/** What a fingerprint or a bank entry is kept as. `ref` is what its list calls it. */
export type SealedHashes = Omit<Fingerprint, "kind"> & { ref?: string };

const sealKeys = new WeakMap<Keys, Buffer>();

/** The key that hashes are sealed with, for `openSealed` in another thread. Nowhere else. */
export function sealKeyOf(keys: Keys): Buffer {
  const made = sealKeys.get(keys) ?? keys.macOf("fingerprint", "seal 1");
  sealKeys.set(keys, made);
  return made;
}

/** Hashes are guarded like the picture: at rest they are readable with the keys folder only. */
export function sealHashes(keys: Keys, hashes: SealedHashes): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", sealKeyOf(keys), nonce);
  const text = cipher.update(JSON.stringify(hashes), "utf8");
  return Buffer.concat([Buffer.of(version), nonce, text, cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when the bytes were changed or sealed with the keys of another installation. */
export function openHashes(keys: Keys, sealed: Uint8Array): SealedHashes {
  return openSealed(sealKeyOf(keys), sealed);
}

/** @throws Error when the bytes were changed or sealed with another key. */
export function openSealed(sealKey: Uint8Array, sealed: Uint8Array): SealedHashes {
  const end = sealed.length - tagBytes;
  if (sealed[0] !== version || end < 1 + nonceBytes) throw new Error("these bytes are no sealed hashes");
  const decipher = createDecipheriv("aes-256-gcm", sealKey, sealed.subarray(1, 1 + nonceBytes));
  decipher.setAuthTag(sealed.subarray(end));
  const text = Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes, end)), decipher.final()]);
  return JSON.parse(text.toString("utf8")) as SealedHashes;
}

/**
 * The same hashes give the same 32 bytes, which reveal nothing without the keys folder.
 * @param reportId whose entry it is: each report that gives the same hashes has its own, and takes it along when it goes.
 */
export function onceOf(keys: Keys, hashes: SealedHashes, reportId?: string): Buffer {
  const { pdq, gradient, md5, sha1, sha256 } = hashes;
  const parts = [pdq, gradient, md5, sha1, sha256, digestOfFrames(hashes), ...(reportId ? [reportId] : [])];
  return keys.macOf("fingerprint", `once 1 ${parts.join(" ")}`);
}

/** A MAC for each hash that an entry is recognised by, in lower-case hexadecimal: what a withdrawal is remembered by. */
export function singleMacs(keys: Keys, hashes: SealedHashes): string[] {
  const { pdq, md5, sha1, sha256 } = hashes;
  return [pdq, md5, sha1, sha256, digestOfFrames(hashes)].flatMap((hash) =>
    hash ? [singleMac(keys, hash)] : [],
  );
}

/** @param hash lower-case hexadecimal. */
export function singleMac(keys: Keys, hash: string): string {
  return keys.macOf("fingerprint", `single 1 ${hash}`).toString("hex");
}

function digestOfFrames({ frames }: SealedHashes): string {
  return frames ? createHash("sha256").update(JSON.stringify(frames)).digest("hex") : "";
}
