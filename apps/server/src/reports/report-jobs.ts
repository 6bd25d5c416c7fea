import { z } from "zod";
import { defineJob } from "../jobs/define-job.ts";

/** Tells a reporter who asked for it that there is news under the receipt. */
export const tellReporterJob = defineJob("reports.tell_reporter", z.object({ reportId: z.uuid() }), {
  attempts: 12,
});

/** Tells every reporter of a case. */
export const tellReportersJob = defineJob("reports.tell_reporters", z.object({ caseId: z.uuid() }), {
  attempts: 12,
});
