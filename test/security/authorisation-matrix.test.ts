import { randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type CaseView, type Policy, type Role, type RouteName, roles, routes } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { beforeAll, expect, test } from "vitest";
import { helpAddresses, simpleAddresses } from "../../apps/server/src/help/help-address-rules.ts";
import { helpSituations } from "../../apps/server/src/help/help-situations.ts";
import { guidePages } from "../../apps/server/src/help/page-routes.tsx";
import { publicPaths } from "../../apps/server/src/http/public/public-paths.ts";
import { createServer } from "../../apps/server/src/http/server.ts";
import { useDns } from "../dns-server.ts";
import { quietLog } from "../quiet-log.ts";
import { useRdap } from "../rdap-server.ts";
import { type Desk, findCase, useVigie } from "../vigie.ts";
import { problemCode, type RawAnswer, send } from "./raw-http.ts";

interface Registered {
  method: string;
  url: string;
  policy: Policy | undefined;
}

/* Fastify announces each server that is made: the routes are taken down before any is registered. */
const registered: Registered[] = [];
const watchServer = (message: unknown): void => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook("onRoute", ({ method, url, config }) => {
    for (const each of [method].flat()) registered.push({ method: each, url, policy: config?.policy });
  });
};
subscribe("fastify.initialization", watchServer);

// Whoever may look up a host asks somebody: here, on loopback.
const dns = await useDns();
const rdap = await useRdap();
const vigie = useVigie({
  VIGIE_DNS_SERVERS: dns.address,
  VIGIE_RDAP_BOOTSTRAP: rdap.bootstrap,
  VIGIE_ASN_ZONE: "origin.zone.example",
});
const desks = new Map<Role, Desk>();
let objects: Record<"own" | "foreign" | "absent", Record<string, string>>;

beforeAll(async () => {
  unsubscribe("fastify.initialization", watchServer);
  for (const role of roles) desks.set(role, await vigie.member(role, `Une ${role}`));
  for (const role of roles) if (role !== "observer") await deskOf(role).unlock();
  for (const place of ["own", "foreign"]) {
    await vigie.report({ locations: [{ url: `https://${place}.example/page` }], text: "Un texte." });
  }
  await vigie.settle();
  const leaver = await vigie.member("observer", "Une qui part");
  const idsOf = async (place: string): Promise<Record<string, string>> => {
    const found = await findCase(deskOf("analyst"), ({ title }) => title === `${place}.example`);
    return {
      caseId: found.summary.id,
      contentId: found.contents[0]?.id ?? "",
      reportId: found.reports[0]?.id ?? "",
      noticeId: found.reports[0]?.id ?? "",
      referralId: found.contents[0]?.id ?? "",
      answerId: found.contents[0]?.id ?? "",
      escalationId: found.contents[0]?.id ?? "",
      messageId: found.contents[0]?.id ?? "",
      matchId: found.contents[0]?.id ?? "",
      filterId: found.contents[0]?.id ?? "",
      linkId: found.contents[0]?.id ?? "",
      bankId: found.contents[0]?.id ?? "",
      entryId: "1",
      passkeyId: found.contents[0]?.id ?? "",
      viewId: found.contents[0]?.id ?? "",
      overrideId: found.contents[0]?.id ?? "",
      noteId: found.contents[0]?.id ?? "",
      memberId: place === "own" ? found.summary.id : leaver.me.member.id,
    };
  };
  const own = await idsOf("own");
  objects = {
    own,
    foreign: await idsOf("foreign"),
    absent: Object.fromEntries(Object.keys(own).map((name) => [name, randomUUID()])),
  };
}, 60_000);

function deskOf(role: Role): Desk {
  const desk = desks.get(role);
  if (!desk) throw new Error(`nobody is ${role}`);
  return desk;
}

const names = Object.keys(routes) as RouteName[];
const guarded = names.filter((name) => routes[name].policy !== "public");
const changing = guarded.filter((name) => routes[name].method !== "GET");

