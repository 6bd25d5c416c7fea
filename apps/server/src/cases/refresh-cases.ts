import type {
  CaseStatus,
  CaseSummary,
  Factor,
  NoticeStatus,
  Situation,
  Topic,
  WatchStatus,
} from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { findGround } from "../catalogue/installed-catalogue.ts";
import { sealAddresses, wipeSealedChecks } from "../contents/seal-addresses.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { hurryWatch } from "../watches/hurry-watch.ts";
import {
  concernUrgency,
  mostUrgent,
  nextStepOf,
  reopens,
  stuckReasonsOf,
  urgencyWith,
} from "./case-rules.ts";
import type { CaseRow } from "./case-summary.ts";
import {
  type PriorityFacts,
  priorityOf,
  priorityUntil,
  runningDeadline,
  type SituationFacts,
  situationFactsOf,
  waveSince,
  whyOf,
} from "./priority-rules.ts";
import { searchTextOf } from "./search-rules.ts";
import { topicsOf } from "./topic-rules.ts";

/**
 * Recomputes what the list shows of cases from what hangs on them, in a few round trips whatever their number.
 * Running it again changes nothing. A closed case that is reported again reopens once its verdict is old, or at once
 * when nobody has examined it, one of its addresses, that a minor may be concerned or that a life may be in danger; a
 * removed one is looked at again, and reopens for the same reasons.
 */
export async function refreshCases(
  { db, clock, intake }: Pick<Vigie, "db" | "clock" | "intake">,
  { caseIds }: { caseIds: readonly string[] },
): Promise<void> {
  const now = clock.now();
  await inTransaction(db, async (trx) => {
    const rows = await trx
      .selectFrom("cases")
      .selectAll()
      .where("id", "in", caseIds)
      .orderBy("id")
      .forUpdate()
      .execute();
    for (const row of rows) {
      // Addresses that joined after the case was found to concern a minor came in readable.
      if (row.handling === "no_fetch") await sealAddresses(trx, { intake }, { caseId: row.id });
    }
    await wipeSealedChecks(
      trx,
      rows.map((row) => row.id),
    );
    const facts = await readFacts(
      trx,
      rows.map((row) => row.id),
      now,
    );
    const shown: ShownCase[] = [];
    for (const row of rows) {
      const own = facts.get(row.id);
      if (own) shown.push(shownOf(row, await moveStatus(trx, row, own, now), own, now));
    }
    await writeShown(trx, shown);
  });
}

/**
 * What new reports do to a case that was settled. A removal is looked at again. A verdict stands for a while, for the
 * addresses it covered and as long as nobody says that a minor is concerned; a case that was only withdrawn, or closed
 * without a removal, has none.
 */
async function moveStatus(
  trx: Kysely<Database>,
  row: CaseRow,
  facts: CaseFacts,
  now: Date,
): Promise<CaseStatus> {
  const { id: caseId, status, last_reported_at: reportedAt } = row;
  if (status !== "removed" && status !== "closed") return status;
  const isWatched = facts.contents.some((content) => content.watch === "removed");
  if (status === "removed" || isWatched) {
    // A note or a message is no reason to look again, a report since the last look is.
    const unseen = facts.contents.filter(
      ({ last_check_at: checkedAt }) => checkedAt === null || new Date(checkedAt) < reportedAt,
    );
    await hurryWatch(trx, { contentIds: unseen.map((content) => content.id), at: now });
  }
  const settledAt = status === "closed" ? row.closed_at : row.assessed_at;
  if (!settledAt) return status;
  const unexamined =
    joinedSince(facts, settledAt) ||
    (row.minor_reported_at !== null && row.minor_reported_at > settledAt) ||
    (facts.danger_at !== null && facts.danger_at > settledAt);
  if (!unexamined && verdictStands(row, isWatched)) return status;
  await recordEvents(trx, [
    { type: "case.status_changed", at: now, caseId, details: { from: status, to: "received" } },
  ]);
  return "received";
}

/** Whether what was found still answers for what is reported; a removal is the watch's to doubt. */
function verdictStands(row: CaseRow, isWatched: boolean): boolean {
  const { closed_at: closedAt, last_reported_at: reportedAt } = row;
  if (row.status !== "closed" || !closedAt || reportedAt <= closedAt) return true;
  const verdict = row.closed_reason === "done" ? isWatched : row.closed_reason !== "withdrawn";
  return verdict && !reopens({ closedAt, reportedAt });
}

