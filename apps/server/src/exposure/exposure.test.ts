import { readdir } from "node:fs/promises";
import type {
  CaseList,
  CaseView,
  ExposedView,
  OverrideList,
  OwnExposure,
  RevealAnswer,
  TeamExposure,
} from "@vigie/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { problemCode, send } from "../../../../test/security/raw-http.ts";
import { type Desk, useVigie } from "../../../../test/vigie.ts";
import { startHost } from "../fetch/test-web.ts";
import { expireExposure } from "./expire-exposure.ts";
import { createExposure } from "./exposure.ts";
import { inventCells, playTime } from "./test-exposure.ts";

const vigie = useVigie();
const asked: string[] = [];
let picture: Buffer;
let host: Awaited<ReturnType<typeof startHost>>;
let ada: Desk;
let ben: Desk;
let chief: Desk;
let time: ReturnType<typeof playTime>;
/** A picture that has begun to arrive: calling what it resolves to lets the rest through. */
const slow: { arrives: (goOn: () => void) => void } = { arrives: () => {} };

beforeAll(async () => {
  picture = await inventCells(1).file("png");
  host = await startHost((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    if (path === "/slow.png") {
      response.writeHead(200, { "content-type": "image/png" }).write(picture.subarray(0, 1_000));
      slow.arrives(() => response.end(picture.subarray(1_000)));
    } else if (path.startsWith("/page")) {
      response.writeHead(200, { "content-type": "text/html" });
      response.end(
        `<meta property="og:image" content="/a.png"><img src="/bomb.png"><img src="/gone.png"><img src="/text.png">
         <img src="http://10.0.0.1/private.png"><img src="/to-sealed"><img src="/b.png">`,
      );
    } else if (path === "/to-sealed") {
      response.writeHead(302, { location: `http://127.0.0.1:${host.port}/sealed` }).end();
    } else if (path === "/bomb.png") {
      response.writeHead(200, { "content-type": "image/png" });
      response.end(Buffer.concat([picture.subarray(0, 200), Buffer.alloc(100, 7)]));
    } else if (path === "/gone.png") response.writeHead(404).end("no");
    else if (path === "/text.png")
      response.writeHead(200, { "content-type": "image/png" }).end("<p>text</p>");
    else response.writeHead(200, { "content-type": "image/png" }).end(picture);
  });
  [ada, ben, chief] = [
    await vigie.member("analyst", "Ada"),
    await vigie.member("reviewer", "Ben"),
    await vigie.member("manager", "Chief"),
  ];
  for (const desk of [ada, ben, chief]) await desk.signInAgain();
  time = playTime(vigie.running.vigie, "2026-06-01T06:00:00Z");
}, 60_000);
afterAll(() => host.close());

const known = new Set<string>();

/** A case with one location, examined on these grounds; null: not examined. */
async function caseOf(path: string, grounds: string[] | null = ["hate-incitement"], minor = "no") {
  const url = `http://127.0.0.1:${host.port}${path}`;
  await vigie.report({ locations: [{ url }] });
  await vigie.settle();
  const { cases: found } = await ada.call<CaseList>("GET", "/cases?limit=100&status=received");
  const caseId = found.find(({ id }) => !known.has(id))?.id ?? "";
  known.add(caseId);
  if (grounds) {
    await ada.call("POST", `/cases/${caseId}/assessments`, {
      grounds,
      manifest: "manifest",
      minor,
      reasons: "",
    });
  }
  const view = await ada.call<CaseView>("GET", `/cases/${caseId}`);
  return { caseId, contentId: view.contents[0]?.id ?? "" };
}

const open = (desk: Desk, contentId: string, body: object = {}) =>
  desk.call<ExposedView>("POST", `/contents/${contentId}/views`, body);
const small = { medium: 0, x: 0.1, y: 0.1, width: 0.3, height: 0.3 };
const reveal = (desk: Desk, viewId: string, body: object = small) =>
  desk.call<RevealAnswer>("POST", `/views/${viewId}/reveals`, body);
