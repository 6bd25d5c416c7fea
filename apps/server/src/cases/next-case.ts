import type { CaseSummary, Topic } from "@vigie/contract";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { caseSummaryOf, readClaimedCase } from "./case-summary.ts";
import { claimEnd, skipHours } from "./claim-rules.ts";
import { bandSize } from "./priority-rules.ts";

/**
 * Claims the most pressing case that this member may see, that nobody has, and that has a step for a person. Several
 * people who ask at once get different cases. Left out is what they skipped in the last twelve hours, what waits for
 * somebody to second them, and what they would rather not be given, unless a life may be in danger. A report in a language
 * they read goes before others of the same urgency.
 * @returns null when nothing waits for them.
 */
export async function nextCase(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { memberId }: { memberId: string },
): Promise<CaseSummary | null> {
  const at = clock.now();
  return inTransaction(db, async (trx) => {
    const member = await trx
      .selectFrom("members")
      .select(["topics", "opt_outs", "languages_read"])
      .where("id", "=", memberId)
      .executeTakeFirstOrThrow();
    const id = await mostPressing(trx, { memberId, at, ...member });
    if (id === null) return null;
    await trx
      .updateTable("cases")
      .set({ claimed_by: memberId, claimed_until: claimEnd(at) })
      .where("id", "=", id)
      .execute();
    await recordEvents(trx, [{ type: "case.claimed", at, actor: memberId, caseId: id }]);
    const row = await readClaimedCase(trx, id);
    return row ? caseSummaryOf(row, at) : null;
  });
}

interface Seeker {
  memberId: string;
  at: Date;
  topics: readonly Topic[] | null;
  opt_outs: readonly Topic[];
  languages_read: readonly string[];
}

async function mostPressing(trx: Kysely<Database>, seeker: Seeker): Promise<string | null> {
  const first = await take(trx, seeker, sql`true`);
  const { languages_read: read } = seeker;
  if (!first || read.length === 0 || first.languages.some((language) => read.includes(language))) {
    return first?.id ?? null;
  }
  const band = Math.floor(first.priority / bandSize) * bandSize;
  const readable = await take(
    trx,
    seeker,
    sql`(-priority) <= ${-band}::int and languages && ${read}::text[]`,
  );
  return readable?.id ?? first.id;
}

interface Candidate {
  id: string;
  priority: number;
  languages: string[];
}

/** The first that nobody else is taking at this moment; it stays locked. */
async function take(
  trx: Kysely<Database>,
  { memberId, at, topics, opt_outs: optOuts }: Seeker,
  also: RawBuilder<unknown>,
): Promise<Candidate | undefined> {
  const skippedAfter = new Date(at.getTime() - skipHours * 3_600_000);
  const fits = (more: RawBuilder<unknown>) => sql`
    status not in ('closed','removed') and next_step not in ('wait','none')
    and (claimed_until is null or claimed_until <= ${at})
    and (danger_at is not null or not topics && ${optOuts}::text[])
    and not exists (select from case_skips s where s.case_id = cases.id and s.member_id = ${memberId}
      and s.at > ${skippedAfter})
    and not exists (select from proposed_assessments p
      where p.case_id = cases.id and p.member_id = ${memberId})
    and ${more} and ${also}`;
  const order = sql`order by (-priority), first_reported_at, id`;
  // As in the list: one walk for each topic they may see. Enough of each that others may be taking some.
  const from = topics
    ? sql`(select walk.id from unnest(${[...topics, null]}::text[]) t(topic) cross join lateral (
        select id from cases where ${fits(sql`topics[1] is not distinct from t.topic and topics <@ ${topics}::text[]`)}
        ${order} limit ${walkAhead}) walk)`
    : null;
  const { rows } = await sql<Candidate>`
    select id, priority, languages from cases
    where ${fits(from ? sql`id in ${from}` : sql`true`)}
    ${order} limit 1 for no key update skip locked`.execute(trx);
  return rows[0];
}

const walkAhead = 50;
