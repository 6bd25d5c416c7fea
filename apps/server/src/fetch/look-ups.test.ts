import { type Handling, handlings } from "@vigie/contract";
import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { useDns } from "../../../../test/dns-server.ts";
import { useRdap } from "../../../../test/rdap-server.ts";
import { parseAllowList } from "./address-rules.ts";
import { createGuardedFetcher, type GuardedFetcherOptions } from "./guarded-fetcher.ts";
import { mayBeAsked } from "./name-servers.ts";
import { startCanary, startRawHost } from "./test-web.ts";

// Room for a busy machine; no test waits this long by itself.
vi.setConfig({ testTimeout: 60_000 });

const dns = await useDns();
const rdap = await useRdap();

beforeEach(() => {
  dns.clear();
  rdap.clear();
});

function lookUpFetcher(options: Partial<GuardedFetcherOptions> = {}) {
  return createGuardedFetcher({
    handlingOf: async () => ({ handling: "normal", url: "https://page.example/a" }),
    forbiddenUrl: async () => false,
    allow: parseAllowList("127.0.0.1"),
    userAgent: "test",
    dnsServers: [dns.address],
    ...options,
  });
}

const accept = "application/rdap+json";

test("the handling decides whatever is asked: no packet to a name server, a registry or the site", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...handlings, "new_one" as Handling, null),
      fc.constantFrom("names", "registry", "security_text", "page"),
      async (handling, question) => {
        dns.clear();
        rdap.clear();
        const fetcher = lookUpFetcher({
          handlingOf: async () => (handling === null ? null : { handling, url: "https://page.example/a" }),
        });
        const contentId = "c";
        const outcome = await {
          names: () => fetcher.askNames({ contentId, name: "page.example", type: "A" }),
          registry: () => fetcher.askRegistry({ contentId, url: `${rdap.url}/rdap/dns.json`, accept }),
          security_text: () => fetcher.askSecurityText({ contentId }),
          page: () => fetcher.fetchContent({ contentId }),
        }[question]();
        const mayAsk = handling === "normal" || handling === "restricted";
        expect(outcome.kind === "refused" && outcome.reason === "handling").toBe(!mayAsk);
        expect(dns.asked.length + rdap.requests.length > 0).toBe(mayAsk);
        await fetcher.close();
      },
    ),
    { numRuns: 150 },
  );
});

test("a content whose handling becomes stricter while a registry redirects is asked about no further", async () => {
  rdap.answer("/first", (_request, response) => response.writeHead(302, { location: "/second" }).end());
  let asked = 0;
  const fetcher = lookUpFetcher({
    handlingOf: async () => {
      asked += 1;
      return { handling: asked <= 2 ? "normal" : "unknown", url: "https://page.example/a" };
    },
  });
  const outcome = await fetcher.askRegistry({ contentId: "c", url: `${rdap.url}/first`, accept });
  expect(outcome).toMatchObject({ kind: "refused", reason: "handling" });
  expect(rdap.requests.map(({ path }) => path)).toEqual(["/first"]);
});

test("a registry learns what is asked, and nothing of who asks or why", async () => {
  const fetcher = lookUpFetcher();
  rdap.answer("/answer", (_request, response) =>
    response.writeHead(302, { location: "/rdap/dns.json", "set-cookie": "a=b" }).end(),
  );
  const outcome = await fetcher.askRegistry({ contentId: "c", url: `${rdap.url}/answer`, accept });
  expect(outcome).toMatchObject({ kind: "answered", status: 200 });
  expect(rdap.requests).toHaveLength(2);
  for (const { headers } of rdap.requests) {
    expect(headers.accept).toBe(accept);
    for (const name of ["cookie", "referer", "authorization"]) expect(headers).not.toHaveProperty(name);
  }
});

test("a registry that leads into this machine, or to a forbidden address, is not followed", async () => {
  const canary = await startCanary();
  const fetcher = lookUpFetcher({
    allow: parseAllowList(rdap.url.slice("http://".length)),
    forbiddenUrl: async (url) => url.includes("forbidden"),
  });
  for (const location of [`http://127.0.0.1:${canary.port}/`, `http://[::1]:${canary.port}/`]) {
    rdap.answer("/away", (_request, response) => response.writeHead(307, { location }).end());
    const outcome = await fetcher.askRegistry({ contentId: "c", url: `${rdap.url}/away`, accept });
    expect(outcome).toMatchObject({ kind: "refused", reason: "address" });
    const direct = await fetcher.askRegistry({ contentId: "c", url: location, accept });
    expect(direct).toMatchObject({ kind: "refused", reason: "address" });
  }
  const forbidden = await fetcher.askRegistry({ contentId: "c", url: `${rdap.url}/forbidden`, accept });
  expect(forbidden).toMatchObject({ kind: "refused", reason: "forbidden_redirect" });
  expect(canary.hits()).toBe(0);
  expect(rdap.requests.map(({ path }) => path)).toEqual(["/away", "/away"]);
  await canary.close();
});

