import { caseStatuses, type EventType } from "@vigie/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { type NewEvent, recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import { readFigures } from "./figures-queries.ts";

const database = useDatabase({ max: 2 });

// The night of 29 March 2026 has 23 hours in Paris: at 02:00 it is 03:00.
const now = new Date("2026-04-05T10:00:00Z");
const timeZone = "Europe/Paris";

const event = (type: EventType, at: string, more: Partial<NewEvent> = {}): NewEvent => ({
  type,
  at: new Date(at),
  ...more,
});

/** Figures of these events alone; what the log held before does not count. */
async function figuresOf(events: readonly NewEvent[], options: { timeZone?: string; session?: string } = {}) {
  const undo = new Error("undo");
  let figures: Awaited<ReturnType<typeof readFigures>> | undefined;
  await database.db
    .transaction()
    .execute(async (trx) => {
      if (options.session) await sql`select set_config('timezone', ${options.session}, true)`.execute(trx);
      await recordEvents(trx, events);
      figures = await readFigures(trx, { timeZone: options.timeZone ?? timeZone, now });
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  if (!figures) throw new Error("no figures were read");
  return figures;
}

test("an empty log gives zeros for thirty days and no median", async () => {
  const figures = await figuresOf([]);
  expect(figures).toMatchObject({
    reports: 0,
    openCases: 0,
    noticesSent: 0,
    referralsFiled: 0,
    removed: 0,
    medianHoursToRemoval: null,
  });
  expect(figures.byStatus).toEqual(caseStatuses.map((status) => ({ status, cases: 0 })));
  expect(figures.byDay).toHaveLength(30);
  expect(figures.byDay[0]).toEqual({ day: "2026-03-07", reports: 0, removed: 0 });
  expect(figures.byDay.at(-1)).toEqual({ day: "2026-04-05", reports: 0, removed: 0 });
});

test("totals are those of the events, and events of other kinds do not count", async () => {
  const at = "2026-03-20T12:00:00Z";
  const figures = await figuresOf([
    event("report.received", at),
    event("report.received", "2020-01-01T00:00:00Z"),
    event("notice.sent", at),
    event("notice.failed", at),
    event("referral.filed", at),
    event("referral.answered", at),
    event("content.removed", at),
    event("content.removal_seen", at),
  ]);
  expect(figures).toMatchObject({ reports: 2, noticesSent: 1, referralsFiled: 1, removed: 1 });
});

// Whatever time zone the database's own session has.
test.each([
  "UTC",
  "Europe/Paris",
  "America/Los_Angeles",
  "Asia/Tokyo",
])("a day is the hotline's day, also across the change of the hour (database in %s)", async (session) => {
  const figures = await figuresOf(
    [
      event("report.received", "2026-03-27T22:59:59.999Z"), // 27 March, 23:59 in Paris
      event("report.received", "2026-03-27T23:00:00.000Z"), // 28 March, 00:00
      event("report.received", "2026-03-28T22:59:59.999Z"), // 28 March, 23:59
      event("report.received", "2026-03-28T23:00:00.000Z"), // 29 March, 00:00
      event("report.received", "2026-03-29T00:59:59.999Z"), // 29 March, 01:59; a second later it is 03:00
      event("report.received", "2026-03-29T01:00:00.000Z"), // 29 March, 03:00
      event("report.received", "2026-03-29T21:59:59.999Z"), // 29 March, 23:59, summer time
      event("content.removed", "2026-03-29T22:00:00.000Z"), // 30 March, 00:00
      event("report.received", "2026-04-05T21:59:59.999Z"), // the last minute of today
      event("report.received", "2026-04-05T22:00:00.000Z"), // tomorrow
      event("report.received", "2026-03-06T22:59:59.999Z"), // a day too old
      event("content.removed", "2026-03-06T23:00:00.000Z"), // the first minute shown
    ],
    { session },
  );
  const days = figures.byDay.filter(({ reports, removed }) => reports + removed > 0);
  expect(days).toEqual([
    { day: "2026-03-07", reports: 0, removed: 1 },
    { day: "2026-03-27", reports: 1, removed: 0 },
    { day: "2026-03-28", reports: 2, removed: 0 },
    { day: "2026-03-29", reports: 4, removed: 0 },
    { day: "2026-03-30", reports: 0, removed: 1 },
    { day: "2026-04-05", reports: 1, removed: 0 },
  ]);
  expect(figures.byDay).toHaveLength(30);
});

test("today is the hotline's today, which may be another date than in Greenwich", async () => {
  const figures = await figuresOf([], { timeZone: "Pacific/Kiritimati" });
  expect(figures.byDay.at(-1)?.day).toBe("2026-04-06");
});

test("the median counts from the first notice of a case to each removal after it", async () => {
  const [a, b, c, d] = [newId(), newId(), newId(), newId()];
  const figures = await figuresOf([
    event("notice.sent", "2026-03-20T00:00:00Z", { caseId: a }),
    event("notice.sent", "2026-03-20T20:00:00Z", { caseId: a }),
    event("content.removed", "2026-03-21T00:00:00Z", { caseId: a }), // 24 h
    event("notice.sent", "2026-03-20T00:00:00Z", { caseId: b }),
    event("content.removed", "2026-03-20T06:00:00Z", { caseId: b }), // 6 h
    event("content.removed", "2026-03-20T10:00:00Z", { caseId: b }), // 10 h
    event("content.removed", "2026-03-20T10:00:00Z", { caseId: c }), // never notified
    event("content.removed", "2026-03-20T10:00:00Z", { caseId: d }), // gone before the notice
    event("notice.sent", "2026-03-20T11:00:00Z", { caseId: d }),
  ]);
  expect(figures.medianHoursToRemoval).toBe(10);
});

test("cases stand by status, and open ones are neither closed nor removed", async () => {
  for (const [index, status] of (
    ["received", "received", "notified", "closed", "removed"] as const
  ).entries()) {
    const id = newId();
    await database.db
      .insertInto("cases")
      .values({
        id,
        number: `2026-${index}`,
        status,
        handling: "unknown",
        concern: null,
        urgency: "P3",
        next_step: "assess",
        first_reported_at: now,
        last_reported_at: now,
        minor_reported_at: null,
        assessed_at: null,
        due_at: null,
        closed_reason: null,
        closed_at: null,
        expires_at: now,
      })
      .execute();
  }
  const figures = await readFigures(database.db, { timeZone, now });
  expect(figures.openCases).toBe(3);
  expect(figures.byStatus).toEqual(
    expect.arrayContaining([
      { status: "received", cases: 2 },
      { status: "notified", cases: 1 },
      { status: "closed", cases: 1 },
      { status: "removed", cases: 1 },
    ]),
  );
});
