import type {
  AssessmentView,
  CaseList,
  CaseSummary,
  CaseView,
  CheckView,
  ContentView,
  HistoryEntry,
  listCasesQuery,
} from "@vigie/contract";
import { Refusal } from "@vigie/contract";
import { type Kysely, type Selectable, sql } from "kysely";
import type { z } from "zod";
import { answerViews } from "../answers/answer-view.ts";
import type { Database } from "../db/schema.ts";
import { escalationViews } from "../escalations/escalation-view.ts";
import { matchViews } from "../matching/match-views.ts";
import { noticeHindrance } from "../notices/notice-rules.ts";
import { noticeViews } from "../notices/notice-view.ts";
import { findRecipient } from "../providers/recipients-queries.ts";
import { dutiesFor } from "../referrals/duty-reminders-rules.ts";
import { referralViews } from "../referrals/referral-view.ts";
import type { Vigie } from "../vigie.ts";
import { reportsOfCase } from "./reports-of-case.ts";
import { likePattern } from "./search-rules.ts";

const defaultPage = 50;

/**
 * One page of the list, most pressing first. Cases whose address is sealed are found by number only.
 * @param query.after where the last page ended (`next` of its answer).
 */
export async function listCases(
  db: Kysely<Database>,
  { q, status, after, limit = defaultPage }: z.infer<typeof listCasesQuery>,
): Promise<CaseList> {
  let query = db
    .selectFrom("cases")
    .selectAll()
    .orderBy(sql`-priority`)
    .orderBy("first_reported_at")
    .orderBy("id")
    .limit(limit + 1);
  if (status === "open") query = query.where("status", "not in", ["closed", "removed"]);
  else if (status) query = query.where("status", "=", status);
  if (q?.trim()) query = query.where("search_text", "like", likePattern(q));
  const from = after ? readCursor(after) : null;
  if (from) {
    query = query.where(
      sql<boolean>`(-priority, first_reported_at, id) > (${-from.priority}::int, ${from.at}::timestamptz, ${from.id}::uuid)`,
    );
  }
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const totals = await db.selectFrom("counters").selectAll().where("name", "like", "cases_%").execute();
  const total = (name: string) => totals.find((counter) => counter.name === name)?.value ?? 0;
  return {
    cases: page.map(caseSummaryOf),
    next: rows.length > limit && last ? writeCursor(last) : null,
    counts: { open: total("cases_open"), total: total("cases_total") },
  };
}

/**
 * One case with all that hangs on it, without anything sealed.
 * @param keys of the service, for whoever may carry a notice: see `noticeViews`.
 * @param publicBody whether the hotline is a public body (CPP art. 40 applies to those).
 * @throws Refusal `case.unknown`
 */
export async function getCase(
  db: Kysely<Database>,
  { caseId, publicBody, keys = null }: { caseId: string; publicBody: boolean; keys?: Vigie["keys"] | null },
): Promise<CaseView> {
  const row = await db.selectFrom("cases").selectAll().where("id", "=", caseId).executeTakeFirst();
  if (!row) throw new Refusal("case.unknown");
  const [contents, reports, assessments, notices, answers, escalations, referrals, matches, notes, history] =
    await Promise.all([
      contentViews(db, caseId),
      reportRows(db, caseId),
      assessmentViews(db, caseId),
      noticeViews(db, caseId, keys),
      answerViews(db, caseId),
      escalationViews(db, caseId),
      referralViews(db, caseId),
      matchViews(db, caseId),
      noteRows(db, caseId),
      historyOf(db, caseId),
    ]);
  const latest = assessments.at(-1);
  const notIllegal = latest?.manifest === "not_illegal";
  return {
    summary: caseSummaryOf(row),
    contents,
    reports,
    assessments,
    notices,
    answers,
    escalations,
    referrals,
    matches,
    notes,
    duties: dutiesFor({ grounds: latest?.grounds ?? [], handling: row.handling, publicBody }),
    allowed: {
      notify:
        noticeHindrance({
          status: row.status,
          handling: row.handling,
          privateReported: row.private_reported,
          minorReportedAt: row.minor_reported_at,
          assessment: latest ? { ...latest, at: new Date(latest.at) } : null,
        }) === null,
      refer: latest !== undefined && !notIllegal && row.status !== "closed",
      check: row.handling === "normal" || row.handling === "restricted",
    },
    history,
  };
}

function caseSummaryOf(row: Selectable<Database["cases"]>): CaseSummary {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    handling: row.handling,
    concern: row.concern,
    title: row.hosts[0] ?? null,
    hosts: row.hosts,
    reports: row.reports_count,
    contents: row.contents_count,
    urgency: row.urgency,
    dangerAt: row.danger_at?.toISOString() ?? null,
    firstReportedAt: row.first_reported_at.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    overdue: row.overdue,
    nextStep: row.next_step,
    unread: row.unread_count,
  };
}

