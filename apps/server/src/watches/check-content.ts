import { randomInt } from "node:crypto";
import type { Verdict } from "@vigie/contract";
import { type Kysely, type Selectable, sql } from "kysely";
import { type NewEvent, recordEvents } from "../audit/record-event.ts";
import { mayBecome } from "../cases/case-transitions.ts";
import { changeCaseStatus } from "../cases/change-case-status.ts";
import { handlingOfContent } from "../contents/handling-lookup.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { FetchOutcome } from "../fetch/fetch-outcome.ts";
import { addJobs } from "../jobs/define-job.ts";
import { tellReportersJob } from "../reports/report-jobs.ts";
import type { Vigie } from "../vigie.ts";
import { verdictOf } from "./check-rules.ts";
import { nextCheckAt } from "./schedule-rules.ts";
import { applyCheck, type WatchEvent, type WatchState } from "./watch-transitions.ts";

export type CheckOutcome =
  | { kind: "checked"; verdict: Verdict; checkId: string; proven: boolean }
  /** The rules forbid contact: nothing was contacted. */
  | { kind: "forbidden" }
  /** Another process is looking at this moment, or the content is gone from our side. */
  | { kind: "skipped" };

// Longer than the fetcher's own limit: a lease that outlives its process ends soon after.
const leaseMs = 60_000;

/**
 * Looks at one content, within its handling, and draws what follows: the check is stored with its proof, the
 * watch moves, and a proven removal or a return moves the case. Can run twice: a lease keeps two looks apart,
 * and a check that is not newer than the last changes nothing.
 */
export async function checkContent(
  vigie: Vigie,
  { contentId }: { contentId: string },
): Promise<CheckOutcome> {
  const { db, fetcher, clock } = vigie;
  const content = await takeLease(db, contentId, clock.now());
  if (!content) return { kind: "skipped" };
  let outcome: FetchOutcome;
  try {
    outcome = await fetcher.fetchContent({ contentId });
  } catch (error) {
    await db.updateTable("watches").set({ leased_until: null }).where("content_id", "=", contentId).execute();
    throw error;
  }
  if (outcome.kind === "refused" && outcome.reason === "handling") {
    await inTransaction(db, (trx) => recordForbidden(trx, vigie, content));
    return { kind: "forbidden" };
  }
  return inTransaction(db, (trx) => drawConsequences(trx, vigie, content, outcome));
}

/**
 * The look at the moment of sending a notice.
 * @returns `removed` only when the removal is proven by two checks; one look that finds it gone is not enough.
 */
export async function recheckContent(
  vigie: Vigie,
  { contentId }: { contentId: string },
): Promise<"removed" | "not_removed" | "not_checked"> {
  const outcome = await checkContent(vigie, { contentId });
  if (outcome.kind === "checked") return outcome.proven ? "removed" : "not_removed";
  if (outcome.kind === "forbidden") return "not_checked";
  // Somebody else looks at this moment: what is proven already stands.
  const watch = await vigie.db
    .selectFrom("watches")
    .select("status")
    .where("content_id", "=", contentId)
    .executeTakeFirst();
  return watch?.status === "removed" ? "removed" : "not_checked";
}

interface LeasedContent {
  id: string;
  caseId: string;
  url: string;
}

async function takeLease(db: Kysely<Database>, contentId: string, now: Date): Promise<LeasedContent | null> {
  const { rows } = await sql<{ case_id: string; url: string | null }>`
    update watches set leased_until = ${new Date(now.getTime() + leaseMs)}
    from contents c
    where watches.content_id = ${contentId} and c.id = watches.content_id
      and (leased_until is null or leased_until < ${now})
    returning c.case_id, c.url`.execute(db);
  const row = rows[0];
  return row ? { id: contentId, caseId: row.case_id, url: row.url ?? "" } : null;
}

