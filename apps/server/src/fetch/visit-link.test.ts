import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAllowList } from "./address-rules.ts";
import { playedDial, playedPublicIp, startCanary, startHost, startRawHost } from "./test-web.ts";
import { type LinkVisit, visitLink } from "./visit-link.ts";

const asked: { method: string; path: string; cookie: string | undefined }[] = [];
let host: Awaited<ReturnType<typeof startHost>>;
let canary: Awaited<ReturnType<typeof startCanary>>;
let silent: Awaited<ReturnType<typeof startRawHost>>;

beforeAll(async () => {
  canary = await startCanary();
  silent = await startRawHost(() => {});
  host = await startHost((request, response) => {
    const { method = "", url: path = "" } = request;
    asked.push({ method, path, cookie: request.headers.cookie });
    const redirect = (status: number, location: string) => response.writeHead(status, { location }).end();
    response.setHeader("set-cookie", "visitor=1");
    if (path === "/moved") redirect(301, "/here");
    else if (path === "/moved-twice") redirect(308, "/moved");
    else if (path === "/for-now") redirect(302, "/here");
    else if (path === "/then-moved") redirect(302, "/moved");
    else if (path === "/moved-away") redirect(301, "/gone");
    else if (path === "/inside") redirect(302, `http://127.0.0.1:${canary.port}/`);
    else if (path === "/named-inside") redirect(302, `http://inside.test:${canary.port}/`);
    else if (path === "/file") redirect(302, "file:///etc/passwd");
    else if (path === "/mail") redirect(302, "http://www.test:25/");
    else if (path.startsWith("/loop")) redirect(302, `${path}x`);
    else if (path === "/gone") response.writeHead(410).end();
    else if (path === "/missing") response.writeHead(404).end();
    else if (path === "/people-only") response.writeHead(403).end();
    else if (path === "/get-only") response.writeHead(method === "HEAD" ? 405 : 200).end();
    else if (path === "/not-for-head") response.writeHead(method === "HEAD" ? 404 : 200).end();
    else if (path === "/endless" && method === "GET") response.write("x".repeat(100_000));
    else response.writeHead(path === "/endless" ? 500 : 200).end();
  });
});
afterAll(() => Promise.all([host.close(), canary.close(), silent.close()]));

const addresses: Record<string, readonly string[]> = {
  "www.test": [playedPublicIp],
  "inside.test": ["127.0.0.1"],
  "half.test": [playedPublicIp, "10.0.0.1"],
};

function visit(link: string, { port = host.port, allow = "", totalMs = 4_000 } = {}): Promise<LinkVisit> {
  return visitLink(link, {
    allow: parseAllowList(allow),
    userAgent: "test",
    dnsServers: [],
    totalMs,
    resolve: async (name) => addresses[name] ?? [],
    dial: playedDial(port).dial,
  });
}

test.each([
  ["/here", { kind: "answers", status: 200 }],
  ["/get-only", { kind: "answers", status: 200 }],
  ["/not-for-head", { kind: "answers", status: 200 }],
  ["/endless", { kind: "answers", status: 200 }],
  ["/for-now", { kind: "answers", status: 200 }],
  ["/then-moved", { kind: "answers", status: 200 }],
  ["/moved", { kind: "moved", status: 301, to: "http://www.test/here" }],
  ["/moved-twice", { kind: "moved", status: 308, to: "http://www.test/here" }],
  ["/moved-away", { kind: "gone", status: 410 }],
  ["/gone", { kind: "gone", status: 410 }],
  ["/missing", { kind: "gone", status: 404 }],
  ["/people-only", { kind: "closed", status: 403 }],
  ["/loop", { kind: "unreachable", reason: "too_many_redirects" }],
])("a visit to %s says %j", async (path, expected) => {
  expect(await visit(`http://www.test${path}`)).toEqual(expected);
});

test("no address inside is spoken to, whatever leads there", async () => {
  for (const link of [
    "http://www.test/inside",
    "http://www.test/named-inside",
    `http://127.0.0.1:${canary.port}/`,
    `http://inside.test:${canary.port}/`,
    `http://half.test:${canary.port}/`,
    `http://[::1]:${canary.port}/`,
    "http://169.254.169.254/latest/meta-data/",
  ]) {
    expect(await visit(link), link).toEqual({ kind: "refused", reason: "address" });
  }
  expect(await visit("http://www.test/file")).toEqual({ kind: "refused", reason: "scheme" });
  expect(await visit("http://www.test/mail")).toEqual({ kind: "refused", reason: "port" });
  expect(await visit("not a link")).toEqual({ kind: "refused", reason: "url" });
  expect(canary.hits()).toBe(0);
});

test("an address of the allow list is spoken to", async () => {
  const link = `http://inside.test:${canary.port}/`;
  expect(await visit(link, { allow: "inside.test" })).toEqual({ kind: "answers", status: 200 });
  expect(canary.hits()).toBeGreaterThan(0);
});

test("a name that does not exist, a closed port and a silent host are unreachable", async () => {
  expect(await visit("http://nowhere.test/")).toEqual({ kind: "unreachable", reason: "dns" });
  expect(await visit("http://www.test/", { port: 1 })).toEqual({ kind: "unreachable", reason: "connect" });
  expect(await visit("http://www.test/", { port: silent.port, totalMs: 300 })).toEqual({
    kind: "unreachable",
    reason: "timeout",
  });
});

test("cookies are not carried, and HEAD comes first", async () => {
  asked.length = 0;
  await visit("http://www.test/moved-twice");
  expect(asked).toEqual(
    ["/moved-twice", "/moved", "/here"].map((path) => ({ method: "HEAD", path, cookie: undefined })),
  );
});