const codeOf = async (answer: Promise<Response>) => {
  const response = await answer;
  return `${response.status} ${((await response.json()) as { code?: string }).code}`;
};
const nextDay = () => {
  const at = new Date(time.now());
  at.setUTCDate(at.getUTCDate() + 1);
  at.setUTCHours(6, 0, 0, 0);
  time.set(at.toISOString());
};

test("a page's media come covered, what cannot be read is told without stopping the rest", async () => {
  const sealed = await caseOf("/sealed", null);
  const { caseId, contentId } = await caseOf("/page/1");
  asked.length = 0;
  const view = await open(ada, contentId);
  expect([...view.problems].sort()).toEqual([
    "damaged",
    "not_allowed",
    "not_allowed",
    "not_reached",
    "unknown_kind",
  ]);
  expect(view.media.map(({ medium, kind, width, height }) => [medium, kind, width, height])).toEqual([
    [0, "picture", 320, 240],
    [1, "picture", 320, 240],
  ]);
  // What another case forbids is asked for nowhere, whoever leads there.
  expect(asked).not.toContain("/sealed");
  expect(sealed.contentId).not.toBe("");
  expect(JSON.stringify(view)).not.toMatch(/127\.0\.0\.1|png|sha|hash/i);
  const events = await vigie.database.pool.query(
    "select actor, details from events where type = 'exposure.view_opened' and case_id = $1",
    [caseId],
  );
  expect(events.rows).toEqual([{ actor: null, details: { handling: "normal" } }]);
});

test("what may not be contacted is not looked at, whoever asks; nothing is asked of the host", async () => {
  const unknown = await caseOf("/unknown.png", null);
  const minors = await caseOf("/minors.png", ["csam-depiction"], "yes");
  asked.length = 0;
  for (const { contentId } of [unknown, minors]) {
    for (const desk of [ada, ben, chief]) {
      expect(await codeOf(desk.fetch("POST", `/contents/${contentId}/views`, { reason: "assess" }))).toBe(
        "409 exposure.view_forbidden",
      );
    }
    // Past the desk as well: the fetcher asks for itself.
    const { fetcher } = vigie.running.vigie;
    const url = `http://127.0.0.1:${host.port}/elsewhere.png`;
    for (const request of [
      { contentId, logged: true },
      { contentId, url, logged: true },
    ]) {
      expect(await fetcher.fetchMedium(request)).toMatchObject({ kind: "refused", reason: "handling" });
    }
  }
  expect(asked).toEqual([]);
});

test("under restricted a reason is asked for, and who asked is recorded", async () => {
  nextDay();
  const { caseId, contentId } = await caseOf("/restricted.png", ["filmed-violence"]);
  expect(await codeOf(ada.fetch("POST", `/contents/${contentId}/views`, {}))).toBe(
    "422 exposure.reason_missing",
  );
  const view = await open(ada, contentId, { reason: "assess" });
  expect(view).toMatchObject({ severity: "severe", largestReveal: 0.25, media: [{ medium: 0 }] });
  const { rows } = await vigie.database.pool.query(
    "select actor, details from events where type = 'exposure.view_opened' and case_id = $1",
    [caseId],
  );
  expect(rows).toEqual([{ actor: ada.me.member.id, details: { handling: "restricted", reason: "assess" } }]);
  const half = { ...small, x: 0, y: 0, width: 0.6, height: 0.6 };
  expect(await codeOf(ada.fetch("POST", `/views/${view.viewId}/reveals`, half))).toBe(
    "422 exposure.region_refused",
  );
  const answer = await reveal(ada, view.viewId);
  expect(answer).toMatchObject({ kind: "shown", seconds: 5, width: 96, height: 72 });
  expect(answer.budget.day.usedSeconds).toBe(10);
});

