import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../db/installation-error.ts";

const fileName = "first-link";

/** The token of the link that creates the first account, or null when there is no such file. */
export async function readFirstLink(keysDir: string): Promise<string | null> {
  try {
    return (await readFile(join(keysDir, fileName), "utf8")).trim();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** Keeps the token, readable by its owner only, whole or not at all. */
export async function writeFirstLink(keysDir: string, token: string): Promise<void> {
  const draft = join(keysDir, `.${fileName}-${randomBytes(6).toString("hex")}`);
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(`${token}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(keysDir, fileName));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Removes the file, when it is there. */
export async function removeFirstLink(keysDir: string): Promise<void> {
  await rm(join(keysDir, fileName), { force: true });
}
