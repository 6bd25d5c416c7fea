import { execFile } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { verifyChain } from "../../apps/server/src/audit/verify-chain.ts";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "../../apps/server/src/db/embedded-postgres.ts";
import { type OpenDatabase, openDatabase } from "../../apps/server/src/db/open-database.ts";
import { eventually } from "../eventually.ts";
import { quietLog } from "../quiet-log.ts";
import { makeTemporaryFolder, removeWhenWeEnd } from "../temporary-folder.ts";
import { connectionUrl } from "../vigie.ts";
import { joinAsAnalyst } from "./desk-account.ts";
import { startMailCounter } from "./mail-counter.ts";
import { createReporters } from "./reporters.ts";
import { settle } from "./verify-house.ts";
import { freePort, startVigieProcess, type VigieProcess } from "./vigie-process.ts";

const run = promisify(execFile);
const site = createServer((_, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<h1>Une page</h1><p>Un texte.</p>");
});
let siteUrl = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(() => {
  site.close();
});

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test("while the database is away reports are put off with a sentence, and everything goes on when it is back", async () => {
  const dataDir = makeTemporaryFolder("vigie-away-");
  const start = () => startEmbeddedPostgres({ dataDir: join(dataDir, "database"), log: quietLog });
  let postgres = await start();
  cleanUps.push(() => postgres.stop());
  const settings = {
    DATABASE_URL: connectionUrl(postgres.connection),
    VIGIE_KEYS_DIR: join(dataDir, "keys"),
    VIGIE_DATA_DIR: join(dataDir, "data"),
    VIGIE_PORT: "0",
  };
  const web = await startStopped({ ...settings, VIGIE_ROLE: "web" });
  const worker = await startStopped({ ...settings, VIGIE_ROLE: "worker" });
  const reporters = createReporters(siteUrl);
  const url = web.url ?? "";
  await Promise.all(Array.from({ length: 20 }, () => reporters.send(url, reporters.make())));

  let away = false;
  const people = Array.from({ length: 20 }, async () => {
    while (!away) await reporters.send(url, reporters.make());
  });
  await sleep(50);
  await postgres.stop();
  await sleep(200);
  away = true;
  await Promise.all(people);

  const late = reporters.make();
  const since = Date.now();
  while (Date.now() - since < 4_000) {
    const response = await fetch(`${url}/api/v1/reports`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": late.key, "accept-language": "fr" },
      body: JSON.stringify({ locations: [{ url: late.url }], receipt: late.wantsReceipt }),
    });
    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    const problem = (await response.json()) as { code: string; detail: string };
    expect(problem.code).toBe("service.unavailable");
    expect(problem.detail).not.toMatch(/SQL|postgres|connect|socket/i);
    await sleep(200);
  }
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);

  postgres = await start();
  const waiting = reporters.submissions.filter((submission) => !submission.acknowledged);
  await Promise.all(waiting.map((one) => reporters.sendUntilAcknowledged(() => url, one)));
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(reporters.strange).toEqual([]);
  expect([web.running(), worker.running()]).toEqual([true, true]);

  const database = await open(() => openDatabase(postgres.connection, { max: 2, log: quietLog }));
  await settle({ database });
  const { rows } = await database.pool.query("select count(*)::int as reports from reports");
  expect(rows[0]).toEqual({ reports: reporters.submissions.length });
  expect(await verifyChain(database)).toMatchObject({ kind: "intact", unsealed: 0 });
});

test("a notice waits while the mail server is down, and leaves once when it is back", async () => {
  const port = await freePort();
  const dataDir = makeTemporaryFolder("vigie-mail-");
  const vigie = await startStopped({
    VIGIE_DATA_DIR: dataDir,
    VIGIE_PORT: "0",
    VIGIE_SMTP_URL: `smtp://127.0.0.1:${port}`,
  });
  const url = vigie.url ?? "";
  const database = await openEmbedded(dataDir);
  const analyst = await joinAsAnalyst(url, vigie.firstLink);
  const reporters = createReporters(siteUrl);
  await reporters.sendUntilAcknowledged(() => url, reporters.make());
  const { id } = await database.db.selectFrom("cases").select("id").executeTakeFirstOrThrow();
  const view = await analyst.assess(url, id);
  expect((await analyst.notify(url, view, "abuse@host.example")).status).toBe(202);

  const notice = () =>
    database.db.selectFrom("notices").select(["status", "attempts", "message_id"]).executeTakeFirstOrThrow();
  for (let tries = 1; tries <= 3; tries += 1) {
    await eventually(async () => expect(await notice()).toMatchObject({ status: "queued", attempts: tries }));
    if (tries < 3) await hurry(database);
  }
  const mail = await startMailCounter({ port });
  cleanUps.push(() => mail.stop());
  await hurry(database);
  await eventually(async () => expect(await notice()).toMatchObject({ status: "sent" }));
  await settle({ database });
  expect([...mail.received]).toEqual([[(await notice()).message_id, 1]]);
});