test("a view is its opener's alone, gone once closed, and gone in another process", async () => {
  nextDay();
  const { contentId } = await caseOf("/mine.png");
  const view = await open(ada, contentId);
  expect(await codeOf(ben.fetch("POST", `/views/${view.viewId}/reveals`, small))).toBe(
    "404 exposure.view_gone",
  );
  expect(await codeOf(ben.fetch("DELETE", `/views/${view.viewId}`))).toBe("404 exposure.view_gone");
  expect((await reveal(ada, view.viewId)).kind).toBe("shown");
  await ada.call("DELETE", `/views/${view.viewId}`);
  expect(await codeOf(ada.fetch("POST", `/views/${view.viewId}/reveals`, small))).toBe(
    "404 exposure.view_gone",
  );
  const again = await open(ada, contentId);
  const { vigie: parts } = vigie.running;
  const own = parts.exposure;
  parts.exposure = { ...createExposure(parts.config), clock: own.clock };
  expect(await codeOf(ada.fetch("POST", `/views/${again.viewId}/reveals`, small))).toBe(
    "404 exposure.view_gone",
  );
  parts.exposure = own;
});

test("a case that is sealed meanwhile is covered at the next reveal, and what was held is forgotten", async () => {
  nextDay();
  const { caseId, contentId } = await caseOf("/later.png");
  const view = await open(ada, contentId);
  const held = vigie.running.vigie.exposure.views.bytes;
  await ada.call("POST", `/cases/${caseId}/assessments`, {
    grounds: ["csam-depiction"],
    manifest: "manifest",
    minor: "yes",
    reasons: "",
  });
  expect(await codeOf(ada.fetch("POST", `/views/${view.viewId}/reveals`, small))).toBe(
    "409 exposure.view_forbidden",
  );
  expect(vigie.running.vigie.exposure.views.bytes).toBeLessThan(held);
});

test("a case that is sealed while its picture arrives is refused, and nothing of it is held", async () => {
  nextDay();
  const { caseId, contentId } = await caseOf("/slow.png");
  const held = vigie.running.vigie.exposure.views.bytes;
  const arriving = new Promise<() => void>((resolve) => {
    slow.arrives = resolve;
  });
  const opening = ada.fetch("POST", `/contents/${contentId}/views`, {});
  const goOn = await arriving;
  await vigie.database.pool.query("update cases set handling = 'no_fetch' where id = $1", [caseId]);
  goOn();
  expect(await codeOf(opening)).toBe("409 exposure.view_forbidden");
  expect(vigie.running.vigie.exposure.views.bytes).toBe(held);
});

test("grounds that wait for a second person count beside those that stand: the stricter of both", async () => {
  nextDay();
  const { caseId, contentId } = await caseOf("/waiting.png");
  expect((await open(ada, contentId)).severity).toBe("other");
  const { pool } = vigie.database;
  const propose = (grounds: string[]) =>
    pool.query(
      `insert into proposed_assessments (case_id, member_id, at, grounds, manifest, minor, reasons)
       values ($1, $2, now(), $3, 'manifest', 'no', '') on conflict (case_id) do update set grounds = $3`,
      [caseId, ben.me.member.id, grounds],
    );
  await propose(["filmed-violence"]);
  const view = await open(ada, contentId);
  expect(view.severity).toBe("severe");
  await propose([]);
  expect((await open(ada, contentId)).severity).toBe("other");
  await propose(["fraud"]);
  await pool.query("update members set opt_outs = '{fraud}' where id = $1", [ada.me.member.id]);
  expect(await codeOf(ada.fetch("POST", `/contents/${contentId}/views`, {}))).toBe("409 exposure.opted_out");
  expect(await codeOf(ada.fetch("POST", `/views/${view.viewId}/reveals`, small))).toBe(
    "409 exposure.opted_out",
  );
  await pool.query("update members set opt_outs = '{}' where id = $1", [ada.me.member.id]);
  // What stands on no ground stays severe, whatever is proposed.
  await pool.query("update assessments set grounds = '{}' where case_id = $1", [caseId]);
  expect((await open(ada, contentId)).severity).toBe("severe");
});

