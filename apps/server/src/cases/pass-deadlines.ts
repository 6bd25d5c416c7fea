import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { refreshCasesJob } from "./case-jobs.ts";

/** Raises to the top the cases whose deadline has passed without a removal. Running it again changes nothing. */
export async function passDeadlines({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  const at = clock.now();
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      update cases set overdue = true
      where id in (select id from cases where due_at < ${at} and not overdue
        and status in ('notified', 'referred', 'returned') order by due_at limit 500 for update skip locked)
      returning id`.execute(trx);
    await recordEvents(
      trx,
      rows.map(({ id }) => ({ type: "case.deadline_passed" as const, at, caseId: id })),
    );
    if (rows.length > 0) {
      const caseIds = rows.map(({ id }) => id);
      await addJobs(trx, [{ job: refreshCasesJob, payload: { caseIds } }]);
    }
  });
}
