import { type Kysely, sql, type Transaction } from "kysely";
import type { Logger } from "pino";
import { InstallationError } from "./installation-error.ts";
import { migrations as ourMigrations } from "./migrations/index.ts";

export type Migration = { up(db: Kysely<unknown>): Promise<void> };

// Any number will do, as long as it is always this one.
const migrationLock = 5_621_487_093;

/**
 * Brings the schema up to date, once, however many processes start together: the first does it in one
 * transaction under a lock, the others wait and find it done. Names run in the order of the alphabet.
 * @returns the names applied by this call.
 * @throws InstallationError `database.newer_schema` when a later Vigie has been here.
 */
export async function migrateToLatest<Schema>(
  db: Kysely<Schema>,
  log: Logger,
  migrations: Readonly<Record<string, Migration>> = ourMigrations,
): Promise<string[]> {
  const applied = await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(trx);
    await sql`create table if not exists migrations (
      name text primary key,
      applied_at timestamptz not null default now()
    )`.execute(trx);
    await sql`comment on table migrations is 'purpose: which steps the schema has taken; expiry: never'`.execute(
      trx,
    );
    const pending = await namesToApply(trx, migrations);
    for (const name of pending) {
      await migrations[name]?.up(trx as unknown as Kysely<unknown>);
      await sql`insert into migrations (name) values (${name})`.execute(trx);
    }
    return pending;
  });
  if (applied.length > 0) log.info({ migrations: applied }, "the database schema was brought up to date");
  return applied;
}

async function namesToApply<Schema>(
  trx: Transaction<Schema>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(trx);
  const done = new Set(rows.map((row) => row.name));
  const unknown = rows.find((row) => !(row.name in migrations));
  if (unknown !== undefined) {
    throw new InstallationError(
      "database.newer_schema",
      `A newer Vigie has changed this database (step ${unknown.name}), and this version does not know how to use it. ` +
        "Start the newer version again, or restore the backup made before the upgrade.",
    );
  }
  return Object.keys(migrations)
    .filter((name) => !done.has(name))
    .sort();
}
