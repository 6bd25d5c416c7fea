import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CaseSummary, CaseView, CaseWordsView } from "@vigie/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMailServer } from "../../apps/server/src/mail/test-mail-server.ts";
import { checkContent } from "../../apps/server/src/watches/check-content.ts";
import { type Desk, useVigie } from "../vigie.ts";
import { send, sendForm, sendJson } from "./raw-http.ts";

/* The site that must not be contacted: it counts connections, so that even a request cut short is seen. */
const site = { connections: 0, asked: [] as string[], port: 0, server: undefined as Server | undefined };
const smtp = await startMailServer();
beforeAll(async () => {
  site.server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://site");
    site.asked.push(pathname);
    const onward = searchParams.get("to");
    if (pathname.startsWith("/leads/") && onward) {
      response.writeHead(302, { location: onward }).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Une page</h1><p>Qui reste là.</p>");
  });
  site.server.on("connection", () => {
    site.connections += 1;
  });
  await new Promise<void>((resolve) => site.server?.listen(0, "127.0.0.1", resolve));
  site.port = (site.server.address() as AddressInfo).port;
});
afterAll(async () => {
  site.server?.closeAllConnections();
  site.server?.close();
  await smtp.stop();
});

const vigie = useVigie({ VIGIE_SMTP_URL: smtp.url });
const page = (path: string) => `http://127.0.0.1:${site.port}/${path}`;
const hits = (path: string) => site.asked.filter((asked) => asked === `/${path}`).length;

let analyst: Desk;
beforeAll(async () => {
  analyst = await vigie.member("analyst", "Alix");
  await analyst.unlock();
}, 60_000);

type Assessment = { grounds: string[]; manifest: string; minor: string; reasons: string };
const ordinary: Assessment = { grounds: ["hate-incitement"], manifest: "manifest", minor: "no", reasons: "" };

async function newestCase(): Promise<CaseView> {
  const { rows } = await vigie.database.pool.query<{ id: string }>(
    "select id from cases order by first_reported_at desc, id desc limit 1",
  );
  return caseById(rows[0]?.id ?? "");
}
const caseById = (id: string) => analyst.call<CaseView>("GET", `/cases/${id}`);

async function reportOf(
  locations: string[],
  marks: object = {},
): Promise<{ view: CaseView; receipt: string }> {
  const { receipt } = await vigie.report({ locations: locations.map((url) => ({ url })), ...marks });
  await vigie.settle();
  const { rows } = await vigie.database.pool.query<{ case_id: string }>(
    "select case_id from reports order by received_at desc, id desc limit 1",
  );
  return { view: await caseById(rows[0]?.case_id ?? ""), receipt };
}

/** Everything the machine does by itself, for two days. */
async function letTimePass(): Promise<void> {
  for (const hours of [1, 12, 24, 24]) {
    vigie.advance(hours * 3_600_000);
    await vigie.settle();
  }
  await analyst.signInAgain();
  await analyst.unlock();
}

/** Everything somebody could try by hand on a case that may not be contacted. Refusals are expected, contact is not. */
async function tryEverything(view: CaseView): Promise<void> {
  const { id } = view.summary;
  const contentIds = view.contents.map((content) => content.id);
  const recipients = ["127.0.0.1", ""].map((host) => ({
    host,
    name: "Hôte",
    email: "abuse@hote.example",
    language: "fr",
  }));
  const attempts: [string, string, unknown?][] = [
    ...contentIds.flatMap((contentId): [string, string][] => [
      ["POST", `/contents/${contentId}/check`],
      ["POST", `/contents/${contentId}/hosting`],
    ]),
    ["POST", `/cases/${id}/notices/preview`, { contentIds, recipients, explanation: "Voilà." }],
    ["POST", `/cases/${id}/notices`, { contentIds, recipients, explanation: "Voilà." }],
    ["POST", `/cases/${id}/referrals`, { authority: "pharos" }],
    ["POST", `/cases/${id}/notes`, { text: "Une note sans adresse." }],
    ["GET", `/cases/${id}/words`],
    ["POST", `/cases/${id}/close`, { reason: "done" }],
  ];
  for (const [method, path, body] of attempts) {
    const answer = await analyst.fetch(method, path, body);
    expect(answer.status, `${method} ${path}: ${await answer.text()}`).toBeLessThan(500);
  }
  for (const contentId of contentIds) {
    const { fetcher } = vigie.running.vigie;
    const outcome = await fetcher.fetchContent({ contentId });
    expect(outcome).toMatchObject({ kind: "refused", reason: "handling", redirects: [] });
    expect(await fetcher.askNames({ contentId, name: "page.example", type: "A" })).toMatchObject({
      kind: "refused",
      reason: "handling",
    });
    expect(["forbidden", "skipped"]).toContain((await checkContent(vigie.running.vigie, { contentId })).kind);
  }
  // As if a scheduler gone wrong had found it due.
  await vigie.database.pool.query(
    "update watches set next_check_at = now() - interval '1 day', leased_until = null, status = 'watching' where content_id = any($1)",
    [contentIds],
  );
  await vigie.settle();
}

