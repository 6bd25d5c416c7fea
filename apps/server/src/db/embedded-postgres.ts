import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmod, chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import type { Logger } from "pino";
import { syncFolder } from "../write-durably.ts";
import { errorCode, InstallationError } from "./installation-error.ts";
import { type HeldFolder, holdDataFolder } from "./instance-lock.ts";
import { choosePostgresAccount, type PostgresAccount } from "./postgres-account.ts";
import { findPostgresPackage, type PostgresBinaries, preparePostgresBinaries } from "./postgres-binaries.ts";
import {
  endLeftovers,
  livePostmaster,
  livePostmasterSoon,
  markOf,
  removeStaleLockFiles,
  sendSignal,
} from "./postgres-leftovers.ts";
import { socketHost } from "./postgres-socket.ts";
import { lookAtProcess } from "./running-processes.ts";

const run = promisify(execFile);

/** How to reach a PostgreSQL over its socket folder (`host` is an absolute path) or over TCP. */
export type SocketConnection = { host: string; user: string; database: string; port?: number };

/** Our own PostgreSQL, running. */
export type EmbeddedPostgres = {
  connection: SocketConnection;
  /** `fresh`: the folder was created now. `adopted`: a server that a crash left running was taken over. */
  started: "fresh" | "adopted" | "started";
  /**
   * The main process of the server, or undefined while it is down. It is started again by itself when it ends
   * without being asked to.
   */
  pid(): number | undefined;
  /** Fast shutdown: sessions are cut, what was committed is safe. Call after the pools are closed. */
  stop(): Promise<void>;
};

export type StartOptions = {
  /** The data folder of Vigie; the database lives in `postgres/` below it. */
  dataDir: string;
  log: Logger;
  /** PostgreSQL settings that differ from ours. */
  settings?: Readonly<Record<string, string | number>>;
  /** False gives up surviving a power cut, for the speed of tests. */
  durable?: boolean;
};

const role = "vigie";
const database = "vigie";

// A crash with a full write-ahead log (512 MB) is replayed well within this.
const longestStartMs = 120_000;
const longestStopMs = 30_000;
// PostgreSQL 18 can hang for ever when it is asked to stop while it recovers from the crash of a session. So a
// stop waits this long for the end of a recovery, and a server seen stopping for longer than that is ended hard:
// its log is replayed at the next start, nothing acknowledged is lost.
const patienceMs = 10_000;

const ourSettings = {
  listen_addresses: "",
  unix_socket_directories: ".",
  unix_socket_permissions: "0700",
  shared_buffers: "64MB",
  max_connections: 60,
  wal_level: "minimal",
  max_wal_senders: 0,
  max_wal_size: "512MB",
  checkpoint_timeout: "15min",
  random_page_cost: 1.1,
  // Statements and values must not reach the log: it would hold what people wrote. "log" ranks above "error".
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
} as const;

// synchronous_commit stays on: a killed server must not lose what it acknowledged, in tests either.
// Shared memory as files of the folder goes away with it.
const fasterSettings = { fsync: "off", full_page_writes: "off", dynamic_shared_memory_type: "mmap" } as const;

/** One server on one folder: all that is needed to start it again. */
type Site = {
  data: string;
  logFile: string;
  account: PostgresAccount | undefined;
  binaries: PostgresBinaries;
  settings: Readonly<Record<string, string | number>>;
  connection: SocketConnection;
  log: Logger;
};

type Server = { pid: number; child: ChildProcess | undefined };

/**
 * Starts PostgreSQL on the folder `postgres/` of the data folder, creating it when it is not there, or takes
 * over the one that runs there already. The caller holds the data folder (`holdDataFolder`).
 * The server listens on a socket in its own folder, and survives this process if that is killed.
 * @throws InstallationError with a sentence for the person who installs.
 */
export async function startEmbeddedPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const { site, created } = await prepareSite(options);
  const first = await bringUp(site);
  const started = created ? "fresh" : first.adopted ? "adopted" : "started";
  options.log.info({ started, version: site.binaries.version }, "PostgreSQL is ready");
  const supervised = supervise(site, first.server);
  return { connection: site.connection, started, ...supervised };
}

