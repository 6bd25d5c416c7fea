import { sql } from "kysely";
import { z } from "zod";
import { addJobs, defineJob } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";

/** One look at one content. */
export const checkContentJob = defineJob("watches.check_content", z.object({ contentId: z.uuid() }), {
  attempts: 5,
});

const mostAtOnce = 500;
// A job that was ordered and did not run within this time is ordered again.
const orderStandsMs = 5 * 60_000;

/**
 * Orders the looks that are due. Two schedulers at once order each look once: a due row is moved forward by the
 * same statement that finds it.
 * @returns how many were ordered.
 */
export async function scheduleChecks({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<number> {
  const now = clock.now();
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ content_id: string }>`
      update watches set next_check_at = ${new Date(now.getTime() + orderStandsMs)}
      where content_id in (
        select content_id from watches where next_check_at <= ${now}
        order by next_check_at limit ${mostAtOnce} for update skip locked)
      returning content_id`.execute(trx);
    await addJobs(
      trx,
      rows.map(({ content_id }) => ({
        job: checkContentJob,
        payload: { contentId: content_id },
        key: `${checkContentJob.name}:${content_id}`,
      })),
    );
    return rows.length;
  });
}
