import type { Kysely } from "kysely";
import { z } from "zod";
import type { Database } from "../db/schema.ts";
import { addJobs, defineJob } from "../jobs/define-job.ts";

/** Recomputes what the list shows of cases, after reports, checks or answers changed them. */
export const refreshCasesJob = defineJob("cases.refresh_cases", z.object({ caseIds: z.array(z.uuid()) }));

/** Orders that a case be recomputed, in the caller's transaction; several orders that wait are one. */
export async function orderRefresh(trx: Kysely<Database>, caseId: string): Promise<void> {
  await addJobs(trx, [
    { job: refreshCasesJob, payload: { caseIds: [caseId] }, key: `${refreshCasesJob.name}:${caseId}` },
  ]);
}
