import { createHash } from "node:crypto";
import type { Handling } from "@vigie/contract";
import { handlings } from "@vigie/contract";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parseAllowList } from "./address-rules.ts";
import { spellingsOfThisMachine } from "./address-spellings.ts";
import type { FetchOutcome } from "./fetch-outcome.ts";
import { createGuardedFetcher } from "./guarded-fetcher.ts";
import { playedDial, playedPublicIp, startCanary, startHost, testFetcher } from "./test-web.ts";

// Room for a busy machine; no test waits this long by itself.
vi.setConfig({ testTimeout: 60_000 });

let canary: Awaited<ReturnType<typeof startCanary>>;
let host: Awaited<ReturnType<typeof startHost>>;
let seen: { url: string; headers: NodeJS.Dict<string | string[]> }[] = [];
/** What the host redirects to, by path. */
const redirectTo = new Map<string, { status: number; location: string }>();

beforeAll(async () => {
  canary = await startCanary();
  host = await startHost((request, response) => {
    seen.push({ url: request.url ?? "", headers: request.headers });
    const redirect = redirectTo.get(request.url ?? "");
    if (redirect) {
      response.writeHead(redirect.status, { location: redirect.location, "set-cookie": "a=b" }).end();
      return;
    }
    if (request.url === "/picture")
      response.writeHead(200, { "content-type": "image/png" }).end("\x89PNG\0\0");
    else if (request.url === "/lying-picture") {
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]));
    } else if (request.url === "/latin1") {
      response
        .writeHead(200, { "content-type": "text/html; charset=iso-8859-1" })
        .end(Buffer.from("supprimé", "latin1"));
    } else {
      response
        .writeHead(200, { "content-type": "text/html", etag: '"1"', "x-secret": "s" })
        .end("<h1>page</h1>");
    }
  });
});

afterAll(async () => {
  await Promise.all([canary.close(), host.close()]);
});

const alwaysPublic = async () => [playedPublicIp];

function outsideFetcher(options: Partial<Parameters<typeof testFetcher>[0]> = {}) {
  const { dial, dialled } = playedDial(host.port);
  return { fetcher: testFetcher({ resolve: alwaysPublic, dial, ...options }), dialled };
}

test("a page is fetched with its status, its kept headers and the hash of its body", async () => {
  seen = [];
  const at = new Date("2026-01-02T03:04:05Z");
  const { fetcher, dialled } = outsideFetcher({ clock: () => at });
  const outcome = await fetcher.fetchContent({
    contentId: "http://someone:secret@page.example:8080/a?b=1#part",
  });
  expect(outcome).toMatchObject({
    kind: "answered",
    finalUrl: "http://page.example:8080/a?b=1",
    status: 200,
    headers: { "content-type": "text/html", etag: '"1"' },
    bodySha256: createHash("sha256").update("<h1>page</h1>").digest("hex"),
    bodyText: "<h1>page</h1>",
    truncated: false,
    redirects: [],
    at,
  });
  expect(outcome).not.toHaveProperty("headers.x-secret");
  expect(dialled).toEqual([playedPublicIp]);
  expect(seen[0]?.url).toBe("/a?b=1");
  expect(seen[0]?.headers["host"]).toBe("page.example:8080");
  for (const header of ["authorization", "cookie", "referer"])
    expect(seen[0]?.headers).not.toHaveProperty(header);
  await fetcher.close();
});

test("the handling decides whatever the caller asks: no look-up, no connection, no byte", async () => {
  const counts = { lookedUp: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...handlings, "new_one" as Handling, null),
      fc.constantFrom(
        "http://page.example/",
        "http://93.184.216.34/",
        "https://page.example/",
        "http://[::1]/",
      ),
      async (handling, url) => {
        counts.lookedUp = 0;
        seen = [];
        const { fetcher, dialled } = outsideFetcher({
          handlingOf: async () => (handling === null ? null : { handling, url }),
          resolve: async () => {
            counts.lookedUp += 1;
            return [playedPublicIp];
          },
        });
        const outcome = await fetcher.fetchContent({ contentId: "c" });
        const mayContact = handling === "normal" || handling === "restricted";
        expect(outcome.kind === "refused" && outcome.reason === "handling").toBe(!mayContact);
        if (!mayContact) expect([counts.lookedUp, dialled.length, seen.length]).toEqual([0, 0, 0]);
        else if (url.startsWith("http://page") || url.startsWith("http://93")) expect(seen).toHaveLength(1);
        await fetcher.close();
      },
    ),
    { numRuns: 200 },
  );
});

