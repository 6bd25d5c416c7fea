import { randomUUID } from "node:crypto";
import {
  type HandoversQuery,
  type HandoversView,
  handoverNoteDays,
  Refusal,
  type WriteHandoverBody,
} from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { permittedTopics } from "./permitted-topics.ts";

type Context = Pick<Vigie, "db" | "clock">;
type Reader = Pick<Requester, "memberId">;

interface Row {
  id: string;
  at: Date;
  expires_at: Date;
  text: string;
  member_id: string;
  by_name: string;
  to_name: string | null;
  case_id: string | null;
  number: string | null;
}

/** Notes for this member that they have not read, and their own, newest first. One about a case they may not see is not there. */
export async function listHandovers(
  { db, clock }: Context,
  { requester, after, limit }: { requester: Reader } & HandoversQuery,
): Promise<HandoversView> {
  const { memberId } = requester;
  const topics = await permittedTopics(db, memberId);
  const from = after === undefined ? null : readCursor(after);
  const { rows } = await sql<Row>`
    select n.id, n.at, n.expires_at, n.text, n.member_id, author.name as by_name, receiver.name as to_name,
      c.id as case_id, c.number
    from handover_notes n
    join members author on author.id = n.member_id
    left join members receiver on receiver.id = n.to_member_id
    left join cases c on c.id = n.case_id
    where n.expires_at > ${clock.now()}
      and (n.member_id = ${memberId} or (
        (n.to_member_id is null or n.to_member_id = ${memberId})
        and not exists (select from handover_reads r where r.note_id = n.id and r.member_id = ${memberId})))
      and (c.id is null or ${topics}::text[] is null or c.topics <@ ${topics}::text[])
      and (${from?.at ?? null}::timestamptz is null
        or (n.at, n.id) < (${from?.at ?? null}::timestamptz, ${from?.id ?? null}::uuid))
    order by n.at desc, n.id desc
    limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    notes: page.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      text: row.text,
      by: row.by_name,
      mine: row.member_id === memberId,
      to: row.to_name,
      case: row.case_id !== null && row.number !== null ? { id: row.case_id, number: row.number } : null,
    })),
    next: rows.length > limit && last ? `${last.at.toISOString()}~${last.id}` : null,
  };
}

/**
 * Leaves a note for the team or one colleague. Its words stand in no event.
 * @throws Refusal `case.unknown`, `member.not_permitted`, `request.not_found` for a colleague who is gone or sees no case
 */
export async function writeHandover(
  { db, clock }: Context,
  { requester, text, to, caseId }: { requester: Reader } & WriteHandoverBody,
): Promise<{ noteId: string }> {
  const { memberId } = requester;
  const at = clock.now();
  const id = randomUUID();
  await inTransaction(db, async (trx) => {
    if (caseId !== null && !(await maySeeCase(trx, { memberId, caseId }))) throw new Refusal("case.unknown");
    if (to !== null) await refuseReceiver(trx, { to, caseId });
    await trx
      .insertInto("handover_notes")
      .values({
        id,
        member_id: memberId,
        to_member_id: to,
        case_id: caseId,
        at,
        expires_at: new Date(at.getTime() + handoverNoteDays * 86_400_000),
        text: text.trim(),
      })
      .execute();
    await recordEvents(trx, [{ type: "handover.written", at, actor: memberId, caseId, subjectId: id }]);
  });
  return { noteId: id };
}

/**
 * Puts a note away for whoever has read it; the others keep it. Reading it twice changes nothing.
 * @throws Refusal `request.not_found` for a note to somebody else, too
 */
export async function readHandover(
  { db, clock }: Context,
  { requester, noteId }: { requester: Reader; noteId: string },
): Promise<void> {
  const { memberId } = requester;
  await inTransaction(db, async (trx) => {
    const note = await trx
      .selectFrom("handover_notes")
      .select("case_id")
      .where("id", "=", noteId)
      .where("expires_at", ">", clock.now())
      .where((e) => e.or([e("to_member_id", "is", null), e("to_member_id", "=", memberId)]))
      .executeTakeFirst();
    const caseId = note?.case_id ?? null;
    if (!note || (caseId !== null && !(await maySeeCase(trx, { memberId, caseId }))))
      throw new Refusal("request.not_found");
    const read = await trx
      .insertInto("handover_reads")
      .values({ note_id: noteId, member_id: memberId })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (read.numInsertedOrUpdatedRows === 0n) return;
    await recordEvents(trx, [
      { type: "handover.read", at: clock.now(), actor: memberId, caseId, subjectId: noteId },
    ]);
  });
}

/**
 * Deletes a note of one's own, for everybody.
 * @throws Refusal `request.not_found` for a note of somebody else, too
 */
export async function takeBackHandover(
  { db, clock }: Context,
  { requester, noteId }: { requester: Reader; noteId: string },
): Promise<void> {
  const { memberId } = requester;
  await inTransaction(db, async (trx) => {
    const taken = await trx
      .deleteFrom("handover_notes")
      .where("id", "=", noteId)
      .where("member_id", "=", memberId)
      .returning("case_id")
      .executeTakeFirst();
    if (!taken) throw new Refusal("request.not_found");
    await recordEvents(trx, [
      {
        type: "handover.taken_back",
        at: clock.now(),
        actor: memberId,
        caseId: taken.case_id,
        subjectId: noteId,
      },
    ]);
  });
}

async function refuseReceiver(
  trx: Kysely<Database>,
  { to, caseId }: { to: string; caseId: string | null },
): Promise<void> {
  const receiver = await trx
    .selectFrom("members")
    .select("role")
    .where("id", "=", to)
    .where("active", "=", true)
    .executeTakeFirst();
  if (!receiver || receiver.role === "observer") throw new Refusal("request.not_found");
  if (caseId !== null && !(await maySeeCase(trx, { memberId: to, caseId })))
    throw new Refusal("member.not_permitted");
}

async function maySeeCase(
  trx: Kysely<Database>,
  { memberId, caseId }: { memberId: string; caseId: string },
): Promise<boolean> {
  const topics = await permittedTopics(trx, memberId);
  const { rows } = await sql`
    select from cases
    where id = ${caseId} and (${topics}::text[] is null or topics <@ ${topics}::text[])`.execute(trx);
  return rows.length > 0;
}

// As `listHandovers` writes it: years of four digits, which is all that PostgreSQL and `Date` read alike.
const cursorShape =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function readCursor(cursor: string): { at: string; id: string } {
  const [, at = "", id = ""] = cursorShape.exec(cursor) ?? [];
  if (id === "" || Number.isNaN(Date.parse(at)) || at.startsWith("0000"))
    throw new Refusal("request.malformed", { detail: "after" });
  // A 30th of February is one of March, in the one spelling that both read.
  return { at: new Date(at).toISOString(), id };
}
