import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { cpus, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { newId } from "../../apps/server/src/db/new-id.ts";
import { newToken, tokenHash } from "../../apps/server/src/vault/secret-token.ts";
import { median, startServer } from "./bench-server.ts";
import { openLoadConnections } from "./load-connections.ts";

const rounds = 300;
const nextRounds = 200;
const waveMs = 10_000;
const writesPerSecond = 20;
const pageSize = 50;

/**
 * The desk's queue over many open contents while reports come in: the next page of the list and the next case over HTTP,
 * beside the bare SQL of the same in turns; then the search; then the next page again while one address is reported as
 * fast as the intake takes it.
 * @param contents how many open contents; about six in ten have a case of their own.
 */
export async function bench({
  root,
  contents = 1_000_000,
  say,
}: {
  root: string;
  contents?: number | undefined;
  say: (line: string) => void;
}) {
  const server = await startServer(root, { VIGIE_RECEIPT_POOL: "0" });
  const pool = new pg.Pool({ ...server.connection, max: 4 });
  pool.on("error", () => {});
  const filledMs = await fill(pool, contents, say);
  const desk = await signIn(pool, server.port);
  const writes = startWrites(server.port);
  try {
    await desk.get(`/api/v1/desk/cases?status=open&limit=${pageSize}`);
    const pages = await measurePages(desk, pool, rounds);
    say(`next page: p50 ${pages.ours.p50Ms} ms, p99 ${pages.ours.p99Ms} ms; bare SQL ${pages.bare.p50Ms} ms`);
    const next = await measureNext(desk, pool);
    say(`next case: p50 ${next.ours.p50Ms} ms, p99 ${next.ours.p99Ms} ms; bare SQL ${next.bare.p50Ms} ms`);
    const search = await measureSearch(desk);
    for (const [kind, figure] of Object.entries(search))
      say(`search, ${kind}: p50 ${figure.p50Ms} ms, p95 ${figure.p95Ms} ms`);
    await writes.stop();
    const wave = await measureWave(desk, pool, server.port);
    say(
      `next page: ${wave.before.p50Ms} ms before, ${wave.during.p50Ms} ms during a wave of ${wave.reports} reports`,
    );
    const { rows } = await pool.query<{ cases: number; contents: number }>(
      `select (select count(*)::int from cases where status not in ('closed','removed')) as cases,
        (select count(*)::int from contents) as contents`,
    );
    return {
      bench: "queue",
      figures: {
        open: rows[0],
        filledSeconds: Math.round(filledMs / 1000),
        writes: { perSecondAsked: writesPerSecond, ...writes.figures() },
        nextPage: pages.ours,
        nextCase: next.ours,
        search,
        wave,
      },
      baseline: {
        what: "the SQL of the same page, and of the same claim undone, by node-postgres on one connection, in turns",
        nextPage: pages.bare,
        nextCase: next.bare,
      },
      ratio: Number((pages.bare.p50Ms / pages.ours.p50Ms).toFixed(3)),
      notes: [
        `${cpus().length} processors shared by the load, Vigie and PostgreSQL; load average ${loadavg()[0]?.toFixed(1)} at the end`,
        "the page over HTTP includes the session, the permission, the totals of the list and its JSON",
      ],
    };
  } finally {
    await writes.stop();
    await pool.end();
    await server.stop();
  }
}

/* ---- what is there ---- */

const batch = 50_000;

/** Invented cases of every status that is open, on 20,000 hosts; one in ten has a note with a handle. */
async function fill(pool: pg.Pool, contents: number, say: (line: string) => void): Promise<number> {
  const begin = performance.now();
  const cases = Math.round(contents * 0.6);
  // Indexes are built once the rows are there.
  const { rows: indexes } = await pool.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename = 'cases' and indexname not in ('cases_pkey', 'cases_number_key')`,
  );
  for (const { name } of indexes) await pool.query(`drop index ${name}`);
  for (let from = 1; from <= cases; from += batch) {
    await pool.query(casesSql, [from, Math.min(from + batch - 1, cases)]);
    say(`${Math.min(from + batch - 1, cases)} of ${cases} cases`);
  }
  for (let from = 1; from <= contents; from += batch) {
    await pool.query(contentsSql, [from, Math.min(from + batch - 1, contents), cases]);
  }
  for (const { definition } of indexes) await pool.query(definition);
  await pool.query("vacuum analyze cases");
  await pool.query("vacuum analyze contents");
  return performance.now() - begin;
}

// 64 syllables: words of two or three of them, as unlike one another as names of hosts and people are.
const syllables =
  "ba be bi bo bu ca ce ci co cu da de di do du fa fe fi fo fu ga ge gi go gu la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po pu ra re ri ro ru sa se si so su ta te ti to tu va ve vi".split(
    " ",
  );
const syllable = (of: string, salt: number) =>
  `(array['${syllables.join("','")}'])[1 + ((hashint4(${of} + ${salt}) & 2147483647) % ${syllables.length})]`;
const word = (of: string, salt: number) =>
  [0, 1, 2].map((part) => syllable(of, salt + part * 1_000_003)).join(" || ");
const hostSql = `${word("i % 20000", 11)} || '-' || ${word("i % 20000", 77)} || '.example'`;
const handleSql = `${word("i", 131)} || '_' || ${word("i", 977)}`;

/** An id that is one by its version and variant too. */
const uuidOf = (seed: string) =>
  `overlay(overlay(md5(${seed}) placing '4' from 13) placing '8' from 17)::uuid`;

const casesSql = `
  insert into cases (id, number, status, handling, concern, urgency, next_step, priority, reports_count, contents_count,
    first_reported_at, last_reported_at, hosts, topics, languages, why, search_text, expires_at)
  select ${uuidOf("'case' || i")}, '2025-' || lpad(i::text, 7, '0'), status, 'unknown', concern, 'P' || rank, step,
    (4 - rank) * 10000 + (hashint4(i + 7) & 2147483647) % 100 * 100 + case when i % 50 = 0 then 100000 else 0 end,
    1, 1 + (i % 3), at, at, array[host], array[topic], array[case when i % 3 = 0 then 'en' else 'fr' end],
    jsonb_build_array(
      jsonb_build_object('factor', 'urgency', 'urgency', 'P' || rank, 'from', 'concern'),
      jsonb_build_object('factor', 'age', 'since', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))),
    '2025-' || lpad(i::text, 7, '0') || E'\\nurl:' || host || '/fil/' || md5(i::text) || E'\\nhttps://' || host || '/fil/' || md5(i::text)
      || case when i % 10 = 0 then E'\\nle pseudonyme ' || ${handleSql} || ' revient, deja releve a orleans' else '' end,
    at + interval '400 days'
  from (
    select i, ${hostSql} as host, date_trunc('milliseconds', now() - make_interval(secs => (i % 5000000) + 60)) as at,
      (array['received','received','received','assessed','notified','referred','returned'])[1 + i % 7] as status,
      (array['assess','assess','assess','notify','wait','wait','notify'])[1 + i % 7] as step,
      (array['hate','harassment','scam_or_other','intimate_images','threat_or_violence'])[1 + i % 5] as concern,
      (array['hate','harassment','fraud','intimate_image','threats'])[1 + i % 5] as topic,
      (hashint4(i + 5) & 2147483647) % 5 as rank
    from generate_series($1::int, $2::int) i
  ) made`;

const contentsSql = `
  insert into contents (id, case_id, kind, key_mac, key, url, readable_url, host, domain, reports_count, created_at)
  select ${uuidOf("'content' || c")}, ${uuidOf("'case' || i")}, 'url', sha256(('content' || c)::bytea),
    'url:' || ${hostSql} || '/fil/' || c, 'https://' || ${hostSql} || '/fil/' || c, 'https://' || ${hostSql} || '/fil/' || c,
    ${hostSql}, ${hostSql}, 1, now()
  from (select c, 1 + (c - 1) % $3::int as i from generate_series($1::int, $2::int) c) made`;

/* ---- who asks ---- */

interface BenchDesk {
  get(path: string): Promise<unknown>;
  post(path: string): Promise<unknown>;
}

async function signIn(pool: pg.Pool, port: number): Promise<BenchDesk> {
  const memberId = newId();
  const token = newToken();
  await pool.query(
    `insert into members (id, name, name_key, role, language, password_hash, totp_sealed, joined_at)
     values ($1, 'Mesure', 'mesure', 'analyst', 'fr', '', '', now())`,
    [memberId],
  );
  await pool.query(
    `insert into sessions (token_hash, member_id, created_at, last_seen_at, expires_at)
     values ($1, $2, now(), now(), now() + interval '10 hours')`,
    [tokenHash(token), memberId],
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const call = (method: string, path: string, csrf: string) =>
    new Promise<unknown>((resolve, reject) => {
      const sent = request(
        {
          port,
          host: "127.0.0.1",
          method,
          path,
          agent,
          headers: { cookie: `vigie_session=${token}`, "x-vigie-csrf": csrf },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            if (answer.statusCode === 200) resolve(JSON.parse(text));
            else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`));
          });
        },
      );
      sent.on("error", reject);
      sent.end();
    });
  const me = (await call("GET", "/api/v1/desk/session", "")) as { csrf: string };
  return { get: (path) => call("GET", path, ""), post: (path) => call("POST", path, me.csrf) };
}