function joinedSince({ contents }: CaseFacts, at: Date): boolean {
  return contents.some((content) => new Date(content.created_at) > at);
}

interface ShownCase {
  id: string;
  status: CaseStatus;
  urgency: CaseSummary["urgency"];
  overdue: boolean;
  priority: number;
  contents_count: number;
  hosts: string[];
  search_text: string;
  next_step: CaseSummary["nextStep"];
  danger_at: Date | null;
  version: number;
  why: Factor[];
  priority_until: Date | null;
  topics: Topic[];
  recent_reports: number;
  wave_since: Date | null;
}

function shownOf(row: CaseRow, status: CaseStatus, facts: CaseFacts, now: Date): ShownCase {
  const grounds = facts.grounds.flatMap((slug) => findGround(slug) ?? []);
  const danger = facts.danger_at !== null;
  const minor = row.minor_reported_at !== null;
  const found = mostUrgent(grounds.map((ground) => ground.urgency));
  const urgency = urgencyWith(found ?? concernUrgency(row.concern, minor), { danger });
  const overdue = row.overdue && ["notified", "referred", "returned"].includes(status);
  const stuckBy = {
    status,
    overdue,
    noticeFailed: facts.notices.some((notice) => notice === "failed" || notice === "in_doubt"),
    escalationOpen: facts.escalation_open,
  };
  const { count: recentReports, oldest } = facts.recent;
  const priority: PriorityFacts = {
    urgency,
    urgencyFrom: found ? "grounds" : "concern",
    dangerAt: facts.danger_at,
    stuck: stuckReasonsOf(stuckBy),
    minor,
    private: row.private_reported,
    situation: situationOf(row, facts),
    recentReports,
    dueAt: runningDeadline({ status, dueAt: row.due_at }),
    firstReportedAt: row.first_reported_at,
    now,
  };
  return {
    id: row.id,
    status,
    urgency,
    overdue,
    priority: priorityOf(priority),
    contents_count: facts.contents.length,
    hosts: [...new Set(facts.contents.flatMap((content) => content.host ?? []))],
    search_text: searchTextOf([
      row.number,
      ...facts.contents.flatMap((content) => [content.key, content.readable_url, content.service]),
      ...facts.notes,
    ]),
    next_step: nextStepOf({
      ...stuckBy,
      handling: row.handling,
      privateReported: row.private_reported,
      reassess:
        facts.assessment_proposed ||
        (row.assessed_at !== null &&
          (joinedSince(facts, row.assessed_at) ||
            (row.minor_reported_at !== null &&
              row.minor_reported_at > row.assessed_at &&
              row.handling === "unknown"))),
      noticePrepared: facts.notices.some((notice) => notice === "prepared"),
      noticePending: facts.notices.some((notice) => notice === "queued" || notice === "transmitting"),
      referralPrepared: facts.referral_prepared,
      unread: row.unread_count,
      danger,
    }),
    danger_at: facts.danger_at,
    version: status === row.status ? row.version : row.version + 1,
    why: whyOf(priority),
    priority_until: status === "closed" ? null : priorityUntil(priority),
    topics: topicsOf({
      grounds: [...facts.grounds, ...facts.proposed_grounds].flatMap(
        (slug) => findGround(slug)?.topics ?? [],
      ),
      concern: row.concern,
      minor: minor || facts.minor_found,
    }),
    recent_reports: recentReports,
    wave_since: waveSince(row.wave_since, {
      recentReports,
      oldest: oldest === null ? null : new Date(oldest),
    }),
  };
}

/** What was said, and of a case with more reports than are read here, what its factors say was said before. */
function situationOf(row: CaseRow, { situations }: CaseFacts): SituationFacts {
  const read = situationFactsOf(situations);
  if (row.reports_count <= situationsRead) return read;
  const own = row.why.some(({ factor }) => factor === "own");
  const before = row.why.find((factor) => factor.factor === "blackmail");
  return {
    own: read.own || own,
    blackmail: read.blackmail === "none" ? (before?.stage ?? "none") : read.blackmail,
  };
}

const situationsRead = 500;