test("budgets are spent by reveals and say when to come back; text stays reachable", async () => {
  nextDay();
  const severe = await caseOf("/severe.png", ["filmed-violence"]);
  const other = await caseOf("/severe-too.png", ["filmed-violence"]);
  const calm = await caseOf("/calm.png");
  const views = {
    severe: await open(ada, severe.contentId, { reason: "assess" }),
    other: await open(ada, other.contentId, { reason: "assess" }),
    calm: await open(ada, calm.contentId),
  };
  expect((await reveal(ada, views.severe.viewId)).kind).toBe("shown");
  expect(await reveal(ada, views.other.viewId)).toMatchObject({
    kind: "refused",
    why: "severe_after_severe",
  });
  expect((await reveal(ada, views.calm.viewId)).kind).toBe("shown");
  expect((await reveal(ada, views.other.viewId)).kind).toBe("shown");
  time.advance(9 * 60_000);
  expect((await reveal(ada, views.calm.viewId)).kind).toBe("shown");
  for (const wait of [9, 9, 9, 9, 9]) {
    time.advance(wait * 60_000);
    expect((await reveal(ada, views.calm.viewId)).kind).toBe("shown");
  }
  time.advance(6 * 60_000);
  const onBreak = await reveal(ada, views.calm.viewId);
  expect(onBreak).toMatchObject({ kind: "refused", why: "on_break", budget: { state: "on_break" } });
  time.set(onBreak.kind === "refused" ? onBreak.until : "");
  expect((await reveal(ada, views.calm.viewId)).kind).toBe("shown");
  time.set(`${new Date(time.now()).toISOString().slice(0, 10)}T14:00:00Z`);
  expect(await reveal(ada, views.calm.viewId)).toMatchObject({
    kind: "refused",
    why: "stopped",
    budget: { state: "spent" },
  });
  expect((await ada.fetch("GET", `/cases/${calm.caseId}`)).status).toBe(200);
  expect((await ada.fetch("GET", "/cases")).status).toBe(200);
});

test("an override takes a second person, a reason and half an hour at most; events name no one who asked", async () => {
  const { contentId } = await caseOf("/evening.png");
  const view = await open(ada, contentId);
  expect(await reveal(ada, view.viewId)).toMatchObject({ kind: "refused", why: "stopped" });
  const { overrideId } = await ada.call<{ overrideId: string }>("POST", "/exposure/overrides", {
    reason: "Une audience demain matin, personne d'autre ce soir.",
  });
  expect((await ada.fetch("POST", `/exposure/overrides/${overrideId}/grant`)).status).toBe(403);
  const mine = await ben.call<{ overrideId: string }>("POST", "/exposure/overrides", {
    reason: "La même audience.",
  });
  expect(await codeOf(ben.fetch("POST", `/exposure/overrides/${mine.overrideId}/grant`))).toBe(
    "409 exposure.override_own",
  );
  const { overrides } = await ben.call<OverrideList>("GET", "/exposure/overrides");
  expect(overrides.map((each) => each.overrideId)).toEqual([overrideId]);
  await ben.call("POST", `/exposure/overrides/${overrideId}/grant`);
  expect(await codeOf(chief.fetch("POST", `/exposure/overrides/${overrideId}/grant`))).toBe(
    "404 exposure.override_unknown",
  );
  expect((await reveal(ada, view.viewId)).kind).toBe("shown");
  // Asking for the next one does not hide the one that lasts.
  await ada.call("POST", "/exposure/overrides", { reason: "La suite, après celle-ci." });
  const still = await reveal(ada, view.viewId);
  expect(still).toMatchObject({ kind: "shown", budget: { overrideRequestedAt: expect.any(String) } });
  expect(still.budget.overrideUntil).not.toBeNull();
  const bens = await open(ben, contentId);
  expect(await reveal(ben, bens.viewId)).toMatchObject({ kind: "refused", why: "stopped" });
  time.advance(30 * 60_000);
  expect(await reveal(ada, view.viewId)).toMatchObject({ kind: "refused", why: "stopped" });
  // Bens waited too long.
  expect(await codeOf(chief.fetch("POST", `/exposure/overrides/${mine.overrideId}/grant`))).toBe(
    "404 exposure.override_unknown",
  );
  const { rows } = await vigie.database.pool.query(
    "select type, actor, details from events where type like 'exposure.override%' order by seq",
  );
  expect(rows).toEqual([
    { type: "exposure.override_requested", actor: null, details: {} },
    { type: "exposure.override_requested", actor: null, details: {} },
    { type: "exposure.override_granted", actor: ben.me.member.id, details: {} },
    { type: "exposure.override_requested", actor: null, details: {} },
  ]);
});

