import { ledgerDaysPerPage, type OwnExposure, type Topic } from "@vigie/contract";
import { sql } from "kysely";
import type { Vigie } from "../vigie.ts";
import { budgetView, readMemberBudget } from "./member-budget.ts";

/** One's own budgets and ledger. There is no parameter that names a member: nobody reads another's. */
export async function ownExposure(
  vigie: Pick<Vigie, "db" | "config" | "exposure">,
  { memberId, before }: { memberId: string; before: string | null },
): Promise<OwnExposure> {
  const budget = await readMemberBudget(vigie, vigie.db, memberId);
  const zone = vigie.config.hotline.timeZone;
  const { rows } = await sql<{
    day: string;
    reveals: number;
    seconds: number;
    weighted: number;
    severe: number;
    hours: Record<string, number>;
    topics: Partial<Record<Topic, number>>;
  }>`
    with lines as (
      select (at at time zone ${zone})::date as day, extract(hour from at at time zone ${zone})::int as hour,
        topic, granted_seconds, weighted_seconds, severity
      from exposure_ledger
      where member_id = ${memberId}
        and (${before}::date is null or at < (${before}::date)::timestamp at time zone ${zone})
    ), days as (
      select day, count(*)::int as reveals, sum(granted_seconds)::int as seconds,
        sum(weighted_seconds)::int as weighted,
        coalesce(sum(granted_seconds) filter (where severity = 'severe'), 0)::int as severe
      from lines group by day order by day desc limit ${ledgerDaysPerPage + 1}
    )
    select days.day::text as day, reveals, seconds, weighted, severe,
      (select jsonb_object_agg(hour, total) from
        (select hour, sum(granted_seconds)::int as total from lines where lines.day = days.day group by hour) h) as hours,
      (select jsonb_object_agg(topic, total) from
        (select topic, sum(granted_seconds)::int as total from lines where lines.day = days.day group by topic) t) as topics
    from days order by days.day desc`.execute(vigie.db);
  const page = rows.slice(0, ledgerDaysPerPage);
  return {
    budget: budgetView(budget),
    days: page.map(({ day, reveals, seconds, weighted, severe, hours, topics }) => ({
      day,
      reveals,
      seconds,
      weightedSeconds: weighted,
      severeSeconds: severe,
      hours: Object.entries(hours)
        .map(([hour, total]) => ({ hour: Number(hour), seconds: total }))
        .sort((a, b) => a.hour - b.hour),
      topics: Object.entries(topics).map(([topic, total]) => ({ topic: topic as Topic, seconds: total })),
    })),
    next: rows.length > page.length ? (page.at(-1)?.day ?? null) : null,
  };
}
