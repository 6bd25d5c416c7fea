import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { createServer } from "../http/server.ts";
import { useDesk } from "../notices/test-desk.ts";
import { newToken } from "../vault/secret-token.ts";
import { answerRoutes } from "./routes.ts";
import { sentNotice } from "./test-sent-notice.ts";

const database = useDatabase();
const desk = useDesk(database);
let app: FastifyInstance;
beforeAll(async () => {
  app = await createServer({
    log: quietLog,
    authenticate: async () => null,
    notFoundPage: () => ({ status: 404, headers: {}, body: "" }),
  });
  await answerRoutes(app, desk.vigie, { publicFolder: new URL("../http/public/", import.meta.url) });
});
afterAll(() => app.close());

const get = (path: string, headers = {}) => app.inject({ method: "GET", url: path, headers });
const post = (path: string, fields: Record<string, string>, headers = {}) =>
  app.inject({
    method: "POST",
    url: path,
    headers: { "content-type": "application/x-www-form-urlencoded", host: "ligne.example", ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
const idIn = (html: string) => /name="id" value="([^"]+)"/.exec(html)?.[1] ?? "";
const answersOf = (id: string) =>
  database.db.selectFrom("answers").selectAll().where("notice_id", "=", id).orderBy("at").execute();
const noticeOf = (id: string) =>
  database.db.selectFrom("notices").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

test("opening the link says what it is about, in the notice's language or the other, and no address", async () => {
  const { token, number, caseId } = await sentNotice(desk);
  const page = await get(`/n/${token}`, { "accept-language": "en" });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('lang="fr"');
  expect(page.body).toContain(number);
  expect(page.body).toContain("3\u00a0emplacements");
  expect((await get(`/n/${token}?l=en`)).body).toContain("3\u00a0locations");
  expect(page.body).toContain("ne vaut pas injonction");
  expect((await get(`/n/${token}?l=en`)).body).toContain("not an authority: our request is not an order");
  expect((await get(`/n/${token}?l=xx`)).body).toContain("3\u00a0emplacements");
  expect(page.body).not.toContain("hote.example");
  expect(page.body).not.toContain(caseId);
  expect(page.body).not.toContain("<script");
  expect(page.headers).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
  });
});

test("a scanner that opens the link in every way leaves nothing", async () => {
  const { token, noticeId } = await sentNotice(desk);
  const before = await noticeOf(noticeId);
  for (const path of [`/n/${token}`, `/n/${token}?state=acted&id=${randomUUID()}`, `/n/${token}?l=en`]) {
    await get(path);
    await app.inject({ method: "HEAD", url: path });
    await app.inject({ method: "OPTIONS", url: path });
    // Some press what they find, with nothing filled in.
    const { statusCode } = await post(path, { id: randomUUID(), text: "", reference: "" });
    expect(statusCode).toBe(422);
  }
  expect(await noticeOf(noticeId)).toEqual(before);
  expect(await answersOf(noticeId)).toEqual([]);
});

test("the button records what was said; pressed twice, and by Reload, it is one answer", async () => {
  const { token, noticeId } = await sentNotice(desk);
  const id = idIn((await get(`/n/${token}`)).body);
  const said = { id, state: "acknowledged", text: "", reference: "  T-7 " };
  for (let count = 0; count < 3; count += 1) {
    const answer = await post(`/n/${token}?l=en`, said);
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe(`/n/${token}?l=en`);
  }
  expect(await answersOf(noticeId)).toMatchObject([{ way: "page", kind: "acknowledgement", ticket: "T-7" }]);
  const page = (await get(`/n/${token}?l=en`)).body;
  expect(page).toContain("Your answer is recorded");
  expect(page).toContain("T-7");
  expect(idIn(page)).not.toBe(id);

  desk.advance(1);
  await post(`/n/${token}`, {
    id: idIn(page),
    state: "acted",
    text: "Retiré\r\nce matin\u0000",
    reference: "",
  });
  const [, decision] = await answersOf(noticeId);
  expect(decision).toMatchObject({
    kind: "action",
    text: "Retiré\nce matin",
    ticket: null,
    confirmed: "acted",
  });
  const last = (await get(`/n/${token}`)).body;
  expect(last).toContain("Votre décision est enregistrée");
  expect(last).not.toContain("<form");
  // A page that was open before.
  const late = await post(`/n/${token}`, { id: randomUUID(), state: "refused", text: "non" });
  expect(late.statusCode).toBe(409);
  expect(late.body).toContain("Une décision a déjà été enregistrée");
});

