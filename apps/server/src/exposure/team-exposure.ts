import { leastPeopleOfSum, type TeamExposure } from "@vigie/contract";
import { sql } from "kysely";
import type { Vigie } from "../vigie.ts";
import { budgetStanding } from "./budget-rules.ts";
import { databaseNow, readMemberBudget } from "./member-budget.ts";

const weeksShown = 12;
const roundedToMinutes = 10;
/** Who looked for less does not hide anybody. */
const leastSecondsOfOne = 60;

/**
 * What managers see of exposure: of each member the state of the budget; of the team sums of whole weeks that are over,
 * when at least five people stand behind them, with a minute each or more. A running sum, or one of fewer, would tell what
 * one person looked at; so would a difference, which is why severe minutes ask for five people on both of its sides.
 */
export async function teamExposure(vigie: Pick<Vigie, "db" | "config" | "exposure">): Promise<TeamExposure> {
  const { db, config } = vigie;
  const members = await db
    .selectFrom("members")
    .select(["id", "name"])
    .where("active", "=", true)
    .where("role", "in", ["analyst", "reviewer", "manager"])
    .orderBy("name_key")
    .execute();
  const states: TeamExposure["members"] = [];
  for (const { id, name } of members) {
    const budget = await readMemberBudget(vigie, db, id);
    states.push({ memberId: id, name, state: budgetStanding(budget).state });
  }
  const zone = config.hotline.timeZone;
  const { earliest } = await vigie.exposure.clock.read(() => databaseNow(db));
  const { rows } = await sql<{
    week: string;
    people: number;
    seconds: number;
    severe: number;
    severePeople: number;
    otherPeople: number;
  }>`
    with shares as (
      select date_trunc('week', at at time zone ${zone})::date::text as week, member_id, sum(granted_seconds) as seconds,
        coalesce(sum(granted_seconds) filter (where severity = 'severe'), 0) as severe
      from exposure_ledger
      where at < date_trunc('week', ${new Date(earliest)}::timestamptz at time zone ${zone}) at time zone ${zone}
      group by 1, 2
    )
    select week, sum(seconds)::int as seconds, sum(severe)::int as severe,
      count(*) filter (where seconds >= ${leastSecondsOfOne})::int as people,
      count(*) filter (where severe >= ${leastSecondsOfOne})::int as "severePeople",
      count(*) filter (where seconds - severe >= ${leastSecondsOfOne})::int as "otherPeople"
    from shares group by 1 order by 1 desc limit ${weeksShown}`.execute(db);
  return {
    members: states,
    weeks: rows.map(({ week, people, seconds, severe, severePeople, otherPeople }) => ({
      week,
      minutes: people >= leastPeopleOfSum ? rounded(seconds) : null,
      severeMinutes:
        hidesEach(severe, severePeople) && hidesEach(seconds - severe, otherPeople) ? rounded(severe) : null,
    })),
  };
}

function hidesEach(seconds: number, people: number): boolean {
  return seconds === 0 || people >= leastPeopleOfSum;
}

function rounded(seconds: number): number {
  return Math.round(seconds / 60 / roundedToMinutes) * roundedToMinutes;
}
