import type { EventType, ReceiptView, ThreadMessage } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
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
    eventsByLocation(db, report),
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
  "answer.confirmed",
  "referral.filed",
  "referral.answered",
  "content.check_made",
  "content.removed",
  "content.returned",
];

type EventRow = Omit<LocationEvent, "to" | "said"> & {
  seq: number | bigint;
  case_id: string;
  content_id: string | null;
};
type CaseEventRow = EventRow & {
  said: string | null;
  notice_to: string | null;
  authority: string | null;
  /** Of a notice, and of what was answered to it: what it named, and had not been removed already. */
  included: string[] | null;
};

/** Events of each location's case that concern this location: a notice counts where it named it. */
async function eventsByLocation(
  db: Kysely<Database>,
  report: { id: string; received_at: Date },
): Promise<Map<number, LocationEvent[]>> {
  const places = await db
    .selectFrom("report_contents")
    .innerJoin("contents", "contents.id", "report_contents.content_id")
    .select(["report_contents.position", "contents.id as content_id", "contents.case_id"])
    .where("report_contents.report_id", "=", report.id)
    .execute();
  const contentIds = [...new Set(places.map((place) => place.content_id))];
  const caseIds = [...new Set(places.map((place) => place.case_id))];
  const [ofCases, ofContents] = await Promise.all([
    caseEvents(db, { caseIds, contentIds }),
    contentEvents(db, { contentIds, receivedAt: report.received_at }),
  ]);
  return new Map(
    places.map(({ position, content_id, case_id }) => {
      const own = ofContents.filter((event) => event.content_id === content_id && event.case_id === case_id);
      const shared = ofCases.filter(
        (event) => event.case_id === case_id && (event.included?.includes(content_id) ?? true),
      );
      const events = [...own.map((event) => ({ ...event, to: null, said: null })), ...shared.map(named)];
      return [position, events.sort((a, b) => Number(a.seq) - Number(b.seq))];
    }),
  );
}

function named({ notice_to, authority, ...event }: CaseEventRow): EventRow & LocationEvent {
  return { ...event, to: notice_to ?? (authority ? (findAuthority(authority)?.name ?? authority) : null) };
}

async function caseEvents(
  db: Kysely<Database>,
  { caseIds, contentIds }: { caseIds: readonly string[]; contentIds: readonly string[] },
): Promise<CaseEventRow[]> {
  const { rows } = await sql<CaseEventRow>`
    select e.seq, e.at, e.type, e.details, e.case_id, e.content_id, n.to_name as notice_to, r.authority,
      a.public_reasons as said,
      case when e.type in ('notice.sent', 'answer.confirmed') then array(
        select nc.content_id from notice_contents nc
        where nc.notice_id = e.subject_id and nc.outcome = 'included'
          and nc.content_id = any(${contentIds}::uuid[])) end as included
    from events e
    left join notices n on e.type in ('notice.sent', 'answer.confirmed') and n.id = e.subject_id
    left join referrals r on r.id = e.subject_id
    left join assessments a on e.type = 'case.assessed' and a.id = e.subject_id
    where e.case_id = any(${caseIds}::uuid[]) and e.content_id is null
      and e.type = any(${toldEvents}::text[])
      -- one that was taken back is told to nobody
      and not (e.type = 'case.assessed' and e.subject_id is not null and a.id is null)`.execute(db);
  return rows;
}

/**
 * A location that is watched gathers checks for months: only those that found something else than the one before, and
 * the newest. Those before the report are told apart, so that they leave no gap while they are held back.
 */
async function contentEvents(
  db: Kysely<Database>,
  { contentIds, receivedAt }: { contentIds: readonly string[]; receivedAt: Date },
): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select seq, at, type, details, case_id, content_id from (
      select e.*, lag(e.details ->> 'verdict') over told as verdict_before, lead(e.seq) over told as seq_after
      from events e
      where e.content_id = any(${contentIds}::uuid[]) and e.type = any(${toldEvents}::text[])
      window told as (partition by e.content_id, e.type, e.at >= ${receivedAt}::timestamptz order by e.at, e.seq)
    ) e
    where e.type <> 'content.check_made' or e.seq_after is null
      or e.details ->> 'verdict' is distinct from e.verdict_before`.execute(db);
  return rows;
}
