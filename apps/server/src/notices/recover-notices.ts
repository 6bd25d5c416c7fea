import { sql } from "kysely";
import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { withDeliveryLock } from "./delivery-lock.ts";
import { deliveryKey, orderDelivery } from "./jobs.ts";
import { settleLeftover } from "./settle-leftover.ts";

/**
 * Takes up what crashes left, at start and each minute: notices `transmitting` that nobody holds any more are settled,
 * queued ones without a job get one.
 */
export async function recoverNotices(vigie: Vigie): Promise<{ settled: number; ordered: number }> {
  const settled = await settleLeftovers(vigie);
  const ordered = await orderForgotten(vigie);
  if (settled + ordered > 0) vigie.log.info({ settled, ordered }, "notices were taken up again");
  return { settled, ordered };
}

async function settleLeftovers(vigie: Vigie): Promise<number> {
  const leftovers = await vigie.db
    .selectFrom("notices")
    .select("id")
    .where("status", "=", "transmitting")
    .execute();
  let settled = 0;
  for (const { id } of leftovers) {
    await withDeliveryLock(vigie, id, async () => {
      // Read again: whoever held it a moment ago may have finished.
      const notice = await vigie.db
        .selectFrom("notices")
        .selectAll()
        .where("id", "=", id)
        .where("status", "=", "transmitting")
        .executeTakeFirst();
      if (!notice) return;
      await settleLeftover(vigie, notice);
      settled += 1;
    });
  }
  return settled;
}

async function orderForgotten({ db }: Pick<Vigie, "db">): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const forgotten = await trx
      .selectFrom("notices")
      .select("id")
      .where("status", "=", "queued")
      .where(
        sql<boolean>`not exists (
          select 1 from graphile_worker.jobs j
          where j.key = ${deliveryKey("")}::text || notices.id::text and j.attempts < j.max_attempts)`,
      )
      .execute();
    await addJobs(
      trx,
      forgotten.map(({ id }) => orderDelivery(id)),
    );
    return forgotten.length;
  });
}
