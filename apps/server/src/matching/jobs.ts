import { z } from "zod";
import { defineJob } from "../jobs/define-job.ts";

/** Compares the fingerprints of a report with banks and with other cases. */
export const matchReportJob = defineJob("matching.match_report", z.object({ reportId: z.uuid() }), {
  attempts: 12,
});
