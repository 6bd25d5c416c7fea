import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../db/installation-error.ts";
import type { Vigie } from "../vigie.ts";

type Context = Pick<Vigie, "config" | "clock" | "mailer">;

const dayMs = 86_400_000;

/** Deletes mail written as files once it is as old as cases become. Mail that left by a server is not ours to delete. */
export async function expireOutbox(context: Context): Promise<void> {
  for (const path of await findOutlivedMail(context)) await rm(path, { force: true });
}

/**
 * Files of the outbox, half-written ones included, that are older than `reportDays`.
 * @param options.graceMs how much older, in milliseconds.
 * @returns paths; none when mail leaves by a server.
 */
export async function findOutlivedMail(
  { config, clock, mailer }: Context,
  { graceMs = 0 }: { graceMs?: number } = {},
): Promise<string[]> {
  if (mailer.kind !== "files") return [];
  const outbox = join(config.dataDir, "outbox");
  const before = clock.now().getTime() - config.reportDays * dayMs - graceMs;
  const outlived: string[] = [];
  for (const name of await namesIn(outbox)) {
    const path = join(outbox, name);
    if (/\.eml(\.part)?$/.test(name) && (await writtenAt(path)) < before) outlived.push(path);
  }
  return outlived;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Milliseconds since 1970; never, for a file that somebody took away meanwhile. */
async function writtenAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return Number.POSITIVE_INFINITY;
    throw error;
  }
}
