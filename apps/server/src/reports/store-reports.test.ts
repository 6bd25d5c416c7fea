import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { newId } from "../db/new-id.ts";
import { migrateJobs } from "../jobs/run-jobs.ts";
import { createIntake, type PreparedReport } from "./intake.ts";
import { storeReports } from "./store-reports.ts";

const database = useDatabase();
beforeAll(async () => {
  await migrateJobs({ pool: database.pool, log: quietLog });
});

const reportDays = 365;

function preparedReport(key: Buffer, more: Partial<PreparedReport> = {}): PreparedReport {
  return {
    id: newId(),
    receivedAt: new Date(),
    source: "api",
    language: "fr",
    concern: null,
    minor: false,
    private: false,
    wordsSealed: randomBytes(8),
    contactSealed: null,
    receiptLookup: null,
    threadKey: null,
    idempotency: null,
    contents: [{ id: newId(), kind: "url", keyMac: key, address: null, sealed: randomBytes(8) }],
    ...more,
  };
}

test("a report that meets a case being opened by another process at that moment counts in it, and so does what it says", async () => {
  const key = randomBytes(32);
  const stored: Promise<unknown>[] = [];
  await database.db.transaction().execute(async (first) => {
    await storeReports(first, [preparedReport(key)], { reportDays });
    const second = preparedReport(key, { minor: true, private: true });
    stored.push(database.db.transaction().execute((trx) => storeReports(trx, [second], { reportDays })));
    // Long enough for the second to reach the content and wait for it.
    await sleep(300);
  });
  await Promise.all(stored);
  const cases = await database.db.selectFrom("cases").selectAll().execute();
  expect(cases).toHaveLength(1);
  expect(cases[0]).toMatchObject({ reports_count: 2, private_reported: true, handling: "unknown" });
  expect(cases[0]?.minor_reported_at).not.toBeNull();
});

test("one key sent to two processes in the same moment is one report and its replay", async () => {
  const intakes = [0, 1].map(() =>
    createIntake({
      db: database.db,
      teamPublicKey: new Uint8Array(32).fill(9),
      reportDays,
      allowsHost: () => false,
    }),
  );
  const idempotency = { mac: randomBytes(32), bodyMac: randomBytes(32), replay: null };
  const outcomes = await Promise.all(
    intakes.flatMap((intake) =>
      [0, 1, 2].map(() => intake.submit(preparedReport(randomBytes(32), { idempotency }))),
    ),
  );
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual([...Array(5).fill("replayed"), "stored"]);
  expect(new Set(outcomes.map(({ reportId }) => reportId)).size).toBe(1);
  await Promise.all(intakes.map((intake) => intake.stop()));
});
