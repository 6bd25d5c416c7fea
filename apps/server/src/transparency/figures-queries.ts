import { caseStatuses, type FiguresView } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

const shownDays = 30;

/** Figures recomputed from the event log. Days are those of the hotline's time zone. */
export async function readFigures(
  db: Kysely<Database>,
  { timeZone, now }: { timeZone: string; now: Date },
): Promise<FiguresView> {
  const [totals, days, statuses, median] = await Promise.all([
    db
      .selectFrom("events")
      .select(["type", (select) => select.fn.countAll<number>().as("count")])
      .where("type", "in", ["report.received", "notice.sent", "referral.filed", "content.removed"])
      .groupBy("type")
      .execute(),
    // `timestamp` without a zone all along: a date alone would become midnight in the zone of the session.
    sql<{ day: string; reports: number; removed: number }>`
      select to_char(d.day, 'YYYY-MM-DD') as day,
        count(e.*) filter (where e.type = 'report.received')::int as reports,
        count(e.*) filter (where e.type = 'content.removed')::int as removed
      from generate_series(
        (${now}::timestamptz at time zone ${timeZone})::date - make_interval(days => ${shownDays - 1}::int),
        (${now}::timestamptz at time zone ${timeZone})::date::timestamp, interval '1 day') as d(day)
      left join events e on e.type in ('report.received', 'content.removed')
        and e.at >= d.day at time zone ${timeZone} and e.at < (d.day + interval '1 day') at time zone ${timeZone}
      group by d.day order by d.day`.execute(db),
    db
      .selectFrom("case_counts")
      .select((select) => caseStatuses.map((status) => select.fn.sum<string | null>(status).as(status)))
      .executeTakeFirstOrThrow(),
    sql<{ hours: number | null }>`
      select (percentile_cont(0.5) within group (order by extract(epoch from gone.at - told.at) / 3600))::float8 as hours
      from events gone
      join lateral (select min(at) as at from events where case_id = gone.case_id and type = 'notice.sent') told
        on told.at is not null and told.at <= gone.at
      where gone.type = 'content.removed'`.execute(db),
  ]);
  const total = (type: string) => Number(totals.find((row) => row.type === type)?.count ?? 0);
  return {
    reports: total("report.received"),
    openCases: caseStatuses
      .filter((status) => status !== "closed" && status !== "removed")
      .reduce((sum, status) => sum + Number(statuses[status] ?? 0), 0),
    noticesSent: total("notice.sent"),
    referralsFiled: total("referral.filed"),
    removed: total("content.removed"),
    medianHoursToRemoval: median.rows[0]?.hours ?? null,
    byDay: days.rows,
    byStatus: caseStatuses.map((status) => ({
      status,
      cases: Number(statuses[status] ?? 0),
    })),
  };
}
