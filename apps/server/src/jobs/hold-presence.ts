import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { failureFacts } from "../failure-facts.ts";
import type { Vigie } from "../vigie.ts";
import { giveBack } from "./free-dead-locks.ts";

/** How other processes can tell that this one lives, and which worker pools are its own. */
export interface Presence {
  /** Says that the jobs locked by this pool are ours. Tried again until it is written. */
  add(poolId: string): void;
  /** The pool has ended: what it still holds is given back. */
  remove(poolId: string): Promise<void>;
  /** Gives everything up: our jobs are free to be taken. */
  release(): Promise<void>;
}

const pauseMs = 250;

/**
 * Holds an advisory lock on a connection of its own: it ends with the process, however that ends. When the database
 * restarts, the lock is taken again and the pools are written again, because somebody may have taken us for dead.
 * @param processKey a number that no other process has.
 */
export async function holdPresence(
  { connection, db, clock, log }: Pick<Vigie, "connection" | "db" | "clock" | "log">,
  processKey: number,
): Promise<Presence> {
  const pools = new Set<string>();
  let beacon = await light();
  let released = false;
  const loop = keep();

  async function light(): Promise<{ client: pg.Client; out: Promise<void> }> {
    const client = new pg.Client({ ...connection, application_name: "vigie", keepAlive: true });
    // Without a listener a server that restarts would end the process.
    client.on("error", () => undefined);
    const out = new Promise<void>((ended) => client.once("end", ended));
    try {
      await client.connect();
      await client.query("select pg_advisory_lock($1)", [processKey]);
      return { client, out };
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  async function keep(): Promise<void> {
    for (;;) {
      await beacon.out;
      for (let lit = false; !lit; ) {
        if (released) return;
        try {
          beacon = await light();
          await Promise.all([...pools].map(write));
          lit = true;
        } catch {
          await beacon.client.end().catch(() => undefined);
          await sleep(pauseMs);
        }
      }
    }
  }

  async function write(poolId: string): Promise<void> {
    await db
      .insertInto("worker_pools")
      .values({ pool_id: poolId, process_key: processKey, started_at: clock.now() })
      .onConflict((conflict) => conflict.column("pool_id").doNothing())
      .execute();
  }

  async function writeUntilDone(poolId: string): Promise<void> {
    while (pools.has(poolId) && !released) {
      try {
        await write(poolId);
        return;
      } catch (error) {
        log.warn(failureFacts(error), "the worker pool could not be written yet");
        await sleep(pauseMs);
      }
    }
  }

  return {
    add(poolId) {
      pools.add(poolId);
      void writeUntilDone(poolId);
    },
    async remove(poolId) {
      pools.delete(poolId);
      // In this order: a crash in between leaves a row, by which others find the jobs.
      await giveBack(db, [poolId]);
      await db.deleteFrom("worker_pools").where("pool_id", "=", poolId).execute();
    },
    async release() {
      released = true;
      await beacon.client.end().catch(() => undefined);
      await loop;
      // While we were trying, the beacon may have been lit once more.
      await beacon.client.end().catch(() => undefined);
      await db.deleteFrom("worker_pools").where("process_key", "=", processKey).execute();
    },
  };
}
