import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { choosePostgresAccount } from "../../apps/server/src/db/postgres-account.ts";
import { freePort } from "../faults/vigie-process.ts";
import { makeTemporaryFolder } from "../temporary-folder.ts";

const run = promisify(execFile);
const oldestMajor = 15;

export interface MachinePostgres {
  /** Connection of a role that may create databases. */
  url: string;
  /** Folder of the programs. */
  binaries: string;
  stop(): Promise<void>;
}

/**
 * A new cluster from the PostgreSQL that is installed on this machine, on a loopback port with a password. Clusters
 * that exist already are left alone.
 * @returns null when none is installed, or only older ones than 15.
 */
export async function startMachinePostgres(): Promise<MachinePostgres | null> {
  const binaries = await findBinaries();
  if (!binaries) return null;
  const folder = makeTemporaryFolder("vigie-machine-");
  const data = join(folder, "data");
  const account = await choosePostgresAccount(data);
  await chmod(folder, 0o711);
  await mkdir(data, { mode: 0o700 });
  const password = randomBytes(16).toString("hex");
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) {
    await chown(data, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  const options = { cwd: data, env: { LC_ALL: "C", TZ: "UTC" }, ...identity };
  const initial = ["-D", data, "-U", "vigie", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256"];
  await run(join(binaries, "initdb"), [...initial, `--pwfile=${passwordFile}`, "--no-sync"], options);
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "fsync=off"];
  settings.push("max_connections=200", "autovacuum=off", "log_min_messages=panic");
  const server = spawn(
    join(binaries, "postgres"),
    ["-D", data, ...settings.flatMap((setting) => ["-c", setting])],
    { ...options, stdio: "ignore" },
  );
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const stop = async () => {
    server.kill("SIGINT");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `postgres://vigie:${password}@127.0.0.1:${port}/postgres`;
  try {
    await answers(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, binaries, stop };
}

/** The newest installed one: Debian keeps one folder per version, others put the programs on the path. */
async function findBinaries(): Promise<string | null> {
  const debian = "/usr/lib/postgresql";
  const majors = await readdir(debian).catch(() => []);
  const newest = majors.map(Number).filter((major) => major >= oldestMajor);
  const folders = newest.sort((a, b) => b - a).map((major) => join(debian, String(major), "bin"));
  folders.push(...(process.env["PATH"] ?? "").split(delimiter));
  for (const folder of folders) {
    if (!existsSync(join(folder, "initdb")) || !existsSync(join(folder, "postgres"))) continue;
    const { stdout } = await run(join(folder, "postgres"), ["--version"]);
    if (Number(/(\d+)/.exec(stdout)?.[1]) >= oldestMajor) return folder;
  }
  return null;
}

const longestStartMs = 30_000;

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + longestStartMs;
  for (;;) {
    const client = new pg.Client(url);
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("select 1");
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
