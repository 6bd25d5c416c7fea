import { recordEvents } from "../audit/record-event.ts";
import { sealAddresses } from "../contents/seal-addresses.ts";
import { findGround } from "../grounds/grounds-catalogue.ts";
import type { Vigie } from "../vigie.ts";
import { hurryWatch } from "../watches/hurry-watch.ts";
import { concernUrgency, mostUrgent, nextStepOf, priorityOf, reopens } from "./case-rules.ts";
import { searchTextOf } from "./search-rules.ts";

/**
 * Recomputes what the list shows of a case from what hangs on it. Running it again changes nothing.
 * A closed case that is reported again reopens once its verdict is old; a removed one is looked at again.
 */
export async function refreshCase(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { caseId }: { caseId: string },
): Promise<void> {
  const now = clock.now();
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom("cases")
      .selectAll()
      .where("id", "=", caseId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return;
    // Addresses that joined after the case was found to concern a minor came in readable.
    if (row.handling === "no_fetch") await sealAddresses(trx, { intake }, { caseId });
    const contents = await trx
      .selectFrom("contents")
      .select(["id", "key", "readable_url", "host", "service"])
      .where("case_id", "=", caseId)
      .orderBy("created_at")
      .execute();
    const notes = await trx.selectFrom("notes").select("text").where("case_id", "=", caseId).execute();
    const assessment = await trx
      .selectFrom("assessments")
      .selectAll()
      .where("case_id", "=", caseId)
      .orderBy("at", "desc")
      .limit(1)
      .executeTakeFirst();
    const notices = await trx.selectFrom("notices").select("status").where("case_id", "=", caseId).execute();
    const prepared = await trx
      .selectFrom("referrals")
      .select("id")
      .where("case_id", "=", caseId)
      .where("status", "=", "prepared")
      .executeTakeFirst();

    const closedAgo = row.closed_at ?? now;
    const reopen =
      row.status === "closed" && row.last_reported_at > closedAgo && reopens({ closedAt: closedAgo, now });
    const status = reopen ? "received" : row.status;
    if (reopen) {
      await recordEvents(trx, [
        { type: "case.status_changed", at: now, caseId, details: { from: "closed", to: "received" } },
      ]);
    }
    if (status === "removed") {
      await hurryWatch(trx, { contentIds: contents.map((content) => content.id), at: now });
    }

    const grounds = (assessment?.grounds ?? []).flatMap((slug) => findGround(slug) ?? []);
    const urgency =
      mostUrgent(grounds.map((ground) => ground.urgency)) ??
      concernUrgency(row.concern, row.minor_reported_at !== null);
    const overdue = row.overdue && ["notified", "referred", "returned"].includes(status);
    await trx
      .updateTable("cases")
      .set({
        status,
        urgency,
        overdue,
        priority: priorityOf({ urgency, overdue }),
        contents_count: contents.length,
        hosts: [...new Set(contents.flatMap((content) => content.host ?? []))],
        search_text: searchTextOf([
          row.number,
          ...contents.flatMap((content) => [content.key, content.readable_url, content.service]),
          ...notes.map((note) => note.text),
        ]),
        next_step: nextStepOf({
          status,
          handling: row.handling,
          privateReported: row.private_reported,
          reassess:
            row.assessed_at !== null &&
            row.minor_reported_at !== null &&
            row.minor_reported_at > row.assessed_at &&
            row.handling === "unknown",
          overdue,
          noticeFailed: notices.some((notice) => notice.status === "failed" || notice.status === "in_doubt"),
          noticePending: notices.some(
            (notice) => notice.status === "queued" || notice.status === "transmitting",
          ),
          referralPrepared: prepared !== undefined,
          unread: row.unread_count,
        }),
      })
      .where("id", "=", caseId)
      .execute();
  });
}
