import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { readHashIndex } from "./hash-index.ts";
import {
  type Asked,
  type Meeting,
  meetingsWithBank,
  meetingsWithCases,
  readOwnEntries,
  writeMeetings,
} from "./meetings.ts";
import { minorRuledOut } from "./minor-ruled-out.ts";
import { openHashes } from "./seal-hashes.ts";

/**
 * Compares the fingerprints of a report with the banks and with other cases, and puts what is near before a person. It
 * changes no case by itself. Running it again adds nothing.
 */
export async function matchReport(
  vigie: Pick<Vigie, "db" | "keys" | "clock">,
  { reportId }: { reportId: string },
): Promise<void> {
  const fingerprints = await vigie.db
    .selectFrom("fingerprints")
    .innerJoin("cases", "cases.id", "fingerprints.case_id")
    .select(["fingerprints.id", "fingerprints.case_id", "fingerprints.sealed"])
    .where("fingerprints.report_id", "=", reportId)
    .where("fingerprints.minor", "=", false)
    .where(minorRuledOut)
    .orderBy("fingerprints.position")
    .execute();
  if (fingerprints.length === 0) return;
  const index = await readHashIndex(vigie, { olderThanMs: 0 });
  const ownEntries = await readOwnEntries(
    vigie.db,
    fingerprints.map((row) => row.case_id),
  );
  const meetings: Meeting[] = [];
  for (const { id: fingerprintId, case_id: caseId, sealed } of fingerprints) {
    const asked: Asked = { fingerprintId, caseId, hashes: openHashes(vigie.keys, sealed) };
    meetings.push(...(await meetingsWithCases(index, asked)));
    for (const bank of index.banks) {
      meetings.push(...(await meetingsWithBank(bank, asked, ownEntries(caseId))));
    }
  }
  if (meetings.length === 0) return;
  const at = vigie.clock.now();
  await inTransaction(vigie.db, (trx) => writeMeetings(trx, meetings, at));
}
