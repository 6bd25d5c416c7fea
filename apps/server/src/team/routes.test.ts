import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { createServer } from "../http/server.ts";
import { readSession } from "./read-session.ts";
import { teamRoutes } from "./routes.ts";
import { sessionTokenOf } from "./session-cookie.ts";
import { type Enrolled, useTeam } from "./test-team.ts";

const database = useDatabase();
const team = useTeam(database);

async function startDesk(publicUrl = team.vigie.publicUrl) {
  const vigie = { ...team.vigie, publicUrl };
  const app = await createServer({
    log: vigie.log,
    authenticate: (request) => readSession(vigie, sessionTokenOf(request)),
    notFoundPage: () => ({ status: 404, headers: {}, body: "" }),
  });
  teamRoutes(app, vigie);
  return app;
}

async function signInBodyOf(member: Enrolled) {
  return { name: member.name, password: member.password, code: await team.freshCode(member) };
}

test("a day at the desk: sign in, unlock, invite, lock, sign out", async () => {
  const app = await startDesk();
  const admin = await team.enrol("admin", "Claire");
  const url = "/api/v1/desk/session";
  const entered = await app.inject({ method: "POST", url, payload: await signInBodyOf(admin) });
  expect(entered.statusCode).toBe(200);
  const me = entered.json();
  expect(me).toMatchObject({
    member: { id: admin.memberId, name: "Claire", role: "admin", language: "fr" },
    unlocked: false,
    hotline: { name: "Ligne d'essai" },
  });
  const [cookie] = entered.cookies;
  expect(cookie).toMatchObject({ name: "vigie_session", httpOnly: true, sameSite: "Strict", path: "/" });
  expect(cookie).not.toHaveProperty("secure");
  expect(cookie).not.toHaveProperty("domain");

  const cookies = { vigie_session: cookie?.value ?? "" };
  const headers = { "x-vigie-csrf": me.csrf };
  const unlocking = {
    method: "POST",
    url: `${url}/unlock`,
    payload: { passphrase: admin.passphrase },
  } as const;
  const forged = await app.inject({ ...unlocking, cookies });
  expect(forged.json()).toMatchObject({ status: 403, code: "session.forged" });
  expect((await app.inject({ ...unlocking, cookies, headers })).statusCode).toBe(204);
  expect((await app.inject({ url, cookies })).json()).toMatchObject({ unlocked: true });

  const payload = { name: "Ines", role: "analyst" };
  const invited = await app.inject({
    method: "POST",
    url: "/api/v1/desk/team/invitations",
    payload,
    cookies,
    headers,
  });
  const token = invited.json().link.split("#")[1];
  const opened = await app.inject({
    method: "POST",
    url: "/api/v1/desk/invitations/open",
    payload: { token },
  });
  const { totpSecret } = opened.json();
  const joined = await app.inject({
    method: "POST",
    url: "/api/v1/desk/join",
    payload: {
      token,
      name: "Ines",
      password: "mot de passe long",
      passphrase: "phrase tout autre",
      code: await team.codeNow(totpSecret),
      language: "en",
    },
  });
  expect(joined.json()).toMatchObject({ member: { name: "Ines", role: "analyst" }, unlocked: false });
  const list = (await app.inject({ url: "/api/v1/desk/team", cookies })).json();
  expect(list.members).toContainEqual(
    expect.objectContaining({ name: "Ines", active: true, holdsTeamKey: true }),
  );

  const analyst = { vigie_session: joined.cookies[0]?.value ?? "" };
  expect((await app.inject({ url: "/api/v1/desk/team", cookies: analyst })).statusCode).toBe(403);
  const removal = { method: "DELETE", url: `/api/v1/desk/team/${joined.json().member.id}` } as const;
  expect((await app.inject({ ...removal, cookies, headers })).statusCode).toBe(204);
  expect((await app.inject({ url, cookies: analyst })).statusCode).toBe(401);

  expect((await app.inject({ method: "POST", url: `${url}/lock`, cookies, headers })).statusCode).toBe(204);
  expect((await app.inject({ url, cookies })).json()).toMatchObject({ unlocked: false });
  const left = await app.inject({ method: "DELETE", url, cookies, headers });
  expect(left.statusCode).toBe(204);
  expect(left.cookies[0]).toMatchObject({ name: "vigie_session", value: "" });
  expect((await app.inject({ url, cookies })).statusCode).toBe(401);
  await app.close();
});

test("another site can neither sign somebody in nor use up an invitation", async () => {
  const app = await startDesk();
  const body = await signInBodyOf(await team.enrol("analyst"));
  const url = "/api/v1/desk/session";
  const crossSite = { "sec-fetch-site": "cross-site" };
  const refused = await app.inject({ method: "POST", url, payload: body, headers: crossSite });
  expect(refused.json()).toMatchObject({ code: "session.forged" });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const posted = await app.inject({
    method: "POST",
    url,
    payload: new URLSearchParams(body).toString(),
    headers: form,
  });
  expect(posted.json()).toMatchObject({ code: "request.unsupported_type" });
  expect((await app.inject({ method: "POST", url, payload: body })).statusCode).toBe(200);
  await app.close();
});

test("over https the cookie never travels in clear", async () => {
  const app = await startDesk("https://vigie.example");
  const payload = await signInBodyOf(await team.enrol("analyst"));
  const entered = await app.inject({ method: "POST", url: "/api/v1/desk/session", payload });
  expect(entered.cookies[0]).toMatchObject({ secure: true });
  await app.close();
});
