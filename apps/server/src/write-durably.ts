import { open } from "node:fs/promises";

/**
 * Writes a file of the owner's alone, and returns once it is on the disk.
 * @param flag `wx` refuses a file that exists; `w` replaces it.
 */
export async function writeDurably(path: string, content: Buffer | string, flag: "w" | "wx"): Promise<void> {
  const file = await open(path, flag, 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes new names and renames in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
