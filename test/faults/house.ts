import { mkdtempSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "../../apps/server/src/db/embedded-postgres.ts";
import { type OpenDatabase, openDatabase } from "../../apps/server/src/db/open-database.ts";
import { quietLog } from "../quiet-log.ts";
import { removeWhenWeEnd } from "../temporary-folder.ts";
import { connectionUrl } from "../vigie.ts";
import { freePort, startVigieProcess, type VigieProcess } from "./vigie-process.ts";

/** A running installation of real processes on a durable PostgreSQL, of which any may be killed. */
export interface House {
  url: string;
  keysDir: string;
  firstLink: string | null;
  database: OpenDatabase;
  /** What may be killed. Each kills and resolves once a supervisor has brought it back. */
  victims: Record<string, () => Promise<void>>;
  /** Processes that ended although nobody killed them, with their last words. */
  crashes: readonly string[];
  stop(): Promise<void>;
}

/** One web process and one worker process, on a PostgreSQL beside them. */
export async function openSeparateHouse(settings: Record<string, string>): Promise<House> {
  const folder = durableFolder("vigie-kills-");
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, "database"), log: quietLog });
  const keysDir = join(folder, "keys");
  const common = {
    DATABASE_URL: connectionUrl(postgres.connection),
    VIGIE_KEYS_DIR: keysDir,
    VIGIE_DATA_DIR: join(folder, "data"),
    ...settings,
  };
  const crashes: string[] = [];
  const port = String(await freePort());
  const web = await keepRunning("web", { ...common, VIGIE_ROLE: "web", VIGIE_PORT: port }, crashes);
  const worker = await keepRunning("worker", { ...common, VIGIE_ROLE: "worker" }, crashes);
  const database = await openDatabase(postgres.connection, { max: 4, log: quietLog });
  const killServer = async (pids: number[]) => {
    for (const pid of pids) killQuietly(pid);
    await answersAgain(database, () => postgres.pid());
  };
  return {
    url: web.first.url ?? "",
    keysDir,
    firstLink: web.first.firstLink,
    database,
    crashes,
    victims: {
      web: web.kill,
      worker: worker.kill,
      "the database server": () => killServer([postgres.pid() ?? 0]),
      "a session of the database": async () =>
        killServer((await serverPids(database, "sessions")).slice(0, 1)),
      "the database server and all its sessions": async () =>
        killServer([postgres.pid() ?? 0, ...(await serverPids(database, "all"))]),
    },
    async stop() {
      await web.stop();
      await worker.stop();
      await database.close();
      await postgres.stop();
    },
  };
}

/** One process that does everything, with the PostgreSQL that it starts itself. */
export async function openWholeHouse(settings: Record<string, string>): Promise<House> {
  const dataDir = durableFolder("vigie-kills-");
  const crashes: string[] = [];
  const port = String(await freePort());
  const all = await keepRunning("all", { VIGIE_DATA_DIR: dataDir, VIGIE_PORT: port, ...settings }, crashes);
  const connection = await findEmbeddedPostgres(dataDir);
  if (!connection) throw new Error("the embedded PostgreSQL is not there");
  const database = await openDatabase(connection, { max: 4, log: quietLog });
  const killServer = async () => {
    killQuietly(await postmasterPid(dataDir));
    await answersAgain(database, () => postmasterPid(dataDir));
  };
  return {
    url: all.first.url ?? "",
    keysDir: join(dataDir, "keys"),
    firstLink: all.first.firstLink,
    database,
    crashes,
    victims: {
      "Vigie, its database server left running": all.kill,
      "the database server below Vigie": killServer,
      "Vigie and its database server": async () => {
        killQuietly(await postmasterPid(dataDir));
        await all.kill();
        await answersAgain(database, () => postmasterPid(dataDir));
      },
    },
    async stop() {
      await database.close();
      await all.stop();
    },
  };
}

/** On a real disk, unlike the folders of other tests: what is acknowledged must have reached it. */
function durableFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  removeWhenWeEnd(folder);
  return folder;
}

interface Kept {
  first: VigieProcess;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** As a service manager does it: whatever ends is started again a moment later, until it is asked to stop. */
async function keepRunning(name: string, settings: Record<string, string>, crashes: string[]): Promise<Kept> {
  const first = await startVigieProcess(settings);
  let current = first;
  let expected = false;
  let stopping = false;
  let back = makeSignal();
  const loop = supervise();

  async function supervise(): Promise<void> {
    for (;;) {
      const how = await current.ended;
      if (stopping) return;
      if (!expected) crashes.push(`${name} ended (${how}):\n${current.lastWords()}`);
      expected = false;
      await sleep(Math.random() * 100);
      current = await startAgain();
      const restarted = back;
      back = makeSignal();
      restarted.resolve();
    }
  }

  /** A start may find no database and says so: the next one is not far. */
  async function startAgain(): Promise<VigieProcess> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await startVigieProcess(settings);
      } catch (error) {
        if (attempt === 5) throw error;
        await sleep(500);
      }
    }
  }

  return {
    first,
    async kill() {
      const restarted = back.promise;
      expected = true;
      await current.end("SIGKILL");
      await Promise.race([restarted, loop]);
    },
    async stop() {
      stopping = true;
      const how = await current.end("SIGTERM");
      if (how !== 0) crashes.push(`${name} did not stop cleanly (${how}):\n${current.lastWords()}`);
      await loop;
    },
  };
}

function makeSignal(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function serverPids({ pool }: OpenDatabase, which: "sessions" | "all"): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    `select pid from pg_stat_activity
     where $1 = 'all' or (application_name = 'vigie' and pid <> pg_backend_pid()) order by random()`,
    [which],
  );
  return rows.map(({ pid }) => pid);
}

async function postmasterPid(dataDir: string): Promise<number> {
  const folder = join(dataDir, "postgres");
  for (const major of await readdir(folder)) {
    const text = await readFile(join(folder, major, "postmaster.pid"), "utf8").catch(() => "");
    const pid = Number.parseInt(text, 10);
    if (pid > 0) return pid;
  }
  return 0;
}

function killQuietly(pid: number): void {
  // 0 and below would mean our own group.
  if (pid <= 1) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself a moment ago.
  }
}

const longestRecoveryMs = 60_000;

async function answersAgain(
  { pool }: OpenDatabase,
  pid: () => Promise<number> | number | undefined,
): Promise<void> {
  const deadline = Date.now() + longestRecoveryMs;
  for (;;) {
    try {
      await pool.query("select 1");
      if (await pid()) return;
    } catch {
      // Not yet.
    }
    if (Date.now() > deadline) throw new Error("the database did not come back within a minute");
    await sleep(50);
  }
}