/** The connection of a server that runs on this data folder now, for a command beside it; else undefined. */
export async function findEmbeddedPostgres(dataDir: string): Promise<SocketConnection | undefined> {
  const folder = join(resolve(dataDir), "postgres");
  const majors = (await readdir(folder).catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const major of majors) {
    const data = join(folder, major);
    if ((await livePostmaster(data)) !== undefined) return connectionTo(data, undefined);
  }
  return undefined;
}

async function prepareSite(options: StartOptions): Promise<{ site: Site; created: boolean }> {
  const installed = await findPostgresPackage();
  const folder = join(resolve(options.dataDir), "postgres");
  const data = join(folder, installed.major);
  const account = await choosePostgresAccount(data);
  await mkdir(resolve(options.dataDir), { recursive: true, mode: 0o700 });
  await mkdir(folder, { recursive: true });
  // The other user must pass through this folder, not list it. What lies above needs no right at all.
  await chmod(folder, account ? 0o711 : 0o700);
  const binaries = await preparePostgresBinaries({ installed, folder, account });
  const created = await createClusterIfAbsent({
    data,
    folder,
    binaries,
    account,
    durable: options.durable ?? true,
  });
  if (account) await giveTo(account, data);

  const settings = {
    ...ourSettings,
    ...(options.durable === false ? fasterSettings : {}),
    cluster_name: await markOf(data),
    ...options.settings,
  };
  const port = "port" in settings ? Number(settings.port) : undefined;
  const connection = await connectionTo(data, port);
  const logFile = join(folder, "server.log");
  return { site: { data, logFile, account, binaries, settings, connection, log: options.log }, created };
}

async function connectionTo(data: string, port: number | undefined): Promise<SocketConnection> {
  const host = await socketHost(data, port ?? 5432);
  return { host, user: role, database, ...(port !== undefined && { port }) };
}

