import { type BudgetView, overrideMinutes } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import {
  type BudgetSettings,
  budgetStanding,
  daysOf,
  type LastReveal,
  type MemberTime,
  memberTime,
  wentBack,
} from "./budget-rules.ts";
import { dayBounds, hourOf } from "./day-hours-rules.ts";

/** What the budgets of a member rest on, read at one moment. */
export interface MemberBudget {
  settings: BudgetSettings;
  time: MemberTime;
  last: LastReveal | null;
  usedSeconds: number;
  overrideUntil: number | null;
  overrideRequestedAt: Date | null;
  /** Of this process, at the moment of reading. */
  countedMs: number;
}

/** What the installation allows. */
export function budgetSettings({ exposure, hotline }: Vigie["config"]): BudgetSettings {
  const { dayMinutes, blockMinutes, breakMinutes, stop, resume } = exposure;
  const hours = { stop: hourOf(stop), resume: hourOf(resume), timeZone: hotline.timeZone };
  return { dayMinutes, blockMinutes, breakMinutes, hours };
}

/** Reads the clocks and a member's ledger. In a transaction that decides, take the member's lock first. */
export async function readMemberBudget(
  { config, exposure }: Pick<Vigie, "config" | "exposure">,
  db: Kysely<Database>,
  memberId: string,
): Promise<MemberBudget> {
  const settings = budgetSettings(config);
  const line = await db
    .selectFrom("exposure_ledger")
    .select(["id", "at", "ended_at", "block_at", "severity", "case_id"])
    .where("member_id", "=", memberId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const { countedMs, ...reading } = await exposure.clock.read(() => databaseNow(db));
  const last: LastReveal | null = line
    ? {
        at: line.at.getTime(),
        endedAt: line.ended_at.getTime(),
        blockAt: line.block_at.getTime(),
        severe: line.severity === "severe",
        caseId: line.case_id,
        ...exposure.clock.seen(memberId, {
          id: line.id,
          countedMs,
          wentBack: () => wentBack(reading, { endedAt: line.ended_at.getTime() }),
        }),
      }
    : null;
  const time = wholeMs(memberTime(reading, last));
  const usedSeconds = await usedOn(db, { memberId, days: daysOf(time, settings), settings });
  // One that was granted lasts, also when the next is asked for.
  const { until, requested_at: requestedAt } = await db
    .selectFrom("exposure_overrides")
    .select(({ fn }) => [
      fn.max("until").as("until"),
      fn.max("requested_at").filterWhere("granted_at", "is", null).as("requested_at"),
    ])
    .where("member_id", "=", memberId)
    .executeTakeFirstOrThrow();
  const waits = requestedAt && time.latest - requestedAt.getTime() < overrideMinutes * 60_000;
  return {
    settings,
    time,
    last,
    usedSeconds,
    overrideUntil: until?.getTime() ?? null,
    overrideRequestedAt: waits ? requestedAt : null,
    countedMs,
  };
}

/** PostgreSQL's clock at this moment, not that of the transaction's beginning. */
export async function databaseNow(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now.getTime() ?? Number.NaN;
}

/** Weighted seconds on a day; of several days, the most. What may lie on two days counts on both. */
async function usedOn(
  db: Kysely<Database>,
  { memberId, days, settings }: { memberId: string; days: readonly number[]; settings: BudgetSettings },
): Promise<number> {
  let most = 0;
  for (const day of days) {
    const { start, end } = dayBounds(day, settings.hours.timeZone);
    const { used } = await db
      .selectFrom("exposure_ledger")
      .select(sql<number>`coalesce(sum(weighted_seconds), 0)::int`.as("used"))
      .where("member_id", "=", memberId)
      .where("ended_at", ">", new Date(start))
      .where("at", "<", new Date(end))
      .executeTakeFirstOrThrow();
    most = Math.max(most, used);
  }
  return most;
}

/** Rows hold whole milliseconds: what is rounded is rounded away from what is allowed. */
function wholeMs({ earliest, latest, restedMs }: MemberTime): MemberTime {
  return { earliest: Math.floor(earliest), latest: Math.ceil(latest), restedMs: Math.floor(restedMs) };
}

/** The budgets as their owner sees them. */
export function budgetView(budget: MemberBudget): BudgetView {
  const { settings, time, usedSeconds, overrideUntil, overrideRequestedAt } = budget;
  const { state, block, breakUntil, hours } = budgetStanding(budget);
  const iso = (moment: number) => new Date(moment).toISOString();
  return {
    state,
    day: { usedSeconds, ofSeconds: settings.dayMinutes * 60 },
    block: block && { beganAt: iso(block.beganAt), endsAt: iso(block.endsAt) },
    breakUntil: breakUntil === null ? null : iso(breakUntil),
    hours: { open: hours.open, changesAt: iso(hours.changesAt) },
    overrideUntil: overrideUntil !== null && overrideUntil > time.latest ? iso(overrideUntil) : null,
    overrideRequestedAt: overrideRequestedAt?.toISOString() ?? null,
  };
}
