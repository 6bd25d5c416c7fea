import { createHash } from "node:crypto";
import type net from "node:net";
import tls from "node:tls";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import type { FetchLimits } from "./guarded-fetcher.ts";
import { playedDial, playedPublicIp, selfSigned, startHost, startRawHost, testFetcher } from "./test-web.ts";

// Room for a busy machine; no test waits this long by itself.
vi.setConfig({ testTimeout: 60_000 });

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function fetchFrom(
  host: { port: number; close(): Promise<void> },
  { url = "http://page.example/", limits = {}, ...rest }: FromOptions = {},
) {
  closers.push(host.close);
  const fetcher = testFetcher({
    resolve: async () => [playedPublicIp],
    dial: playedDial(host.port).dial,
    limits: { totalMs: 10_000, connectMs: 5_000, ...limits },
    ...rest,
  });
  closers.push(fetcher.close);
  return fetcher.fetchContent({ contentId: url });
}

type FromOptions = { url?: string; limits?: Partial<FetchLimits>; trustedRoots?: string };

/** For hosts that never end; long enough that a busy machine still gets to the answer. */
const impatient = { totalMs: 1_500, connectMs: 1_000 };

const head = (...lines: string[]) => `HTTP/1.1 200 OK\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n`;

/** Sends a piece again and again, for as long as the other side takes it. */
function repeat(socket: net.Socket, piece: Buffer | string, everyMs: number): { bytes(): number } {
  let bytes = 0;
  const send = () => {
    if (socket.destroyed) return;
    bytes += piece.length;
    if (everyMs > 0) setTimeout(send, everyMs);
    if (!socket.write(piece)) socket.once("drain", everyMs > 0 ? () => {} : () => setImmediate(send));
    else if (everyMs === 0) setImmediate(send);
  };
  send();
  return { bytes: () => bytes };
}

test("headers that drip for ever end as a timeout", async () => {
  const host = await startRawHost((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    repeat(socket, "x: y\r\n", 100);
  });
  expect(await fetchFrom(host, { limits: impatient })).toMatchObject({
    kind: "unreachable",
    reason: "timeout",
  });
});

test("a host that says nothing ends as a timeout", async () => {
  const host = await startRawHost(() => {});
  expect(await fetchFrom(host, { limits: impatient })).toMatchObject({
    kind: "unreachable",
    reason: "timeout",
  });
});

test("a host that talks about what will come for ever ends as a timeout", async () => {
  const host = await startRawHost((socket) => {
    repeat(socket, "HTTP/1.1 102 Processing\r\n\r\n", 20);
  });
  expect(await fetchFrom(host, { limits: impatient })).toMatchObject({ kind: "unreachable" });
});

test("a body that drips for ever is cut, and what was said is kept", async () => {
  const host = await startRawHost((socket) => {
    socket.write(head("content-type: text/html", "content-length: 1000000"));
    repeat(socket, "<p>", 50);
  });
  const outcome = await fetchFrom(host, { limits: impatient });
  expect(outcome).toMatchObject({ kind: "answered", status: 200, truncated: "time" });
  expect(outcome.kind === "answered" && outcome.bodyText.startsWith("<p><p>")).toBe(true);
});

test("an endless body is read up to the limit and no further", async () => {
  let sent = { bytes: () => 0 };
  const host = await startRawHost((socket) => {
    socket.write(head("content-type: text/html", "connection: close"));
    sent = repeat(socket, Buffer.alloc(65_536, "a"), 0);
  });
  const outcome = await fetchFrom(host, { limits: { maxBodyBytes: 200_000 } });
  expect(outcome).toMatchObject({ kind: "answered", truncated: "size" });
  expect(outcome.kind === "answered" && outcome.bodyText).toHaveLength(200_000);
  // What the kernel's buffers took before the connection was cut.
  expect(sent.bytes()).toBeLessThan(20_000_000);
});

