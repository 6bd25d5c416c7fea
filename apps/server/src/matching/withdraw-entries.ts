import { fromHex } from "@vigie/hashing";
import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { lockBank } from "./change-bank.ts";
import { findBank } from "./find-bank.ts";
import { openHashes, singleMac, singleMacs } from "./seal-hashes.ts";
import { rememberWithdrawn } from "./withdrawn-hashes.ts";

const rowsAtOnce = 5_000;
const hashBytes = [16, 20, 32];

/**
 * Takes entries out of a bank: those that hold the hash, or those given with the report. They match nothing any more, their
 * hashes are wiped, their open matches go, and nothing that holds one of their hashes comes into the bank again.
 * @param by lower-case hexadecimal of any of an entry's hashes, or the report's id.
 * @returns how many were withdrawn.
 * @throws Refusal `bank.unknown`; RangeError when the hash is none.
 */
export async function withdrawEntries(
  { db, keys, clock }: Pick<Vigie, "db" | "keys" | "clock">,
  {
    slug,
    by,
    actor = null,
  }: { slug: string; by: { hash: string } | { reportId: string }; actor?: string | null },
): Promise<number> {
  const bank = await findBank(db, slug);
  const at = clock.now();
  const hash = "hash" in by ? by.hash.toLowerCase() : null;
  if (hash !== null && !hashBytes.includes(fromHex(hash)?.length ?? 0)) {
    throw new RangeError("A hash has 32, 40 or 64 hexadecimal digits.");
  }
  if (hash !== null) {
    // First, so that no list that is being read brings it in behind the search below.
    await inTransaction(db, async (trx) => {
      await lockBank(trx, bank.id);
      await rememberWithdrawn(trx, { bankId: bank.id, macs: [singleMac(keys, hash)] });
      await recordEvents(trx, [
        {
          type: "bank.entry_withdrawn",
          at,
          actor,
          subjectId: bank.id,
          details: { bank: slug, entries: 0 },
        },
      ]);
    });
  }
  let withdrawn = 0;
  let after = "0";
  for (;;) {
    let query = db
      .selectFrom("bank_entries")
      .select(["id", "sealed"])
      .where("bank_id", "=", bank.id)
      .where("withdrawn_at", "is", null)
      .where("id", ">", after)
      .orderBy("id")
      .limit(rowsAtOnce);
    if ("reportId" in by) query = query.where("report_id", "=", by.reportId);
    const rows = await query.execute();
    const meant = rows
      .map(({ id, sealed }) => ({ id, hashes: openHashes(keys, sealed) }))
      .filter(({ hashes: { pdq, gradient, md5, sha1, sha256 } }) =>
        hash === null ? true : [pdq, gradient, md5, sha1, sha256].includes(hash),
      );
    const ids = meant.map(({ id }) => id);
    const macs = meant.flatMap(({ hashes }) => singleMacs(keys, hashes));
    if (ids.length > 0) {
      await inTransaction(db, async (trx) => {
        await lockBank(trx, bank.id);
        await rememberWithdrawn(trx, { bankId: bank.id, macs });
        const { numAffectedRows = 0n } = await sql`
          update bank_entries set withdrawn_at = ${at}, sealed = '', tags = '{}', xid = pg_current_xact_id()
          where id = any(${ids}::bigint[]) and withdrawn_at is null`.execute(trx);
        await sql`
          delete from matches where bank_entry_id = any(${ids}::bigint[]) and status in ('proposed', 'look')`.execute(
          trx,
        );
        if (numAffectedRows === 0n) return;
        withdrawn += Number(numAffectedRows);
        await recordEvents(trx, [
          {
            type: "bank.entry_withdrawn",
            at,
            actor,
            subjectId: bank.id,
            details: { bank: slug, entries: Number(numAffectedRows) },
          },
        ]);
      });
    }
    after = rows.at(-1)?.id ?? after;
    if (rows.length < rowsAtOnce) return withdrawn;
  }
}
