import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { answerDeskRoutes } from "./answers/desk-routes.ts";
import { expireMessages } from "./answers/expire-messages.ts";
import { readMailbox } from "./answers/read-mailbox.ts";
import { answerRoutes } from "./answers/routes.ts";
import { auditRoutes } from "./audit/routes.ts";
import { publishCheckpoint, sealEvents } from "./audit/seal-events.ts";
import { refreshCasesJob } from "./cases/case-jobs.ts";
import { foldCounts } from "./cases/count-cases.ts";
import { expireCases } from "./cases/expire-cases.ts";
import { guardRecords } from "./cases/guard-records.ts";
import { passDeadlines } from "./cases/pass-deadlines.ts";
import { refreshCases } from "./cases/refresh-cases.ts";
import { refreshPriorities } from "./cases/refresh-priorities.ts";
import { caseRoutes } from "./cases/routes.ts";
import { installOverrides } from "./catalogue/install-overrides.ts";
import { findGround } from "./catalogue/installed-catalogue.ts";
import type { Config } from "./config.ts";
import { handlingOfContent, isForbiddenUrl } from "./contents/handling-lookup.ts";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "./db/embedded-postgres.ts";
import { InstallationError } from "./db/installation-error.ts";
import { holdDataFolder } from "./db/instance-lock.ts";
import { migrateToLatest } from "./db/migrate.ts";
import { type Connection, openDatabase } from "./db/open-database.ts";
import { takeAutomaticallyJob } from "./escalations/jobs.ts";
import { proposeEscalations } from "./escalations/propose-escalations.ts";
import { escalationRoutes } from "./escalations/routes.ts";
import { takeAutomatically } from "./escalations/take-automatically.ts";
import { evidenceRoutes } from "./evidence/routes.ts";
import { expireExposure } from "./exposure/expire-exposure.ts";
import { createExposure } from "./exposure/exposure.ts";
import { databaseNow } from "./exposure/member-budget.ts";
import { exposureRoutes } from "./exposure/routes.ts";
import { failureFacts } from "./failure-facts.ts";
import { parseAllowList } from "./fetch/address-rules.ts";
import { createGuardedFetcher } from "./fetch/guarded-fetcher.ts";
import { groundRoutes } from "./grounds/routes.ts";
import { deskRoutes } from "./http/desk-routes.ts";
import { liveRoute } from "./http/live-route.ts";
import { openapiRoutes } from "./http/openapi-routes.ts";
import { operationsRoutes } from "./http/operations-routes.ts";
import { createServer } from "./http/server.ts";
import type { AddedLanguage } from "./i18n/translate.ts";
import { repeat } from "./jobs/repeat.ts";
import { type HandledJob, handle, migrateJobs, type RepeatedJob, runJobs } from "./jobs/run-jobs.ts";
import { expireLabels } from "./labels/expire-labels.ts";
import { labelRoutes } from "./labels/routes.ts";
import { readLanguages } from "./languages/read-languages.ts";
import { expireOutbox } from "./mail/expire-outbox.ts";
import { readImapUrl } from "./mail/imap-url.ts";
import { createMailer } from "./mail/mailer.ts";
import { expireBanks } from "./matching/expire-banks.ts";
import { matchBankJob, matchReportJob } from "./matching/jobs.ts";
import { keepMinorsOut } from "./matching/keep-minors-out.ts";
import { matchBank } from "./matching/match-bank.ts";
import { matchReport } from "./matching/match-report.ts";
import { matchingRoutes } from "./matching/routes.ts";
import { networkRoutes } from "./networks/routes.ts";
import { suggestLinks } from "./networks/suggest-links.ts";
import { deliverNotice } from "./notices/deliver-notice.ts";
import { deliverNoticeJob } from "./notices/jobs.ts";
import { recoverNotices } from "./notices/recover-notices.ts";
import { noticeRoutes } from "./notices/routes.ts";
import { planRoutes } from "./plans/routes.ts";
import { expireHostings } from "./providers/expire-hostings.ts";
import { providerRoutes } from "./providers/routes.ts";
import { referralRoutes } from "./referrals/routes.ts";
import { createIntake } from "./reports/intake.ts";
import { publicRoutes } from "./reports/page-routes.ts";
import { tellReporterJob, tellReportersJob } from "./reports/report-jobs.ts";
import { reportRoutes } from "./reports/routes.ts";
import { tellReporter, tellReporters } from "./reports/tell-reporter.ts";
import { expireHandoverNotes } from "./team/expire-handover-notes.ts";
import { expireInvitations } from "./team/expire-invitations.ts";
import { expireSessions } from "./team/expire-sessions.ts";
import { openInstallation } from "./team/open-installation.ts";
import { readSession } from "./team/read-session.ts";
import { teamRoutes } from "./team/routes.ts";
import { sessionTokenOf } from "./team/session-cookie.ts";
import { transparencyRoutes } from "./transparency/routes.ts";
import { createReceiptDeriver } from "./vault/receipt-keys.ts";
import { createReceiptPool } from "./vault/receipt-pool.ts";
import { openServiceKeys } from "./vault/service-keys.ts";
import type { Clock, Vigie } from "./vigie.ts";
import { checkContent } from "./watches/check-content.ts";
import { checkContentJob, scheduleChecks } from "./watches/schedule-checks.ts";