/** Whole bodies, so that what is refused is refused for who asks and not for what is asked. */
function bodyOf(name: RouteName, ids: Record<string, string>): unknown {
  switch (name) {
    case "unlock":
      return { passphrase: deskOf("analyst").passphrase };
    case "invite":
      return { name: `Invitée ${randomUUID().slice(0, 8)}`, role: "observer" };
    case "setMember":
      return { role: "observer", topics: null };
    case "saveOwnSettings":
      return { optOuts: [], languagesRead: [], viewing: { usual: [], byTopic: {} }, absence: null };
    case "removePasskey":
      return { password: "un mot de passe long" };
    case "renamePasskey":
      return { name: "Clé" };
    case "writeHandover":
      return { text: "À reprendre.", to: null, caseId: null };
    case "decideProposed":
      return { outcome: "decline", at: new Date(0).toISOString() };
    case "assessGroup":
      return {
        caseIds: [ids["caseId"]],
        assessment: {
          grounds: ["hate-incitement"],
          manifest: "manifest",
          minor: "no",
          reasons: "Parce que.",
        },
      };
    case "assessCase":
      return { grounds: ["hate-incitement"], manifest: "manifest", minor: "no", reasons: "Parce que." };
    case "previewNotices":
    case "sendNotices":
      return {
        contentIds: [ids["contentId"]],
        recipients: [{ host: "own.example", name: "Hôte", email: "abuse@host.example", language: "fr" }],
        explanation: "Voilà pourquoi.",
      };
    case "claimCase":
      return { takeOver: true };
    case "skipCase":
      return { reason: "not_now" };
    case "saveFilter":
      return { name: "Ouverts", filter: { status: "open" } };
    case "settleNotice":
      return { outcome: "give_up" };
    case "recordNotice":
      return { outcome: "given_up" };
    case "confirmAnswer":
      return { as: "acknowledged" };
    case "writeAnswer":
      return { as: "acknowledged", text: "Par téléphone." };
    case "settleQuarantined":
      return { outcome: "discard" };
    case "decideEscalation":
      return { outcome: "dismiss" };
    case "settleLink":
      return { outcome: "refuse", seen: "suggested" };
    case "settleMatch":
      return { outcome: "refuse" };
    case "changeBank":
      return { act: "suspend" };
    case "prepareReferral":
      return { authority: "pharos" };
    case "recordReferral":
      return { status: "filed" };
    case "setSituation":
      return { country: "FR" };
    case "openView":
      return { reason: "assess" };
    case "reveal":
      return { medium: 0, x: 0, y: 0, width: 0.1, height: 0.1 };
    case "requestOverride":
      return { reason: "Une raison assez longue." };
    case "tickCaseStep":
      return { stepId: "flag:none", done: true };
    case "writeNote":
      return { text: "Une note." };
    case "answerReporter":
      return { reportId: ids["reportId"], text: "Une réponse." };
    case "closeCase":
      return { reason: "test" };
    case "correctHosting":
      return { role: "host", name: "Hébergeur" };
    default:
      return undefined;
  }
}

function ask(
  name: RouteName,
  ids: Record<string, string>,
  headers: Record<string, string>,
): Promise<RawAnswer> {
  const { method, path } = routes[name];
  const body = method === "GET" ? undefined : bodyOf(name, ids);
  return send(vigie.url, {
    method,
    path: path.replace(/:(\w+)/g, (_, parameter: string) => ids[parameter] ?? ""),
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headersOnly: name === "live",
  });
}

const credentials = ({ cookie, me }: Desk) => ({ cookie, "x-vigie-csrf": me.csrf });

test("every route on the server is in the contract with its policy, and every route of the contract is served", () => {
  const contract = names.map((name) => ({ ...routes[name], url: routes[name].path }));
  const pages = [
    ...Object.values(publicPaths).flatMap((page) => Object.values(page)),
    ...guidePages().flatMap(({ addresses }) => Object.values(addresses)),
    ...helpSituations.flatMap(({ number }) => [
      ...Object.values(helpAddresses(number)),
      ...Object.values(simpleAddresses(number)),
    ]),
  ];
  // All that anybody may read without the API: the desk's shell and files, the public pages, the exit,
  // and the page on which a recipient answers.
  const beside = new Set([
    "/",
    "/exit",
    "/desk",
    "/desk/*",
    "/desk/desk.js",
    "/desk/desk.css",
    "/desk/favicon.svg",
    "/n/:token",
    ...pages,
  ]);
  for (const { fr, en } of [publicPaths.start]) beside.add(`${fr}/`).add(`${en}/`);
  const posted = new Set<string>([
    "/n/:token",
    ...Object.values(publicPaths.write),
    ...Object.values(publicPaths.follow),
    ...helpSituations.flatMap(({ number }) => Object.values(helpAddresses(number))),
  ]);

  const unknown = registered.filter(({ method, url, policy }) => {
    const known = contract.find(
      (route) =>
        route.url === url && (route.method === method || (method === "HEAD" && route.method === "GET")),
    );
    if (known) return JSON.stringify(known.policy) !== JSON.stringify(policy);
    const isPublic = policy === "public";
    const isFile = /^\/(?:public|logo|favicon|page|fingerprint)-[0-9a-f]{10}\.(?:css|svg|js)$/.test(url);
    if (isFile) return !isPublic || (method !== "GET" && method !== "HEAD");
    return !(
      isPublic &&
      beside.has(url) &&
      (method === "GET" || method === "HEAD" || (method === "POST" && posted.has(url)))
    );
  });
  expect(unknown).toEqual([]);
  const missing = contract.filter(
    (route) => !registered.some(({ method, url }) => method === route.method && url === route.url),
  );
  expect(missing.map(({ url }) => url)).toEqual([]);
  expect(registered.length).toBeGreaterThan(50);
});

