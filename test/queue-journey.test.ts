import type { CaseList, CaseView, NextCaseAnswer, SavedFilterView } from "@vigie/contract";
import { beforeAll, expect, test } from "vitest";
import { waveReports } from "../apps/server/src/cases/priority-rules.ts";
import { refreshPriorities } from "../apps/server/src/cases/refresh-priorities.ts";
import { openLoadConnections } from "./bench/load-connections.ts";
import { type Desk, useVigie } from "./vigie.ts";

const vigie = useVigie();
let ada: Desk;
let bo: Desk;

beforeAll(async () => {
  ada = await vigie.member("analyst", "Ada");
  bo = await vigie.member("reviewer", "Bo");
  await vigie.firstAdmin();
}, 60_000);

const list = (desk: Desk, query = "status=open") => desk.call<CaseList>("GET", `/cases?${query}`);
const next = async (desk: Desk) => (await desk.call<NextCaseAnswer>("POST", "/queue/next")).case;
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

async function reportOf(host: string, more: object = {}): Promise<string> {
  await vigie.report({ locations: [{ url: `https://${host}/page` }], ...more });
  await vigie.settle();
  const { cases } = await list(ada, `host=${host}`);
  return cases[0]?.id ?? "";
}

const closing = (reason: string, seen: number) => ({ reason, seen });

test("two people work through the queue: next, skip, take over, and nobody decides on what somebody else has", async () => {
  const blackmail = await reportOf("chantage.example", {
    concern: "blackmail",
    situation: { standing: "victim", blackmail: "under_way" },
  });
  const hate = await reportOf("haine.example", { concern: "hate" });

  const first = await next(ada);
  expect(first).toMatchObject({ id: blackmail, claim: { name: "Ada" }, topics: ["blackmail"], wave: null });
  expect(first?.why.map(({ factor }) => factor)).toEqual(["urgency", "own", "blackmail", "age"]);
  expect((await next(bo))?.id).toBe(hate);
  expect(await next(bo)).toBeNull();

  const { counts, cases } = await list(bo);
  expect(counts).toMatchObject({ open: 2, total: 2, mine: 1, free: 0, byStatus: { received: 2 } });
  expect(cases.map(({ id }) => id)).toEqual([blackmail, hate]);
  expect((await list(bo, "status=open&claimed=others")).cases.map(({ id }) => id)).toEqual([blackmail]);

  expect((await bo.fetch("GET", `/cases/${blackmail}`)).status).toBe(200);
  const refused = await bo.fetch("POST", `/cases/${blackmail}/close`, closing("test", 0));
  expect(refused.status).toBe(409);
  const problem = (await refused.json()) as { code: string; detail: string };
  expect(problem.code).toBe("case.claimed_elsewhere");
  expect(problem.detail).toContain("Ada");
  const taken = await bo.call<CaseView>("POST", `/cases/${blackmail}/claim`, { takeOver: true });
  expect(taken.summary.claim?.name).toBe("Bo");
  expect(taken.history[0]).toMatchObject({ type: "case.taken_over", by: "Bo" });

  await bo.call("POST", `/cases/${blackmail}/skip`, { reason: "knows_someone" });
  expect((await next(ada))?.id).toBe(blackmail);
  expect(await next(bo)).toBeNull();
  await ada.call("DELETE", `/cases/${blackmail}/claim`);
  expect((await list(ada)).counts).toMatchObject({ mine: 0, free: 1 });
});

test("what the holder of a claim does on the case renews it", async () => {
  const id = await reportOf("renouvelle.example", { concern: "hate" });
  await ada.call("POST", `/cases/${id}/claim`, {});
  vigie.advance(20 * 60_000);
  await ada.call("POST", `/cases/${id}/notes`, { text: "Je regarde." });
  vigie.advance(20 * 60_000);
  await bo.signInAgain();
  expect((await bo.fetch("POST", `/cases/${id}/claim`, {})).status).toBe(409);
  await ada.signInAgain();
  await ada.call("DELETE", `/cases/${id}/claim`);
});