test("a compressed gigabyte of zeros costs no more memory than the limit", async () => {
  const oneMegabyte = gzipSync(Buffer.alloc(1_000_000));
  const bomb = Buffer.concat(Array.from({ length: 1_000 }, () => oneMegabyte));
  const host = await startHost((_request, response) => {
    response.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" }).end(bomb);
  });
  const before = process.memoryUsage().rss;
  const outcome = await fetchFrom(host);
  expect(outcome).toMatchObject({ kind: "answered", truncated: "size" });
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});

test("compressed bytes that never yield anything are cut at the limit too", async () => {
  // Members without content: a gzip stream that goes on and says nothing.
  const empty = gzipSync(Buffer.alloc(0));
  const host = await startRawHost((socket) => {
    socket.write(head("content-type: text/html", "content-encoding: gzip", "connection: close"));
    repeat(socket, Buffer.concat(Array.from({ length: 2_000 }, () => empty)), 0);
  });
  const outcome = await fetchFrom(host, { limits: { maxBodyBytes: 200_000 } });
  expect(outcome).toMatchObject({ kind: "answered", bodyText: "", truncated: "size" });
});

test("a body that was compressed unasked is read as its text", async () => {
  const page = "<h1>été</h1>".repeat(1_000);
  for (const [encoding, compress] of [
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["identity", (text: string) => Buffer.from(text)],
  ] as const) {
    const host = await startHost((_request, response) => {
      response
        .writeHead(200, { "content-type": "text/html", "content-encoding": encoding })
        .end(compress(page));
    });
    expect(await fetchFrom(host), encoding).toMatchObject({
      bodyText: page,
      bodySha256: createHash("sha256").update(page).digest("hex"),
      truncated: false,
    });
  }
});

test("codings inside codings and broken codings are not unpacked", async () => {
  const bomb = gzipSync(gzipSync(gzipSync(Buffer.alloc(1_000_000))));
  const nested = await startHost((_request, response) => {
    response
      .writeHead(200, { "content-type": "text/html", "content-encoding": "gzip, gzip, gzip" })
      .end(bomb);
  });
  expect(await fetchFrom(nested)).toMatchObject({
    kind: "answered",
    bodySha256: createHash("sha256").update(bomb).digest("hex"),
  });
  const broken = await startHost((_request, response) => {
    response.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" }).end("not gzip");
  });
  expect(await fetchFrom(broken)).toMatchObject({ kind: "answered", bodyText: "", truncated: "broken" });
});

test("a body shorter than it claims is told as broken", async () => {
  const host = await startRawHost((socket) => {
    socket.end(`${head("content-type: text/html", "content-length: 5000")}<h1>short</h1>`);
  });
  expect(await fetchFrom(host)).toMatchObject({
    kind: "answered",
    bodyText: "<h1>short</h1>",
    truncated: "broken",
  });
});

test("a body longer than it claims is read as claimed", async () => {
  const host = await startRawHost((socket) => {
    socket.end(`${head("content-type: text/html", "content-length: 4")}abcdHTTP/1.1 200 OK\r\n\r\n`);
  });
  const outcome = await fetchFrom(host);
  expect(outcome.kind === "answered" ? outcome.bodyText : outcome).toBe("abcd");
});

test("contradictory lengths, huge headers and noise are told as a protocol error", async () => {
  const answers = [
    `${head("content-length: 4", "content-length: 5")}abcde`,
    `${head("content-length: -1")}abc`,
    `${head("transfer-encoding: chunked")}zzz\r\n`,
    head(`x-huge: ${"a".repeat(100_000)}`),
    head(...Array.from({ length: 5_000 }, (_, i) => `x-${i}: ${i}`)),
    "SSH-2.0-OpenSSH_9.6\r\n",
    "\0\0\0\0\0\0",
  ];
  for (const answer of answers) {
    const host = await startRawHost((socket) => {
      socket.once("data", () => socket.end(answer));
    });
    const outcome = await fetchFrom(host);
    const judged =
      outcome.kind === "answered" ? outcome.truncated : outcome.kind === "unreachable" && outcome.reason;
    expect(["protocol", "broken"], answer.slice(0, 60)).toContain(judged);
  }
});

