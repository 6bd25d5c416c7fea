import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { CaseView, ReceiptView } from "@vigie/contract";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { verifyChain } from "../../apps/server/src/audit/verify-chain.ts";
import { type OpenDatabase, openDatabase } from "../../apps/server/src/db/open-database.ts";
import { eventually } from "../eventually.ts";
import { type DeskAccount, joinAsAnalyst } from "../faults/desk-account.ts";
import { type MailCounter, startMailCounter } from "../faults/mail-counter.ts";
import { startVigieProcess, type VigieProcess } from "../faults/vigie-process.ts";
import { quietLog } from "../quiet-log.ts";
import { makeTemporaryFolder } from "../temporary-folder.ts";
import { connectionUrl } from "../vigie.ts";

// Two web and two worker processes on one empty database, as one would run them on several machines.
let processes: VigieProcess[] = [];
let webs: VigieProcess[] = [];
let workers: VigieProcess[] = [];
let database: OpenDatabase;
let analyst: DeskAccount;
let mail: MailCounter;

const hits = new Map<string, number>();
const site = createServer((request, response: ServerResponse) => {
  const path = request.url ?? "";
  hits.set(path, (hits.get(path) ?? 0) + 1);
  response.writeHead(200, { "content-type": "text/html" }).end("<h1>Une page</h1><p>Un texte.</p>");
});
let siteUrl = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  mail = await startMailCounter();
  const { admin, prefix } = inject("cluster");
  const name = `${prefix}_processes`;
  const server = await openDatabase(admin, { max: 1, log: quietLog });
  await server.pool.query(`create database ${name}`);
  await server.close();
  const url = new URL(connectionUrl(admin));
  url.pathname = `/${name}`;
  // Each process under a name of its own, by which the test finds who holds what.
  const urlFor = (number: number) => `${url.href}?application_name=vigie-${number}`;
  const folder = makeTemporaryFolder("vigie-processes-");
  const settings = (number: number) => ({
    DATABASE_URL: urlFor(number),
    VIGIE_KEYS_DIR: join(folder, "keys"),
    VIGIE_DATA_DIR: join(folder, `data-${number}`),
    VIGIE_PORT: "0",
    VIGIE_SMTP_URL: mail.url,
  });
  // All at once: none of them has seen this database or this folder before.
  processes = await Promise.all(
    ["web", "web", "worker", "worker"].map((role, number) =>
      startVigieProcess({ ...settings(number), VIGIE_ROLE: role }),
    ),
  );
  webs = processes.slice(0, 2);
  workers = processes.slice(2);
  database = await openDatabase({ connectionString: url.href }, { max: 4, log: quietLog });
});

afterAll(async () => {
  const ends = await Promise.all(
    processes.filter((one) => one.running()).map(async (one) => [await one.end("SIGTERM"), one.lastWords()]),
  );
  await database?.close();
  await mail?.stop();
  site.close();
  expect(ends.filter(([how]) => how !== 0)).toEqual([]);
});

test("four processes that start together make one schema, one installation and one link", async () => {
  const { rows } = await database.pool.query(
    `select (select count(*) = count(distinct name) and count(*) > 0 from migrations) as migrated_once,
      (select count(*)::int from installation) as installations,
      (select count(*)::int from invitations) as links,
      (select count(distinct process_key)::int from worker_pools) as workers`,
  );
  expect(rows[0]).toEqual({ migrated_once: true, installations: 1, links: 1, workers: 2 });
  const links = new Set(webs.map(({ firstLink }) => firstLink));
  expect(links.size).toBe(1);
  analyst = await joinAsAnalyst(urlOf(0), webs[0]?.firstLink ?? null);
});

test("the same pages reported to both processes are the same cases, and each receipt opens at the other", async () => {
  const reports = await Promise.all(
    Array.from({ length: 40 }, async (_, number) => {
      const page = `${siteUrl}/page/${Math.floor(number / 2)}`;
      return { page, at: number % 2, receipt: await report(urlOf(number % 2), page) };
    }),
  );
  const { rows } = await database.pool.query(
    "select count(*)::int as contents, sum(reports_count)::int as reports from contents",
  );
  expect(rows[0]).toEqual({ contents: 20, reports: 40 });
  const counted = await database.pool.query("select sum(reports_count)::int as reports from cases");
  expect(counted.rows[0]).toEqual({ reports: 40 });
  for (const { page, at, receipt } of reports) {
    const view = await openReceipt(urlOf(1 - at), receipt);
    expect(view.locations.map(({ typed }) => typed)).toEqual([page]);
  }
});