test("asked to stop, it answers what is on its way and ends by itself", async () => {
  const dataDir = makeTemporaryFolder("vigie-stop-");
  const vigie = await startVigieProcess({ VIGIE_DATA_DIR: dataDir, VIGIE_PORT: "0" });
  const reporters = createReporters(siteUrl);
  const url = vigie.url ?? "";
  await Promise.all(Array.from({ length: 20 }, () => reporters.send(url, reporters.make())));
  const onTheirWay = Array.from({ length: 20 }, () => reporters.send(url, reporters.make()));
  await sleep(3);
  expect(await vigie.end("SIGTERM")).toBe(0);
  await Promise.all(onTheirWay);
  expect(reporters.strange).toEqual([]);

  const postgres = await startEmbeddedPostgres({ dataDir, log: quietLog });
  cleanUps.push(() => postgres.stop());
  expect(postgres.started).toBe("started");
  const database = await open(() => openDatabase(postgres.connection, { max: 2, log: quietLog }));
  const { rows } = await database.pool.query("select count(*)::int as reports from reports");
  const acknowledged = reporters.submissions.filter((submission) => submission.acknowledged).length;
  // Equal and not merely as many: nobody was stored and left without an answer.
  expect(rows[0]).toEqual({ reports: acknowledged });
  expect(await verifyChain(database)).toMatchObject({ kind: "intact", unsealed: 0 });
});

test("a second Vigie on the same folder is refused with a sentence that names the first", async () => {
  const dataDir = makeTemporaryFolder("vigie-twice-");
  const first = await startStopped({ VIGIE_DATA_DIR: dataDir, VIGIE_PORT: "0" });
  const second = await startVigieProcess({ VIGIE_DATA_DIR: dataDir, VIGIE_PORT: "0" }).then(
    async (started) => {
      await started.end("SIGTERM");
      return "it started";
    },
    (error: Error) => error.message,
  );
  expect(second).toContain("ended (1)");
  expect(second).toContain(dataDir);
  expect(second).toContain(`process ${first.pid} `);
  expect(second).not.toMatch(/^\s+at /m);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
});

test("on a full disk nothing is half acknowledged, and room is enough to go on", async ({ skip }) => {
  const dataDir = mkdtempSync(join(tmpdir(), "vigie-full-"));
  removeWhenWeEnd(dataDir);
  const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=160m,mode=0755", "tmpfs", dataDir]).then(
    () => true,
    () => false,
  );
  if (!mounted) {
    console.log("!! Only root can mount a small disk: THE TEST OF A FULL DISK WAS SKIPPED.");
    return skip();
  }
  cleanUps.push(async () => {
    await run("umount", ["-l", dataDir]);
    await rm(dataDir, { recursive: true, force: true });
  });
  const home = join(dataDir, "vigie");
  await mkdir(home);
  const vigie = await startStopped({ VIGIE_DATA_DIR: home, VIGIE_PORT: "0" });
  const url = vigie.url ?? "";
  const reporters = createReporters(siteUrl);
  await Promise.all(Array.from({ length: 20 }, () => reporters.send(url, reporters.make())));
  await fill(join(dataDir, "filler"));

  // Some still fit into what the database had set aside.
  let refused = 0;
  for (let count = 0; count < 3_000 && refused < 40; count += 20) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => reporters.send(url, reporters.make())),
    );
    refused += answers.filter((acknowledged) => !acknowledged).length;
  }
  expect(refused).toBeGreaterThanOrEqual(40);
  await rm(join(dataDir, "filler"));

  const waiting = reporters.submissions.filter((submission) => !submission.acknowledged);
  await Promise.all(waiting.map((one) => reporters.sendUntilAcknowledged(() => url, one)));
  expect(reporters.strange).toEqual([]);
  expect(vigie.running()).toBe(true);
  const database = await openEmbedded(home);
  await settle({ database });
  const { rows } = await database.pool.query("select count(*)::int as reports from reports");
  expect(rows[0]).toEqual({ reports: reporters.submissions.length });
  expect(await verifyChain(database)).toMatchObject({ kind: "intact", unsealed: 0 });
});

/** A process that is asked to stop at the end of its test, and must do so cleanly. */
async function startStopped(settings: Record<string, string>): Promise<VigieProcess> {
  const vigie = await startVigieProcess(settings);
  cleanUps.push(async () => {
    const how = await vigie.end("SIGTERM");
    expect(`${how} ${how === 0 ? "" : vigie.lastWords()}`).toBe("0 ");
  });
  return vigie;
}

async function open(opening: () => Promise<OpenDatabase>): Promise<OpenDatabase> {
  const database = await opening();
  cleanUps.push(() => database.close());
  return database;
}

async function openEmbedded(dataDir: string): Promise<OpenDatabase> {
  const connection = await findEmbeddedPostgres(dataDir);
  if (!connection) throw new Error("the embedded PostgreSQL is not there");
  return open(() => openDatabase(connection, { max: 2, log: quietLog }));
}

/** As if the wait before the next try had passed. */
async function hurry({ pool }: OpenDatabase): Promise<void> {
  await pool.query(
    "update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now()",
  );
}

async function fill(path: string): Promise<void> {
  const file = createWriteStream(path);
  const full = once(file, "error");
  const block = Buffer.alloc(1 << 20);
  const writing = (async () => {
    while (!file.destroyed) await new Promise((written) => file.write(block, written));
  })();
  await full;
  await writing;
}
