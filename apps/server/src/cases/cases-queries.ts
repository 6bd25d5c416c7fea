import type { AssessmentView, CaseView, CheckView, ContentView, HistoryEntry, Topic } from "@vigie/contract";
import { Refusal } from "@vigie/contract";
import { type Kysely, type Selectable, sql } from "kysely";
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
import { caseSummaryOf, readClaimedCase } from "./case-summary.ts";
import { groundsOfTwo, undoableUntil } from "./judgement-rules.ts";
import { reportsOfCase } from "./reports-of-case.ts";

/**
 * One case with all that hangs on it, without anything sealed.
 * @param keys of the service, for whoever may carry a notice: see `noticeViews`.
 * @param topics that whoever asks may see, null: all; a match with a case they may not see is left out.
 * @param publicBody whether the hotline is a public body (CPP art. 40 applies to those).
 * @throws Refusal `case.unknown`
 */
export async function getCase(
  db: Kysely<Database>,
  {
    caseId,
    publicBody,
    now = new Date(),
    twoPeople = [],
    topics = null,
    keys = null,
  }: {
    caseId: string;
    publicBody: boolean;
    now?: Date;
    twoPeople?: readonly string[];
    topics?: readonly Topic[] | null;
    keys?: Vigie["keys"] | null;
  },
): Promise<CaseView> {
  const row = await readClaimedCase(db, caseId);
  if (!row) throw new Refusal("case.unknown");
  const [
    contents,
    reports,
    assessments,
    notices,
    answers,
    escalations,
    referrals,
    matches,
    proposed,
    notes,
    history,
  ] = await Promise.all([
    contentViews(db, caseId),
    reportRows(db, caseId),
    assessmentViews(db, caseId),
    noticeViews(db, caseId, keys),
    answerViews(db, caseId),
    escalationViews(db, caseId),
    referralViews(db, caseId),
    matchViews(db, { caseId, topics }),
    proposedAssessment(db, caseId, twoPeople),
    noteRows(db, caseId),
    historyOf(db, caseId),
  ]);
  const latest = assessments.at(-1);
  const notIllegal = latest?.manifest === "not_illegal";
  return {
    summary: caseSummaryOf(row, now),
    contents,
    reports,
    assessments,
    proposed,
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
    .leftJoin("members as seconds", "seconds.id", "assessments.second_member_id")
    .selectAll("assessments")
    .select(["members.name as by", "seconds.name as second"])
    .where("case_id", "=", caseId)
    .orderBy("at")
    .execute();
  return rows.map((row, index) => ({
    id: row.id,
    at: row.at.toISOString(),
    by: row.by,
    grounds: row.grounds,
    manifest: row.manifest,
    minor: row.minor,
    reasons: row.reasons,
    publicReasons: row.public_reasons,
    grade: row.grade,
    second: row.second,
    undoableUntil: index === rows.length - 1 ? undoableUntil(row) : null,
  }));
}

async function proposedAssessment(
  db: Kysely<Database>,
  caseId: string,
  twoPeople: readonly string[],
): Promise<CaseView["proposed"]> {
  const row = await db
    .selectFrom("proposed_assessments as p")
    .innerJoin("members", "members.id", "p.member_id")
    .selectAll("p")
    .select("members.name as by")
    .where("p.case_id", "=", caseId)
    .executeTakeFirst();
  if (!row) return null;
  const { grounds, manifest, minor, reasons, grade } = row;
  return {
    at: row.at.toISOString(),
    by: row.by,
    byId: row.member_id,
    grounds,
    manifest,
    minor,
    reasons,
    publicReasons: row.public_reasons,
    grade,
    because: groundsOfTwo({ grounds, manifest }, twoPeople),
  };
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
