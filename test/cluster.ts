import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { startEmbeddedPostgres } from "../apps/server/src/db/embedded-postgres.ts";
import { type Connection, openDatabase } from "../apps/server/src/db/open-database.ts";
import { quietLog } from "./quiet-log.ts";
import { prepareTemplate } from "./template.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** What a test process needs to clone databases; plain values, so that it can be handed to other processes. */
export type ClusterAccess = {
  /** Connection of a role that may create databases. */
  admin: Connection;
  prefix: string;
  template: string;
  /** `file_copy` is twice as fast in memory; on a server that is not ours it would force checkpoints. */
  strategy: "file_copy" | "wal_log";
};

export type TestCluster = { access: ClusterAccess; stop(): Promise<void> };

export type TestDatabaseClone = { connection: Connection; drop(): Promise<void> };

/**
 * One PostgreSQL for a whole test run, with a template database that is migrated once.
 * With `VIGIE_TEST_DATABASE_URL` it is that one (15 or newer, a role that may create databases); else one of
 * our own, in memory where there is room, which goes away with this process however that ends.
 * @param options.tcp listen on a free loopback port with a password, as a server elsewhere would.
 */
export async function startTestCluster(options: { tcp?: boolean } = {}): Promise<TestCluster> {
  const external = process.env["VIGIE_TEST_DATABASE_URL"];
  const server = external ? borrowedServer(external) : await ownServer(options.tcp ?? false);
  const prefix = `vigie_test_${Math.floor(Date.now() / 1000)}_${randomBytes(4).toString("hex")}`;
  const access: ClusterAccess = {
    admin: server.admin,
    prefix,
    template: `${prefix}_template`,
    strategy: external ? "wal_log" : "file_copy",
  };
  try {
    if (external) await dropAbandoned(access);
    await asAdmin(access, `create database ${access.template}`);
    const database = await openDatabase(toDatabase(access.admin, access.template), { max: 2, log: quietLog });
    await prepareTemplate(database);
    await database.close();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    access,
    async stop() {
      if (external) await dropAll(access);
      await server.stop();
    },
  };
}

/** A database of one's own, with the schema and nothing in it. */
export async function cloneDatabase(access: ClusterAccess): Promise<TestDatabaseClone> {
  const name = `${access.prefix}_${randomBytes(6).toString("hex")}`;
  await asAdmin(access, `create database ${name} template ${access.template} strategy ${access.strategy}`);
  return {
    connection: toDatabase(access.admin, name),
    drop: () => asAdmin(access, `drop database if exists ${name} with (force)`),
  };
}

function toDatabase(connection: Connection, database: string): Connection {
  if (!("connectionString" in connection)) return { ...connection, database };
  const url = new URL(connection.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

async function asAdmin(access: ClusterAccess, statement: string): Promise<void> {
  const { pool, close } = await openDatabase(access.admin, { max: 1, log: quietLog });
  try {
    await pool.query(statement);
  } finally {
    await close();
  }
}

async function dropAll(access: ClusterAccess): Promise<void> {
  await dropWhere(access, (name) => name.startsWith(access.prefix));
}

/** Databases of runs that were killed, a day old or more. */
async function dropAbandoned(access: ClusterAccess): Promise<void> {
  const dayAgo = Date.now() / 1000 - 86_400;
  await dropWhere(access, (name) => {
    const startedAt = /^vigie_test_(\d+)_/.exec(name)?.[1];
    return startedAt !== undefined && Number(startedAt) < dayAgo;
  });
}

async function dropWhere(access: ClusterAccess, chosen: (name: string) => boolean): Promise<void> {
  const { pool, close } = await openDatabase(access.admin, { max: 1, log: quietLog });
  try {
    const { rows } = await pool.query<{ datname: string }>("select datname from pg_database");
    for (const { datname } of rows.filter((row) => chosen(row.datname))) {
      await pool.query(`drop database if exists ${datname} with (force)`);
    }
  } finally {
    await close();
  }
}

type Server = { admin: Connection; stop(): Promise<void> };

function borrowedServer(url: string): Server {
  return { admin: { connectionString: url }, stop: async () => undefined };
}

async function ownServer(tcp: boolean): Promise<Server> {
  const dataDir = makeTemporaryFolder("vigie-cluster-");
  const port = tcp ? await freePort() : undefined;
  const settings = {
    max_connections: 200,
    autovacuum: "off",
    ...(port !== undefined && { listen_addresses: "127.0.0.1", port }),
  };
  const postgres = await startEmbeddedPostgres({ dataDir, log: quietLog, durable: false, settings });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  if (port === undefined) return { admin: postgres.connection, stop };

  const password = randomBytes(16).toString("hex");
  const { pool, close } = await openDatabase(postgres.connection, { max: 1, log: quietLog });
  await pool.query(`alter role vigie password '${password}'`);
  await close();
  return { admin: { connectionString: `postgres://vigie:${password}@127.0.0.1:${port}/vigie` }, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("the loopback gave no port");
  return address.port;
}
