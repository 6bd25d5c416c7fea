import type { Vigie } from "../vigie.ts";

// First of the two numbers of the advisory locks of notices; the second is a hash of the notice's id.
const noticeLocks = 7_210_502;

/**
 * Runs `work` while this process, and no other on the same database, holds the notice. The lock lives with a
 * connection of its own and ends with the process, however that ends: who gets it knows that nobody is sending.
 * Two notices whose ids share a hash only wait for each other.
 */
export async function withDeliveryLock<Result>(
  { pool }: Pick<Vigie, "pool">,
  noticeId: string,
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
      [noticeLocks, noticeId],
    );
    if (!rows[0]?.held) return { kind: "held_elsewhere" };
    try {
      return await work();
    } finally {
      await client
        .query("select pg_advisory_unlock($1, hashtext($2))", [noticeLocks, noticeId])
        .catch((error: unknown) => {
          broken = error instanceof Error ? error : new Error("the lock could not be given back");
        });
    }
  } finally {
    client.off("error", onError);
    // A connection in doubt is closed: its lock must not live on in the pool.
    client.release(broken);
  }
}