/** Ends the watch, unless an assessment allowed it while this look was on its way. */
async function recordForbidden(
  trx: Kysely<Database>,
  { clock }: Pick<Vigie, "clock">,
  content: LeasedContent,
): Promise<void> {
  const watch = await trx
    .selectFrom("watches")
    .select(["status", "next_check_at"])
    .where("content_id", "=", content.id)
    .forUpdate()
    .executeTakeFirst();
  const handling = (await handlingOfContent(trx, content.id))?.handling;
  const mayBeLookedAt = handling === "normal" || handling === "restricted";
  await trx
    .updateTable("watches")
    .set({
      leased_until: null,
      ...(mayBeLookedAt ? {} : { next_check_at: null }),
      ...(mayBeLookedAt || staysAsSeen(watch?.status) ? {} : { status: "stopped" as const }),
    })
    .where("content_id", "=", content.id)
    .execute();
  if (mayBeLookedAt) return;
  await recordEvents(trx, [
    { type: "content.check_refused", at: clock.now(), caseId: content.caseId, contentId: content.id },
  ]);
}

// Nothing was seen, or what is proven: looking again does not count it a second time.
function staysAsSeen(status: string | undefined): boolean {
  return status === "waiting" || status === "removed" || status === "returned";
}

/** Somebody said "under 18" or "only to me" while the page was on its way: nothing of it is kept. */
async function wasSealedMeanwhile(trx: Kysely<Database>, contentId: string): Promise<boolean> {
  const readable = await trx
    .selectFrom("contents")
    .select("id")
    .where("id", "=", contentId)
    .where("url", "is not", null)
    // Whoever seals the address waits for this look, and then wipes what it stored.
    .forShare()
    .executeTakeFirst();
  return readable === undefined;
}

async function drawConsequences(
  trx: Kysely<Database>,
  vigie: Vigie,
  content: LeasedContent,
  outcome: FetchOutcome,
): Promise<CheckOutcome> {
  const watch = await trx
    .selectFrom("watches")
    .selectAll()
    .where("content_id", "=", content.id)
    .forUpdate()
    .executeTakeFirst();
  if (!watch) return { kind: "skipped" };
  if (await wasSealedMeanwhile(trx, content.id)) {
    await recordForbidden(trx, vigie, content);
    return { kind: "forbidden" };
  }
  const { verdict, reasons } = verdictOf(outcome, {
    url: content.url,
    lastOnline: await lastOnline(trx, content.id),
  });
  const checkId = newId();
  const answered = outcome.kind === "answered" ? outcome : null;
  await trx
    .insertInto("checks")
    .values({
      id: checkId,
      content_id: content.id,
      at: outcome.at,
      verdict,
      reasons,
      http_status: answered?.status ?? null,
      headers: answered ? JSON.stringify(answered.headers) : null,
      final_url: answered?.finalUrl ?? null,
      body_sha256: answered?.bodySha256 ? Buffer.from(answered.bodySha256, "hex") : null,
    })
    .execute();

  const { state, event } = applyCheck(stateOf(watch), { verdict, at: outcome.at, id: checkId });
  const removedAt =
    event?.kind === "removed" ? event.second.at : state.status === "removed" ? watch.removed_at : null;
  await trx
    .updateTable("watches")
    .set({
      status: state.status,
      last_verdict: verdict,
      last_check_at: state.lastCheckAt,
      removed_at: removedAt,
      removal_sights: JSON.stringify(state.removalSights),
      leased_until: null,
      next_check_at: await nextLook(trx, vigie, { watch, state, content, event, removedAt }),
    })
    .where("content_id", "=", content.id)
    .execute();

  const common = { at: outcome.at, caseId: content.caseId, contentId: content.id, subjectId: checkId };
  const events: NewEvent[] = [{ type: "content.check_made", ...common, details: { verdict } }];
  if (event?.kind === "removal_seen")
    events.push({ type: "content.removal_seen", ...common, details: { verdict } });
  if (event?.kind === "removed") {
    events.push({ type: "content.removed", ...common, details: { verdict: event.verdict } });
    await trx
      .updateTable("checks")
      .set({ proof: true })
      .where("id", "in", [event.first.checkId, event.second.checkId])
      .execute();
  }
  if (event?.kind === "returned") events.push({ type: "content.returned", ...common });
  await recordEvents(trx, events);
  await moveCase(trx, content, event, outcome.at);
  return { kind: "checked", verdict, checkId, proven: state.status === "removed" };
}