/** The folder gets its name only when it is whole; what an interrupted start left is removed. */
async function createClusterIfAbsent(options: {
  data: string;
  folder: string;
  binaries: PostgresBinaries;
  account: PostgresAccount | undefined;
  durable: boolean;
}): Promise<boolean> {
  const { data, folder, binaries, account } = options;
  if ((await stat(join(data, "PG_VERSION")).catch(() => undefined)) !== undefined) return false;
  for (const name of await readdir(folder)) {
    if (name.endsWith(".unfinished"))
      await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
  const side = `${data}.${process.pid}.unfinished`;
  await mkdir(side, { mode: 0o700 });
  if (account) await chown(side, account.uid, account.gid);
  const args = ["-D", whereItRuns(side), "-U", role, "-E", "UTF8", "--locale=C"];
  args.push(
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=trust",
    "--auth-host=scram-sha-256",
  );
  if (!options.durable) args.push("--no-sync");
  try {
    await run(binaries.initdb, args, { cwd: side, env: binaries.environment, ...identity(account) });
    await rename(side, data);
  } catch (cause) {
    await rm(side, { recursive: true, force: true });
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : String(cause);
    throw new InstallationError(
      "postgres.cannot_initialise",
      `PostgreSQL could not create its folder ${data}. It said: ${said || errorCode(cause)}. ` +
        "See that the disk has room and that the folder is on a local file system, or set DATABASE_URL to a PostgreSQL you have.",
      { cause },
    );
  }
  await syncFolder(folder);
  return true;
}

/** A folder that root copied back (a restored backup) is handed over again. */
async function giveTo(account: PostgresAccount, path: string): Promise<void> {
  const top = await stat(path);
  if (top.uid === account.uid) return;
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
  // Last, so that an interrupted hand-over is noticed and repeated.
  await chown(path, account.uid, account.gid);
}

/**
 * Brings the server up while no other start on its folder is under way. Seen from another start, a server
 * spawned a moment ago cannot be told from a leftover, nor its lock file from a stale one.
 */
async function bringUp(site: Site): Promise<{ server: Server; adopted: boolean }> {
  const turn = await takeTurn(dirname(site.data));
  try {
    return await adoptOrStart(site);
  } finally {
    await endTurn(turn);
  }
}

/** @throws InstallationError `folder.held` when another start takes too long; it names the process. */
async function takeTurn(folder: string): Promise<HeldFolder> {
  for (const deadline = Date.now() + longestStartMs; ; await sleep(20)) {
    try {
      return await holdDataFolder(folder);
    } catch (error) {
      if (errorCode(error) !== "folder.held" || Date.now() > deadline) throw error;
    }
  }
}

/** A release that cannot be written (a full disk) is tried again beside the server, which runs already. */
async function endTurn(turn: HeldFolder): Promise<void> {
  await turn.release().catch(() => {
    void sleep(1000, undefined, { ref: false }).then(() => endTurn(turn));
  });
}

/**
 * Adopts the live server, or ends what is left of a dead one and starts anew. A second server on the folder
 * ends with code 1: then the first one is adopted.
 */
async function adoptOrStart(site: Site): Promise<{ server: Server; adopted: boolean }> {
  let said = "";
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const live = await livePostmasterSoon(site.data);
    if (live !== undefined) {
      const gone = async () => (await livePostmaster(site.data)) !== live;
      if (await answersInTime(site, gone)) return { server: { pid: live, child: undefined }, adopted: true };
      if (!(await gone())) site.log.warn("the database server that runs on this folder does not answer");
    }
    await endLeftovers(site.data, site.log);
    await removeStaleLockFiles(site.data, site.connection.port ?? 5432, site.log);
    const { child, logStart } = await spawnServer(site);
    const gone = async () => child.exitCode !== null || child.signalCode !== null;
    const answers = await answersInTime(site, gone);
    // Whoever answers may be another server, that was first.
    if (answers && child.pid !== undefined && (await livePostmaster(site.data)) === child.pid) {
      return { server: { pid: child.pid, child }, adopted: false };
    }
    said = (await readFile(site.logFile, "utf8").catch(() => "")).slice(logStart).trim();
  }
  throw new InstallationError(
    "postgres.cannot_start",
    `PostgreSQL did not start on ${site.data}. Its last words: ${lastLines(said)} ` +
      `The whole log is ${site.logFile}. Mend what it names, or set DATABASE_URL to a PostgreSQL you have.`,
  );
}

function lastLines(text: string): string {
  return text === "" ? "(none)." : text.split("\n").slice(-3).join(" | ");
}

async function spawnServer(site: Site): Promise<{ child: ChildProcess; logStart: number }> {
  await rotateLog(site.logFile);
  const log = await open(site.logFile, "a", 0o600);
  try {
    const { size } = await log.stat();
    const args = ["-D", whereItRuns(site.data)];
    for (const [name, value] of Object.entries(site.settings)) args.push("-c", `${name}=${value}`);
    const child = spawn(site.binaries.postgres, args, {
      cwd: site.data,
      env: site.binaries.environment,
      // A Ctrl-C in the terminal must not reach it before Vigie has drained; a pipe would break with us.
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      ...identity(site.account),
    });
    child.unref();
    await new Promise<void>((settled, failed) => {
      child.once("spawn", settled);
      child.once("error", failed);
    });
    return { child, logStart: size };
  } catch (cause) {
    throw new InstallationError(
      "postgres.cannot_start",
      `PostgreSQL could not be started on ${site.data} (${errorCode(cause) ?? String(cause)}). ` +
        "See that the folder is there and that programs may run, or set DATABASE_URL to a PostgreSQL you have.",
      { cause },
    );
  } finally {
    await log.close();
  }
}

async function rotateLog(path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > 5_000_000) await rename(path, `${path}.1`);
}

/** The kernel enters the folder before it drops root, so this name needs no right on what lies above it. */
function whereItRuns(folder: string): string {
  return process.platform === "linux" ? "/proc/self/cwd" : folder;
}