async function writeShown(trx: Kysely<Database>, shown: readonly ShownCase[]): Promise<void> {
  await sql`
    update cases set status = s.status, urgency = s.urgency, overdue = s.overdue, priority = s.priority,
      contents_count = s.contents_count, hosts = s.hosts, search_text = s.search_text, next_step = s.next_step,
      danger_at = s.danger_at, version = s.version, why = s.why, priority_until = s.priority_until,
      topics = s.topics, recent_reports = s.recent_reports, wave_since = s.wave_since
    from jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) as s(id uuid, status text, urgency text,
      overdue boolean, priority int, contents_count int, hosts text[], search_text text, next_step text, danger_at timestamptz,
      version int, why jsonb, priority_until timestamptz, topics text[], recent_reports int, wave_since timestamptz)
    where cases.id = s.id`.execute(trx);
}

interface CaseFacts {
  contents: {
    id: string;
    key: string | null;
    readable_url: string | null;
    host: string | null;
    service: string | null;
    created_at: string;
    watch: WatchStatus;
    last_check_at: string | null;
  }[];
  notes: string[];
  /** Of the newest assessment. */
  grounds: string[];
  /** But for those that failed and were taken further. */
  notices: NoticeStatus[];
  escalation_open: boolean;
  referral_prepared: boolean;
  /** An assessment waits for a second person. */
  assessment_proposed: boolean;
  proposed_grounds: string[];
  /** The newest assessment, or one that waits, says that a minor is concerned. */
  minor_found: boolean;
  /**
   * When a reporter last wrote that a life may be in danger. Null once the case was assessed or closed since, or each
   * report that says so was answered since.
   */
  danger_at: Date | null;
  /** Reports of the last 24 hours. */
  recent: { count: number; oldest: string | null };
  /** The team's own, and those of the newest reports. */
  situations: Partial<Situation>[];
}

/** What hangs on each case, in one round trip. */
async function readFacts(
  trx: Kysely<Database>,
  caseIds: readonly string[],
  now: Date,
): Promise<Map<string, CaseFacts>> {
  const dayAgo = new Date(now.getTime() - 86_400_000);
  const { rows } = await sql<CaseFacts & { id: string }>`
    select wanted.id,
      coalesce((select json_agg(json_build_object('id', c.id, 'key', c.key, 'readable_url', c.readable_url,
        'host', c.host, 'service', c.service, 'created_at', c.created_at,
        'watch', w.status, 'last_check_at', w.last_check_at) order by c.created_at)
        from contents c left join watches w on w.content_id = c.id where c.case_id = wanted.id), '[]') as contents,
      coalesce((select json_agg(n.text) from notes n where n.case_id = wanted.id), '[]') as notes,
      coalesce((select to_json(a.grounds) from assessments a where a.case_id = wanted.id
        order by a.at desc limit 1), '[]') as grounds,
      coalesce((select json_agg(n.status) from notices n where n.case_id = wanted.id
        and not (n.status = 'failed' and exists (select from escalations e
          where e.notice_id = n.id and e.status = 'taken'))), '[]') as notices,
      exists (select from escalations e where e.case_id = wanted.id
        and e.status in ('proposed', 'held')) as escalation_open,
      exists (select 1 from referrals r where r.case_id = wanted.id and r.status = 'prepared') as referral_prepared,
      exists (select from proposed_assessments p where p.case_id = wanted.id) as assessment_proposed,
      coalesce((select to_json(p.grounds) from proposed_assessments p where p.case_id = wanted.id), '[]') as proposed_grounds,
      'yes' = any(array(select p.minor from proposed_assessments p where p.case_id = wanted.id)
        || array(select a.minor from assessments a where a.case_id = wanted.id order by a.at desc limit 1)) as minor_found,
      case when own.danger_at is not null then (select max(e.at) from events e
        where e.case_id = wanted.id and e.type = 'report.danger_written'
          and e.at > coalesce(greatest(own.assessed_at, own.closed_at), '-infinity')
          and not exists (select 1 from messages m
            where m.report_id = e.report_id and m.sender = 'hotline' and m.at >= e.at)) end as danger_at,
      (select json_build_object('count', count(*), 'oldest', min(r.received_at)) from reports r
        where r.case_id = wanted.id and r.received_at > ${dayAgo}) as recent,
      coalesce((select json_agg(s.answers) from situations s where s.case_id = wanted.id or s.report_id in (
        select r.id from reports r where r.case_id = wanted.id order by r.received_at desc limit ${situationsRead})), '[]')
        as situations
    from unnest(${caseIds}::uuid[]) as wanted(id) join cases own on own.id = wanted.id`.execute(trx);
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}
