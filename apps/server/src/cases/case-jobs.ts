import { z } from "zod";
import { defineJob } from "../jobs/define-job.ts";

/** Recomputes what the list shows of a case, after reports, checks or answers changed it. */
export const refreshCaseJob = defineJob("cases.refresh_case", z.object({ caseId: z.uuid() }));
