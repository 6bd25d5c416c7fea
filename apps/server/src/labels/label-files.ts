import { open } from "node:fs/promises";
import { z } from "zod";
import { type PublicJwk, publicJwk } from "./jws-rules.ts";
import { type RegisterEntry, registerEntry } from "./verify-label-rules.ts";

/** A file that was named on the command line cannot be used. The message says which, why, and what to do. */
export class LabelFileError extends Error {
  override readonly name = "LabelFileError";
}

const mostBytes = 32 * 1024 * 1024;

/** @throws LabelFileError */
export async function readLabelFile(path: string): Promise<Buffer> {
  try {
    const handle = await open(path);
    try {
      const stats = await handle.stat();
      // A pipe or a device has no size to be refused by.
      if (!stats.isFile()) throw new LabelFileError(`${path} is not a file.`);
      if (stats.size > mostBytes) throw new LabelFileError(`${path} is larger than 32 MB.`);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof LabelFileError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new LabelFileError(`${path} cannot be read (${code}). Check its path.`);
  }
}

/**
 * A public key: a JWK, or what `/.well-known/vigie-label.json` of its holder gave.
 * @throws LabelFileError
 */
export async function readKeyFile(path: string): Promise<PublicJwk> {
  const said = await readJsonFile(path);
  const key = z
    .union([publicJwk, z.object({ key: publicJwk }).transform((document) => document.key)])
    .safeParse(said);
  if (key.success) return key.data;
  throw new LabelFileError(
    `${path} holds no public key. Give the JWK of an Ed25519 key, or /.well-known/vigie-label.json of its holder.`,
  );
}

/**
 * What a person matched to the public register.
 * @throws LabelFileError
 */
export async function readRegisterFile(path: string): Promise<RegisterEntry[]> {
  const entries = z.array(registerEntry).safeParse(await readJsonFile(path));
  if (entries.success) return entries.data;
  const where = entries.error.issues[0]?.path.join(".") || "the file";
  throw new LabelFileError(
    `${path} is no register: see ${where}. It is a list of {"thumbprint", "register", "entry", "matchedOn", "matchedBy", "areas"}, with one area at least.`,
  );
}

/** A JWS, alone or as the named member of a JSON document. */
export function jwsIn(bytes: Buffer, member: "label" | "revocations"): string {
  const text = bytes.toString("utf8").trim();
  try {
    const document = JSON.parse(text) as Record<string, unknown> | null;
    const jws = document?.[member];
    return typeof jws === "string" ? jws : text;
  } catch {
    return text;
  }
}

async function readJsonFile(path: string): Promise<unknown> {
  const bytes = await readLabelFile(path);
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new LabelFileError(`${path} is not JSON.`);
  }
}