test("endless redirects end after the limit", async () => {
  let hits = 0;
  const host = await startHost((request, response) => {
    hits += 1;
    response.writeHead(302, { location: `${request.url}x` }).end();
  });
  const outcome = await fetchFrom(host);
  expect(outcome).toMatchObject({ kind: "unreachable", reason: "too_many_redirects" });
  expect(outcome.redirects).toHaveLength(6);
  expect(hits).toBe(6);
});

test("a redirect to what is no address is refused, one to another scheme too", async () => {
  for (const [location, reason] of [
    ["http://[", "url"],
    ["http://a b/", "url"],
    ["javascript:alert(1)", "scheme"],
    ["file:///etc/passwd", "scheme"],
    ["//page.example:22/", "port"],
  ] as const) {
    const host = await startHost((_request, response) => {
      response.writeHead(301, { location }).end();
    });
    expect(await fetchFrom(host), location).toMatchObject({
      kind: "refused",
      reason,
      redirects: [{ location }],
    });
  }
});

test("a redirect status without a target is an answer like another", async () => {
  const host = await startHost((_request, response) => {
    response.writeHead(302).end("where?");
  });
  expect(await fetchFrom(host)).toMatchObject({ kind: "answered", status: 302, bodyText: "where?" });
});

test("a name without addresses, and a name server that never answers, are unreachable", async () => {
  const silent = () => new Promise<never>(() => {});
  for (const [resolve, reason] of [
    [async () => [], "dns"],
    [() => Promise.reject(new Error("ENOTFOUND")), "dns"],
    [silent, "timeout"],
  ] as const) {
    const fetcher = testFetcher({ resolve, limits: { totalMs: 300 } });
    expect(await fetcher.fetchContent({ contentId: "http://page.example/" })).toMatchObject({
      kind: "unreachable",
      reason,
    });
  }
});

test("a hidden service is never asked of a name server", async () => {
  let asked = 0;
  const fetcher = testFetcher({
    resolve: async () => {
      asked += 1;
      return [];
    },
  });
  const outcome = await fetcher.fetchContent({ contentId: "http://abcdef.onion/" });
  expect(outcome).toMatchObject({ kind: "unreachable", reason: "dns" });
  expect(asked).toBe(0);
});

test("a closed port is unreachable", async () => {
  const host = await startHost(() => {});
  await host.close();
  expect(await fetchFrom({ ...host, close: async () => {} })).toMatchObject({
    kind: "unreachable",
    reason: "connect",
  });
});

test("over TLS the name is checked and sent, whatever address was pinned", async () => {
  const certificate = selfSigned("page.example");
  const names: string[] = [];
  const sawName = (name: string, done: (error: null) => void) => {
    names.push(name);
    done(null);
  };
  const server = tls.createServer({ ...certificate, SNICallback: sawName }, (socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(`${head("content-type: text/html", "connection: close")}secure`));
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const host = { port, close: async () => void server.close() };

  const trustedRoots = certificate.cert;
  const good = await fetchFrom(host, { url: "https://page.example/", trustedRoots });
  expect(good).toMatchObject({ kind: "answered", bodyText: "secure" });
  expect(names).toEqual(["page.example"]);

  const tlsFailure = { kind: "unreachable", reason: "tls" };
  expect(await fetchFrom(host, { url: "https://page.example/" }), "unknown issuer").toMatchObject(tlsFailure);
  expect(await fetchFrom(host, { url: "https://other.example/", trustedRoots }), "other name").toMatchObject(
    tlsFailure,
  );
  expect(await fetchFrom(host, { url: `https://${playedPublicIp}/`, trustedRoots }), "address").toMatchObject(
    tlsFailure,
  );
});

test("a host that is silent or talks plainly where TLS is due is unreachable", async () => {
  const plain = await startRawHost((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n"));
  expect(await fetchFrom(plain, { url: "https://page.example/" })).toMatchObject({
    kind: "unreachable",
    reason: "tls",
  });
  const silent = await startRawHost(() => {});
  expect(await fetchFrom(silent, { url: "https://page.example/", limits: impatient })).toMatchObject({
    kind: "unreachable",
    reason: "timeout",
  });
});
