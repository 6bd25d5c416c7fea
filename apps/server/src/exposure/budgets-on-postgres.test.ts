import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { readConfig } from "../config.ts";
import { newId } from "../db/new-id.ts";
import { createExposure } from "./exposure.ts";
import { createExposureClock } from "./exposure-clock.ts";
import { grantReveal } from "./grant-reveal.ts";

const database = useDatabase({ max: 6 });
const minute = 60_000;
const config = readConfig({
  VIGIE_EXPOSURE_DAY_MINUTES: "2",
  VIGIE_EXPOSURE_BLOCK_MINUTES: "1",
  VIGIE_EXPOSURE_BREAK_MINUTES: "5",
});
const cases: string[] = [];

beforeAll(async () => {
  for (const number of [1, 2, 3]) {
    const id = newId();
    const at = new Date();
    await database.db
      .insertInto("cases")
      .values({
        id,
        number: `Essai ${number}`,
        status: "assessed",
        handling: "normal",
        concern: null,
        urgency: "P2",
        next_step: "assess",
        first_reported_at: at,
        last_reported_at: at,
        minor_reported_at: null,
        assessed_at: at,
        due_at: null,
        closed_reason: null,
        closed_at: null,
        expires_at: at,
      })
      .execute();
    cases.push(id);
  }
});

async function newMember(): Promise<string> {
  const id = newId();
  await database.db
    .insertInto("members")
    .values({
      id,
      name: `Ada ${id}`,
      name_key: id,
      role: "analyst",
      language: "fr",
      password_hash: "",
      totp_sealed: Buffer.of(),
      blocked_until: null,
      team_key_wrapped: null,
      joined_at: new Date(),
    })
    .execute();
  return id;
}

/** A process: its own counting, one time for all. */
function startProcess(now: () => number) {
  const exposure = createExposure(config);
  const clock = createExposureClock({ counted: now, breakMs: 5 * minute });
  exposure.clock = { ...clock, read: () => clock.read(async () => now()) };
  return { db: database.db, config, exposure };
}

interface Line {
  at: Date;
  ended_at: Date;
  weighted_seconds: number;
  severity: string;
  case_id: string | null;
}

/** The whole ledger of a member, against the budgets, by plain looks. */
function expectWithin(lines: readonly Line[]): void {
  const day = new Intl.DateTimeFormat("fr-CA", { timeZone: "Europe/Paris" });
  const hour = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Paris",
    hour: "2-digit",
    hourCycle: "h23",
  });
  const used = new Map<string, number>();
  let began = Number.NEGATIVE_INFINITY;
  let before: Line | null = null;
  for (const line of lines) {
    const date = day.format(line.at);
    used.set(date, (used.get(date) ?? 0) + line.weighted_seconds);
    expect(used.get(date)).toBeLessThanOrEqual(120);
    const hours = Number(hour.format(line.at));
    expect(hours >= 6 && hours < 16).toBe(true);
    const rested = !before || line.at.getTime() - before.ended_at.getTime() >= 5 * minute;
    if (rested) began = line.at.getTime();
    expect(line.ended_at.getTime() - began).toBeLessThanOrEqual(minute);
    if (before?.severity === "severe" && line.severity === "severe" && before.case_id !== line.case_id) {
      expect(rested).toBe(true);
    }
    before = line;
  }
}

const ask = fc.record({
  wait: fc.constantFrom(0, 1, 5_000, 20_000, minute, 299_999, 300_000, 305_000, 3_600_000, 30_000_000),
  // Both browsers at once, through both processes.
  together: fc.integer({ min: 1, max: 3 }),
  case: fc.integer({ min: 0, max: 2 }),
  killed: fc.boolean(),
});

const runs = process.env["VIGIE_FULL"] ? 500 : 100;

test("on PostgreSQL, with two processes asked at once and killed between, no member's ledger is past a budget", async () => {
  let granted = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("2026-03-28T12:00:00Z", "2026-10-24T22:00:00Z", "2026-06-01T06:00:00Z"),
      fc.array(ask, { minLength: 3, maxLength: 8 }),
      async (start, asked) => {
        const memberId = await newMember();
        let now = Date.parse(start);
        const processes = [startProcess(() => now), startProcess(() => now)];
        for (const { wait, together, case: number, killed } of asked) {
          now += wait;
          if (killed) processes[number % 2] = startProcess(() => now);
          const answers = await Promise.all(
            Array.from({ length: together }, (_, at) => {
              const one = processes[at % 2];
              if (!one) throw new Error("there are two");
              return grantReveal(one, {
                memberId,
                caseId: cases[(number + at) % 3] ?? "",
                severity: (number + at) % 3 === 2 ? "other" : "severe",
                topic: "other",
              });
            }),
          );
          for (const { decision } of answers) {
            if (decision.kind === "granted") granted += 1;
            else refused += 1;
          }
        }
        const { rows } = await database.pool.query<Line>(
          "select * from exposure_ledger where member_id = $1 order by id",
          [memberId],
        );
        expectWithin(rows);
      },
    ),
    { numRuns: runs },
  );
  expect(granted).toBeGreaterThan(runs);
  expect(refused).toBeGreaterThan(runs);
}, 300_000);

test("fifty requests at once are granted as far as the budget goes, and each has its line", async () => {
  const memberId = await newMember();
  const now = Date.parse("2026-06-01T08:00:00Z");
  const processes = [startProcess(() => now), startProcess(() => now)];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      grantReveal(processes[at % 2] ?? startProcess(() => now), {
        memberId,
        caseId: cases[0] ?? "",
        severity: "severe",
        topic: "other",
      }),
    ),
  );
  const granted = answers.filter(({ decision }) => decision.kind === "granted");
  expect(granted).toHaveLength(12);
  const { rows } = await database.pool.query("select 1 from exposure_ledger where member_id = $1", [
    memberId,
  ]);
  expect(rows).toHaveLength(12);
});

test("without a played clock, time is PostgreSQL's, and a second reading is not before the first", async () => {
  const memberId = await newMember();
  const exposure = createExposure(config);
  const { budget } = await grantReveal(
    { db: database.db, config, exposure },
    { memberId, caseId: cases[0] ?? "", severity: "other", topic: "other" },
  );
  const { rows } = await database.pool.query<{ ms: number }>(
    "select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms",
  );
  expect(Math.abs(budget.time.latest - (rows[0]?.ms ?? 0))).toBeLessThan(60_000);
});
