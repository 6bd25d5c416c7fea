import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { openVigie } from "../apps/server/src/app.ts";
import { sealEvents } from "../apps/server/src/audit/seal-events.ts";
import { verifyChain } from "../apps/server/src/audit/verify-chain.ts";
import { refreshCases } from "../apps/server/src/cases/refresh-cases.ts";
import { readConfig } from "../apps/server/src/config.ts";
import { newId } from "../apps/server/src/db/new-id.ts";
import type { Requester } from "../apps/server/src/http/requester.ts";
import { migrateJobs } from "../apps/server/src/jobs/run-jobs.ts";
import { acceptReport, type ReportInput } from "../apps/server/src/reports/accept-report.ts";
import { createIntake } from "../apps/server/src/reports/intake.ts";
import { newKeyPair, type SealKeyPair } from "../apps/server/src/vault/sealed-box.ts";
import type { Vigie } from "../apps/server/src/vigie.ts";
import { Refusal } from "../packages/contract/src/index.ts";
import { type TestDatabase, useDatabase } from "./database.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";
import { connectionUrl } from "./vigie.ts";

/** A Vigie without pages, worker and loops: what happens is what the test calls. */
export interface Hotline {
  readonly vigie: Vigie;
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly teamKey: SealKeyPair;
  /** An analyst, with or without the team key in hand. */
  analyst(options?: { unlocked: boolean }): Requester;
  now(): Date;
  advance(ms: number): void;
  report(
    locations: readonly string[],
    input?: Partial<ReportInput>,
  ): Promise<{ reportId: string; receipt: string; caseId: string }>;
  /** Whatever waits for this case in the queue, done now. */
  refresh(caseId: string): Promise<void>;
  eventsOf(caseId: string): Promise<string[]>;
  /** Links every event into the chain. */
  seal(): Promise<void>;
}

/** @param settings environment variables on top of those for tests. */
export function useHotline(settings: Record<string, string> = {}): Hotline {
  const database = useDatabase({ max: 2 });
  const dataDir = makeTemporaryFolder();
  const teamKey = newKeyPair();
  const memberId = newId();
  let now = Date.parse("2026-03-02T08:00:00Z");
  let open: Awaited<ReturnType<typeof openVigie>> | undefined;

  beforeAll(async () => {
    const config = readConfig({
      VIGIE_DATA_DIR: dataDir,
      DATABASE_URL: connectionUrl(database.connection),
      VIGIE_LOG_LEVEL: "silent",
      VIGIE_RECEIPT_MEMORY_KIB: "64",
      VIGIE_RECEIPT_PASSES: "1",
      VIGIE_RECEIPT_POOL: "2",
      VIGIE_FETCH_ALLOW: "127.0.0.1",
      // Nobody listens there: tests that want a name server or a registry bring one.
      VIGIE_DNS_SERVERS: "127.0.0.1:9",
      VIGIE_RDAP_BOOTSTRAP: "http://127.0.0.1:9/rdap/",
      VIGIE_HOTLINE_EMAIL: "signalement@ligne.example",
      ...settings,
    });
    open = await openVigie(config, { clock: { now: () => new Date(now) } });
    const { vigie } = open;
    await migrateJobs(vigie);
    vigie.teamPublicKey = teamKey.publicKey;
    vigie.intake = createIntake({
      db: vigie.db,
      teamPublicKey: teamKey.publicKey,
      reportDays: config.reportDays,
      allowsHost: vigie.intake.allowsHost,
    });
    await vigie.db
      .insertInto("members")
      .values({
        id: memberId,
        name: "Ada",
        name_key: "ada",
        role: "analyst",
        language: "fr",
        password_hash: "",
        totp_sealed: Buffer.of(),
        blocked_until: null,
        team_key_wrapped: null,
        joined_at: new Date(now),
      })
      .execute();
  });
  afterAll(async () => {
    await open?.vigie.intake.stop();
    await open?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const opened = (): Vigie => {
    if (!open) throw new Error("the test hotline exists inside tests and hooks only");
    return open.vigie;
  };
  return {
    get vigie() {
      return opened();
    },
    database,
    dataDir,
    teamKey,
    analyst: ({ unlocked } = { unlocked: true }) => ({
      memberId,
      name: "Ada",
      role: "analyst",
      language: "fr",
      sessionHash: Buffer.of(),
      csrf: "",
      unlocked,
      async teamKey() {
        if (!unlocked) throw new Refusal("session.locked");
        return teamKey;
      },
    }),
    now: () => new Date(now),
    advance(ms) {
      now += ms;
    },
    async report(locations, input = {}) {
      const outcome = await acceptReport(opened(), {
        source: "api",
        locations,
        concern: null,
        text: null,
        contact: null,
        minor: false,
        private: false,
        language: "fr",
        wantsReceipt: true,
        idempotencyKey: null,
        ...input,
      });
      if (outcome.kind !== "accepted") throw new Error(outcome.problems.map(({ code }) => code).join());
      const { reportId, receipt } = outcome;
      const { case_id } = await opened()
        .db.selectFrom("reports")
        .select("case_id")
        .where("id", "=", reportId)
        .executeTakeFirstOrThrow();
      return { reportId, receipt: receipt ?? "", caseId: case_id };
    },
    refresh: (caseId) => refreshCases(opened(), { caseIds: [caseId] }),
    async eventsOf(caseId) {
      const rows = await opened()
        .db.selectFrom("events")
        .select("type")
        .where("case_id", "=", caseId)
        .orderBy("seq")
        .execute();
      return rows.map(({ type }) => type);
    },
    async seal() {
      for (;;) {
        await sealEvents(opened());
        const chain = await verifyChain(opened());
        if (chain.kind === "broken" || chain.unsealed === 0) return;
        // Another database of the server has a transaction open.
        await sleep(5);
      }
    },
  };
}