/** Reports at a steady rate; one in four is of an address that is known. */
function startWrites(port: number) {
  let stopped = false;
  let accepted = 0;
  let refused = 0;
  const begin = performance.now();
  let end = begin;
  const done = (async () => {
    const lines = await openLoadConnections(port, 4);
    await Promise.all(
      lines.map(async (line) => {
        while (!stopped) {
          const known = Math.random() < 0.25;
          const path = known ? `connu/${Math.floor(Math.random() * 200)}` : randomBytes(8).toString("hex");
          const status = await line.post("/api/v1/reports", reportOf(`https://flot.example.org/${path}`));
          if (status === 201) accepted += 1;
          else refused += 1;
          await sleep((1000 * lines.length) / writesPerSecond);
        }
        line.close();
      }),
    );
  })();
  return {
    async stop() {
      if (!stopped) end = performance.now();
      stopped = true;
      await done;
    },
    figures: () => ({ accepted, refused, perSecond: Number((accepted / ((end - begin) / 1000)).toFixed(1)) }),
  };
}

function reportOf(url: string): string {
  return JSON.stringify({
    locations: [{ url }],
    concern: "hate",
    text: "Une page vue ce matin dans une conversation.",
    language: "fr",
    receipt: false,
  });
}

/* ---- what is measured ---- */