const neverForPrivate: Assessment[] = [
  ordinary,
  { ...ordinary, grounds: ["ncii"] },
  { ...ordinary, minor: "unsure" },
  { ...ordinary, grounds: [], manifest: "not_illegal" },
  { ...ordinary, grounds: ["csam-depiction"], minor: "yes" },
];
const neverForMinor = neverForPrivate
  .filter(({ minor }) => minor !== "no")
  .concat([
    { ...ordinary, grounds: ["csam-depiction"] },
    { ...ordinary, grounds: [], manifest: "needs_context" },
  ]);

for (const [name, marks, assessments] of [
  ["under 18", { minor: true }, neverForMinor],
  ["only to me", { private: true }, neverForPrivate],
  ["under 18 and only to me", { minor: true, private: true }, neverForPrivate],
] as const) {
  test(`a page reported “${name}” is never contacted, whatever is tried`, async () => {
    const path = `never/${name.replaceAll(" ", "-")}`;
    const before = site.connections;
    const { view, receipt } = await reportOf([page(path)], marks);
    expect(view.contents[0]).toMatchObject({ sealed: true, url: null, key: null, host: null });
    await tryEverything(view);
    for (const assessment of assessments) {
      await (await analyst.fetch("POST", `/cases/${view.summary.id}/assessments`, assessment)).text();
      const { allowed } = await caseById(view.summary.id);
      expect(allowed.check).toBe(false);
      await tryEverything(view);
      // Reported again by somebody who ticks nothing.
      await reportOf([`${page(path)}?utm_source=again`]);
      await vigie.settle();
    }
    await sendJson(vigie.url, "/api/v1/receipts/open", { receipt });
    await letTimePass();
    expect(site.connections).toBe(before);
    expect(hits(path)).toBe(0);
  }, 60_000);
}

test("a page that nobody assessed is not contacted", async () => {
  const before = site.connections;
  const { view } = await reportOf([page("unassessed")]);
  await tryEverything({ ...view, contents: view.contents });
  await letTimePass();
  expect(site.connections).toBe(before);
});

test("an analyst who expressly finds no minor opens the page to checks; one marked “only to me” stays closed", async () => {
  const { view } = await reportOf([page("an-adult")], { minor: true });
  await analyst.call("POST", `/cases/${view.summary.id}/assessments`, ordinary);
  await vigie.settle();
  expect(hits("an-adult")).toBeGreaterThan(0);
  const after = await caseById(view.summary.id);
  expect(after.contents[0]).toMatchObject({ sealed: false, url: page("an-adult") });

  const seen = hits("an-adult");
  await reportOf([page("an-adult")], { private: true });
  await letTimePass();
  await analyst.call("POST", `/cases/${view.summary.id}/assessments`, ordinary);
  await letTimePass();
  expect(hits("an-adult")).toBe(seen);
  expect((await caseById(view.summary.id)).contents[0]).toMatchObject({ sealed: true, url: null });
});

test("a normal page may not lead the fetcher to one that is closed, however many steps away", async () => {
  await reportOf([page("closed/minor")], { minor: true });
  await reportOf([page("closed/private")], { private: true });
  await reportOf([page("closed/nobody-looked")]);
  const closed = ["minor", "private", "nobody-looked"].map((name) => page(`closed/${name}`));
  const targets = closed.flatMap((url) => [
    url,
    `${url}?utm_source=x#part`,
    url.replace("/closed/", "/./closed/"),
  ]);
  const starts = targets.flatMap((target, index) => {
    const direct = page(`leads/${index}?to=${encodeURIComponent(target)}`);
    return [direct, page(`leads/again-${index}?to=${encodeURIComponent(direct)}`)];
  });
  // All in one report: one case, opened by one assessment.
  const { view } = await reportOf(starts);
  expect(view.contents).toHaveLength(starts.length);
  await analyst.call("POST", `/cases/${view.summary.id}/assessments`, ordinary);
  await vigie.settle();
  for (const { id } of view.contents) {
    expect((await analyst.fetch("POST", `/contents/${id}/check`)).status).toBeLessThan(500);
  }
  expect(site.asked.filter((asked) => asked.startsWith("/leads/")).length).toBeGreaterThanOrEqual(
    starts.length,
  );
  expect(site.asked.filter((asked) => asked.startsWith("/closed/"))).toEqual([]);
});

