import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { orderDelivery } from "./jobs.ts";
import { markInDoubt, markSent, moveNotice, type NoticeRow } from "./notice-outcomes.ts";

/**
 * Decides about a notice that was `transmitting` when its process ended; the caller holds its delivery lock. Where the
 * mailer can tell, that counts: what was written is sent, what was not is tried again. Else it is in doubt, and only a
 * person may send it again.
 */
export async function settleLeftover(
  { db, mailer, clock }: Pick<Vigie, "db" | "mailer" | "clock">,
  notice: NoticeRow,
): Promise<"sent" | "queued" | "in_doubt"> {
  const trace = await mailer.traceOf(notice.message_id);
  const at = clock.now();
  return db.transaction().execute(async (trx) => {
    if (trace === "delivered") {
      await markSent(trx, notice, { from: "transmitting", at });
      return "sent";
    }
    if (trace === "unknown") {
      await markInDoubt(trx, notice, { at });
      return "in_doubt";
    }
    if (await moveNotice(trx, { id: notice.id, from: "transmitting" }, "queued")) {
      await addJobs(trx, [orderDelivery(notice.id)]);
    }
    return "queued";
  });
}
