import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import type { Vigie } from "../vigie.ts";

// A transaction that a worker's stop can wait for.
const casesAtOnce = 500;

/**
 * Deletes cases whose time is over, and all that hangs on them: contents, reports, notices, checks. Events stay:
 * they hold figures and statuses only. Also forgets how to repeat a receipt, a day after its report.
 */
export async function expireCases({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  const at = clock.now();
  await db
    .updateTable("reports")
    .set({ receipt_replay: null })
    .where("receipt_replay", "is not", null)
    .where("received_at", "<", new Date(at.getTime() - 86_400_000))
    .execute();
  while ((await expireSome(db, at)) === casesAtOnce);
}

async function expireSome(db: Vigie["db"], at: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      delete from cases where id in (
        select id from cases where expires_at < ${at} limit ${casesAtOnce} for update skip locked)
      returning id`.execute(trx);
    await recordEvents(
      trx,
      rows.map(({ id }) => ({ type: "case.expired" as const, at, caseId: id })),
    );
    return rows.length;
  });
}