test("a form that lacks something comes back with everything that was typed", async () => {
  const { token, noticeId } = await sentNotice(desk);
  const id = randomUUID();
  const typed = { id, reference: 'T-"8"', text: "<b>mots</b>" };
  const without = await post(`/n/${token}`, typed);
  expect(without.statusCode).toBe(422);
  expect(without.body).toContain("&lt;b&gt;mots&lt;/b&gt;");
  expect(without.body).toContain("T-&quot;8&quot;");
  expect(idIn(without.body)).toBe(id);
  for (const state of ["asked", "refused"]) {
    const wordless = await post(`/n/${token}`, { ...typed, state, text: " " });
    expect(wordless.statusCode).toBe(422);
    expect(wordless.body).toMatch(
      /checked=""[^>]*value="(asked|refused)"|value="(asked|refused)"[^>]*checked/,
    );
  }
  expect((await post(`/n/${token}`, { ...typed, state: "acted", text: "x".repeat(10_001) })).statusCode).toBe(
    422,
  );
  expect(
    (await post(`/n/${token}`, { ...typed, state: "acted", reference: "x".repeat(201) })).statusCode,
  ).toBe(422);
  expect((await post(`/n/${token}`, { ...typed, state: "none" })).statusCode).toBe(400);
  expect((await post(`/n/${token}`, { ...typed, id: "x", state: "acted" })).statusCode).toBe(400);
  expect(await answersOf(noticeId)).toEqual([]);
});

test("a form posted by another site is refused, and a link followed from a mail is not", async () => {
  const { token, noticeId } = await sentNotice(desk);
  const said = { id: randomUUID(), state: "acted", text: "", reference: "" };
  expect((await post(`/n/${token}`, said, { "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
  expect((await post(`/n/${token}`, said, { origin: "https://autre.example" })).statusCode).toBe(403);
  expect(await answersOf(noticeId)).toEqual([]);
  expect((await get(`/n/${token}`, { "sec-fetch-site": "cross-site" })).statusCode).toBe(200);
  expect((await post(`/n/${token}`, said, { "sec-fetch-site": "same-origin" })).statusCode).toBe(303);
});

test("a link that nobody was given, a notice that is gone and one whose time is over look the same", async () => {
  const gone = await sentNotice(desk);
  await database.db.deleteFrom("notices").where("id", "=", gone.noticeId).execute();
  const over = await sentNotice(desk);
  desk.advance(181 * 24 * 60);
  const pages = [];
  for (const token of [newToken(), gone.token, over.token, "x"]) {
    for (const page of [
      await get(`/n/${token}`),
      await post(`/n/${token}`, { id: randomUUID(), state: "acted" }),
    ])
      pages.push(`${page.statusCode} ${page.body}`);
  }
  expect(new Set(pages).size).toBe(1);
  expect(pages[0]).toMatch(/^404 .*Ce lien n’ouvre rien/s);
  expect((await get("/n/x", { "accept-language": "en-GB" })).body).toContain("This link opens nothing");
});

test("a program answers by the interface, as often as it likes, once", async () => {
  const { token, noticeId } = await sentNotice(desk);
  const answer = { token, id: randomUUID(), state: "refused", text: "Contenu licite.", reference: "R-1" };
  const call = (body: unknown) =>
    app.inject({ method: "POST", url: "/api/v1/answers", payload: body as object });
  expect((await call(answer)).json()).toEqual({ status: "taken", state: "refused" });
  expect((await call(answer)).json()).toEqual({ status: "known", state: "refused" });
  expect(await answersOf(noticeId)).toMatchObject([{ way: "api", kind: "refusal", ticket: "R-1" }]);
  expect((await call({ ...answer, id: randomUUID() })).json()).toMatchObject({
    status: 409,
    code: "answer.already_decided",
  });
  expect((await call({ ...answer, token: newToken() })).json()).toMatchObject({
    status: 404,
    code: "answer.token_unknown",
  });
  expect((await call({ ...answer, state: "none" })).statusCode).toBe(400);
});
