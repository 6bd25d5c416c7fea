import type pg from "pg";

/**
 * Runs `work` while this process, and no other on the same database, holds the lock. It lives with a connection of its
 * own and ends with the process, however that ends.
 * @param number of the lock; each is used for one thing.
 */
export async function withAdvisoryLock<Result>(
  { pool }: { pool: pg.Pool },
  number: number,
  work: () => Promise<Result>,
): Promise<Result | { kind: "held_elsewhere" }> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Without a listener a server that restarts would end the process.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  try {
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [
      number,
    ]);
    if (!rows[0]?.held) return { kind: "held_elsewhere" };
    try {
      return await work();
    } finally {
      await client.query("select pg_advisory_unlock($1)", [number]).catch((error: unknown) => {
        broken = error instanceof Error ? error : new Error("the lock could not be given back");
      });
    }
  } finally {
    client.off("error", onError);
    // A connection in doubt is closed: its lock must not live on in the pool.
    client.release(broken);
  }
}