test("with two schedulers and two workers each page is looked at once and each notice leaves once", async () => {
  const { rows } = await database.pool.query<{ id: string }>("select id from cases order by number");
  const views = await Promise.all(rows.map(({ id }, number) => analyst.assess(urlOf(number % 2), id)));
  await eventually(async () => expect(hits.size).toBe(20));
  await settled();
  expect([...hits.values()]).toEqual(Array(20).fill(1));

  hits.clear();
  const answers = await Promise.all(
    // The same click arrives at both processes at once: one of them refuses it.
    views.flatMap((view, number) =>
      [0, 1].map((at) => analyst.notify(urlOf(at), view, `abuse-${number}@host.example`)),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([
    ...Array(20).fill(202),
    ...Array(20).fill(409),
  ]);
  await eventually(async () => expect(mail.received.size).toBe(20));
  await settled();
  expect([...mail.received.values()]).toEqual(Array(20).fill(1));
  const sent = await database.pool.query("select status, count(*)::int from notices group by status");
  expect(sent.rows).toEqual([{ status: "sent", count: 20 }]);
});

test("what changes at one process shows in the live stream of the other", async () => {
  const { rows } = await database.pool.query<{ id: string }>("select id from cases order by number limit 1");
  const caseId = rows[0]?.id ?? "";
  const stopped = new AbortController();
  const stream = await fetch(`${urlOf(0)}/api/v1/desk/live`, {
    headers: analyst.headers,
    signal: stopped.signal,
  });
  expect(stream.headers.get("content-type")).toContain("text/event-stream");
  const seen = readUntil(stream, (text) => text.includes(`"caseId":"${caseId}"`));
  await analyst.call<CaseView>(urlOf(1), "POST", `/cases/${caseId}/notes`, { text: "Vu avec Claude." });
  expect(await seen).toContain(`"caseId":"${caseId}"`);
  stopped.abort();
});

test("the jobs of a worker that is killed are done by the other, and no mail leaves twice", async () => {
  const page = `${siteUrl}/page/last`;
  await report(urlOf(0), page);
  const { rows } = await database.pool.query<{ case_id: string }>(
    "select case_id from contents where url = $1",
    [page],
  );
  const view = await analyst.assess(urlOf(0), rows[0]?.case_id ?? "");
  await eventually(async () => expect(hits.get("/page/last")).toBe(1));
  await settled();
  mail.hold();
  expect((await analyst.notify(urlOf(1), view, "abuse-last@host.example")).status).toBe(202);
  await eventually(async () => expect(mail.held()).toBe(1));
  const holder = await holderOfDelivery();
  expect(workers).toContain(holder);
  await holder?.end("SIGKILL");
  mail.release();
  await eventually(async () => {
    const { rows: notices } = await database.pool.query(
      "select status from notices where to_email = 'abuse-last@host.example'",
    );
    expect(notices).toEqual([{ status: "sent" }]);
  });
  expect([...mail.received.values()]).toEqual(Array(21).fill(1));
  const pools = await database.pool.query(
    "select count(distinct process_key)::int as workers from worker_pools",
  );
  expect(pools.rows[0]).toEqual({ workers: 1 });
});

test("the chain of events of all four is one, intact and sealed to its end", async () => {
  await settled();
  expect(await verifyChain(database)).toMatchObject({ kind: "intact", unsealed: 0 });
});

function urlOf(web: number): string {
  return webs[web]?.url ?? "";
}

async function report(at: string, page: string): Promise<string> {
  const response = await fetch(`${at}/api/v1/reports`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ locations: [{ url: page }], text: "Je l'ai vu." }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { receipt: string }).receipt;
}

async function openReceipt(at: string, receipt: string): Promise<ReceiptView> {
  const response = await fetch(`${at}/api/v1/receipts/open`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ receipt }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as ReceiptView;
}

async function readUntil(stream: Response, enough: (text: string) => boolean): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (enough(text)) return text;
  }
  throw new Error(`the stream ended before: ${text}`);
}

/** Until nothing is due any more and every event is sealed. */
async function settled(): Promise<void> {
  await eventually(async () => {
    const { rows } = await database.pool.query(
      `select (select count(*)::int from graphile_worker._private_jobs
          where run_at <= now() and attempts < max_attempts) as jobs,
        (select count(*)::int from events e where not exists
          (select 1 from event_chain c where c.event_seq = e.seq)) as unsealed`,
    );
    expect(rows[0]).toEqual({ jobs: 0, unsealed: 0 });
  });
}

/** The worker process whose connection holds the lock of a delivery. */
async function holderOfDelivery(): Promise<VigieProcess | undefined> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objsubid = 2 and l.granted and a.datname = current_database()`,
  );
  expect(rows).toHaveLength(1);
  return processes[Number(rows[0]?.name.split("-").at(-1))];
}
