import { type Kysely, sql } from "kysely";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { readHashIndex } from "./hash-index.ts";
import { matchBankJob } from "./jobs.ts";
import { type Meeting, meetingsWithBank, readOwnEntries, writeMeetings } from "./meetings.ts";
import { minorRuledOut } from "./minor-ruled-out.ts";
import { openHashes } from "./seal-hashes.ts";

/** Fingerprints looked up in one turn. Among a million entries: a third of a second; were each a film, eleven seconds. */
export const lookedUpAtOnce = 200;

/**
 * Looks the fingerprints of open cases up in a bank, of which entries became searchable, and puts what is near before a
 * person, as `matchReport` does. A turn takes some fingerprints in the order of their ids and orders the next. Running one
 * again adds nothing.
 * @param after the last fingerprint of the turn before; null for the first turn.
 */
export async function matchBank(
  vigie: Pick<Vigie, "db" | "keys" | "clock">,
  { bankId, after }: { bankId: string; after: string | null },
): Promise<void> {
  const { banks } = await readHashIndex(vigie, { olderThanMs: 0 });
  const bank = banks.find((one) => one.bankId === bankId);
  // Suspended again, or expired.
  if (!bank || bank.shelf.count === 0) return;
  const at = vigie.clock.now();
  const { rows } = await sql<{ id: string; case_id: string; sealed: Buffer }>`
    select f.id, f.case_id, f.sealed from fingerprints f
    join cases on cases.id = f.case_id and cases.status <> 'closed' and cases.expires_at > ${at} and ${minorRuledOut}
    where not f.minor and (${after}::uuid is null or f.id > ${after}::uuid)
    order by f.id limit ${lookedUpAtOnce}`.execute(vigie.db);
  const last = rows.at(-1);
  if (!last) return;
  const ownEntries = await readOwnEntries(
    vigie.db,
    rows.map((row) => row.case_id),
  );
  const meetings: Meeting[] = [];
  for (const { id: fingerprintId, case_id: caseId, sealed } of rows) {
    const asked = { fingerprintId, caseId, hashes: openHashes(vigie.keys, sealed) };
    meetings.push(...(await meetingsWithBank(bank, asked, ownEntries(caseId))));
  }
  await inTransaction(vigie.db, async (trx) => {
    await writeMeetings(trx, meetings, at);
    if (rows.length === lookedUpAtOnce) await orderMatchBank(trx, { bankId, after: last.id });
  });
}

/** Orders the comparison of a bank's entries with open cases, in the transaction that makes the entries searchable. */
export async function orderMatchBank(
  trx: Kysely<Database>,
  { bankId, after = null }: { bankId: string; after?: string | null },
): Promise<void> {
  // One that waits at the same place reads the index when it runs, and so what is committed now.
  const key = `${matchBankJob.name} ${bankId} ${after ?? "first"}`;
  await addJobs(trx, [{ job: matchBankJob, payload: { bankId, after }, key }]);
}
