import { createHash, createHmac, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { syncFolder, writeDurably } from "../write-durably.ts";
import { bundleSignerOf } from "./bundle-signature.ts";
import { keyPairFromSeed, openSealed, sealTo } from "./sealed-box.ts";
import { type Signer, signerOf } from "./signer.ts";

/** What a keyed hash is for. Hashes of two purposes never meet, even over the same text. */
export type MacDomain = "content" | "idempotency" | "link" | "fingerprint";

/** The installation's own secrets, read from files outside the database. */
export type ServiceKeys = {
  /**
   * 64 hex digits over all the keys. The database keeps it, to refuse a keys folder of another installation or one
   * in which a file was replaced. It reveals none of them.
   */
  fingerprint: string;
  /** The service's public key, to seal for it together with others. */
  publicKey: Uint8Array;
  receiptPepper: Uint8Array;
  receiptSalt: Uint8Array;
  /** Names of the files that other accounts of this machine may read; empty when all is well. */
  filesOpenToOthers: readonly string[];
  /** Seals what jobs must read without a person: a contact address somebody agreed to be written at. */
  sealToService(plain: Uint8Array | string): Buffer;
  /** Opens it; null when it was sealed to another service key or changed. */
  openWithService(box: Uint8Array): Buffer | null;
  /** HMAC-SHA-256, 32 bytes. `text` counts as UTF-8; lone surrogates all count as U+FFFD. */
  macOf(domain: MacDomain, text: string): Buffer;
  /** Signs bundles for others to verify, with a key derived from the service key. */
  bundles: Signer;
  /** Signs labels, and what is sent under the hotline's own, with another derived key. */
  labels: Signer;
};

/** The keys folder cannot be used. The message says what, where and the next step, and no secret. */
export class KeysFolderError extends Error {
  override readonly name = "KeysFolderError";
}

const SECRET_BYTES = 32;

// File name -> the word inside the file, so that two files exchanged by mistake are noticed.
const keyFiles = {
  service: "service.key",
  pepper: "pepper.key",
  salt: "receipt-salt",
  mac: "mac.key",
  link: "link.key",
} as const;

type KeyName = keyof typeof keyFiles;
const keyNames = Object.keys(keyFiles) as KeyName[];

/**
 * Reads the keys folder, and makes it first when it is absent or empty. The whole folder appears at once under its
 * name, so that processes that start together agree and a crash leaves no half of it.
 * @throws KeysFolderError when a file is missing, cut short, exchanged or unreadable. A missing key is never
 * replaced: what was sealed with it would be lost in silence.
 */
export async function openServiceKeys(keysDir: string): Promise<ServiceKeys> {
  const folder = resolve(keysDir);
  if (await isAbsentOrEmpty(folder)) await createKeysFolder(folder);
  const secrets = await readSecrets(folder);
  const service = keyPairFromSeed(secrets.service);

  return {
    fingerprint: fingerprintOf(service.publicKey, secrets),
    publicKey: service.publicKey,
    receiptPepper: secrets.pepper,
    receiptSalt: secrets.salt,
    filesOpenToOthers: await findFilesOpenToOthers(folder),
    sealToService: (plain) => sealTo(service.publicKey, plain),
    openWithService: (box) => openSealed(service, box),
    macOf: (domain, text) =>
      createHmac("sha256", domain === "link" ? secrets.link : secrets.mac)
        .update(`vigie mac 1\0${domain}\0`)
        .update(text, "utf8")
        .digest(),
    bundles: bundleSignerOf(secrets.service),
    labels: signerOf(secrets.service, "vigie label signing 1"),
  };
}

async function isAbsentOrEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return true;
    if (codeOf(error) === "ENOTDIR") {
      throw new KeysFolderError(
        `${folder} should be the folder of the keys, but it or a folder above it is a file. Move that file away, then start again.`,
      );
    }
    throw unreadable(folder, error);
  }
}

async function createKeysFolder(folder: string): Promise<void> {
  const parent = dirname(folder);
  let draft: string | null = null;
  try {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    // mkdtemp gives mode 0700.
    draft = await mkdtemp(join(parent, `.${basename(folder)}-`));
    for (const name of keyNames) await writeDurably(join(draft, keyFiles[name]), encode(name), "wx");
    await syncFolder(draft);
    // Succeeds over nothing or an empty folder only: of several processes, one wins.
    await rename(draft, folder);
    await syncFolder(parent);
  } catch (error) {
    if (draft !== null) await rm(draft, { recursive: true, force: true });
    if (codeOf(error) === "ENOTEMPTY" || codeOf(error) === "EEXIST") return;
    throw new KeysFolderError(
      `The folder of the keys ${folder} could not be made (${codeOf(error)}). Check that this account may write in ${parent}; ` +
        "if the folder is itself a mount point, name a folder inside it instead.",
      { cause: error },
    );
  }
}

async function readSecrets(folder: string): Promise<Record<KeyName, Buffer>> {
  const secrets: Partial<Record<KeyName, Buffer>> = {};
  for (const name of keyNames) secrets[name] = await readSecret(folder, name);
  return secrets as Record<KeyName, Buffer>;
}

async function readSecret(folder: string, name: KeyName): Promise<Buffer> {
  const path = join(folder, keyFiles[name]);
  let text: string;
  try {
    text = (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw unreadable(path, error);
    throw new KeysFolderError(
      `The key file ${path} is missing while its folder is not empty. ${restore} ` +
        "If this installation never ran, empty the folder and start again.",
      { cause: error },
    );
  }
  const secret = decode(name, text);
  if (secret === null) {
    throw new KeysFolderError(
      `The key file ${path} does not hold a "${name}" key: it was cut short, changed or exchanged with another. ${restore}`,
    );
  }
  return secret;
}

const restore =
  "Restore the whole folder from its backup: without it, receipts and sealed addresses cannot be opened.";

function unreadable(path: string, error: unknown): KeysFolderError {
  return new KeysFolderError(
    `${path} cannot be read (${codeOf(error)}). Give the account that runs Vigie read access to it and to its folder, then start again.`,
    { cause: error },
  );
}

const prefixOf = (name: KeyName) => `vigie ${name} 1 `;

function encode(name: KeyName): string {
  return `${prefixOf(name)}${randomBytes(SECRET_BYTES).toString("base64url")}\n`;
}

function decode(name: KeyName, text: string): Buffer | null {
  if (!text.startsWith(prefixOf(name))) return null;
  const encoded = text.slice(prefixOf(name).length);
  const secret = Buffer.from(encoded, "base64url");
  return secret.length === SECRET_BYTES && secret.toString("base64url") === encoded ? secret : null;
}

// Hashing the secrets themselves reveals nothing: each is 256 random bits.
function fingerprintOf(servicePublicKey: Uint8Array, secrets: Record<KeyName, Buffer>): string {
  return createHash("sha256")
    .update("vigie keys 1\0")
    .update(Buffer.concat([servicePublicKey, secrets.pepper, secrets.salt, secrets.mac, secrets.link]))
    .digest("hex");
}

async function findFilesOpenToOthers(folder: string): Promise<string[]> {
  const open: string[] = [];
  for (const name of keyNames) {
    const { mode } = await stat(join(folder, keyFiles[name]));
    if ((mode & 0o077) !== 0) open.push(keyFiles[name]);
  }
  return open;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
