import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { parseAllowList } from "./address-rules.ts";
import type { GuardedFetcherOptions } from "./guarded-fetcher.ts";
import { playedDial, playedPublicIp, startCanary, startHost, startRawHost, testFetcher } from "./test-web.ts";

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const body = Buffer.from(JSON.stringify({ id: "0190a000", text: "é".repeat(5_000) }));
const headers = { "content-type": "application/json" };
const nothing = async () => undefined;

function fetcherTo(port: number, options: Partial<GuardedFetcherOptions> = {}) {
  const { dial, dialled } = playedDial(port);
  const fetcher = testFetcher({
    resolve: async () => [playedPublicIp],
    dial,
    allow: parseAllowList("inbox.example"),
    postLimits: { totalMs: 2_000, idleMs: 500 },
    ...options,
  });
  endings.push(() => fetcher.close());
  return { fetcher, dialled };
}

async function host(...args: Parameters<typeof startHost>) {
  const started = await startHost(...args);
  endings.push(() => started.close());
  return started;
}

test("what is posted arrives whole and once, with its length, and the answer comes back", async () => {
  const arrived: { bytes: Buffer; length: string | undefined; encoding: string | undefined }[] = [];
  const { port } = await host((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { "content-length": length, "transfer-encoding": encoding } = request.headers;
      arrived.push({ bytes: Buffer.concat(chunks), length, encoding });
      response.writeHead(201, headers).end('{"ok":true}');
    });
  });
  const { fetcher } = fetcherTo(port);
  const outcome = await fetcher.post({
    url: "http://inbox.example/in?x=1",
    headers,
    body,
    beforeLastByte: nothing,
  });
  expect(outcome).toEqual({ kind: "answered", status: 201, bodyText: '{"ok":true}', released: true });
  expect(arrived).toEqual([{ bytes: body, length: String(body.length), encoding: undefined }]);
});

test("until the caller has committed, one byte is missing", async () => {
  let arrived = 0;
  const { port } = await host((request, response) => {
    request.on("data", (chunk: Buffer) => {
      arrived += chunk.length;
    });
    request.on("end", () => response.end("{}"));
  });
  const { fetcher } = fetcherTo(port);
  let before = 0;
  await fetcher.post({
    url: "http://inbox.example/",
    headers,
    body,
    beforeLastByte: async () => {
      await sleep(150);
      before = arrived;
    },
  });
  expect({ before, arrived }).toEqual({ before: body.length - 1, arrived: body.length });
});

test("what an answer before the end means is told apart: nothing can have been taken", async () => {
  const raw = await startRawHost((socket) => {
    socket.once("data", () => socket.write("HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n"));
  });
  endings.push(() => raw.close());
  const { fetcher } = fetcherTo(raw.port);
  const outcome = await fetcher.post({
    url: "http://inbox.example/",
    headers,
    body,
    beforeLastByte: () => sleep(300),
  });
  expect(outcome).toMatchObject({ status: 413, released: false });
});

test("a redirect is an answer like another, and nobody goes there", async () => {
  const canary = await startCanary();
  endings.push(() => canary.close());
  const { port } = await host((request, response) => {
    request.resume();
    request.on("end", () => response.writeHead(308, { location: `http://127.0.0.1:${canary.port}/` }).end());
  });
  const { fetcher } = fetcherTo(port);
  const outcome = await fetcher.post({
    url: "http://inbox.example/",
    headers,
    body,
    beforeLastByte: nothing,
  });
  expect(outcome).toMatchObject({ kind: "answered", status: 308 });
  expect(canary.hits()).toBe(0);
});

test("no address that is not public is posted to, whatever its name, and the caller is not asked to commit", async () => {
  const canary = await startCanary();
  endings.push(() => canary.close());
  const beforeLastByte = vi.fn(nothing);
  const { fetcher, dialled } = fetcherTo(1, {
    allow: parseAllowList(""),
    resolve: async () => ["93.184.216.34", "127.0.0.1"],
  });
  const urls = [
    `https://127.0.0.1:${canary.port}/`,
    `https://[::1]:${canary.port}/`,
    `https://2130706433:${canary.port}/`,
    "https://169.254.169.254/latest/meta-data",
    "https://two-faced.example/",
    "https://inbox.example:5432/",
    "http://inbox.example/",
    "ftp://inbox.example/",
    "file:///etc/passwd",
    "no address",
  ];
  for (const url of urls) {
    expect(await fetcher.post({ url, headers, body, beforeLastByte }), url).toMatchObject({
      kind: "refused",
    });
  }
  expect(dialled).toEqual([]);
  expect(canary.hits()).toBe(0);
  expect(beforeLastByte).not.toHaveBeenCalled();
});

test("an address that belongs to a content nobody may contact is refused", async () => {
  const { fetcher, dialled } = fetcherTo(1, { forbiddenUrl: async (url) => url.includes("sealed") });
  const outcome = await fetcher.post({
    url: "http://inbox.example/sealed",
    headers,
    body,
    beforeLastByte: nothing,
  });
  expect(outcome).toEqual({ kind: "refused", reason: "handling" });
  expect(dialled).toEqual([]);
});

test("answers that never come, drip, break off or never end are cut", async () => {
  const talks: [string, (socket: import("node:net").Socket) => void][] = [
    ["timeout", () => undefined],
    [
      "timeout",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
        const drip = setInterval(() => socket.write("x"), 100);
        socket.on("close", () => clearInterval(drip));
      },
    ],
    ["protocol", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf")],
  ];
  for (const [reason, talk] of talks) {
    const raw = await startRawHost((socket) => {
      let arrived = 0;
      socket.on("data", (chunk) => {
        const before = arrived;
        arrived += chunk.length;
        if (before < body.length && arrived >= body.length) setTimeout(() => talk(socket), 50);
      });
    });
    endings.push(() => raw.close());
    const { fetcher } = fetcherTo(raw.port);
    const outcome = await fetcher.post({
      url: "http://inbox.example/",
      headers,
      body,
      beforeLastByte: nothing,
    });
    expect(outcome).toEqual({ kind: "unreachable", reason, released: true });
  }
  const endless = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(200, { "content-type": "application/json" });
      const pour = setInterval(() => response.write("x".repeat(65_536)), 1);
      response.on("close", () => clearInterval(pour));
    });
  });
  await new Promise<void>((ready) => endless.listen(0, "127.0.0.1", ready));
  endings.push(
    () =>
      new Promise((stopped) => {
        endless.closeAllConnections();
        endless.close(stopped);
      }),
  );
  const { fetcher } = fetcherTo((endless.address() as AddressInfo).port);
  const outcome = await fetcher.post({
    url: "http://inbox.example/",
    headers,
    body,
    beforeLastByte: nothing,
  });
  expect(outcome.kind === "answered" && outcome.bodyText.length).toBe(64 * 1024);
});

test("a closed fetcher posts nothing", async () => {
  const { fetcher } = fetcherTo(1);
  await fetcher.close();
  await expect(
    fetcher.post({ url: "http://inbox.example/", headers, body, beforeLastByte: nothing }),
  ).rejects.toThrow("closed");
});