/** What may be exchanged: the clock in tests, the folder of built files. */
export interface StartOptions {
  clock?: Clock;
  /** Folder that holds `desk/`, as the build writes it. */
  assetsDir: string;
}

export interface RunningVigie {
  vigie: Vigie;
  /** Where it listens; null for a process that only works. */
  url: string | null;
  /** Path of the one-time link that makes the first account; null once there is one. */
  firstLink: string | null;
  /** Lets running requests and jobs end, then closes everything. */
  stop(): Promise<void>;
}

/**
 * Builds everything and starts it: database, keys, migrations, jobs, HTTP.
 * @throws InstallationError, KeysFolderError with a sentence for whoever runs it.
 */
export async function startVigie(
  config: Config,
  { clock = systemClock, assetsDir }: StartOptions,
): Promise<RunningVigie> {
  const open = await openVigie(config, { clock });
  const { vigie } = open;
  const parts: { stop(): Promise<unknown> }[] = [];
  const stop = async () => {
    for (const part of parts.reverse()) await part.stop();
    await open.close();
  };
  try {
    await migrateToLatest(vigie.db, vigie.log);
    await migrateJobs(vigie);
    const { teamPublicKey, firstLink } = await openInstallation(vigie);
    vigie.teamPublicKey = teamPublicKey;
    const { allowsHost } = vigie.intake;
    vigie.intake = createIntake({ db: vigie.db, teamPublicKey, reportDays: config.reportDays, allowsHost });
    if (config.serves.worker) parts.push(await startWorker(vigie));
    parts.push(vigie.intake);
    if (config.serves.web) {
      await vigie.exposure.clock.read(() => databaseNow(vigie.db));
      const server = await startServer(vigie, assetsDir);
      parts.push({ stop: () => server.close() });
    }
    return { vigie, url: config.serves.web ? vigie.publicUrl : null, firstLink, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

// About ten seconds of work on two cores: whoever would wait longer is told to come back.
const waitingDerivations = 256;

const systemClock: Clock = { now: () => new Date() };

/**
 * Opens what every command needs: keys, database, fetcher, mailer. Starts the embedded PostgreSQL when no
 * `DATABASE_URL` is set.
 * @param options.beside a command that runs beside a server: it uses that server's PostgreSQL when there is one.
 */
export async function openVigie(
  config: Config,
  { clock = systemClock, beside = false }: { clock?: Clock; beside?: boolean } = {},
): Promise<{ vigie: Vigie; close(): Promise<void> }> {
  const log = pino({ level: config.logLevel, redact: ["req", "res"] });
  // A mailbox that cannot be named stops the start with its sentence, not a job each minute.
  if (config.answers.imapUrl !== undefined) readImapUrl(config.answers.imapUrl);
  await takeOverrides(config, log);
  const { connection, release } = await reachDatabase(config, log, beside);
  try {
    const database = await openDatabase(connection, { max: config.databaseConnections, log });
    const keys = await openServiceKeys(config.keysDir);
    const allow = parseAllowList(config.fetchAllow);
    const allowsHost = (hostname: string) => allow.mentions(hostname);
    const { memoryKib, passes, poolSize } = config.receipts;
    const deriver = createReceiptDeriver({ keys, memoryKib, passes, queueLimit: waitingDerivations });
    const pool = createReceiptPool({
      deriver,
      size: config.serves.web ? poolSize : 0,
      onRefillError: (error) => log.error(failureFacts(error), "receipts could not be made ready"),
    });
    const fetcher = createGuardedFetcher({
      handlingOf: (contentId) => handlingOfContent(database.db, contentId),
      forbiddenUrl: (url) => isForbiddenUrl(database.db, keys, url, allowsHost),
      allow,
      dnsServers: config.lookUps.dnsServers,
      userAgent: "Vigie/0.1 (+notice follow-up)",
      clock: () => clock.now(),
    });
    const exposure = createExposure(config);
    const mailFrom = (name: string, address: string) =>
      createMailer({ smtpUrl: config.smtpUrl, dataDir: config.dataDir, from: { name, address } });
    const mailer = mailFrom(config.hotline.name, config.hotline.email);
    const newsMailer = mailFrom("", config.newsFrom);
    const vigie: Vigie = {
      config,
      log,
      clock,
      connection,
      pool: database.pool,
      db: database.db,
      keys,
      teamPublicKey: new Uint8Array(),
      receipts: { deriver, pool },
      intake: closedIntake(allowsHost),
      fetcher,
      exposure,
      mailer,
      newsMailer,
      publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
    };
    return {
      vigie,
      async close() {
        exposure.stop();
        await pool.stop();
        await fetcher.close();
        await mailer.close();
        await newsMailer.close();
        await database.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** A row that cannot be used is left out with a warning: nobody should be unable to report because of it. */
async function takeOverrides({ catalogueDir, twoPeople }: Config, log: Vigie["log"]): Promise<void> {
  const { overridden, problems } = await installOverrides(catalogueDir);
  for (const { file, line, says } of problems) log.warn({ file, line }, `left out of the catalogue: ${says}`);
  if (overridden.length > 0) log.info({ overridden }, "the catalogue has rows of this installation");
  const unknown = twoPeople.filter((slug) => slug !== "all" && !findGround(slug));
  if (unknown.length > 0) {
    throw new InstallationError(
      "settings.ground_unknown",
      `VIGIE_TWO_PEOPLE names what is no ground of the catalogue: ${unknown.join(", ")}. Correct it: one person would decide where two were wanted.`,
    );
  }
}

/** What cannot be used of a language is left out with a warning: the page says it in the base language. */
async function addedLanguages({ config, log }: Vigie): Promise<readonly AddedLanguage[]> {
  const { languages, problems } = await readLanguages(config.languagesDir);
  for (const { file, line, says } of problems) log.warn({ file, line }, `left out of the languages: ${says}`);
  if (languages.length > 0) log.info({ languages: languages.map(({ tag }) => tag) }, "languages were added");
  return languages;
}

async function reachDatabase(
  config: Config,
  log: Vigie["log"],
  beside: boolean,
): Promise<{ connection: Connection; release(): Promise<void> }> {
  const nothing = async () => {};
  if (config.databaseUrl) return { connection: { connectionString: config.databaseUrl }, release: nothing };
  const running = beside ? await findEmbeddedPostgres(config.dataDir) : undefined;
  if (running) return { connection: running, release: nothing };
  const held = await holdDataFolder(config.dataDir, {
    onLost() {
      log.fatal("another process has taken the data folder over; this one ends");
      process.kill(process.pid, "SIGTERM");
    },
  });
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
    return {
      connection: postgres.connection,
      async release() {
        await postgres.stop();
        await held.release();
      },
    };
  } catch (error) {
    await held.release();
    throw error;
  }
}

async function startServer(vigie: Vigie, assetsDir: string): Promise<FastifyInstance> {
  let pages: Awaited<ReturnType<typeof publicRoutes>> | undefined;
  const app = await createServer({
    log: vigie.log,
    authenticate: (request) => readSession(vigie, sessionTokenOf(request)),
    notFoundPage: (request) => pages?.notFound(request) ?? { status: 404, headers: {}, body: "" },
  });
  guardRecords(app, vigie);
  openapiRoutes(app);
  operationsRoutes(app, vigie);
  reportRoutes(app, vigie);
  auditRoutes(app, vigie);
  evidenceRoutes(app, vigie);
  teamRoutes(app, vigie);
  groundRoutes(app);
  caseRoutes(app, vigie);
  planRoutes(app, vigie);
  noticeRoutes(app, vigie);
  answerDeskRoutes(app, vigie);
  escalationRoutes(app, vigie);
  labelRoutes(app, vigie);
  matchingRoutes(app, vigie);
  networkRoutes(app, vigie);
  referralRoutes(app, vigie);
  providerRoutes(app, vigie);
  exposureRoutes(app, vigie);
  transparencyRoutes(app, vigie);
  liveRoute(app, vigie);
  deskRoutes(app, assetsDir);
  const publicFolder = pathToFileURL(join(assetsDir, "public/"));
  await answerRoutes(app, vigie, { publicFolder });
  pages = await publicRoutes(app, vigie, {
    publicFolder,
    addedLanguages: await addedLanguages(vigie),
  });
  await app.listen({ host: vigie.config.host, port: vigie.config.port });
  if (!vigie.config.publicUrl) {
    const { port } = app.server.address() as AddressInfo;
    vigie.publicUrl = `http://${vigie.config.host}:${port}`;
  }
  return app;
}

const handledJobs: HandledJob[] = [
  handle(refreshCasesJob, refreshCases),
  handle(checkContentJob, (vigie, { contentId }) => checkContent(vigie, { contentId })),
  handle(deliverNoticeJob, deliverNotice),
  handle(takeAutomaticallyJob, takeAutomatically),
  handle(matchReportJob, matchReport),
  handle(matchBankJob, matchBank),
  handle(tellReporterJob, tellReporter),
  handle(tellReportersJob, tellReporters),
];

const repeatedJobs: RepeatedJob[] = [
  { name: "audit.publish_checkpoint", cron: "* * * * *", run: publishCheckpoint },
  { name: "cases.pass_deadlines", cron: "* * * * *", run: passDeadlines },
  { name: "cases.refresh_priorities", cron: "* * * * *", run: refreshPriorities },
  { name: "notices.recover", cron: "* * * * *", run: recoverNotices },
  { name: "answers.read_mailbox", cron: "* * * * *", run: readMailbox },
  { name: "escalations.propose", cron: "* * * * *", run: proposeEscalations },
  { name: "networks.suggest_links", cron: "* * * * *", run: suggestLinks },
  { name: "matching.keep_minors_out", cron: "* * * * *", run: keepMinorsOut },
  { name: "cases.expire", cron: "7 * * * *", run: expireCases },
  { name: "mail.expire_outbox", cron: "7 * * * *", run: expireOutbox },
  { name: "providers.expire_hostings", cron: "37 * * * *", run: expireHostings },
  { name: "answers.expire_messages", cron: "47 * * * *", run: expireMessages },
  { name: "matching.expire_banks", cron: "47 * * * *", run: expireBanks },
  { name: "labels.expire", cron: "47 * * * *", run: expireLabels },
  { name: "exposure.expire", cron: "57 * * * *", run: expireExposure },
  { name: "team.expire_sessions", cron: "17 * * * *", run: expireSessions },
  { name: "team.expire_invitations", cron: "27 * * * *", run: expireInvitations },
  { name: "team.expire_handover_notes", cron: "27 * * * *", run: expireHandoverNotes },
];

async function startWorker(vigie: Vigie): Promise<{ stop(): Promise<void> }> {
  await recoverNotices(vigie);
  const jobs = await runJobs(vigie, {
    jobs: handledJobs,
    repeated: repeatedJobs,
    concurrency: vigie.config.workerConcurrency,
  });
  const loops = [
    repeat("audit.seal_events", 300, () => sealEvents(vigie), vigie.log),
    repeat("cases.fold_counts", 2_000, () => foldCounts(vigie), vigie.log),
    repeat("watches.schedule_checks", 5_000, () => scheduleChecks(vigie), vigie.log),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await jobs.stop();
      await sealEvents(vigie);
    },
  };
}

/** Before the installation is open there is no team key to seal to. */
function closedIntake(allowsHost: (hostname: string) => boolean): Vigie["intake"] {
  const refuse = (): never => {
    throw new Error("the intake is not open yet");
  };
  return { submit: refuse, sealForTeam: refuse, allowsHost, stop: async () => {} };
}
