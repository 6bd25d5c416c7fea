import type { AnswerState, WeekView } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { findAuthority } from "../catalogue/installed-catalogue.ts";
import type { Database } from "../db/schema.ts";

const weekDays = 7;
/** A part that somebody had in a case counts for so long: removals can take months. */
const partDays = 180;
const mostOutcomes = 50;

interface OutcomeRow {
  type: "content.removed" | "content.returned" | "answer.confirmed" | "referral.answered";
  at: Date;
  case_id: string;
  number: string;
  title: string | null;
  contents: number;
  hours: number | null;
  recipient: string | null;
  answer: AnswerState | null;
  authority: string | null;
  acted: boolean;
}

/**
 * What became this week of cases that this person assessed, or from which they sent something: knowing the outcome is
 * one of the few things that protect (BMC Psychiatry 2023, 500 investigators).
 * @param topics that the member may see; null: all.
 */
export async function readWeek(
  db: Kysely<Database>,
  { memberId, topics, now }: { memberId: string; topics: readonly string[] | null; now: Date },
): Promise<WeekView> {
  const since = new Date(now.getTime() - weekDays * 86_400_000);
  const partSince = new Date(now.getTime() - partDays * 86_400_000);
  const { rows } = await sql<OutcomeRow>`
    with own as (
      select distinct e.case_id from events e
      where e.actor = ${memberId} and e.at > ${partSince}
        and e.type in ('case.assessed', 'notice.queued', 'notice.prepared', 'referral.prepared')
    ), happened as (
      select e.type, max(e.at) as at, e.case_id, e.subject_id, count(*)::int as contents
      from events e join own on own.case_id = e.case_id
      where e.at > ${since}
        and e.type in ('content.removed', 'content.returned', 'answer.confirmed', 'referral.answered')
      group by e.type, e.case_id, e.subject_id
    )
    select h.type, h.at, h.case_id, c.number, c.hosts[1] as title, h.contents,
      case when h.type = 'content.removed' then extract(epoch from h.at - (select min(s.at) from events s
        where s.case_id = h.case_id and s.type = 'notice.sent')) / 3600 end::float8 as hours,
      n.to_name as recipient, n.answer, r.authority, coalesce(r.status = 'acted', false) as acted
    from happened h join cases c on c.id = h.case_id
    left join notices n on h.type = 'answer.confirmed' and n.id = h.subject_id
    left join referrals r on h.type = 'referral.answered' and r.id = h.subject_id
    where ${topics}::text[] is null or c.topics <@ ${topics}::text[]
    order by h.at desc, h.case_id`.execute(db);
  const removals = rows.filter(({ type }) => type === "content.removed");
  const hours = removals.flatMap(({ hours: taken }) => (taken !== null && taken >= 0 ? [taken] : []));
  return {
    since: since.toISOString(),
    removed: removals.reduce((sum, { contents }) => sum + contents, 0),
    medianHours: median(hours),
    answered: rows.filter(({ type }) => type === "answer.confirmed" || type === "referral.answered").length,
    returned: rows.filter(({ type }) => type === "content.returned").length,
    outcomes: rows.slice(0, mostOutcomes).map(outcomeOf),
  };
}

function outcomeOf(row: OutcomeRow): WeekView["outcomes"][number] {
  const place = { at: row.at.toISOString(), caseId: row.case_id, number: row.number, title: row.title };
  switch (row.type) {
    case "content.removed":
      return {
        kind: "removed",
        ...place,
        contents: row.contents,
        hours: row.hours !== null && row.hours >= 0 ? row.hours : null,
      };
    case "content.returned":
      return { kind: "returned", ...place, contents: row.contents };
    case "answer.confirmed":
      return { kind: "answered", ...place, by: row.recipient ?? "", answer: row.answer ?? "none" };
    case "referral.answered": {
      const by = row.authority ? (findAuthority(row.authority)?.name ?? row.authority) : "";
      return { kind: "authority_answered", ...place, by, acted: row.acted };
    }
  }
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
