import { createHash, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import type { Handling, Manifestness, MinorAnswer } from "@vigie/contract";
import { afterAll, beforeAll } from "vitest";
import type { TestDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { readConfig } from "../config.ts";
import { handlingOfContent, isForbiddenUrl } from "../contents/handling-lookup.ts";
import { parseAllowList } from "../fetch/address-rules.ts";
import { createGuardedFetcher } from "../fetch/guarded-fetcher.ts";
import { migrateJobs } from "../jobs/run-jobs.ts";
import { createMailer, type Mailer } from "../mail/mailer.ts";
import { startMailServer, type TestMailServer } from "../mail/test-mail-server.ts";
import { newKeyPair, type SealKeyPair, sealJson, sealTo } from "../vault/sealed-box.ts";
import { openServiceKeys } from "../vault/service-keys.ts";
import type { Vigie } from "../vigie.ts";

export interface TestDesk {
  readonly vigie: Vigie;
  readonly server: TestMailServer;
  readonly memberId: string;
  readonly teamKey: SealKeyPair;
  advance(minutes: number): void;
  /** The same desk with another way to send. */
  withMailer(mailer: Mailer): Vigie;
  openCase(options?: CaseOptions): Promise<{ caseId: string; contentIds: string[] }>;
  statusOf(noticeId: string): Promise<string>;
  eventsOf(caseId: string): Promise<string[]>;
}

export interface CaseOptions {
  /** Web addresses, or words. */
  places?: readonly (string | { words: string })[];
  sealed?: boolean;
  handling?: Handling;
  privateReported?: boolean;
  minorReportedAt?: Date | null;
  assessment?: { grounds: string[]; manifest?: Manifestness; minor?: MinorAnswer } | null;
}

/**
 * A desk with a database of its own and a real SMTP server, for the tests of notices and referrals.
 * @param settings environment variables on top of those for tests.
 */
export function useDesk(database: TestDatabase, settings: Record<string, string> = {}): TestDesk {
  let now = Date.parse("2026-03-02T08:00:00Z");
  let made: { vigie: Vigie; server: TestMailServer; memberId: string } | undefined;
  const teamKey = newKeyPair();
  const keysDir = makeTemporaryFolder();

  beforeAll(async () => {
    const server = await startMailServer();
    const config = readConfig({
      VIGIE_HOTLINE_NAME: "Ligne d'écoute",
      VIGIE_HOTLINE_EMAIL: "contact@ligne.example",
      VIGIE_SMTP_URL: server.url,
      VIGIE_FETCH_ALLOW: "127.0.0.1",
      ...settings,
    });
    const keys = await openServiceKeys(keysDir);
    const allow = parseAllowList(config.fetchAllow);
    const from = { name: config.hotline.name, address: config.hotline.email };
    // What notices and referrals use; the rest of an installation is not built.
    const vigie = {
      config,
      log: quietLog,
      clock: { now: () => new Date(now) },
      db: database.db,
      pool: database.pool,
      keys,
      intake: { sealForTeam: (plain: string) => sealTo(teamKey.publicKey, plain) },
      publicUrl: config.publicUrl ?? "http://127.0.0.1:8080",
      fetcher: createGuardedFetcher({
        handlingOf: (contentId) => handlingOfContent(database.db, contentId),
        forbiddenUrl: (url) => isForbiddenUrl(database.db, keys, url, (host) => allow.mentions(host)),
        allow,
        userAgent: "test",
        postLimits: { idleMs: 2_000 },
      }),
      mailer: createMailer({
        smtpUrl: server.url,
        dataDir: config.dataDir,
        from,
        smtp: { silenceMs: 5_000 },
      }),
    } as unknown as Vigie;
    await migrateJobs(vigie);
    const memberId = randomUUID();
    await database.db
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
    made = { vigie, server, memberId };
  });
  afterAll(async () => {
    await made?.vigie.mailer.close();
    await made?.vigie.fetcher.close();
    await made?.server.stop();
    await rm(keysDir, { recursive: true, force: true });
  });

  const ready = () => {
    if (!made) throw new Error("the test desk exists inside tests and hooks only");
    return made;
  };
  return {
    get vigie() {
      return ready().vigie;
    },
    get server() {
      return ready().server;
    },
    get memberId() {
      return ready().memberId;
    },
    teamKey,
    advance: (minutes) => {
      now += minutes * 60_000;
    },
    withMailer: (mailer) => ({ ...ready().vigie, mailer }),
    openCase: (options = {}) => openCase(ready().vigie, ready().memberId, teamKey, options),
    async statusOf(noticeId) {
      const row = await database.db
        .selectFrom("notices")
        .select("status")
        .where("id", "=", noticeId)
        .executeTakeFirstOrThrow();
      return row.status;
    },
    async eventsOf(caseId) {
      const rows = await database.db
        .selectFrom("events")
        .select("type")
        .where("case_id", "=", caseId)
        .orderBy("seq")
        .execute();
      return rows.map(({ type }) => type);
    },
  };
}

async function openCase(
  { db, clock }: Vigie,
  memberId: string,
  teamKey: SealKeyPair,
  {
    places = [`https://hote.example/${randomUUID()}`],
    sealed = false,
    handling = "normal",
    privateReported = false,
    minorReportedAt = null,
    assessment = { grounds: ["ncii"] },
  }: CaseOptions,
): Promise<{ caseId: string; contentIds: string[] }> {
  const caseId = randomUUID();
  const at = clock.now();
  await db
    .insertInto("cases")
    .values({
      id: caseId,
      number: `2026-${caseId.slice(0, 6)}`,
      status: assessment ? "assessed" : "received",
      handling,
      concern: null,
      urgency: "P2",
      next_step: assessment ? "notify" : "assess",
      first_reported_at: at,
      last_reported_at: at,
      minor_reported_at: minorReportedAt,
      private_reported: privateReported,
      assessed_at: assessment ? at : null,
      due_at: null,
      closed_reason: null,
      closed_at: null,
      expires_at: new Date(at.getTime() + 365 * 86_400_000),
    })
    .execute();
  const contentIds: string[] = [];
  for (const place of places) {
    const id = randomUUID();
    contentIds.push(id);
    const url = typeof place === "string" ? place : null;
    const host = url ? new URL(url).hostname : null;
    const address = { key: url, url, readableUrl: url, host, domain: host, service: null, object: null };
    const readable = url !== null && !sealed;
    await db
      .insertInto("contents")
      .values({
        id,
        case_id: caseId,
        kind: url ? "url" : "words",
        key_mac: createHash("sha256").update(id).digest(),
        key: readable ? url : null,
        url: readable ? url : null,
        readable_url: readable ? url : null,
        host: readable ? host : null,
        domain: readable ? host : null,
        service: null,
        object: null,
        address_sealed: readable ? null : sealJson(teamKey.publicKey, url ? address : place),
        created_at: at,
      })
      .execute();
    await db
      .insertInto("watches")
      .values({
        content_id: id,
        status: "watching",
        started_at: at,
        last_verdict: null,
        last_check_at: null,
        next_check_at: new Date(at.getTime() + 86_400_000),
        removed_at: null,
        leased_until: null,
      })
      .execute();
  }
  if (assessment) {
    const { grounds, manifest = "manifest", minor = "no" } = assessment;
    await db
      .insertInto("assessments")
      .values({
        id: randomUUID(),
        case_id: caseId,
        member_id: memberId,
        at,
        grounds,
        manifest,
        minor,
        reasons: "vu",
      })
      .execute();
  }
  return { caseId, contentIds };
}
