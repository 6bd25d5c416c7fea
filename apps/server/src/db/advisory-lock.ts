import type pg from "pg";

/**
 * Runs `work` while this process, and no other on the same database, holds the lock. It lives with a connection of its
 * own and ends with the process, however that ends.
 * @param lock.use number of what the lock is for; each is used for one thing.
 * @param lock.id which of many. Two whose ids share a hash only wait for each other.
 */
export async function withAdvisoryLock<Result>(
  { pool }: { pool: pg.Pool },
  { use, id = "" }: { use: number; id?: string },
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
    const { rows } = await client.query<{ held: boolean }>(
      "select pg_try_advisory_lock($1, hashtext($2)) as held",
      [use, id],
    );
    if (!rows[0]?.held) return { kind: "held_elsewhere" };
    try {
      return await work();
    } finally {
      await client.query("select pg_advisory_unlock($1, hashtext($2))", [use, id]).catch((error: unknown) => {
        broken = error instanceof Error ? error : new Error("the lock could not be given back");
      });
    }
  } finally {
    client.off("error", onError);
    // A connection in doubt is closed: its lock must not live on in the pool.
    client.release(broken);
  }
}
