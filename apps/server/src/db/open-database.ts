import { setTimeout as sleep } from "node:timers/promises";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Logger } from "pino";
import { errorCode, InstallationError } from "./installation-error.ts";
import type { Database } from "./schema.ts";

/** Any PostgreSQL: by URL, or our own by its socket folder. */
export type Connection =
  | { connectionString: string }
  | { host: string; user: string; database: string; port?: number; password?: string };

export type OpenDatabase = { pool: pg.Pool; db: Kysely<Database>; close(): Promise<void> };

const oldestVersion = 150_000;

// 57P03: starting or stopping. The names: a compose file starts both at once, and the other is not there yet.
const notYetCodes = new Set([
  "57P03",
  "ENOENT",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
]);

/**
 * Opens a pool and Kysely on it, waiting until the server takes connections.
 * `int8` arrives as a number while that is exact, else as a bigint; `date` arrives as "YYYY-MM-DD".
 * @param options.max connections at most; workers need their concurrency and two more.
 * @param options.waitMs how long a server that is not there yet is waited for.
 * @throws InstallationError when it stays away, and when it is older than PostgreSQL 15.
 */
export async function openDatabase(
  connection: Connection,
  options: { max: number; log: Logger; waitMs?: number },
): Promise<OpenDatabase> {
  const { max, log, waitMs = 30_000 } = options;
  const pool = new pg.Pool({
    ...connection,
    max,
    types: ourTypes(),
    application_name: "vigie",
    connectionTimeoutMillis: 10_000,
  });
  // Without these two a server that restarts would end the process: the first hears of idle connections, the
  // second of those in use. Whoever runs a query gets the error as well.
  pool.on("error", (error) => log.warn({ code: errorCode(error) }, "an idle database connection was lost"));
  pool.on("connect", (client) => {
    client.on("error", (error) => log.debug({ code: errorCode(error) }, "a database connection was lost"));
  });
  pool.on("acquire", (client) => queueMicrotask(() => releaseOnce(client)));
  try {
    await requireVersion(await firstAnswer(pool, connection, waitMs));
  } catch (error) {
    await pool.end();
    throw error;
  }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { pool, db, close: () => db.destroy() };
}

/**
 * graphile-worker 0.17 releases its listening client twice when the server goes away while it stops listening, and the
 * second time would end the process. The pool sets `release` just after it announces the client, and whoever awaits the
 * client runs later still.
 */
function releaseOnce(client: pg.PoolClient): void {
  const { release } = client;
  let released = false;
  client.release = (error) => {
    if (!released) release.call(client, error);
    released = true;
  };
}

async function firstAnswer(pool: pg.Pool, connection: Connection, waitMs: number): Promise<number> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    try {
      const answer = await pool.query<{ version: number }>(
        "select current_setting('server_version_num')::int as version",
      );
      return answer.rows[0]?.version ?? 0;
    } catch (cause) {
      const code = errorCode(cause);
      if (code === undefined || !notYetCodes.has(code) || Date.now() > deadline)
        throw unreachable(connection, cause);
      await sleep(50);
    }
  }
}

function unreachable(connection: Connection, cause: unknown): InstallationError {
  const reason = errorCode(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new InstallationError(
    "database.unreachable",
    `The database ${describe(connection)} does not let Vigie in (${reason}). ` +
      "See that it runs, and that DATABASE_URL has the right host, name, user and password.",
    { cause },
  );
}

/** Where it is, without the password. */
function describe(connection: Connection): string {
  if (!("connectionString" in connection)) return `${connection.database} at ${connection.host}`;
  try {
    const url = new URL(connection.connectionString);
    return `${url.pathname.slice(1)} at ${url.host || url.searchParams.get("host") || "the default host"}`;
  } catch {
    return "in DATABASE_URL";
  }
}

function requireVersion(version: number): void {
  if (version >= oldestVersion) return;
  throw new InstallationError(
    "database.too_old",
    `This PostgreSQL is version ${Math.floor(version / 10_000)}, and Vigie needs 15 or newer. ` +
      "Upgrade it, or leave DATABASE_URL out: Vigie then starts its own.",
  );
}

/** Parsers of this pool only; those of the library stay as they are. */
function ourTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, exactInteger);
  // The library's parser of date makes a moment of it, at midnight of wherever the server stands.
  types.setTypeParser(pg.types.builtins.DATE, (text) => text);
  return types;
}

function exactInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