async function contentViews(db: Kysely<Database>, caseId: string): Promise<ContentView[]> {
  const rows = await db
    .selectFrom("contents")
    .innerJoin("watches", "watches.content_id", "contents.id")
    .selectAll("contents")
    .select([
      "watches.status as watch_status",
      "watches.last_verdict",
      "watches.last_check_at",
      "watches.next_check_at",
      "watches.removed_at",
    ])
    .where("contents.case_id", "=", caseId)
    .orderBy("contents.created_at")
    .orderBy("contents.id")
    .execute();
  const checks = await latestChecks(
    db,
    rows.map((row) => row.id),
  );
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      kind: row.kind,
      key: row.key,
      url: row.url,
      readableUrl: row.readable_url,
      host: row.host,
      service: row.service,
      object: row.object,
      sealed: row.address_sealed !== null,
      privateReported: row.private_reported,
      minorReported: row.minor_reported,
      reports: row.reports_count,
      watch: {
        status: row.watch_status,
        verdict: row.last_verdict,
        lastCheckAt: row.last_check_at?.toISOString() ?? null,
        nextCheckAt: row.next_check_at?.toISOString() ?? null,
        removedAt: row.removed_at?.toISOString() ?? null,
      },
      checks: checks.get(row.id) ?? [],
      recipient: row.host ? await findRecipient(db, row.host, row.service) : null,
    })),
  );
}

const shownChecks = 20;

async function latestChecks(
  db: Kysely<Database>,
  contentIds: readonly string[],
): Promise<Map<string, CheckView[]>> {
  const byContent = new Map<string, CheckView[]>();
  if (contentIds.length === 0) return byContent;
  const { rows } = await sql<Selectable<Database["checks"]>>`
    select c.* from unnest(${contentIds}::uuid[]) as wanted(id)
    cross join lateral (
      select * from checks where content_id = wanted.id order by at desc limit ${shownChecks}
    ) c`.execute(db);
  for (const row of rows) {
    const views = byContent.get(row.content_id) ?? [];
    views.push({
      id: row.id,
      at: row.at.toISOString(),
      verdict: row.verdict,
      reasons: row.reasons,
      httpStatus: row.http_status,
      finalUrl: row.final_url,
      bodySha256: row.body_sha256?.toString("hex") ?? null,
      proof: row.proof,
    });
    byContent.set(row.content_id, views);
  }
  return byContent;
}

async function reportRows(db: Kysely<Database>, caseId: string): Promise<CaseView["reports"]> {
  const { rows } = await sql<
    Pick<
      Selectable<Database["reports"]>,
      "id" | "received_at" | "language" | "concern" | "minor" | "private" | "withdrawn_at"
    > & { has_receipt: boolean; has_contact: boolean; content_ids: string[] }
  >`
    select r.id, r.received_at, r.language, r.concern, r.minor, r.private, r.withdrawn_at,
      r.receipt_lookup is not null as has_receipt, r.contact_sealed is not null as has_contact,
      array_agg(distinct c.id) as content_ids
    from (${reportsOfCase(caseId)}) shown
    join reports r on r.id = shown.id
    join report_contents rc on rc.report_id = r.id
    join contents c on c.id = rc.content_id and c.case_id = ${caseId}
    group by r.id order by r.received_at, r.id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    at: row.received_at.toISOString(),
    language: row.language,
    concern: row.concern,
    minor: row.minor,
    private: row.private,
    withdrawn: row.withdrawn_at !== null,
    hasReceipt: row.has_receipt,
    hasContact: row.has_contact,
    contentIds: row.content_ids,
  }));
}

async function assessmentViews(db: Kysely<Database>, caseId: string): Promise<AssessmentView[]> {
  const rows = await db
    .selectFrom("assessments")
    .innerJoin("members", "members.id", "assessments.member_id")
    .selectAll("assessments")
    .select("members.name as by")
    .where("case_id", "=", caseId)
    .orderBy("at")
    .execute();
  return rows.map(({ id, at, by, grounds, manifest, minor, reasons }) => ({
    id,
    at: at.toISOString(),
    by,
    grounds,
    manifest,
    minor,
    reasons,
  }));
}

async function noteRows(db: Kysely<Database>, caseId: string): Promise<CaseView["notes"]> {
  const rows = await db
    .selectFrom("notes")
    .innerJoin("members", "members.id", "notes.member_id")
    .select(["notes.id", "notes.at", "notes.text", "members.name as by"])
    .where("case_id", "=", caseId)
    .orderBy("notes.at")
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function historyOf(db: Kysely<Database>, caseId: string): Promise<HistoryEntry[]> {
  const rows = await db
    .selectFrom("events")
    .leftJoin("members", "members.id", "events.actor")
    .select(["events.at", "events.type", "events.details", "members.name as by"])
    .where("events.case_id", "=", caseId)
    .orderBy("events.seq", "desc")
    .limit(500)
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

function writeCursor(row: Selectable<Database["cases"]>): string {
  return `${row.priority}~${row.first_reported_at.toISOString()}~${row.id}`;
}

// As `writeCursor` writes it: years of four digits, which is all that PostgreSQL and `Date` read alike.
const cursorShape =
  /^(-?\d{1,6})~(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function readCursor(cursor: string): { priority: number; at: string; id: string } {
  const [, priority = "", at = "", id = ""] = cursorShape.exec(cursor) ?? [];
  if (id === "" || Number.isNaN(Date.parse(at)) || at.startsWith("0000")) {
    throw new Refusal("request.malformed", { detail: "after" });
  }
  // A 30th of February is one of March, in the one spelling that both read.
  return { priority: Number(priority), at: new Date(at).toISOString(), id };
}