test("a content whose handling becomes stricter during a redirect is left alone", async () => {
  redirectTo.set("/first", { status: 302, location: "/second" });
  seen = [];
  let asked = 0;
  const { fetcher } = outsideFetcher({
    handlingOf: async () => {
      asked += 1;
      return { handling: asked === 1 ? "normal" : "no_fetch", url: "http://page.example/first" };
    },
  });
  const outcome = await fetcher.fetchContent({ contentId: "c" });
  expect(outcome).toMatchObject({
    kind: "refused",
    reason: "handling",
    redirects: [{ status: 302, location: "/second" }],
  });
  expect(seen.map(({ url }) => url)).toEqual(["/first"]);
});

test("a redirect into an address that may not be contacted is not followed", async () => {
  redirectTo.set("/to-forbidden", { status: 301, location: "http://forbidden.example/x" });
  seen = [];
  const asked: string[] = [];
  const { fetcher } = outsideFetcher({
    forbiddenUrl: async (url) => {
      asked.push(url);
      return true;
    },
  });
  const outcome = await fetcher.fetchContent({
    contentId: "http://page.example/to-forbidden",
  });
  expect(outcome).toMatchObject({ kind: "refused", reason: "forbidden_redirect" });
  expect(asked).toEqual(["http://forbidden.example/x"]);
  expect(seen).toHaveLength(1);
});

test("under restricted handling a picture is not read, also when it is called a page", async () => {
  const { fetcher } = outsideFetcher({ handling: "restricted" });
  for (const path of ["/picture", "/lying-picture"]) {
    const outcome = await fetcher.fetchContent({ contentId: `http://page.example${path}` });
    expect(outcome, path).toMatchObject({
      kind: "answered",
      status: 200,
      bodySha256: null,
      bodyText: "",
      truncated: "media",
    });
  }
  const page = await fetcher.fetchContent({ contentId: "http://page.example/" });
  expect(page).toMatchObject({ bodyText: "<h1>page</h1>", truncated: false });
});