test("a server refuses a route that says nothing of who may use it", async () => {
  const app = await createServer({
    log: quietLog,
    authenticate: async () => null,
    notFoundPage: () => ({ status: 404, headers: {}, body: "" }),
  });
  expect(() => app.get("/api/v1/forgotten", async () => "open")).toThrow(/has no policy/);
  expect(() => app.register(async (inner) => void inner.get("/later", async () => "open"))).not.toThrow();
  await expect(app.ready()).rejects.toThrow(/has no policy/);
});

test("each role gets exactly what its policy says, on objects of this case, of another and on none", async () => {
  const wrong: string[] = [];
  let asked = 0;
  // What ends the session or the case comes last.
  const last = ["closeCase", "deactivateMember", "lock", "signOut"];
  const ordered = guarded.sort((a, b) => last.indexOf(a) - last.indexOf(b));
  for (const name of ordered) {
    const { policy } = routes[name] as { policy: Policy };
    for (const [place, ids] of Object.entries(objects)) {
      const nobody = await ask(name, ids, {});
      asked += 1;
      if (nobody.status !== 401 || problemCode(nobody) !== "session.required") {
        wrong.push(`nobody ${name} ${place}: ${nobody.status}`);
      }
      for (const role of roles) {
        const desk = deskOf(role);
        const answer = await ask(name, ids, credentials(desk));
        asked += 1;
        const allowed = policy === "session" || (policy as readonly Role[]).includes(role);
        const refused = answer.status === 401 || answer.status === 403;
        const right = allowed
          ? !refused && answer.status < 500
          : answer.status === 403 && problemCode(answer) === "role.forbidden";
        if (!right) wrong.push(`${role} ${name} ${place}: ${answer.status} ${answer.text.slice(0, 200)}`);
        const names404 = routes[name].path.includes(":") && place === "absent" && allowed;
        if (names404 && answer.status !== 404) wrong.push(`${role} ${name} absent: ${answer.status}`);
        if (name === "signOut" && allowed) await desk.signInAgain();
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(guarded.length * (roles.length + 1) * 3);
}, 180_000);

test("public routes ask nobody who they are, but for partners' questions", async () => {
  for (const name of names.filter((each) => routes[each].policy === "public" && each !== "matchHashes")) {
    const { method, path } = routes[name];
    const answer = await send(vigie.url, {
      method,
      path,
      ...(method === "GET" ? {} : { body: "{}", headers: { "content-type": "application/json" } }),
    });
    expect.soft([401, 403], name).not.toContain(answer.status);
  }
});

test("nothing changes without the session's own token, or when another site asks", async () => {
  const admin = deskOf("admin");
  const analyst = deskOf("analyst");
  for (const each of [admin, analyst]) await each.signInAgain();
  const accepted: string[] = [];
  for (const name of changing) {
    const { policy } = routes[name] as { policy: Policy };
    const desk = policy === "session" || policy.includes("analyst") ? analyst : admin;
    const stranger = desk === admin ? analyst : admin;
    const token = desk.me.csrf;
    const forgeries: Record<string, Record<string, string>> = {
      "no token": {},
      "an empty token": { "x-vigie-csrf": "" },
      "another token": { "x-vigie-csrf": `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}` },
      "somebody else's token": { "x-vigie-csrf": stranger.me.csrf },
      "two tokens": { "x-vigie-csrf": `${token}, ${token}` },
      "another origin": { "x-vigie-csrf": token, origin: "https://evil.example" },
      "an origin that hides": { "x-vigie-csrf": token, origin: "null" },
      "another site": { "x-vigie-csrf": token, "sec-fetch-site": "cross-site" },
      "a neighbour": { "x-vigie-csrf": token, "sec-fetch-site": "same-site" },
    };
    for (const [how, headers] of Object.entries(forgeries)) {
      const answer = await ask(name, objects.absent, { cookie: desk.cookie, ...headers });
      if (answer.status !== 403 || problemCode(answer) !== "session.forged") {
        accepted.push(`${name} with ${how}: ${answer.status}`);
      }
    }
    const { origin } = new URL(vigie.url);
    const own = await ask(name, objects.absent, {
      ...credentials(desk),
      origin,
      "sec-fetch-site": "same-origin",
    });
    if (problemCode(own) === "session.forged") accepted.push(`${name} from the desk itself: refused`);
    if (name === "signOut") await desk.signInAgain();
  }
  expect(accepted).toEqual([]);
});

test("another site can neither sign somebody in nor open an invitation", async () => {
  const body = JSON.stringify({ name: "Une analyst", password: "x", code: "000000" });
  for (const name of ["signIn", "join", "openInvitation"] as const) {
    const { path } = routes[name];
    const post = (headers: Record<string, string>) =>
      send(vigie.url, { method: "POST", path, body, headers });
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ]) {
      const answer = await post({ "content-type": type, origin: "https://evil.example" });
      expect([403, 415], `${name} ${type}`).toContain(answer.status);
    }
    for (const foreign of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }]) {
      const answer = await post({ "content-type": "application/json", ...foreign });
      expect(answer.status, `${name} ${JSON.stringify(foreign)}`).toBe(403);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  }
});

