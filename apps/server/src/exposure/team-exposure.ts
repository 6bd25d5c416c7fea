import { leastPeopleOfSum, type TeamExposure } from "@vigie/contract";
import { sql } from "kysely";
import type { Vigie } from "../vigie.ts";
import { budgetStanding } from "./budget-rules.ts";
import { databaseNow, readMemberBudget } from "./member-budget.ts";

const weeksShown = 12;
const roundedToMinutes = 10;

/**
 * What managers see of exposure: of each member the state of the budget; of the team sums of whole weeks that are over,
 * when at least five people stand behind them. A running sum, or one of fewer, would tell what one person looked at.
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
  }>`
    select date_trunc('week', at at time zone ${zone})::date::text as week, count(distinct member_id)::int as people,
      sum(granted_seconds)::int as seconds,
      coalesce(sum(granted_seconds) filter (where severity = 'severe'), 0)::int as severe,
      count(distinct member_id) filter (where severity = 'severe')::int as "severePeople"
    from exposure_ledger
    where at < date_trunc('week', ${new Date(earliest)}::timestamptz at time zone ${zone}) at time zone ${zone}
    group by 1 order by 1 desc limit ${weeksShown}`.execute(db);
  return {
    members: states,
    weeks: rows.map(({ week, people, seconds, severe, severePeople }) => ({
      week,
      minutes: people >= leastPeopleOfSum ? rounded(seconds) : null,
      severeMinutes: severePeople >= leastPeopleOfSum ? rounded(severe) : null,
    })),
  };
}

function rounded(seconds: number): number {
  return Math.round(seconds / 60 / roundedToMinutes) * roundedToMinutes;
}