interface Figure {
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

async function timed(work: () => Promise<unknown>, into: number[]): Promise<unknown> {
  const begin = performance.now();
  const result = await work();
  into.push(performance.now() - begin);
  return result;
}

function figureOf(times: readonly number[]): Figure {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
  return { p50Ms: Number(median(times).toFixed(2)), p95Ms: at(0.95), p99Ms: at(0.99) };
}

const pageSql = `select * from cases where status not in ('closed','removed')
  and (-priority, first_reported_at, id) > ($1::int, $2::timestamptz, $3::uuid)
  order by (-priority), first_reported_at, id limit ${pageSize + 1}`;

/** Walks down the list page by page, and begins again at a place of its own now and then. */
async function measurePages(desk: BenchDesk, pool: pg.Pool, count: number) {
  const ours: number[] = [];
  const bare: number[] = [];
  let after: string | null = null;
  for (let round = 0; round < count; round += 1) {
    after ??= `${Math.floor(Math.random() * 50_000)}~${new Date().toISOString()}~00000000-0000-0000-0000-000000000000`;
    const query = `/api/v1/desk/cases?status=open&limit=${pageSize}&after=${encodeURIComponent(after)}`;
    const [priority, at, id] = after.split("~");
    const page = (await timed(() => desk.get(query), ours)) as { next: string | null };
    await timed(() => pool.query(pageSql, [-Number(priority), at, id]), bare);
    after = round % 20 === 19 ? null : page.next;
  }
  return { ours: figureOf(ours), bare: figureOf(bare) };
}

const nextSql = `update cases set claimed_until = null where id = (
  select id from cases where status not in ('closed','removed') and next_step not in ('wait','none')
    and (claimed_until is null or claimed_until <= now())
  order by (-priority), first_reported_at, id limit 1 for no key update skip locked) returning *`;

async function measureNext(desk: BenchDesk, pool: pg.Pool) {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < nextRounds; round += 1) {
    await timed(() => desk.post("/api/v1/desk/queue/next"), ours);
    await timed(() => pool.query(nextSql), bare);
  }
  return { ours: figureOf(ours), bare: figureOf(bare) };
}

