import { Refusal } from "@vigie/contract";
import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { lockBank } from "./change-bank.ts";
import { findBank } from "./find-bank.ts";
import { orderMatchBank } from "./match-bank.ts";
import { minorRuledOut } from "./minor-ruled-out.ts";
import { onceOf, openHashes, sealHashes, singleMacs } from "./seal-hashes.ts";
import { withdrawnAmong } from "./withdrawn-hashes.ts";

/**
 * Puts the fingerprints of a report into a bank of fingerprints made on devices. They leave it when the report is
 * withdrawn or expires; what another report gave too stays with that one. A minor's, those set aside and withdrawn ones
 * stay out.
 * @returns how many the bank did not have of this report.
 * @throws Refusal `bank.unknown`; `bank.step_impossible` for a bank of lists.
 */
export async function addReportToBank(
  { db, keys, clock }: Pick<Vigie, "db" | "keys" | "clock">,
  { slug, reportId, actor = null }: { slug: string; reportId: string; actor?: string | null },
): Promise<number> {
  const bank = await findBank(db, slug);
  if (bank.provenance !== "device") throw new Refusal("bank.step_impossible");
  const at = clock.now();
  return inTransaction(db, async (trx) => {
    await lockBank(trx, bank.id);
    // Held, so that no withdrawal passes.
    const { rows } = await sql<{ sealed: Buffer; kind: string }>`
      select f.sealed from fingerprints f
      join reports r on r.id = f.report_id and r.withdrawn_at is null and not r.minor
      join cases on cases.id = f.case_id and ${minorRuledOut}
      where f.report_id = ${reportId} and not f.minor
      for update of r, f`.execute(trx);
    let added = 0;
    for (const { sealed } of rows) {
      const hashes = openHashes(keys, sealed);
      const withdrawn = await withdrawnAmong(trx, { bankId: bank.id, macs: singleMacs(keys, hashes) });
      if (withdrawn.size > 0) continue;
      const made = await trx
        .insertInto("bank_entries")
        .values({
          bank_id: bank.id,
          import_id: null,
          report_id: reportId,
          once: onceOf(keys, hashes, reportId),
          sealed: sealHashes(keys, hashes),
          tags: [],
          added_at: at,
          withdrawn_at: null,
        })
        .onConflict((conflict) =>
          conflict.columns(["bank_id", "once"]).where("ended_by", "is", null).doNothing(),
        )
        .executeTakeFirst();
      added += Number(made.numInsertedOrUpdatedRows ?? 0n);
    }
    if (added > 0) {
      await orderMatchBank(trx, { bankId: bank.id });
      await recordEvents(trx, [
        {
          type: "bank.imported",
          at,
          actor,
          reportId,
          subjectId: bank.id,
          details: { bank: slug, entries: added },
        },
      ]);
    }
    return added;
  });
}
