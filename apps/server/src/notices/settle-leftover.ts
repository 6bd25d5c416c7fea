import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { machineChannel } from "./channels/machine-channels.ts";
import { orderDelivery } from "./jobs.ts";
import { markInDoubt, markSent, moveNotice, type NoticeRow } from "./notice-outcomes.ts";

/**
 * Decides about a notice that was `transmitting` when its process ended; the caller holds its delivery lock. Where its
 * channel can tell, that counts: what was delivered is sent, what may be repeated is tried again. Else it is in doubt,
 * and only a person may send it again.
 */
export async function settleLeftover(
  vigie: Pick<Vigie, "db" | "mailer" | "clock" | "config">,
  notice: NoticeRow,
): Promise<"sent" | "queued" | "in_doubt"> {
  const { db, clock, config } = vigie;
  const trace = await machineChannel(notice.channel).traceOf(vigie, notice);
  const at = clock.now();
  return db.transaction().execute(async (trx) => {
    if (trace === "delivered") {
      await markSent(trx, config, notice, { from: "transmitting", at });
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