function stateOf(watch: Selectable<Database["watches"]>): WatchState {
  return {
    status: watch.status,
    removalSights: watch.removal_sights.map((sight) => ({ ...sight, at: new Date(sight.at) })),
    lastCheckAt: watch.last_check_at,
  };
}

async function lastOnline(
  trx: Kysely<Database>,
  contentId: string,
): Promise<{ finalUrl: string; bodySha256: string | null } | null> {
  const row = await trx
    .selectFrom("checks")
    .select(["final_url", "body_sha256"])
    .where("content_id", "=", contentId)
    .where("verdict", "=", "online")
    .where("final_url", "is not", null)
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.final_url
    ? { finalUrl: row.final_url, bodySha256: row.body_sha256?.toString("hex") ?? null }
    : null;
}

async function nextLook(
  trx: Kysely<Database>,
  { clock }: Vigie,
  facts: {
    watch: Selectable<Database["watches"]>;
    state: WatchState;
    content: LeasedContent;
    event: WatchEvent | null;
    removedAt: Date | null;
  },
): Promise<Date | null> {
  const { watch, state, content, event, removedAt } = facts;
  const row = await trx
    .selectFrom("cases")
    .select(["urgency", "due_at"])
    .where("id", "=", content.caseId)
    .executeTakeFirst();
  const notice = await trx
    .selectFrom("notices")
    .innerJoin("notice_contents", "notice_contents.notice_id", "notices.id")
    .select((select) => select.fn.max("notices.sent_at").as("sent_at"))
    .where("notice_contents.content_id", "=", content.id)
    .executeTakeFirst();
  const urgency = row?.urgency ?? "P3";
  return nextCheckAt({
    status: state.status,
    urgency: urgency === "P4" ? "P3" : urgency,
    startedAt: watch.started_at,
    lastNoticeAt: notice?.sent_at ?? null,
    returnedAt: event?.kind === "returned" ? event.at : null,
    lastCheckAt: state.lastCheckAt,
    removalSeenAt: state.removalSights.at(-1)?.at ?? null,
    removedAt,
    deadlineAt: row?.due_at ?? null,
    now: clock.now(),
    random: () => randomInt(1_000_000) / 1_000_000,
  });
}

/** A case is removed when every address of it is; it returns as soon as one does. */
async function moveCase(
  trx: Kysely<Database>,
  { caseId }: LeasedContent,
  event: WatchEvent | null,
  at: Date,
): Promise<void> {
  if (event?.kind !== "removed" && event?.kind !== "returned") return;
  const row = await trx
    .selectFrom("cases")
    .select("status")
    .where("id", "=", caseId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return;
  await addJobs(trx, [
    { job: tellReportersJob, payload: { caseId }, key: `${tellReportersJob.name}:${caseId}` },
  ]);
  if (event.kind === "returned") {
    if (mayBecome(row.status, "returned")) await changeCaseStatus(trx, { caseId, to: "returned", at });
    return;
  }
  const left = await trx
    .selectFrom("watches")
    .innerJoin("contents", "contents.id", "watches.content_id")
    .select("contents.id")
    .where("contents.case_id", "=", caseId)
    .where("contents.kind", "=", "url")
    .where("watches.status", "!=", "removed")
    .limit(1)
    .executeTakeFirst();
  if (!left && row.status !== "closed" && mayBecome(row.status, "removed")) {
    await changeCaseStatus(trx, { caseId, to: "removed", at });
  }
}
