import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleForChildren, startChild } from "../../../../test/child.ts";
import {
  cloneDatabase,
  startTestCluster,
  type TestCluster,
  type TestDatabaseClone,
} from "../../../../test/cluster.ts";
import { useDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { migrateToLatest } from "./migrate.ts";
import { openDatabase } from "./open-database.ts";
import { inTransaction } from "./retry-transaction.ts";

const database = useDatabase();
let overTcp: TestCluster;
let clone: TestDatabaseClone;

beforeAll(async () => {
  overTcp = await startTestCluster({ tcp: true });
  clone = await cloneDatabase(overTcp.access);
});
afterAll(() => overTcp.stop());

test("a PostgreSQL elsewhere is reached by its URL, and refuses a wrong password in a sentence without it", async () => {
  if (!("connectionString" in clone.connection)) throw new Error("expected a URL");
  const remote = await openDatabase(clone.connection, { max: 2, log: quietLog });
  const { rows } = await remote.pool.query<{ n: number }>("select count(*) as n from migrations");
  expect(rows[0]?.n).toBeGreaterThan(0);
  await remote.close();

  if (process.env["VIGIE_TEST_DATABASE_URL"]) return;
  const wrong = new URL(clone.connection.connectionString);
  wrong.password = "planted-word";
  const attempt = openDatabase({ connectionString: wrong.href }, { max: 1, log: quietLog });
  await expect(attempt).rejects.toMatchObject({ code: "database.unreachable" });
  await expect(attempt).rejects.toThrow(/28P01/);
  await expect(attempt).rejects.not.toThrow(/planted-word/);
});

test("a server that is not there yet is waited for, and given up in a sentence", async () => {
  const closed = createServer();
  await new Promise<void>((ready) => closed.listen(0, "127.0.0.1", ready));
  const address = closed.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  await new Promise((done) => closed.close(done));
  const connectionString = `postgres://x@127.0.0.1:${address.port}/y`;
  const attempt = openDatabase({ connectionString }, { max: 1, log: quietLog, waitMs: 200 });
  await expect(attempt).rejects.toThrow(/y at 127\.0\.0\.1:\d+ does not let Vigie in \(ECONNREFUSED\)/);
});

test("a pool opened before its server starts works once it has started", async () => {
  const folder = makeTemporaryFolder("vigie-late-");
  const start = () => startEmbeddedPostgres({ dataDir: folder, log: quietLog, durable: false });
  const { connection, stop } = await start();
  await stop();
  const opening = openDatabase(connection, { max: 1, log: quietLog });
  const again = await start();
  const late = await opening;
  expect((await late.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await late.close();
  await again.stop();
  await rm(folder, { recursive: true, force: true });
});

test("whole numbers arrive exact, dates as they stand in the calendar", async () => {
  const { rows } = await sql<Record<string, unknown>>`
    select 7::bigint as small, 9007199254740993::bigint as large, '2026-03-29'::date as day`.execute(
    database.db,
  );
  expect(rows).toEqual([{ small: 7, large: 9_007_199_254_740_993n, day: "2026-03-29" }]);
});

test("sessions cut by the server do not end the process, and the pool goes on", async () => {
  const { pool, close } = await openDatabase(database.connection, { max: 1, log: quietLog });
  const cutInUse = pool.query("select pg_terminate_backend(pg_backend_pid())");
  await expect(cutInUse).rejects.toMatchObject({ code: "57P01" });
  const { rows } = await pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  await database.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  while (pool.totalCount > 0) await sleep(10);
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await close();
});

test("three processes that migrate at once apply each step once", async () => {
  const admin = await openDatabase(overTcp.access.admin, { max: 1, log: quietLog });
  const empty = `${overTcp.access.prefix}_empty`;
  await admin.pool.query(`create database ${empty}`);
  await admin.close();
  if (!("connectionString" in clone.connection)) throw new Error("expected a URL");
  const url = new URL(clone.connection.connectionString);
  url.pathname = `/${empty}`;
  const bundle = await bundleForChildren(
    `import { pino } from "pino";
     import { sql } from "kysely";
     import { migrateToLatest } from "./migrate.ts";
     import { openDatabase } from "./open-database.ts";
     const log = pino({ level: "silent" });
     const { db, close } = await openDatabase({ connectionString: process.argv[2] ?? "" }, { max: 2, log });
     const migrations = {
       "0001-first": { up: async (db) => { await sql\`create table steps (n int)\`.execute(db); } },
       "0002-second": { up: async (db) => {
         await sql\`select pg_sleep(0.2)\`.execute(db);
         await sql\`insert into steps values (2)\`.execute(db);
       } },
     };
     console.log(JSON.stringify(await migrateToLatest(db, log, migrations)));
     await close();`,
    import.meta.url,
  );
  const children = [1, 2, 3].map(() => startChild(bundle.path, [url.href]));
  const applied = await Promise.all(children.map((child) => child.nextLine()));
  await Promise.all(children.map((child) => child.ended));
  await bundle.remove();
  expect(applied.sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)).toEqual([
    [],
    [],
    ["0001-first", "0002-second"],
  ]);
  const after = await openDatabase({ connectionString: url.href }, { max: 1, log: quietLog });
  expect((await after.pool.query("select n from steps")).rows).toEqual([{ n: 2 }]);
  await after.close();
});

test("a step that fails leaves nothing behind", async () => {
  const broken = {
    "9998-good": {
      up: async (db: Parameters<typeof migrateToLatest>[0]) =>
        void (await sql`create table half (n int)`.execute(db)),
    },
    "9999-bad": {
      up: async (db: Parameters<typeof migrateToLatest>[0]) =>
        void (await sql`select no_such_column`.execute(db)),
    },
  };
  const known = Object.fromEntries(
    (await sql<{ name: string }>`select name from migrations`.execute(database.db)).rows.map(({ name }) => [
      name,
      { up: async () => undefined },
    ]),
  );
  await expect(migrateToLatest(database.db, quietLog, { ...known, ...broken })).rejects.toThrow(
    /no_such_column/,
  );
  const { rows } = await sql<{ found: string | null }>`select to_regclass('half')::text as found`.execute(
    database.db,
  );
  expect(rows).toEqual([{ found: null }]);
});

test("a database that a newer Vigie has changed is refused", async () => {
  await expect(migrateToLatest(database.db, quietLog, {})).rejects.toMatchObject({
    code: "database.newer_schema",
  });
});

test("two transactions that lock each other out both succeed, one at its second attempt", async () => {
  await sql`create table pair (n int primary key, hits int not null default 0)`.execute(database.db);
  await sql`insert into pair values (1), (2)`.execute(database.db);
  let attempts = 0;
  let met = 0;
  const crossing = (first: number, second: number) =>
    inTransaction(database.db, async (trx) => {
      attempts += 1;
      await sql`update pair set hits = hits + 1 where n = ${first}`.execute(trx);
      met += 1;
      for (let turn = 0; met < 2 && turn < 100; turn += 1) await sql`select pg_sleep(0.01)`.execute(trx);
      await sql`update pair set hits = hits + 1 where n = ${second}`.execute(trx);
    });
  await Promise.all([crossing(1, 2), crossing(2, 1)]);
  expect(attempts).toBe(3);
  const { rows } = await sql`select n, hits from pair order by n`.execute(database.db);
  expect(rows).toEqual([
    { n: 1, hits: 2 },
    { n: 2, hits: 2 },
  ]);
});

test("a conflict that does not end is thrown after the last retry, and any other error at once", async () => {
  let attempts = 0;
  const failing = (code: string) => () => {
    attempts += 1;
    throw Object.assign(new Error("conflict"), { code });
  };
  await expect(inTransaction(database.db, failing("40001"), { retries: 2 })).rejects.toThrow("conflict");
  expect(attempts).toBe(3);
  attempts = 0;
  await expect(inTransaction(database.db, failing("23505"), { retries: 2 })).rejects.toThrow("conflict");
  expect(attempts).toBe(1);
});

test("a connection that is given back twice is given back once", async () => {
  const client = await database.pool.connect();
  client.release();
  expect(() => client.release()).not.toThrow();
  const { rows } = await database.pool.query<{ one: number }>("select 1 as one");
  expect(rows).toEqual([{ one: 1 }]);
});
