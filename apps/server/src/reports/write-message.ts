import { limits, type ReceiptView, Refusal } from "@vigie/contract";
import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { newId } from "../db/new-id.ts";
import { sealForMany } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import { findReport } from "./find-report.ts";
import { receiptViewOf } from "./open-receipt.ts";

/**
 * A reporter writes under the receipt. Sealed to the team and to the receipt.
 * @param messageId a form posted twice carries the same one, and is kept once.
 * @returns the receipt with the new message.
 * @throws Refusal `receipt.*`, `service.busy`
 */
export async function writeMessage(
  vigie: Vigie,
  { receipt, text, messageId = newId() }: { receipt: string; text: string; messageId?: string },
): Promise<ReceiptView> {
  if (text.trim() === "") throw new Refusal("receipt.message_empty");
  if (text.length > limits.messageCharacters) {
    throw new Refusal("receipt.message_too_long", { limit: limits.messageCharacters });
  }
  const opened = await findReport(vigie, receipt);
  const { report, thread } = opened;
  if (report.withdrawn_at) throw new Refusal("receipt.unknown");
  const at = vigie.clock.now();
  await vigie.db.transaction().execute(async (trx) => {
    const sealed = sealForMany([vigie.teamPublicKey, thread.publicKey], text);
    const written = await trx
      .insertInto("messages")
      .values({ id: messageId, report_id: report.id, sender: "reporter", at, sealed })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirst();
    if (written.numInsertedOrUpdatedRows === 0n) return;
    await trx
      .updateTable("cases")
      .set({ unread_count: sql<number>`unread_count + 1` })
      .where("id", "=", report.case_id)
      .execute();
    await recordEvents(trx, [
      {
        type: "report.message_received",
        at,
        caseId: report.case_id,
        reportId: report.id,
        subjectId: messageId,
      },
    ]);
    await orderRefresh(trx, report.case_id);
  });
  return receiptViewOf(vigie, opened);
}