test("one's own ledger is whole, by day and hour; nobody else's can be asked for", async () => {
  const mine = await ada.call<OwnExposure>("GET", "/exposure/mine");
  expect(mine.days.length).toBeGreaterThan(2);
  const { rows } = await vigie.database.pool.query<{ seconds: number }>(
    "select sum(granted_seconds)::int as seconds from exposure_ledger where member_id = $1",
    [ada.me.member.id],
  );
  expect(mine.days.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(rows[0]?.seconds);
  for (const { hours, topics, seconds } of mine.days) {
    for (const parts of [hours, topics])
      expect(parts.reduce((sum, part) => sum + part.seconds, 0)).toBe(seconds);
  }
  expect((await ben.call<OwnExposure>("GET", "/exposure/mine")).days).toEqual([]);
  const named = ben.fetch("GET", `/exposure/mine?memberId=${ada.me.member.id}`);
  expect(await codeOf(named)).toBe("400 request.malformed");
});

test("a manager sees states, and sums of five people or none: on no route a figure of one person", async () => {
  nextDay();
  const before = await chief.call<TeamExposure>("GET", "/exposure/team");
  expect(before.members.map(({ name, state }) => [name, state])).toEqual(
    expect.arrayContaining([
      ["Ada", "within"],
      ["Ben", "within"],
      ["Chief", "within"],
    ]),
  );
  for (const member of before.members)
    expect(Object.keys(member).sort()).toEqual(["memberId", "name", "state"]);
  time.advance(8 * 86_400_000);
  const alone = await chief.call<TeamExposure>("GET", "/exposure/team");
  expect(alone.weeks.length).toBeGreaterThan(0);
  for (const { minutes, severeMinutes } of alone.weeks)
    expect([minutes, severeMinutes]).toEqual([null, null]);

  // Four more people, in one week of May.
  const { pool } = vigie.database;
  const people = [ada.me.member.id, ben.me.member.id, chief.me.member.id];
  for (const name of ["Dan", "Eve"]) {
    const { rows } = await pool.query<{ id: string }>(
      `insert into members (id, name, name_key, role, language, password_hash, totp_sealed, joined_at)
       values (gen_random_uuid(), $1, $1, 'analyst', 'fr', '', '', now()) returning id`,
      [name],
    );
    people.push(rows[0]?.id ?? "");
  }
  const look = (memberId: string, day: string, severity: "severe" | "other", reveals = 100) =>
    pool.query(
      `insert into exposure_ledger (member_id, at, ended_at, block_at, granted_seconds, weighted_seconds, severity, topic)
       select $1, at, at + interval '5 seconds', at, 5, 5, $3, 'other'
       from (select ($2 || 'T09:00:00Z')::timestamptz as at) moment, generate_series(1, $4::int)`,
      [memberId, day, severity, reveals],
    );
  for (const [at, memberId] of people.entries()) {
    await look(memberId, "2026-05-12", at < 4 ? "severe" : "other");
    // One week severe alone; one with something else that a single person looked at; one with both, of all.
    for (const day of ["2026-04-07", "2026-04-14", "2026-04-21"]) await look(memberId, day, "severe");
    await look(memberId, "2026-04-21", "other");
    // Four of them for a minute, one for less.
    await look(memberId, "2026-04-28", "severe", at < 4 ? 12 : 11);
  }
  await look(people[0] ?? "", "2026-04-14", "other");
  const five = await chief.call<TeamExposure>("GET", "/exposure/team");
  expect(five.weeks.find(({ week }) => week === "2026-05-11")).toEqual({
    week: "2026-05-11",
    minutes: 40,
    severeMinutes: null,
  });
  const april = five.weeks.filter(({ week }) => week.startsWith("2026-04"));
  expect(april.map(({ minutes, severeMinutes }) => [minutes, severeMinutes])).toEqual([
    [null, null],
    [80, 40],
    [50, null],
    [40, 40],
  ]);
  // Everything a manager can read by GET that mentions exposure: nothing of one member but the state.
  for (const path of ["/exposure/mine", "/exposure/team", "/exposure/overrides", "/team"]) {
    const text = await (await chief.fetch("GET", path)).text();
    const others = text.replaceAll(chief.me.member.id, "");
    expect(others, path).not.toMatch(/"(usedSeconds|seconds|reveals)":[1-9]\d*[^}]*Ada/);
  }
  const chiefs = await chief.call<OwnExposure>("GET", "/exposure/mine");
  expect(chiefs.days.map(({ day, seconds }) => [day, seconds])).toEqual([
    ["2026-05-12", 500],
    ["2026-04-28", 60],
    ["2026-04-21", 1_000],
    ["2026-04-14", 500],
    ["2026-04-07", 500],
  ]);
});