test("under normal handling a picture is hashed, and never given as text", async () => {
  const { fetcher } = outsideFetcher();
  const outcome = await fetcher.fetchContent({ contentId: "http://page.example/picture" });
  expect(outcome).toMatchObject({
    bodyText: "",
    truncated: false,
    bodySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("a page in another encoding is read as its letters", async () => {
  const { fetcher } = outsideFetcher();
  const outcome = await fetcher.fetchContent({ contentId: "http://page.example/latin1" });
  expect(outcome).toMatchObject({ bodyText: "supprimé" });
});

test("more than 500 spellings of addresses never reach this machine", async () => {
  const spellings = [...new Set(spellingsOfThisMachine(canary.port))];
  expect(spellings.length).toBeGreaterThan(500);
  const { fetcher, dialled } = outsideFetcher({ resolve: async () => ["127.0.0.1"] });
  for (const url of spellings) {
    const outcome = await fetcher.fetchContent({ contentId: url });
    expect(outcome.kind, JSON.stringify(url)).toBe("refused");
  }
  expect(dialled).toEqual([]);
  expect(canary.hits()).toBe(0);
});

test("200 redirect chains never reach this machine", async () => {
  const targets = spellingsOfThisMachine(canary.port).filter((url) => url.startsWith("http"));
  const resolve = async (name: string) => (name === "page.example" ? [playedPublicIp] : ["127.0.0.1"]);
  const { fetcher, dialled } = outsideFetcher({ resolve });
  const outcomes: FetchOutcome[] = [];
  for (let chain = 0; chain < 200; chain += 1) {
    const hops = 1 + (chain % 5);
    const target = targets[(chain * 7) % targets.length] ?? "";
    for (let hop = 1; hop <= hops; hop += 1) {
      redirectTo.set(`/chain/${chain}/${hop}`, {
        status: [301, 302, 303, 307, 308][(chain + hop) % 5] ?? 302,
        location: hop < hops ? `/chain/${chain}/${hop + 1}` : encodeHeader(target),
      });
    }
    outcomes.push(await fetcher.fetchContent({ contentId: `http://page.example/chain/${chain}/1` }));
    expect(outcomes.at(-1)?.redirects, target).toHaveLength(hops);
  }
  expect(outcomes.every(({ kind }) => kind === "refused")).toBe(true);
  expect(dialled.every((ip) => ip === playedPublicIp)).toBe(true);
  expect(canary.hits()).toBe(0);
});

test("a name server that changes its answer 1,000 times never leads to this machine", async () => {
  redirectTo.set("/again", { status: 302, location: "http://other.example/end" });
  let asked = 0;
  const answers = [
    [playedPublicIp],
    ["127.0.0.1"],
    [playedPublicIp, "127.0.0.1"],
    ["::1", playedPublicIp],
    ["::ffff:7f00:1"],
    [playedPublicIp, playedPublicIp],
    [playedPublicIp, "fe80::1"],
  ];
  const resolve = async () => {
    asked += 1;
    return answers[(asked * asked + asked) % answers.length] ?? [];
  };
  const { fetcher, dialled } = outsideFetcher({ resolve });
  const kinds = new Map<string, number>();
  for (let round = 0; asked < 1_000; round += 1) {
    const path = round % 2 === 0 ? "/again" : "/";
    const outcome = await fetcher.fetchContent({
      contentId: `http://page.example:${canary.port}${path}`,
    });
    kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
  }
  expect(canary.hits()).toBe(0);
  expect(new Set(dialled)).toEqual(new Set([playedPublicIp]));
  expect(kinds.get("answered")).toBeGreaterThan(50);
  expect(kinds.get("refused")).toBeGreaterThan(50);
});

test("the allow list opens exactly what it names", async () => {
  const local = await startHost((_request, response) => response.end("local"));
  const allow = parseAllowList(`127.0.0.1:${local.port}, demo.test:${local.port}`);
  const fetcher = testFetcher({ resolve: async () => ["127.0.0.1"], allow });
  const kindOf = async (url: string) => (await fetcher.fetchContent({ contentId: url })).kind;
  expect(await kindOf(`http://127.0.0.1:${local.port}/`)).toBe("answered");
  expect(await kindOf(`http://demo.test:${local.port}/`)).toBe("answered");
  expect(await kindOf(`http://127.0.0.1:${canary.port}/`)).toBe("refused");
  expect(await kindOf(`http://demo.test:${canary.port}/`)).toBe("refused");
  expect(await kindOf(`http://[::1]:${local.port}/`)).toBe("refused");
  expect(canary.hits()).toBe(0);
  await fetcher.close();
  await local.close();
});

test("with the machine's own resolver, a name that means this machine is refused", async () => {
  const fetcher = createGuardedFetcher({
    handlingOf: async (url) => ({ handling: "normal", url }),
    forbiddenUrl: async () => false,
    allow: parseAllowList(""),
    userAgent: "test",
  });
  const outcome = await fetcher.fetchContent({
    contentId: `http://localhost:${canary.port}/`,
  });
  expect(outcome).toMatchObject({ kind: "refused", reason: "address" });
  expect(canary.hits()).toBe(0);
  await fetcher.close();
});

test("an error while asking for the handling stops the fetch", async () => {
  const { fetcher, dialled } = outsideFetcher({ handlingOf: () => Promise.reject(new Error("no database")) });
  await expect(fetcher.fetchContent({ contentId: "c" })).rejects.toThrow("no database");
  expect(dialled).toEqual([]);
});

test("a closed fetcher teaches nothing: running and later fetches throw", async () => {
  const silent = await startHost(() => {});
  const { fetcher } = outsideFetcher({ dial: playedDial(silent.port).dial });
  const running = fetcher.fetchContent({ contentId: "http://page.example/" });
  const expectation = expect(running).rejects.toThrow("closed");
  await new Promise((resolve) => setTimeout(resolve, 30));
  await fetcher.close();
  await expectation;
  await expect(fetcher.fetchContent({ contentId: "http://page.example/" })).rejects.toThrow("closed");
  await silent.close();
});

/** Node refuses to send some characters in a header; a hostile host sends their UTF-8 bytes. */
function encodeHeader(location: string): string {
  return Buffer.from(location.replace(/[\r\n\t]/g, ""), "utf8").toString("latin1");
}
