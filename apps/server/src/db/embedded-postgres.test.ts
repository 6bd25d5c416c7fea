import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { bundleForChildren, type Child, startChild } from "../../../../test/child.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { type EmbeddedPostgres, findEmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { holdDataFolder } from "./instance-lock.ts";
import { openDatabase } from "./open-database.ts";
import { endLeftovers, livePostmaster, markOf } from "./postgres-leftovers.ts";
import { postgresProcessesIn } from "./running-processes.ts";

const isRoot = process.getuid?.() === 0;

let folder: string;
let bundle: Awaited<ReturnType<typeof bundleForChildren>>;
const running: EmbeddedPostgres[] = [];
const children: Child[] = [];

/** A process that starts the server, says so, and then does nothing until it is killed. */
const starter = `
  import { pino } from "pino";
  import { startEmbeddedPostgres } from "./embedded-postgres.ts";
  const log = pino({ level: "silent" });
  try {
    const { started, pid } = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? "", log, durable: false });
    console.log(JSON.stringify({ started, postgres: pid() }));
    setInterval(() => undefined, 1000);
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message }));
  }`;

beforeAll(async () => {
  bundle = await bundleForChildren(starter, import.meta.url);
});
afterAll(() => bundle.remove());

beforeEach(() => {
  folder = makeTemporaryFolder("vigie-db-");
});
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  for (const postgres of running.splice(0)) await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(dataDir = folder): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: quietLog, durable: false });
  running.push(postgres);
  return postgres;
}

async function startInChild(dataDir = folder): Promise<{ child: Child; said: unknown; postgres: number }> {
  const child = startChild(bundle.path, [dataDir]);
  children.push(child);
  const said = (await child.nextLine()) as { started: string; postgres: number };
  return { child, said, postgres: said.postgres };
}

