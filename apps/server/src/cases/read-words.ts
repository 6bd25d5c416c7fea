import { type CaseWordsView, Refusal } from "@vigie/contract";
import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { openAddress } from "../contents/seal-addresses.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { openEvidence } from "../evidence/open-evidence.ts";
import type { Requester } from "../http/requester.ts";
import { openReportWords } from "../reports/report-words.ts";
import { openSealed } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import { orderRefresh } from "./case-jobs.ts";
import { reportsAtOnce, reportsOfCase } from "./reports-of-case.ts";

/**
 * The reporters' words and the sealed addresses of a case, opened with the requester's unlocked team key.
 * Each reading is an event. Messages count as read, unless some of them lie beyond what is opened at once.
 * @throws Refusal `session.locked`, `case.unknown`
 */
export async function readWords(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { caseId, requester }: { caseId: string; requester: Requester },
): Promise<CaseWordsView> {
  const teamKey = await requester.teamKey();
  return inTransaction(db, async (trx) => {
    // A message that arrives meanwhile waits, and counts as unread.
    const known = await trx
      .selectFrom("cases")
      .select("unread_count")
      .where("id", "=", caseId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!known) throw new Refusal("case.unknown");
    const { rows: reports } = await sql<{
      id: string;
      words_sealed: Buffer | null;
      written_at: Date | null;
      content_ids: string[];
    }>`
      select r.id, r.words_sealed, shown.written_at,
        (select array_agg(l.content_id order by l.position) from report_contents l where l.report_id = r.id) as content_ids
      from (${reportsOfCase(caseId)}) shown join reports r on r.id = shown.id
      order by r.received_at, r.id`.execute(trx);
    const messages = await trx
      .selectFrom("messages")
      .selectAll()
      .where(
        "report_id",
        "in",
        sql<string>`(select id from reports where id = any(${reports.map((row) => row.id)}::uuid[]))`,
      )
      .orderBy("at")
      .execute();
    const evidence = await trx
      .selectFrom("evidence_entries")
      .selectAll()
      .where(
        "report_id",
        "in",
        sql<string>`(select id from reports where id = any(${reports.map((row) => row.id)}::uuid[]))`,
      )
      .orderBy("created_at")
      .orderBy("id")
      .execute();
    const sealed = await trx
      .selectFrom("contents")
      .select(["id", "address_sealed"])
      .where("case_id", "=", caseId)
      .where("address_sealed", "is not", null)
      .execute();
    // The unread are the newest, so so many of them are in as many reports at most: those opened first.
    const allOpened =
      known.unread_count <= reportsAtOnce ||
      reports.length < reportsAtOnce ||
      reports.some((report) => report.written_at === null);
    if (known.unread_count > 0 && allOpened) {
      await trx.updateTable("cases").set({ unread_count: 0 }).where("id", "=", caseId).execute();
      await orderRefresh(trx, caseId);
    }
    await recordEvents(trx, [
      {
        type: "case.words_read",
        at: clock.now(),
        actor: requester.memberId,
        caseId,
        details: { reports: reports.length },
      },
    ]);
    return {
      reports: reports.map((row) => {
        const words = row.words_sealed ? openReportWords(teamKey, row.words_sealed) : null;
        return {
          id: row.id,
          text: words?.text ?? null,
          locations: (words?.typed ?? []).map((typed, index) => ({
            contentId: row.content_ids[index] ?? null,
            typed,
          })),
          messages: messages
            .filter((message) => message.report_id === row.id)
            .flatMap((message) => {
              const text = openSealed(teamKey, message.sealed);
              return text
                ? [{ from: message.sender, at: message.at.toISOString(), text: text.toString("utf8") }]
                : [];
            }),
          evidence: openEvidence(
            teamKey,
            evidence.filter((entry) => entry.report_id === row.id),
          ),
        };
      }),
      addresses: sealed.flatMap(({ id, address_sealed }) => {
        const address = address_sealed ? openAddress(teamKey, address_sealed) : null;
        if (!address) return [];
        return [{ contentId: id, url: "words" in address ? address.words : address.url }];
      }),
    };
  });
}