function identity(account: PostgresAccount | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/** True once our database takes a connection; false when the server is gone, stops, or takes too long. */
async function answersInTime(site: Site, gone: () => Promise<boolean>): Promise<boolean> {
  const since = Date.now();
  let remindAt = since + 5000;
  let stoppingSince: number | undefined;
  for (;;) {
    const answer = await tryConnect(site.connection);
    if (answer === "ready") return true;
    if (answer === "no database") await createDatabase(site.connection);
    if (await gone()) return false;
    const now = Date.now();
    stoppingSince = answer === "stopping" ? (stoppingSince ?? now) : undefined;
    if (now - since > longestStartMs || now - (stoppingSince ?? now) > patienceMs) return false;
    if (now > remindAt) {
      site.log.info("PostgreSQL is not ready yet; after a crash it replays its log first");
      remindAt += 5000;
    }
    if (answer !== "no database") await sleep(20);
  }
}

async function tryConnect(
  connection: SocketConnection,
): Promise<"ready" | "no database" | "stopping" | "not yet"> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return "ready";
  } catch (error) {
    const code = errorCode(error);
    if (code === "3D000") return "no database";
    // Full, but alive: an adopted server whose sessions have not noticed yet that their client is gone.
    if (code === "53300") return "ready";
    // The server speaks English to us (LC_ALL=C); starting and stopping share one code.
    return error instanceof Error && error.message.includes("shutting down") ? "stopping" : "not yet";
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(connection: SocketConnection): Promise<void> {
  const client = new pg.Client({ ...connection, database: "postgres" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(`create database ${database}`);
  } catch (error) {
    // 42P04: another start was first. Anything else shows at the next attempt to connect.
    if (errorCode(error) !== "42P04") await sleep(20);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Starts the server again whenever it ends unasked; the pools of this process reconnect by themselves. */
function supervise(site: Site, first: Server): Pick<EmbeddedPostgres, "pid" | "stop"> {
  let server: Server | undefined = first;
  const stopping = new AbortController();
  const loop = keepRunning();

  async function keepRunning(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      if (server !== undefined) {
        await ended(server, stopping.signal);
        if (stopping.signal.aborted) return;
        site.log.error("PostgreSQL ended without being asked to; starting it again");
        server = undefined;
      }
      try {
        server = (await bringUp(site)).server;
        failures = 0;
        site.log.info("PostgreSQL runs again");
      } catch (error) {
        failures += 1;
        const reason = error instanceof Error ? error.message : String(error);
        site.log.error({ reason }, "PostgreSQL does not start");
        await pause(Math.min(failures * 1000, 30_000), stopping.signal);
      }
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await loop;
    if (server === undefined) return;
    const settled = await takesOrders(site.connection, server);
    const steps: [NodeJS.Signals, number][] = [
      ["SIGQUIT", 10_000],
      ["SIGKILL", 5000],
    ];
    if (settled) steps.unshift(["SIGINT", longestStopMs]);
    for (const [signal, longestMs] of steps) {
      sendSignal(server.pid, signal);
      if (await endsWithin(server, longestMs)) {
        server = undefined;
        return;
      }
      site.log.warn({ signal }, "PostgreSQL takes too long to stop");
    }
  }

  return { pid: () => server?.pid, stop };
}

async function ended(server: Server, unless: AbortSignal): Promise<void> {
  while (!unless.aborted && !(await hasEnded(server))) await pause(250, unless);
}

/** False when the server does not come out of a recovery: it must not be asked to stop then. */
async function takesOrders(connection: SocketConnection, server: Server): Promise<boolean> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(20)) {
    const answer = await tryConnect(connection);
    if (answer === "ready" || answer === "no database" || (await hasEnded(server))) return true;
  }
  return false;
}

async function endsWithin(server: Server, longestMs: number): Promise<boolean> {
  for (const deadline = Date.now() + longestMs; Date.now() < deadline; await sleep(10)) {
    if (await hasEnded(server)) return true;
  }
  return false;
}

async function hasEnded({ pid, child }: Server): Promise<boolean> {
  if (child !== undefined) return child.exitCode !== null || child.signalCode !== null;
  return (await lookAtProcess(pid)).kind !== "running";
}

/** A wait that can be cut short, and that does not keep a process alive that has nothing else to do. */
async function pause(ms: number, unless: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { ref: false, signal: unless }).catch(() => undefined);
}