async function query(postgres: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const database = await openDatabase(postgres.connection, { max: 1, log: quietLog });
  try {
    return (await database.pool.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await database.close();
  }
}

const dataFolder = () => join(folder, "postgres", "18");

test("an empty folder becomes a server that still has its rows at the next start", async () => {
  const first = await start();
  expect(first.started).toBe("fresh");
  await query(first, "create table kept (word text)");
  await query(first, "insert into kept values ('amer')");
  await first.stop();
  expect(await livePostmaster(dataFolder())).toBeUndefined();

  const second = await start();
  expect(second.started).toBe("started");
  expect(await query(second, "select word from kept")).toEqual([{ word: "amer" }]);
});

test("the server listens on no network, sorts by code point and runs as nobody important", async () => {
  const postgres = await start();
  expect(await query(postgres, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
  expect(
    await query(postgres, "select 'Z' < 'a' as by_code_point, 'É' = lower('É') as upper_is_lower"),
  ).toEqual([{ by_code_point: true, upper_is_lower: false }]);
  const owner = await stat(dataFolder());
  expect(owner.mode & 0o777).toBe(0o700);
  if (isRoot) expect(owner.uid).not.toBe(0);
});

test("a server whose Vigie was killed is adopted, with its rows and its process", async () => {
  const before = await startInChild();
  await before.child.kill("SIGKILL");

  const after = await start();
  expect(after.started).toBe("adopted");
  expect(after.pid()).toBe(before.postgres);
  await after.stop();
  expect(await livePostmaster(dataFolder())).toBeUndefined();
});

test("a command beside a running Vigie finds its database, and finds none when it is stopped", async () => {
  const postgres = await start();
  expect(await findEmbeddedPostgres(folder)).toEqual(postgres.connection);
  await postgres.stop();
  expect(await findEmbeddedPostgres(folder)).toBeUndefined();
});

test("a server killed during inserts comes back by itself and has every acknowledged row", async () => {
  const postgres = await start();
  const database = await openDatabase(postgres.connection, { max: 4, log: quietLog });
  await database.pool.query("create table numbers (n int primary key)");
  const acknowledged: number[] = [];
  let inserting = true;
  const writers = [0, 1, 2, 3].map(async (lane) => {
    for (let n = lane; inserting; n += 4) {
      const done = await database.pool.query("insert into numbers values ($1)", [n]).catch(() => undefined);
      if (done) acknowledged.push(n);
      else await sleep(20);
    }
  });
  await sleep(200);
  const killed = postgres.pid() ?? 0;
  process.kill(killed, "SIGKILL");
  await until(() => postgres.pid() !== undefined && postgres.pid() !== killed);
  const beforeMore = acknowledged.length;
  await until(() => acknowledged.length > beforeMore + 20);
  inserting = false;
  await Promise.all(writers);

  const { rows } = await database.pool.query<{ n: number }>("select n from numbers");
  await database.close();
  const there = new Set(rows.map((row) => row.n));
  expect(acknowledged.filter((n) => !there.has(n))).toEqual([]);
});

test("sessions that outlive a killed server are ended before the next one starts", async () => {
  const { child, postgres } = await startInChild();
  const connection = await findEmbeddedPostgres(folder);
  if (connection === undefined) throw new Error("the child's server was not found");
  const database = await openDatabase(connection, { max: 2, log: quietLog });
  await database.pool.query("create table much (n bigint)");
  const insert = database.pool.query("insert into much select generate_series(1, 20000000)").then(
    () => "done",
    () => "cut",
  );
  await sleep(200);
  // The processes stay behind only if nobody starts the server again at once.
  await child.kill("SIGKILL");
  process.kill(postgres, "SIGKILL");
  await sleep(50);

  const again = await start();
  expect(await insert).toBe("cut");
  await database.close();
  expect(again.started).toBe("started");
  expect(await query(again, "select count(*) as n from much")).toEqual([{ n: 0 }]);
});

test("leftovers alone are ended, and there is nothing to end afterwards", async () => {
  const { child } = await startInChild();
  await child.kill("SIGKILL");
  await endLeftovers(dataFolder(), quietLog);
  expect(await livePostmaster(dataFolder())).toBeUndefined();
});

test("a lock file whose process number was dealt to another program does not keep the server down", async () => {
  const postgres = await start();
  const owner = await stat(dataFolder());
  const pidFile = await readFile(join(dataFolder(), "postmaster.pid"), "utf8");
  const socketLock = await readFile(join(dataFolder(), ".s.PGSQL.5432.lock"), "utf8");
  await postgres.stop();
  // Of the server's own user: with any other, PostgreSQL itself takes the file for stale.
  const stranger = spawn("sleep", ["60"], isRoot ? { uid: owner.uid, gid: owner.gid } : {});
  await once(stranger, "spawn");
  for (const [name, text] of [
    ["postmaster.pid", pidFile],
    [".s.PGSQL.5432.lock", socketLock],
  ] as const) {
    await writeFile(join(dataFolder(), name), text.replace(/^\d+/, String(stranger.pid)));
  }
  try {
    expect((await start()).started).toBe("started");
  } finally {
    stranger.kill();
  }
});

test("a data folder deeper than a socket path may be long works all the same", async () => {
  const deep = join(folder, "a".repeat(60), "é".repeat(40), "c".repeat(60));
  const postgres = await start(deep);
  expect(await query(postgres, "select 1 as one")).toEqual([{ one: 1 }]);
  await postgres.stop();
  expect((await start(deep)).started).toBe("started");
  // The short link to it stays for the next start; here there is none.
  await rm(dirname(postgres.connection.host), { recursive: true });
});

test("a data folder inside one that only its owner may enter works all the same", async () => {
  const closed = join(folder, "closed");
  await mkdir(closed, { mode: 0o700 });
  await chmod(closed, 0o700);
  const postgres = await start(join(closed, ".vigie"));
  await query(postgres, "create table t (n int)");
  await query(postgres, "checkpoint");
});

test("what an interrupted first start left is removed, and the folder is created whole", async () => {
  await mkdir(join(folder, "postgres", "18.99999.unfinished", "base"), { recursive: true });
  expect((await start()).started).toBe("fresh");
  expect(await readdir(join(folder, "postgres"))).not.toContain("18.99999.unfinished");
});

test("two starts at once on one folder end up with one server", async () => {
  await (await start()).stop();
  const both = await Promise.all([startInChild(), startInChild()]);
  expect(new Set(both.map((one) => one.postgres)).size).toBe(1);
  expect(both.map(({ said }) => (said as { started: string }).started).sort()).toEqual([
    "adopted",
    "started",
  ]);
  for (const { child } of both) await child.kill();
  expect((await start()).started).toBe("adopted");
});

test("a start waits for the one that is under way, and goes on when that one is over", async () => {
  await (await start()).stop();
  const other = await holdDataFolder(join(folder, "postgres"));
  let settled = false;
  const waiting = startInChild().finally(() => {
    settled = true;
  });
  // Longer than a start takes that nobody holds up.
  await sleep(1500);
  expect(settled).toBe(false);
  expect(await postgresProcessesIn(dataFolder(), await markOf(dataFolder()))).toEqual([]);
  await other.release();
  expect((await waiting).said).toMatchObject({ started: "started" });
  expect((await start()).started).toBe("adopted");
});

test("a server asked to stop while it recovers from a killed session stops", async () => {
  const postgres = await start();
  const database = await openDatabase(postgres.connection, { max: 1, log: quietLog });
  const { rows } = await database.pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  const cut = database.pool.query("select pg_sleep(20)").catch(() => undefined);
  process.kill(rows[0]?.pid ?? 0, "SIGKILL");
  await cut;
  await database.close();
  await postgres.stop();
  expect(await livePostmaster(dataFolder())).toBeUndefined();
});

test("the server's log holds neither statements nor values", async () => {
  const postgres = await start();
  const database = await openDatabase(postgres.connection, { max: 1, log: quietLog });
  await database.pool.query("create table secrets (word text primary key)");
  await database.pool.query("insert into secrets values ('planted-7c1f')");
  await expect(database.pool.query("insert into secrets values ('planted-7c1f')")).rejects.toThrow();
  await expect(database.pool.query("select 'planted-7c1f'::int")).rejects.toThrow();
  await expect(database.pool.query("select $1::int", ["planted-7c1f"])).rejects.toThrow();
  const { rows } = await database.pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  const cut = database.pool.query("select 'planted-7c1f', pg_sleep(20)").catch(() => undefined);
  const sleeping = "select 1 from pg_stat_activity where wait_event = 'PgSleep'";
  await until(async () => (await query(postgres, sleeping)).length === 1);
  process.kill(rows[0]?.pid ?? 0, "SIGKILL");
  await cut;
  await database.close();
  const readLog = () => readFile(join(folder, "postgres", "server.log"), "utf8");
  await until(async () => (await readLog()).includes("was terminated by signal 9"));
  const log = await readLog();
  expect(log).not.toContain("planted-7c1f");
});

test.skipIf(!isRoot)(
  "a user number without a name is told so, in a sentence that ends with DATABASE_URL",
  async () => {
    const own = join(folder, "own");
    await chmod(folder, 0o755);
    await mkdir(own);
    await chown(own, 54_321, 54_321);
    const child = startChild(bundle.path, [join(own, ".vigie")], { uid: 54_321, gid: 54_321 });
    children.push(child);
    const said = (await child.nextLine()) as { code: string; message: string };
    expect(said.code).toBe("postgres.no_user_name");
    expect(said.message).toMatch(/User number 54321 has no name .* DATABASE_URL/);
  },
);

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await condition()); waitedMs += 20) {
    if (waitedMs > 20_000) throw new Error("waited 20 seconds in vain");
    await sleep(20);
  }
}