test("a page already looked at is closed and forgotten at once when somebody says “under 18”", async () => {
  const secret = "page-qui-se-referme";
  const { view } = await reportOf([page(secret)]);
  const { id } = view.summary;
  await analyst.call("POST", `/cases/${id}/assessments`, ordinary);
  await vigie.settle();
  expect(hits(secret)).toBeGreaterThan(0);

  const { view: joined } = await reportOf([page(secret)], { minor: true });
  expect(joined.summary.id).toBe(id);
  const seen = hits(secret);
  await letTimePass();
  await tryEverything(joined);
  expect(hits(secret)).toBe(seen);
  expect(await placesThatName(secret)).toEqual([]);
});

test("a case found to concern a minor seals every address it has, and those that join it later", async () => {
  const secrets = ["scelle-premier", "scelle-second", "scelle-plus-tard"];
  const [first = "", second = "", later = ""] = secrets;
  const { view } = await reportOf([page(first), page(second)]);
  const { id } = view.summary;
  await analyst.call("POST", `/cases/${id}/assessments`, ordinary);
  await vigie.settle();
  await analyst.call("POST", `/cases/${id}/assessments`, {
    ...ordinary,
    grounds: ["csam-depiction"],
    minor: "yes",
  });
  await vigie.settle();
  const { view: joined } = await reportOf([page(first), page(later)]);
  expect(joined.summary.id).toBe(id);
  expect(joined.contents).toHaveLength(3);
  const seen = [first, second].map(hits);
  await letTimePass();
  await tryEverything(joined);
  expect([first, second].map(hits)).toEqual(seen);
  expect(hits(later)).toBe(0);
  for (const content of (await caseById(id)).contents)
    expect(content).toMatchObject({ sealed: true, url: null });
  for (const secret of secrets) expect(await placesThatName(secret), secret).toEqual([]);

  // The addresses are there for whoever unlocked, and for nobody else.
  const words = await analyst.call<CaseWordsView>("GET", `/cases/${id}/words`);
  expect(words.addresses.map(({ url }) => url).sort()).toEqual(secrets.map(page).sort());
  await analyst.call("POST", "/session/lock");
  expect((await analyst.fetch("GET", `/cases/${id}/words`)).status).toBe(423);
  await analyst.unlock();
  const admin = await vigie.member("admin", "Ada");
  expect((await admin.fetch("GET", `/cases/${id}/words`)).status).toBe(403);
});

test("a case of a minor gives the host no notice, and a page that came by the form is treated the same", async () => {
  const mails = smtp.received.length;
  await sendForm(vigie.url, "/fr/ecrire", { where: page("par-formulaire"), minor: "yes" });
  await vigie.settle();
  const view = await newestCase();
  expect(view.contents[0]).toMatchObject({ sealed: true });
  await analyst.call("POST", `/cases/${view.summary.id}/assessments`, {
    ...ordinary,
    grounds: ["csam-depiction"],
    minor: "yes",
  });
  await tryEverything(view);
  await letTimePass();
  expect(smtp.received.length).toBe(mails);
  expect(hits("par-formulaire")).toBe(0);
});

/** Where an address can still be read: tables, list, search, case, figures, metrics. Empty when nowhere. */
async function placesThatName(secret: string): Promise<string[]> {
  const places: string[] = [];
  const { pool } = vigie.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables) {
    const { rowCount } = await pool.query(`select 1 from ${name} t where t::text ilike $1 limit 1`, [
      `%${secret}%`,
    ]);
    if (rowCount) places.push(name);
  }
  const found = await analyst.call<{ cases: CaseSummary[] }>("GET", `/cases?q=${secret}`);
  if (found.cases.length > 0) places.push("search");
  const list = await (await analyst.fetch("GET", "/cases?limit=100")).text();
  for (const { id } of (JSON.parse(list) as { cases: CaseSummary[] }).cases) {
    if ((await (await analyst.fetch("GET", `/cases/${id}`)).text()).includes(secret))
      places.push(`case ${id}`);
  }
  for (const path of ["/metrics", "/api/v1/checkpoint"]) {
    if ((await send(vigie.url, { path })).text.includes(secret)) places.push(path);
  }
  if (list.includes(secret)) places.push("list");
  if ((await (await analyst.fetch("GET", "/figures")).text()).includes(secret)) places.push("figures");
  return places;
}
