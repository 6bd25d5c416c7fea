import { type Expression, type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Because } from "./ladder-rules.ts";

/** After an act of a person towards an authority, this long nothing further is proposed for the same notice. */
export const authorityTermHours = 168;

/**
 * Why the notice `n` led to nothing; null when it did not, or its time is not over. Whoever says that it acted has a day
 * to be right, and no less than its time: what a look sees online after that is still there. What nobody may look at is
 * believed, and so is whoever was asked for one person's results or about somebody else's decision.
 * @param passed whether the time of an unanswered notice is over.
 */
function becauseOf(passed: Expression<boolean>): RawBuilder<Because | null> {
  return sql<Because | null>`case
    when n.status = 'failed' then case when exists (select from events e where e.case_id = n.case_id
      and e.type = 'notice.bounced' and e.subject_id = n.id) then 'bounced' else 'failed' end
    when n.status <> 'sent' then null
    when exists (select from notice_contents nc join watches w on w.content_id = nc.content_id
      join events e on e.content_id = nc.content_id and e.type = 'content.returned' and e.at > n.sent_at
      where nc.notice_id = n.id and w.status <> 'removed') then 'returned'
    when n.answer = 'refused' then 'refused'
    when n.answer = 'acted' then case when n.kind not in ('delisting', 'complaint')
      and exists (select from (${pending}) p join checks k on k.content_id = p.content_id
        where k.verdict = 'online' and k.at > greatest(n.decided_at + interval '24 hours', n.due_at))
      then 'still_there' end
    when ${passed} then 'deadline' end`;
}

function isPast(at: Date): Expression<boolean> {
  return sql<boolean>`n.due_at < ${at}`;
}

/** Contents of the notice `n` that are neither gone nor named in a newer notice. */
const pending = sql`select nc.content_id from notice_contents nc
  left join watches w on w.content_id = nc.content_id
  where nc.notice_id = n.id and nc.outcome is distinct from 'already_removed'
    and w.status is distinct from 'removed'
    and not exists (select from notice_contents later join notices m on m.id = later.notice_id
      where later.content_id = nc.content_id and later.outcome is distinct from 'already_removed'
        and m.status <> 'cancelled' and (m.created_at, m.id) > (n.created_at, n.id))`;

/** The cases whose notices are followed up. */
const isFollowed = sql`c.status in ('assessed', 'notified', 'referred', 'returned')
  and (select a.manifest from assessments a where a.case_id = c.id order by a.at desc limit 1) <> 'not_illegal'`;

/** Nothing is open after the notice `n`, its last rung is not decided, and no authority has just been told. */
function isUnattended(at: Date) {
  return sql`not exists (select from escalations e where e.notice_id = n.id and (
    e.status in ('proposed', 'held')
    or (e.rung = 'call' and e.status in ('taken', 'dismissed'))
    or (e.status = 'taken' and e.taken_notice_id is null
      and e.settled_at > ${new Date(at.getTime() - authorityTermHours * 3_600_000)})))`;
}

/** Notices that led to nothing and wait for a proposal, those due first; at most `limit`. */
export async function stuckNotices(
  db: Kysely<Database>,
  { at, limit }: { at: Date; limit: number },
): Promise<{ noticeId: string; caseId: string }[]> {
  const { rows } = await sql<{ noticeId: string; caseId: string }>`
    select n.id as "noticeId", n.case_id as "caseId" from notices n join cases c on c.id = n.case_id
    where n.status in ('sent', 'failed') and ${isFollowed} and ${isUnattended(at)}
      and ${becauseOf(isPast(at))} is not null and exists (${pending})
    order by coalesce(n.due_at, n.created_at), n.id limit ${limit}`.execute(db);
  return rows;
}

/** The same question about one notice, once its case is held. */
export async function whyStuck(
  trx: Kysely<Database>,
  { noticeId, at }: { noticeId: string; at: Date },
): Promise<{ because: Because; contentIds: string[] } | null> {
  const { rows } = await sql<{ because: Because | null; contentIds: string[] }>`
    select ${becauseOf(isPast(at))} as because, array(${pending} order by nc.position) as "contentIds"
    from notices n join cases c on c.id = n.case_id
    where n.id = ${noticeId} and ${isFollowed} and ${isUnattended(at)}`.execute(trx);
  const [row] = rows;
  return row?.because && row.contentIds.length > 0 ? { ...row, because: row.because } : null;
}

/** What is still pending of an escalation's notice. */
export async function pendingContents(trx: Kysely<Database>, noticeId: string): Promise<string[]> {
  const { rows } = await sql<{ contentIds: string[] }>`
    select array(${pending} order by nc.position) as "contentIds" from notices n where n.id = ${noticeId}`.execute(
    trx,
  );
  return rows[0]?.contentIds ?? [];
}

/**
 * Open escalations without a reason any more: the case is settled, everything is gone or named in a newer notice, or the
 * notice has moved on. A clock that went back is no such reason.
 */
export async function endedEscalations(
  db: Kysely<Database>,
  { limit }: { limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from escalations e join notices n on n.id = e.notice_id join cases c on c.id = e.case_id
    where ${isEnded} order by e.proposed_at limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

const isEnded = sql`e.status in ('proposed', 'held')
  and ((${isFollowed}) is not true
    or ${becauseOf(sql<boolean>`true`)} is distinct from e.because
    or not exists (select from (${pending}) p where p.content_id = any(e.content_ids)))`;

/** The same question about one escalation, once its case is held. */
export async function hasEnded(trx: Kysely<Database>, escalationId: string): Promise<boolean> {
  const { rows } = await sql`
    select from escalations e join notices n on n.id = e.notice_id join cases c on c.id = e.case_id
    where e.id = ${escalationId} and ${isEnded}`.execute(trx);
  return rows.length > 0;
}
