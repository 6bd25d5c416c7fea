import type { EventType, ReceiptView, ThreadMessage } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { EventDetails } from "../audit/event-types.ts";
import type { Database } from "../db/schema.ts";
import { findAuthority } from "../referrals/authorities-catalogue.ts";
import { openSealed } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import { findReport, type OpenedReport } from "./find-report.ts";
import { type LocationEvent, timelineOf } from "./receipt-timeline-rules.ts";
import { openReportWords } from "./report-words.ts";

/**
 * Opens a receipt: per location a timeline in the order things happened, and the conversation.
 * @throws Refusal `receipt.malformed`, `receipt.unknown`, `service.busy`
 */
export async function openReceipt(vigie: Vigie, { receipt }: { receipt: string }): Promise<ReceiptView> {
  return receiptViewOf(vigie, await findReport(vigie, receipt));
}

/** What an opened report shows, to whoever holds its receipt. */
export async function receiptViewOf(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { report, thread }: OpenedReport,
): Promise<ReceiptView> {
  const words = report.words_sealed ? openReportWords(thread, report.words_sealed) : null;
  const [locations, messages, home] = await Promise.all([
    eventsByLocation(db, report.id),
    db.selectFrom("messages").selectAll().where("report_id", "=", report.id).orderBy("at").execute(),
    db.selectFrom("cases").select("expires_at").where("id", "=", report.case_id).executeTakeFirst(),
  ]);
  const own = { id: report.id, receivedAt: report.received_at };
  return {
    receivedAt: report.received_at.toISOString(),
    expiresAt: (home?.expires_at ?? report.received_at).toISOString(),
    withdrawn: report.withdrawn_at !== null,
    locations: report.withdrawn_at
      ? []
      : (words?.typed ?? []).map((typed, position) => ({
          typed,
          timeline: timelineOf(own, locations.get(position) ?? [], clock.now()),
        })),
    messages: messages.flatMap((message): ThreadMessage[] => {
      const text = openSealed(thread, message.sealed);
      return text
        ? [{ from: message.sender, at: message.at.toISOString(), text: text.toString("utf8") }]
        : [];
    }),
  };
}

const toldEvents: readonly EventType[] = [
  "case.assessed",
  "case.closed",
  "case.deadline_passed",
  "notice.sent",
  "referral.filed",
  "referral.answered",
  "content.check_made",
  "content.removed",
  "content.returned",
];

/** Events of each location's case that concern this location: a notice counts where it named it. */
async function eventsByLocation(
  db: Kysely<Database>,
  reportId: string,
): Promise<Map<number, LocationEvent[]>> {
  const { rows } = await sql<{
    position: number;
    at: Date;
    type: EventType;
    details: EventDetails;
    notice_to: string | null;
    authority: string | null;
  }>`
    select l.position, e.at, e.type, e.details, n.to_name as notice_to, r.authority
    from report_contents l
    join contents c on c.id = l.content_id
    join events e on e.case_id = c.case_id and (e.content_id is null or e.content_id = c.id)
    left join notices n on e.type = 'notice.sent' and n.id = e.subject_id
    left join notice_contents nc on nc.notice_id = n.id and nc.content_id = c.id
    left join referrals r on r.id = e.subject_id
    where l.report_id = ${reportId} and e.type = any(${toldEvents}::text[])
      and (e.type <> 'notice.sent' or nc.outcome = 'included')
    order by l.position, e.seq`.execute(db);
  const locations = new Map<number, LocationEvent[]>();
  for (const { position, at, type, details, notice_to, authority } of rows) {
    const events = locations.get(position) ?? [];
    const to = notice_to ?? (authority ? (findAuthority(authority)?.name ?? authority) : null);
    events.push({ at, type, details, to });
    locations.set(position, events);
  }
  return locations;
}
