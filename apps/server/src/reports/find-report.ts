import { Refusal } from "@vigie/contract";
import type { Kysely, Selectable } from "kysely";
import type { Database } from "../db/schema.ts";
import { parseReceipt } from "../vault/receipt-number.ts";
import type { SealKeyPair } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";

export interface OpenedReport {
  report: Selectable<Database["reports"]>;
  thread: SealKeyPair;
}

/**
 * Finds the report of a receipt. A typing mistake is told before any work; a right and a wrong receipt cost
 * the same derivation and the same query.
 * @throws Refusal `receipt.malformed`, `receipt.unknown`, `service.busy`
 */
export async function findReport(
  { db, receipts }: Pick<Vigie, "receipts"> & { db: Kysely<Database> },
  typed: string,
): Promise<OpenedReport> {
  const parsed = parseReceipt(typed);
  if (parsed.kind !== "ok") throw new Refusal("receipt.malformed");
  const derived = await receipts.deriver.derive(parsed.receipt, "opening");
  if (derived.kind === "busy") throw new Refusal("service.busy");
  const report = await db
    .selectFrom("reports")
    .selectAll()
    .where("receipt_lookup", "=", derived.lookup)
    .executeTakeFirst();
  if (!report) throw new Refusal("receipt.unknown");
  return { report, thread: derived.thread };
}
