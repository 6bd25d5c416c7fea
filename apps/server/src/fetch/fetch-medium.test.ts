import type { Handling } from "@vigie/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAllowList } from "./address-rules.ts";
import { createGuardedFetcher, type GuardedFetcher } from "./guarded-fetcher.ts";
import { startCanary, startHost } from "./test-web.ts";

const picture = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(5_000, 5)]);
const asked: string[] = [];
const forbidden: string[] = [];
let handling: Handling = "normal";
let handlingLater: Handling | null = null;
let host: Awaited<ReturnType<typeof startHost>>;
let canary: Awaited<ReturnType<typeof startCanary>>;
let fetcher: GuardedFetcher;

beforeAll(async () => {
  canary = await startCanary();
  host = await startHost((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    if (path === "/large.png")
      response.writeHead(200, { "content-type": "image/png" }).end(Buffer.alloc(40_000, 9));
    else if (path.startsWith("/to/")) {
      response.writeHead(302, { location: path.slice(3) }).end();
      if (handlingLater) handling = handlingLater;
    } else if (path === "/page")
      response.writeHead(200, { "content-type": "text/html" }).end("<p>Un texte.</p>");
    else response.writeHead(200, { "content-type": "image/png" }).end(picture);
  });
  fetcher = createGuardedFetcher({
    handlingOf: async (contentId) => ({ handling, url: contentId }),
    forbiddenUrl: async (url) => forbidden.includes(url.slice(new URL(url).origin.length)),
    allow: parseAllowList("127.0.0.1"),
    userAgent: "test",
    mediumLimits: { maxBodyBytes: 20_000 },
  });
});
afterAll(async () => {
  await fetcher.close();
  await host.close();
  await canary.close();
});

const urlOf = (path: string) => `http://127.0.0.1:${host.port}${path}`;
const read = (path: string, medium?: string) =>
  fetcher.fetchMedium({
    contentId: urlOf(path),
    logged: true,
    ...(medium === undefined ? {} : { url: medium }),
  });

test("media are read under normal and restricted, text with its text, and never beyond the bound", async () => {
  for (const each of ["normal", "restricted"] as const) {
    handling = each;
    expect(await read("/a.png")).toMatchObject({
      kind: "answered",
      bytes: picture,
      bodyText: "",
      truncated: false,
    });
    expect(await read("/page", urlOf("/b.png"))).toMatchObject({ kind: "answered", bytes: picture });
    expect(await read("/page")).toMatchObject({ bodyText: "<p>Un texte.</p>" });
    expect(await read("/large.png")).toMatchObject({ truncated: "size", bytes: { length: 20_000 } });
  }
  const unlogged = { contentId: urlOf("/a.png"), logged: false };
  expect(await fetcher.fetchMedium(unlogged)).toMatchObject({ truncated: "media", bytes: { length: 0 } });
  // Judging on the spot gets no bytes, and under restricted no picture.
  handling = "restricted";
  const judged = await fetcher.fetchContent({ contentId: urlOf("/a.png") });
  expect(judged).toMatchObject({ truncated: "media", bodySha256: null });
  expect(judged).not.toHaveProperty("bytes");
});

test("unknown and no_fetch are refused whatever is asked for, before anything is asked", async () => {
  asked.length = 0;
  for (const each of ["unknown", "no_fetch"] as const) {
    handling = each;
    for (const request of [read("/a.png"), read("/a.png", urlOf("/b.png"))]) {
      expect(await request).toMatchObject({ kind: "refused", reason: "handling" });
    }
  }
  expect(asked).toEqual([]);
});

test("a medium's own address, and each redirect, is asked about: sealed elsewhere, private, another scheme", async () => {
  handling = "normal";
  forbidden.push("/sealed.png");
  asked.length = 0;
  expect(await read("/page", urlOf("/sealed.png"))).toMatchObject({
    kind: "refused",
    reason: "forbidden_redirect",
  });
  expect(await read("/page", urlOf("/to/sealed.png"))).toMatchObject({ reason: "forbidden_redirect" });
  expect(asked).toEqual(["/to/sealed.png"]);
  for (const url of [
    `http://[::1]:${canary.port}/`,
    "http://10.0.0.1/a.png",
    "file:///etc/hostname",
    "http://127.0.0.2/a.png",
  ]) {
    expect((await read("/page", url)).kind, url).toBe("refused");
  }
  expect(canary.hits()).toBe(0);
});

test("a medium that is forbidden is refused with any query, on a page and at a redirect", async () => {
  handling = "normal";
  forbidden.push("/bad.png");
  asked.length = 0;
  const refused = { kind: "refused", reason: "forbidden_redirect" };
  expect(await read("/page", urlOf("/bad.png?v=2#top"))).toMatchObject(refused);
  expect(await read("/page", urlOf("/to/bad.png?v=2"))).toMatchObject(refused);
  expect(await read("/to/bad.png?v=3")).toMatchObject(refused);
  expect(asked).toEqual(["/to/bad.png?v=2", "/to/bad.png?v=3"]);
  expect(await read("/page", urlOf("/good.png?v=2"))).toMatchObject({ kind: "answered" });
  // What is forbidden with one query says nothing of others.
  forbidden.push("/feed?id=1");
  expect(await read("/page", urlOf("/feed?id=2"))).toMatchObject({ kind: "answered" });
});

test("a case that becomes no_fetch while a redirect is on its way stops it", async () => {
  handling = "normal";
  handlingLater = "no_fetch";
  asked.length = 0;
  expect(await read("/page", urlOf("/to/c.png"))).toMatchObject({ kind: "refused", reason: "handling" });
  expect(asked).toEqual(["/to/c.png"]);
});