async function measureSearch(desk: BenchDesk): Promise<Record<string, Figure>> {
  const { cases } = (await desk.get("/api/v1/desk/cases?limit=100")) as {
    cases: { hosts: string[]; number: string }[];
  };
  const hosts = cases.flatMap((one) => one.hosts[0] ?? []).filter((host) => host.includes("-"));
  const queries = {
    exact: [
      ...hosts.slice(0, 30),
      ...cases.slice(0, 20).map(({ number }) => number),
      ".example",
      "pseudonyme",
      "zzzz",
    ],
    accent: [
      "déjà relevé à Orléans",
      "RELEVÉ à Orléans",
      "le pseudonyme révient",
      ...hosts.slice(30, 50).map(accented),
    ],
    typo: [...hosts.slice(0, 40).map(mistyped), "pseudonime", "deja relve a orleans"],
  };
  const figures: Record<string, Figure> = {};
  const all: number[] = [];
  for (const [kind, asked] of Object.entries(queries)) {
    const times: number[] = [];
    for (const q of asked) {
      await timed(() => desk.get(`/api/v1/desk/cases?status=open&q=${encodeURIComponent(q)}`), times);
    }
    all.push(...times);
    figures[kind] = figureOf(times);
  }
  return { ...figures, all: figureOf(all) };
}

const accented = (host: string) => host.replace("e", "é").replace("a", "à");

/** One letter changes place with its neighbour. */
function mistyped(host: string): string {
  const at = 2 + Math.floor(Math.random() * 6);
  return `${host.slice(0, at)}${host[at + 1] ?? ""}${host[at] ?? ""}${host.slice(at + 2)}`;
}

/** One address, as fast as the intake takes it on 16 connections, while somebody reads on. */
async function measureWave(desk: BenchDesk, pool: pg.Pool, port: number) {
  const spread = await load("https://vague-temoin.example/", false);
  const wave = await load("https://vague.example/une-seule-page", true);
  const { rows } = await pool.query<{ cases: number }>(
    "select count(*)::int as cases from cases where hosts @> '{vague.example}'",
  );
  return {
    reports: wave.accepted,
    perSecond: Math.round(wave.accepted / (waveMs / 1000)),
    cases: rows[0]?.cases,
    // The same load on as many addresses: what is left is what one hot case costs the others.
    before: spread.pages,
    during: wave.pages,
    perSecondBefore: Math.round(spread.accepted / (waveMs / 1000)),
    slower: Number((wave.pages.p50Ms / spread.pages.p50Ms - 1).toFixed(3)),
  };

  async function load(url: string, same: boolean) {
    let accepted = 0;
    let stopped = false;
    const lines = await openLoadConnections(port, 16);
    const sending = Promise.all(
      lines.map(async (line) => {
        while (!stopped) {
          const status = await line.post(
            "/api/v1/reports",
            reportOf(same ? url : url + randomBytes(8).toString("hex")),
          );
          if (status === 201) accepted += 1;
        }
        line.close();
      }),
    );
    const times: number[] = [];
    const until = performance.now() + waveMs;
    while (performance.now() < until) {
      await timed(() => desk.get(`/api/v1/desk/cases?status=open&limit=${pageSize}`), times);
      await sleep(20);
    }
    stopped = true;
    await sending;
    return { accepted, pages: figureOf(times) };
  }
}
