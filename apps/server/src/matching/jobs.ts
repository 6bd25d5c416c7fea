import { z } from "zod";
import { defineJob } from "../jobs/define-job.ts";

/** Compares the fingerprints of a report with banks and with other cases. */
export const matchReportJob = defineJob("matching.match_report", z.object({ reportId: z.uuid() }), {
  attempts: 12,
});

/** Compares a bank, of which entries became searchable, with the fingerprints of open cases: those after the one named. */
export const matchBankJob = defineJob(
  "matching.match_bank",
  z.object({ bankId: z.uuid(), after: z.uuid().nullable() }),
  { attempts: 12 },
);