test("a stale tab decides nothing: what was decided since is said first", async () => {
  const id = await reportOf("perime.example", { concern: "hate" });
  const seen = (await ada.call<CaseView>("GET", `/cases/${id}`)).summary.version;
  const assessment = { grounds: ["hate-incitement"], manifest: "manifest", minor: "no", reasons: "", seen };
  const both = await Promise.all(
    [ada, bo].map((desk) => desk.fetch("POST", `/cases/${id}/assessments`, assessment)),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const late = await bo.fetch("POST", `/cases/${id}/close`, closing("not_illegal", seen));
  expect(await codeOf(late)).toBe("request.conflict");
  const { contents, summary } = await bo.call<CaseView>("GET", `/cases/${id}`);
  const notice = {
    contentIds: contents.map((content) => content.id),
    recipients: [{ host: "perime.example", name: "Hôte", email: "abuse@host.example", language: "fr" }],
    explanation: "Voilà pourquoi.",
  };
  expect(await codeOf(await bo.fetch("POST", `/cases/${id}/notices`, { ...notice, seen }))).toBe(
    "request.conflict",
  );
  expect((await bo.fetch("POST", `/cases/${id}/notices`, { ...notice, seen: summary.version })).status).toBe(
    202,
  );
});

test("a member who may not see a topic finds no such case: in no list, by no search, on no route, in no total", async () => {
  const hidden = await reportOf("cache-au-limite.example", { concern: "terrorism" });
  const seen = await ada.call<CaseView>("GET", `/cases/${hidden}`);
  const limited = await vigie.member("analyst", "Limite");
  await vigie.database.pool.query("update members set topics = '{hate,other}' where id = $1", [
    limited.me.member.id,
  ]);
  await limited.unlock();

  for (const query of [
    "status=open",
    "",
    "q=cache-au-limite",
    "q=cache-au-limte",
    "host=cache-au-limite.example",
    "topic=terrorism",
  ]) {
    const { cases } = await list(limited, query);
    expect(
      cases.map(({ id }) => id),
      query,
    ).not.toContain(hidden);
  }
  const visible = (await list(limited, "")).cases;
  expect((await list(limited)).counts?.total).toBe(visible.length);
  const contentId = seen.contents[0]?.id;
  const asked: [string, string, unknown?][] = [
    ["GET", `/cases/${hidden}`],
    ["GET", `/cases/${hidden}/words`],
    ["GET", `/cases/${hidden}/plan`],
    ["POST", `/cases/${hidden}/claim`, { takeOver: true }],
    ["POST", `/cases/${hidden}/notes`, { text: "Une note." }],
    ["POST", `/cases/${hidden}/close`, { reason: "test" }],
    ["POST", `/contents/${contentId}/check`],
  ];
  for (const [method, path, body] of asked) {
    const answer = await limited.fetch(method, path, body);
    expect(answer.status, path).toBe(404);
    expect(await codeOf(answer), path).toMatch(/\.unknown$/);
  }
  for (let served = await next(limited); served; served = await next(limited)) {
    expect(served.id).not.toBe(hidden);
  }
  // Open cases change all the time: the live stream names the visible ones only.
  expect(await heard(ada, hidden)).toBe(true);
  expect(await heard(limited, hidden)).toBe(false);
  // A later report that concerns a minor hides a case at once, before anything is recomputed.
  const shared = await reportOf("partage-mineur.example", { concern: "hate" });
  expect((await limited.fetch("GET", `/cases/${shared}`)).status).toBe(200);
  await vigie.report({ locations: [{ url: "https://partage-mineur.example/page" }], minor: true });
  expect((await limited.fetch("GET", `/cases/${shared}`)).status).toBe(404);
});

/** Whether the live stream, from its beginning, names this case before it names one that everybody may see. */
async function heard(desk: Desk, caseId: string): Promise<boolean> {
  const visible = await reportOf(`vu-par-${desk.me.member.id}.example`, { concern: "hate" });
  const stopped = new AbortController();
  const stream = await fetch(`${vigie.url}/api/v1/desk/live`, {
    headers: { cookie: desk.cookie, "last-event-id": "1" },
    signal: stopped.signal,
  });
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of stream.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.includes(visible)) break;
  }
  stopped.abort();
  return text.includes(caseId);
}

test("a saved filter is its member's own, and holds what the list's address holds", async () => {
  const filter = { status: "open", topic: "hate", overdue: "true", q: "forum" };
  const saved = await ada.call<SavedFilterView>("POST", "/filters", { name: "En retard", filter });
  expect(saved.filter).toEqual(filter);
  const own = await ada.call<{ filters: SavedFilterView[] }>("GET", "/filters");
  expect(own.filters).toEqual([saved]);
  expect((await ada.fetch("GET", `/cases?${new URLSearchParams(saved.filter)}`)).status).toBe(200);
  expect((await bo.call<{ filters: SavedFilterView[] }>("GET", "/filters")).filters).toEqual([]);
  expect(await codeOf(await bo.fetch("DELETE", `/filters/${saved.id}`))).toBe("filter.unknown");
  expect((await ada.fetch("DELETE", `/filters/${saved.id}`)).status).toBe(204);
  const unknown = await ada.fetch("POST", "/filters", { name: "Faux", filter: { color: "red" } });
  expect(unknown.status).toBe(400);
});

test("a wave of reports on one page is one case with its banner, and pushes nobody back", async () => {
  const urgent = await reportOf("urgent.example", { concern: "blackmail" });
  const wanted = process.env["VIGIE_FULL"] ? 50_000 : 2 * waveReports;
  const report = JSON.stringify({
    locations: [{ url: "https://vague.example/une-page" }],
    concern: "hate",
    language: "fr",
    receipt: false,
  });
  const lines = await openLoadConnections(Number(new URL(vigie.url).port), 16);
  let sent = 0;
  let accepted = 0;
  const pages: number[] = [];
  await Promise.all([
    ...lines.map(async (line) => {
      while (sent < wanted) {
        sent += 1;
        if ((await line.post("/api/v1/reports", report)) === 201) accepted += 1;
      }
      line.close();
    }),
    (async () => {
      while (sent < wanted) {
        const begin = performance.now();
        expect((await list(ada)).cases.map(({ id }) => id)).toContain(urgent);
        pages.push(performance.now() - begin);
      }
    })(),
  ]);
  await vigie.settle();
  await refreshPriorities(vigie.running.vigie);
  const { cases } = await list(ada, "host=vague.example");
  expect(cases).toHaveLength(1);
  expect(cases[0]).toMatchObject({ reports: accepted, contents: 1, wave: { reports: accepted } });
  expect(cases[0]?.why).toContainEqual({ factor: "spread", reports: accepted });
  const order = (await list(ada)).cases.map(({ id }) => id);
  expect(order.indexOf(urgent)).toBeLessThan(order.indexOf(cases[0]?.id ?? ""));
  if (process.env["VIGIE_FULL"]) {
    const sorted = pages.sort((a, b) => a - b);
    process.stdout.write(
      `${accepted} reports on one page; ${sorted.length} pages of others meanwhile, median ${sorted[sorted.length >> 1]?.toFixed(1)} ms\n`,
    );
  }
  vigie.advance(25 * 3_600_000);
  await refreshPriorities(vigie.running.vigie);
  await ada.signInAgain();
  expect((await list(ada, "host=vague.example")).cases[0]).toMatchObject({ wave: null });
}, 600_000);
