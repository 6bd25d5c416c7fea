import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import { z } from "zod";
import { isBundleSignature } from "../vault/bundle-signature.ts";
import type { Signer } from "../vault/signer.ts";

/** What a bundle proves. */
export const bundleKinds = ["evidence", "proof_of_report"] as const;

/** The signed list of the files of a bundle. */
export const bundleManifest = z.strictObject({
  format: z.literal("vigie-bundle-1"),
  kind: z.enum(bundleKinds),
  /** Name of the installation, as its team wrote it. */
  hotline: z.string(),
  madeAt: z.iso.datetime(),
  algorithm: z.literal("ed25519"),
  /** 64 hex digits. */
  publicKey: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int().min(0), sha256: z.string() })).max(20),
  /** Head of the event chain when the bundle was made; null before the first one. */
  checkpoint: z.strictObject({ number: z.int(), hash: z.string(), at: z.iso.datetime() }).nullable(),
});
export type BundleManifest = z.infer<typeof bundleManifest>;

const manifestName = "manifest.json";
const signatureName = "manifest.sig";

/** Bytes of the largest bundle that is looked at. */
export const mostBundleBytes = 64 * 1024 * 1024;

/**
 * Packs files with their signed manifest. The files are stored as they are, in one fixed layout: the same files give the
 * same bytes, so that a verifier can account for every bit.
 */
export function packBundle(
  files: Readonly<Record<string, Uint8Array>>,
  facts: Pick<BundleManifest, "kind" | "hotline" | "madeAt" | "checkpoint">,
  signer: Signer,
): Uint8Array {
  const manifest: BundleManifest = {
    format: "vigie-bundle-1",
    ...facts,
    algorithm: "ed25519",
    publicKey: signer.publicKey,
    files: Object.entries(files).map(([name, bytes]) => ({
      name,
      bytes: bytes.length,
      sha256: sha256(bytes),
    })),
  };
  const written = strToU8(`${JSON.stringify(manifest, null, 2)}\n`);
  return zip([
    ...Object.entries(files),
    [manifestName, written],
    [signatureName, strToU8(`${signer.sign(written).toString("hex")}\n`)],
  ]);
}

/** Why a bundle is not what was made. `file` names the one that was changed. */
export type BundleFault =
  | { fault: "too_large" | "not_a_bundle" | "repacked" | "names" | "manifest" | "signature" | "key" }
  | { fault: "file"; file: string };

export type BundleVerdict = { kind: "intact"; manifest: BundleManifest } | ({ kind: "broken" } & BundleFault);

/**
 * Verifies a bundle by itself: no database, no network, nothing written.
 * @param key the key that one expects, 64 hex digits; without it the bundle's own is taken, which shows that nothing was
 * changed since it was signed, and not by whom.
 */
export function verifyBundle(bytes: Uint8Array, key: string | null): BundleVerdict {
  const broken = (fault: BundleFault): BundleVerdict => ({ kind: "broken", ...fault });
  if (bytes.length > mostBundleBytes) return broken({ fault: "too_large" });
  const read = readStored(bytes);
  if (read === null) return broken({ fault: "not_a_bundle" });
  const files = new Map(read);
  if (files.size !== read.length) return broken({ fault: "names" });
  const written = files.get(manifestName);
  const signature = files.get(signatureName);
  if (!written || !signature) return broken({ fault: "not_a_bundle" });
  const manifest = readManifest(written);
  if (manifest === null) return broken({ fault: "manifest" });
  const hex = Buffer.from(signature).toString("latin1");
  if (!/^[0-9a-f]{128}\n$/.test(hex)) return broken({ fault: "signature" });
  if (!isBundleSignature(manifest.publicKey, written, Buffer.from(hex.trim(), "hex"))) {
    return broken({ fault: "signature" });
  }
  const listed = [...manifest.files.map(({ name }) => name), manifestName, signatureName];
  if (listed.length !== read.length || listed.some((name, index) => read[index]?.[0] !== name)) {
    return broken({ fault: "names" });
  }
  for (const { name, bytes: length, sha256: expected } of manifest.files) {
    const content = files.get(name);
    if (content?.length !== length || sha256(content) !== expected)
      return broken({ fault: "file", file: name });
  }
  // Whatever else stands in the archive (times, flags, something between or behind the files) shows here.
  if (!Buffer.from(zip(read)).equals(bytes)) return broken({ fault: "repacked" });
  if (key !== null && key.toLowerCase() !== manifest.publicKey) return broken({ fault: "key" });
  return { kind: "intact", manifest };
}

function zip(files: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  // Years are written in local time: noon of a day is that day everywhere.
  return zipSync(Object.fromEntries(files), { level: 0, mtime: new Date(1980, 0, 1, 12) });
}

const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const mostFiles = 22;
// No folder, no way up, nothing hidden; and no name that an object would take for a number and put first.
const plainName = /^[A-Za-z][A-Za-z0-9-]{0,40}\.[a-z]{1,8}$/;

/**
 * The files of an archive as `zip` writes it: stored, one behind the other. Nothing is ever inflated, so nothing can be
 * larger than it is.
 * @returns null for anything else.
 */
function readStored(bytes: Uint8Array): [string, Uint8Array][] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files: [string, Uint8Array][] = [];
  let at = 0;
  while (at + 30 <= bytes.length && view.getUint32(at, true) === localHeader) {
    const isStored = view.getUint16(at + 8, true) === 0;
    const length = view.getUint32(at + 18, true);
    const nameLength = view.getUint16(at + 26, true);
    const start = at + 30 + nameLength + view.getUint16(at + 28, true);
    if (!isStored || view.getUint32(at + 22, true) !== length) return null;
    if (start + length > bytes.length || files.length >= mostFiles) return null;
    const name = Buffer.from(bytes.subarray(at + 30, at + 30 + nameLength)).toString("latin1");
    if (!plainName.test(name)) return null;
    files.push([name, bytes.subarray(start, start + length)]);
    at = start + length;
  }
  if (at + 4 > bytes.length || view.getUint32(at, true) !== centralHeader) return null;
  return files;
}

function readManifest(written: Uint8Array): BundleManifest | null {
  try {
    const read = bundleManifest.safeParse(JSON.parse(Buffer.from(written).toString("utf8")));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
