import { createHash } from "node:crypto";
import { lstat, mkdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InstallationError } from "./installation-error.ts";

// sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
const longestSocketPath = 103;

/**
 * A host for node-postgres through which the socket in `data` can be named. The server binds it as "." at any
 * depth; a client must name it within 103 bytes, so a deep folder gets a short link in a private folder.
 * The link is the same at every start, and is not removed: another process may be using it.
 */
export async function socketHost(data: string, port: number): Promise<string> {
  if (Buffer.byteLength(join(data, `.s.PGSQL.${port}`)) <= longestSocketPath) return data;
  const self = process.getuid?.() ?? 0;
  const name = `vigie-${self}-${createHash("sha256").update(data).digest("hex").slice(0, 16)}`;
  const parent =
    [tmpdir(), "/tmp"].find((one) => Buffer.byteLength(one) + name.length + 20 <= longestSocketPath) ??
    "/tmp";
  const folder = join(parent, name);
  await mkdir(folder, { mode: 0o700 }).catch(() => undefined);
  const made = await lstat(folder);
  // In a folder that everybody may write to, someone else could have been there first.
  if (!made.isDirectory() || made.uid !== self || (made.mode & 0o077) !== 0) {
    throw new InstallationError(
      "postgres.cannot_start",
      `The path of the database folder ${data} is too long for a socket, and ${folder}, where a short link to it would go, ` +
        "is not a private folder of this user. Remove it, or choose a shorter data folder with VIGIE_DATA_DIR.",
    );
  }
  const link = join(folder, "s");
  if ((await readlink(link).catch(() => undefined)) !== data) {
    const fresh = `${link}.${process.pid}`;
    await rm(fresh, { force: true });
    await symlink(data, fresh);
    await rename(fresh, link);
  }
  return link;
}
