import { limits, type ReceiptView, Refusal } from "@vigie/contract";
import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { signalsFromWords } from "../networks/signals-of-report.ts";
import { storeSignalsOf } from "../networks/store-signals.ts";
import { countryOfReport } from "../plans/country-of-report.ts";
import { sealForMany } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import { tellsOfDanger } from "./danger-words-rules.ts";
import { findReport } from "./find-report.ts";
import { lockStandingReport } from "./lock-standing-report.ts";
import { receiptViewOf } from "./open-receipt.ts";

/**
 * A reporter writes under the receipt. Sealed to the team and to the receipt. Words that may mean a life is in danger
 * are kept like any others, and bring the case before all others.
 * @param messageId a form posted twice carries the same one, and is kept once.
 * @returns the receipt with the new message, and the person's country where they said it.
 * @throws Refusal `receipt.*`, `service.busy`
 */
export async function writeMessage(
  vigie: Vigie,
  { receipt, text, messageId = newId() }: { receipt: string; text: string; messageId?: string },
): Promise<{ view: ReceiptView; country: string | null }> {
  if (text.trim() === "") throw new Refusal("receipt.message_empty");
  if (text.length > limits.messageCharacters) {
    throw new Refusal("receipt.message_too_long", { limit: limits.messageCharacters });
  }
  const opened = await findReport(vigie, receipt);
  const { report, thread } = opened;
  const at = vigie.clock.now();
  const danger = tellsOfDanger(text);
  const signals = signalsFromWords(vigie, text);
  await inTransaction(vigie.db, async (trx) => {
    if (!(await lockStandingReport(trx, report.id))) throw new Refusal("receipt.unknown");
    const others = await trx
      .selectFrom("messages")
      .select(({ fn }) => fn.countAll<string>().as("count"))
      .where("report_id", "=", report.id)
      .where("sender", "=", "reporter")
      .where("id", "<>", messageId)
      .executeTakeFirstOrThrow();
    if (Number(others.count) >= limits.messages) {
      throw new Refusal("receipt.too_many_messages", { limit: limits.messages });
    }
    const sealed = sealForMany([vigie.teamPublicKey, thread.publicKey], text);
    const written = await trx
      .insertInto("messages")
      .values({ id: messageId, report_id: report.id, sender: "reporter", at, sealed })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirst();
    if (written.numInsertedOrUpdatedRows === 0n) return;
    await storeSignalsOf(trx, {
      signals,
      seen: { source: "message", sourceId: messageId },
      caseId: report.case_id,
      reportId: report.id,
      at,
    });
    await trx
      .updateTable("cases")
      .set({ unread_count: sql<number>`unread_count + 1`, ...(danger && { danger_at: at }) })
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
      ...(danger
        ? [{ type: "report.danger_written" as const, at, caseId: report.case_id, reportId: report.id }]
        : []),
    ]);
    await orderRefresh(trx, report.case_id);
  });
  const [view, country] = await Promise.all([
    receiptViewOf(vigie, opened),
    countryOfReport(vigie.db, report.id),
  ]);
  return { view, country };
}
