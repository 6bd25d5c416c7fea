import { setTimeout as sleep } from "node:timers/promises";
import type { IsolationLevel, Kysely, Transaction } from "kysely";
import { errorCode } from "./installation-error.ts";

// serialization_failure and deadlock_detected: the transaction was undone whole and may be tried again.
const conflictCodes = new Set(["40001", "40P01"]);

/**
 * Runs `work` in a transaction, and again when PostgreSQL undid it because of another one.
 * `work` must touch nothing but the database, for it may run several times.
 * @param options.retries how many more times after the first; the last conflict is thrown.
 */
export async function inTransaction<Schema, Result>(
  db: Kysely<Schema>,
  work: (trx: Transaction<Schema>) => Promise<Result>,
  options: { retries?: number; isolation?: IsolationLevel } = {},
): Promise<Result> {
  const { retries = 5, isolation } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const transaction = db.transaction();
      return await (isolation ? transaction.setIsolationLevel(isolation) : transaction).execute(work);
    } catch (error) {
      if (attempt >= retries || !conflictCodes.has(errorCode(error) ?? "")) throw error;
      // Spread, so that two that met do not meet again.
      await sleep(Math.random() * 10 * 2 ** attempt);
    }
  }
}