test("what a member opted out of is not shown to them, and nobody learns it", async () => {
  nextDay();
  const { contentId, caseId } = await caseOf("/opted-out.png");
  const view = await open(ada, contentId);
  const count = async () =>
    (await vigie.database.pool.query("select count(*)::int as n from events where case_id = $1", [caseId]))
      .rows;
  const before = await count();
  await vigie.database.pool.query("update members set opt_outs = '{hate}' where id = $1", [ada.me.member.id]);
  expect(await codeOf(ada.fetch("POST", `/contents/${contentId}/views`, {}))).toBe("409 exposure.opted_out");
  expect(await codeOf(ada.fetch("POST", `/views/${view.viewId}/reveals`, small))).toBe(
    "409 exposure.opted_out",
  );
  expect(await count()).toEqual(before);
  await vigie.database.pool.query("update members set opt_outs = '{}' where id = $1", [ada.me.member.id]);
});

test("a case with a topic that a member may not see is unknown to them", async () => {
  const { contentId } = await caseOf("/topic.png");
  await vigie.database.pool.query("update members set topics = '{fraud}' where id = $1", [ada.me.member.id]);
  expect(await codeOf(ada.fetch("POST", `/contents/${contentId}/views`, {}))).toBe("404 content.unknown");
  await vigie.database.pool.query("update members set topics = null where id = $1", [ada.me.member.id]);
});

test("nothing of a view is written to disk or into the database", async () => {
  nextDay();
  const { contentId } = await caseOf("/nowhere.png");
  await open(ada, contentId);
  const answer = await send(vigie.url, {
    path: "/api/v1/desk/exposure/mine",
    headers: { cookie: ada.cookie },
  });
  expect(problemCode(answer)).toBe("");
  const files = await readdir(vigie.dataDir, { recursive: true });
  expect(files.filter((name) => /\.(png|jpe?g|webp|tmp)$/.test(name))).toEqual([]);
  const { rows } = await vigie.database.pool.query(
    "select 1 from information_schema.columns where table_name like 'exposure%' and data_type = 'bytea'",
  );
  expect(rows).toEqual([]);
});

test("lines end after 400 days, and outlive their case without naming it", async () => {
  const { pool } = vigie.database;
  await pool.query("delete from cases");
  const { rows } = await pool.query("select 1 from exposure_ledger where case_id is not null");
  expect(rows).toEqual([]);
  const { rows: lines } = await pool.query("select count(*)::int as n from exposure_ledger");
  expect(lines[0]).not.toEqual({ n: 0 });
  const later = { db: vigie.database.db, clock: { now: () => new Date(time.now() + 401 * 86_400_000) } };
  await expireExposure(later);
  await expireExposure(later);
  expect((await pool.query("select 1 from exposure_ledger")).rows).toEqual([]);
  expect((await pool.query("select 1 from exposure_overrides")).rows).toEqual([]);
});
