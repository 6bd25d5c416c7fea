import { afterAll, beforeAll, inject } from "vitest";
import { type Connection, type OpenDatabase, openDatabase } from "../apps/server/src/db/open-database.ts";
import { cloneDatabase, type TestDatabaseClone } from "./cluster.ts";
import { quietLog } from "./quiet-log.ts";

export type TestDatabase = Pick<OpenDatabase, "db" | "pool"> & { readonly connection: Connection };

/**
 * Gives the tests of a file (or of a `describe`) one database of their own, dropped at the end.
 * @param options.max connections of its pool.
 * @returns an object whose fields can be read inside tests and hooks.
 * @example const database = useDatabase();
 * test("…", async () => { await database.db.selectFrom("cases").selectAll().execute(); });
 */
export function useDatabase(options: { max?: number } = {}): TestDatabase {
  let clone: TestDatabaseClone | undefined;
  let open: OpenDatabase | undefined;

  beforeAll(async () => {
    clone = await cloneDatabase(inject("cluster"));
    open = await openDatabase(clone.connection, { max: options.max ?? 10, log: quietLog });
  });
  afterAll(async () => {
    await open?.close();
    await clone?.drop();
  });

  function ready<Value>(value: Value | undefined): Value {
    if (value === undefined) throw new Error("the test database exists inside tests and hooks only");
    return value;
  }
  return {
    get db() {
      return ready(open).db;
    },
    get pool() {
      return ready(open).pool;
    },
    get connection() {
      return ready(clone).connection;
    },
  };
}