test("no other site may read an answer", async () => {
  for (const path of [routes.me.path, routes.listCases.path, routes.openapi.path, "/fr"]) {
    const headers = { origin: "https://evil.example", cookie: deskOf("analyst").cookie };
    const answer = await send(vigie.url, { path, headers });
    const cors = Object.keys(answer.headers).filter((name) => name.startsWith("access-control-"));
    expect(cors, path).toEqual([]);
    const preflight = await send(vigie.url, {
      method: "OPTIONS",
      path,
      headers: { ...headers, "access-control-request-method": "POST" },
    });
    expect(preflight.status, path).toBeGreaterThanOrEqual(400);
  }
});

test("a reporter of another case cannot be answered through this one, nor its locations notified", async () => {
  const analyst = deskOf("analyst");
  await analyst.signInAgain();
  const pages = ["https://hier.example/a", "https://demain.example/b"];
  for (const url of pages) await vigie.report({ locations: [{ url }] });
  await vigie.settle();
  const [first, second] = await Promise.all(
    ["hier.example", "demain.example"].map((host) => findCase(analyst, ({ title }) => title === host)),
  );
  if (!first || !second) throw new Error("two cases were expected");
  const theirReport = second.reports[0]?.id;
  const answer = await analyst.fetch("POST", `/cases/${first.summary.id}/messages`, {
    reportId: theirReport,
    text: "Ceci ne doit pas arriver.",
  });
  expect(answer.status).toBe(404);

  await analyst.call("POST", `/cases/${first.summary.id}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "",
  });
  const notice = {
    contentIds: second.contents.map((content) => content.id),
    recipients: [{ host: "demain.example", name: "Hôte", email: "abuse@host.example", language: "fr" }],
    explanation: "Voilà pourquoi.",
  };
  for (const path of ["notices/preview", "notices"]) {
    const refused = await analyst.fetch("POST", `/cases/${first.summary.id}/${path}`, notice);
    expect(refused.status, path).toBe(404);
  }
  const after = await analyst.call<CaseView>("GET", `/cases/${second.summary.id}`);
  expect(after.notices).toEqual([]);
  const { rows } = await vigie.database.pool.query("select 1 from messages where report_id = $1", [
    theirReport,
  ]);
  expect(rows).toEqual([]);
});

test("an observer sees figures and nothing else of the work", async () => {
  const observer = deskOf("observer");
  await observer.signInAgain();
  const open: string[] = [];
  for (const name of guarded.filter((each) => routes[each].method === "GET")) {
    const answer = await ask(name, objects.own, credentials(observer));
    if (answer.status === 200) open.push(name);
    expect(answer.text).not.toContain("own.example");
  }
  expect(open.sort()).toEqual([
    "catalogue",
    "deskLabel",
    "figures",
    "me",
    "ownActivity",
    "ownSettings",
    "passkeys",
  ]);
});

test("a member whose access ended is nobody at once, on every route and on the live stream", async () => {
  const leaving = await vigie.member("analyst", "Celle qui part");
  const stream = await fetch(`${vigie.url}${routes.live.path}`, { headers: { cookie: leaving.cookie } });
  expect(stream.status).toBe(200);
  const reader = stream.body?.getReader();
  await reader?.read();
  const admin = deskOf("admin");
  await admin.signInAgain();
  await admin.call("DELETE", `/team/${leaving.me.member.id}`);
  for (const name of guarded) {
    const answer = await ask(name, objects.own, credentials(leaving));
    expect(answer.status, name).toBe(401);
  }
  await vigie.report({ locations: [{ url: "https://apres.example/depart" }] });
  await vigie.settle();
  let heard = "";
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) break;
    heard += Buffer.from(chunk.value).toString("utf8");
  }
  expect(heard).not.toContain("report.received");
});
