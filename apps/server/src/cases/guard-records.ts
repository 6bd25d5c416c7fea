import { type ErrorCode, Refusal } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
import type { Vigie } from "../vigie.ts";
import { claimEnd } from "./claim-rules.ts";

/**
 * By the name of a route's parameter: which case the record belongs to, and what a route says when there is no such
 * record. `case.unknown` for the case itself, so that a hidden record looks like an absent one.
 */
const records: Record<string, { cases: (id: string) => RawBuilder<unknown>; absent: ErrorCode }> = {
  caseId: { cases: (id) => sql`select ${id}::uuid`, absent: "case.unknown" },
  contentId: { cases: (id) => sql`select case_id from contents where id = ${id}`, absent: "content.unknown" },
  noticeId: { cases: (id) => sql`select case_id from notices where id = ${id}`, absent: "notice.unknown" },
  answerId: { cases: (id) => sql`select case_id from answers where id = ${id}`, absent: "answer.unknown" },
  escalationId: {
    cases: (id) => sql`select case_id from escalations where id = ${id}`,
    absent: "escalation.unknown",
  },
  referralId: {
    cases: (id) => sql`select case_id from referrals where id = ${id}`,
    absent: "referral.unknown",
  },
  matchId: {
    cases: (id) => sql`select unnest(array[case_id, other_case_id]) from matches where id = ${id}`,
    absent: "match.unknown",
  },
  messageId: {
    cases: (id) => sql`
      select n.case_id from mailbox_messages m join notices n on n.id = m.notice_id where m.id = ${id}`,
    absent: "mailbox.message_unknown",
  },
};

/** Names of parameters whose records are guarded. */
export const guardedParameters: ReadonlySet<string> = new Set(Object.keys(records));

/**
 * Puts the permission on the record: on every route registered after this, a record of a case with a topic that the
 * member may not see looks as if it did not exist. Whatever the holder of a claim does on the case renews it.
 */
export function guardRecords(app: FastifyInstance, vigie: Pick<Vigie, "db" | "clock">): void {
  app.addHook("preHandler", async ({ requester, params, method }) => {
    if (!requester) return;
    const { memberId } = requester;
    for (const [name, id] of Object.entries(params as Record<string, string>)) {
      const record = records[name];
      if (!record) continue;
      if (!(await maySee(vigie.db, { memberId, cases: record.cases(id) }))) throw new Refusal(record.absent);
      if (method !== "GET") await renewClaim(vigie, { memberId, cases: record.cases(id) });
    }
  });
}

/**
 * Whether a member may see all of these cases. One that does not exist is for its route to refuse.
 * @param cases a query of their ids.
 */
export async function maySee(
  db: Kysely<Database>,
  { memberId, cases }: { memberId: string; cases: RawBuilder<unknown> },
): Promise<boolean> {
  const topics = await permittedTopics(db, memberId);
  if (topics === null) return true;
  const { rows } = await sql<{ hidden: boolean }>`
    select exists (select from cases where id in (${cases}) and not topics <@ ${topics}::text[]) as hidden`.execute(
    db,
  );
  return rows[0]?.hidden === false;
}

/** A claim that ran out is not renewed: somebody else may be about to take the case. */
async function renewClaim(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { memberId, cases }: { memberId: string; cases: RawBuilder<unknown> },
): Promise<void> {
  const at = clock.now();
  await sql`
    update cases set claimed_until = ${claimEnd(at)}
    where id in (${cases}) and claimed_by = ${memberId} and claimed_until > ${at}`.execute(db);
}
