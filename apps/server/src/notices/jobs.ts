import { z } from "zod";
import { defineJob, type JobOrder } from "../jobs/define-job.ts";

/** Delivers one notice. A try that failed for now orders the next one itself. */
export const deliverNoticeJob = defineJob("notices.deliver", z.object({ noticeId: z.uuid() }));

/** The one waiting job of a notice: a second order replaces the first. */
export function orderDelivery(noticeId: string, runAt?: Date): JobOrder<{ noticeId: string }> {
  return {
    job: deliverNoticeJob,
    payload: { noticeId },
    key: deliveryKey(noticeId),
    ...(runAt ? { runAt } : {}),
  };
}

export function deliveryKey(noticeId: string): string {
  return `${deliverNoticeJob.name}:${noticeId}`;
}