test("registries that loop, drip, send pictures or never end are cut", async () => {
  const fetcher = lookUpFetcher({ lookUpLimits: { totalMs: 1_500 } });
  const ask = (url: string) => fetcher.askRegistry({ contentId: "c", url, accept });
  rdap.answer("/loop", (_request, response) => response.writeHead(301, { location: "/loop" }).end());
  expect(await ask(`${rdap.url}/loop`)).toMatchObject({ kind: "unreachable", reason: "too_many_redirects" });
  expect(rdap.requests).toHaveLength(4);

  rdap.answer("/picture", (_request, response) =>
    response
      .writeHead(200, { "content-type": "application/rdap+json" })
      .end(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0])),
  );
  expect(await ask(`${rdap.url}/picture`)).toMatchObject({ truncated: "media", bodyText: "" });

  rdap.answer("/huge", (_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end("[".repeat(3_000_000)),
  );
  const huge = await ask(`${rdap.url}/huge`);
  expect(huge).toMatchObject({ truncated: "size" });
  expect(huge.kind === "answered" && huge.bodyText).toHaveLength(512 * 1024);

  const dripping = await startRawHost((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n");
    const drip = setInterval(() => socket.write(" "), 100);
    socket.once("close", () => clearInterval(drip));
  });
  expect(await ask(`http://127.0.0.1:${dripping.port}/`)).toMatchObject({ truncated: "time" });
  await dripping.close();
});

test("whoever no longer waits ends the question", async () => {
  dns.break("page.example", "silent");
  const fetcher = lookUpFetcher();
  const question = { contentId: "c", name: "page.example", type: "A" } as const;
  const waiting = fetcher.askNames({ ...question, signal: AbortSignal.timeout(50) });
  expect(await waiting).toMatchObject({ kind: "failed", reason: "timeout" });
  const before = dns.asked.length;
  const late = await fetcher.askNames({ ...question, signal: AbortSignal.abort() });
  expect(late).toMatchObject({ kind: "failed", reason: "timeout" });
  expect(dns.asked).toHaveLength(before);
});

test("name servers that fail, refuse or talk nonsense are told apart", async () => {
  const fetcher = lookUpFetcher();
  const ask = (name: string) => fetcher.askNames({ contentId: "c", name, type: "TXT" });
  dns.break("failing.example", "servfail");
  dns.break("refusing.example", "refused");
  dns.break("garbled.example", "garbage");
  dns.set("known.example", "TXT", ["one text"]);
  expect(await ask("failing.example")).toMatchObject({ kind: "failed", reason: "refused" });
  expect(await ask("refusing.example")).toMatchObject({ kind: "failed", reason: "refused" });
  expect((await ask("garbled.example")).kind).toBe("failed");
  expect(await ask("unknown.example")).toMatchObject({ kind: "none" });
  expect(await ask("known.example")).toMatchObject({ kind: "answered", records: ["one text"] });
});

test("a name server that floods is read up to a bound", async () => {
  dns.set(
    "many.example",
    "A",
    Array.from({ length: 60 }, (_, last) => `93.184.216.${last}`),
  );
  const fetcher = lookUpFetcher();
  const many = await fetcher.askNames({ contentId: "c", name: "many.example", type: "A" });
  expect(many.kind === "answered" && many.records).toHaveLength(32);
});

test("names that are local, onions, addresses or single words are asked nowhere", async () => {
  const fetcher = lookUpFetcher();
  for (const name of [
    "localhost",
    "intranet",
    "a.localhost",
    "printer.local",
    "abcdefghijklmnop.onion",
    "x.i2p",
    "nas.home.arpa",
    "10.0.0.1",
    "1.0.0.127.in-addr.arpa",
    "a..example",
    `${"a".repeat(64)}.example`,
    "page.example\u0000",
    "",
  ]) {
    const outcome = await fetcher.askNames({ contentId: "c", name, type: "A" });
    expect(outcome, name).toMatchObject({ kind: "refused", reason: "name" });
  }
  expect(dns.asked).toEqual([]);
  expect(mayBeAsked("1.0.0.127.in-addr.arpa", "PTR")).toBe(true);
  expect(mayBeAsked("xn--bcher-kva.example", "A")).toBe(true);
});

test("a page is also looked up at the configured name servers", async () => {
  const fetcher = lookUpFetcher();
  await fetcher.fetchContent({ contentId: "c" });
  expect(dns.asked.toSorted()).toEqual(["page.example A", "page.example AAAA"]);
});
