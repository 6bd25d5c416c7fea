import { createServer } from "node:https";
import net, { type AddressInfo } from "node:net";
import type { HostingView } from "@vigie/contract";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { useDns } from "../../../../test/dns-server.ts";
import { useHotline } from "../../../../test/hotline.ts";
import { entity, useRdap } from "../../../../test/rdap-server.ts";
import { assessCase } from "../cases/assess-case.ts";
import { handlingOfContent, isForbiddenUrl } from "../contents/handling-lookup.ts";
import { parseAllowList } from "../fetch/address-rules.ts";
import { systemDial } from "../fetch/guarded-connect.ts";
import { createGuardedFetcher } from "../fetch/guarded-fetcher.ts";
import { playedPublicIp, selfSigned, startCanary } from "../fetch/test-web.ts";
import { correctHosting } from "./correct-hosting.ts";
import { expireHostings } from "./expire-hostings.ts";
import { hostingOf } from "./hostings-queries.ts";
import { lookUpHost } from "./look-up-host.ts";
import { findRecipient } from "./recipients-queries.ts";

// Room for a busy machine; no test waits this long by itself.
vi.setConfig({ testTimeout: 60_000 });

const dns = await useDns();
const rdap = await useRdap();
const hotline = useHotline({ VIGIE_RDAP_BOOTSTRAP: rdap.bootstrap, VIGIE_DNS_SERVERS: dns.address });
const playedV6 = "2606:2800:220:1:248:1893:25c8:1946";
const certificate = selfSigned("page.example");

/** The site itself: what it says at /.well-known/security.txt, and how often anybody came. */
const site = {
  securityText: "",
  visits: 0,
  server: createServer(certificate, (_request, response) => {
    response
      .writeHead(site.securityText === "" ? 404 : 200, { "content-type": "text/plain; charset=utf-8" })
      .end(site.securityText);
  }),
};
site.server.on("connection", () => {
  site.visits += 1;
});
beforeAll(() => new Promise<void>((resolve) => void site.server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void site.server.close());

/** The played public addresses lead to the site; the registry is on loopback and allowed; everything else is guarded. */
beforeEach(() => {
  dns.clear();
  rdap.clear();
  site.securityText = "";
  site.visits = 0;
  const { vigie } = hotline;
  vigie.fetcher = createGuardedFetcher({
    handlingOf: (contentId) => handlingOfContent(vigie.db, contentId),
    forbiddenUrl: (url) => isForbiddenUrl(vigie.db, vigie.keys, url, () => false),
    allow: parseAllowList(rdap.url.slice("http://".length)),
    userAgent: "test",
    dnsServers: vigie.config.lookUps.dnsServers,
    lookUpLimits: { totalMs: 1_500 },
    trustedRoots: certificate.cert,
    clock: hotline.now,
    dial: (ip, port) =>
      ip === playedPublicIp || ip === playedV6
        ? net.connect({ host: "127.0.0.1", port: (site.server.address() as AddressInfo).port })
        : systemDial(ip, port),
  });
});

/** An address that somebody reported and an analyst qualified; its handling is `normal` unless told otherwise. */
async function qualified(
  url = "https://page.example/a",
  { grounds = ["hate-incitement"], minor = "no" as "no" | "unsure" } = {},
): Promise<{ caseId: string; contentId: string }> {
  await forget();
  const reported = await reportOnly(url);
  hotline.advance(60_000);
  await assessCase(hotline.vigie, {
    caseId: reported.caseId,
    requester: hotline.analyst(),
    assessment: { grounds, manifest: "manifest", minor, reasons: "vu" },
  });
  return reported;
}

async function reportOnly(url: string): Promise<{ caseId: string; contentId: string }> {
  const { caseId } = await hotline.report([url]);
  const { id } = await hotline.database.db
    .selectFrom("contents")
    .select("id")
    .where("case_id", "=", caseId)
    .executeTakeFirstOrThrow();
  return { caseId, contentId: id };
}

async function forget(): Promise<void> {
  await hotline.database.db.deleteFrom("hostings").execute();
  await hotline.database.db.deleteFrom("cases").execute();
}

const ask = (contentId: string) =>
  lookUpHost(hotline.vigie, { contentId, memberId: hotline.analyst().memberId });

const finding = ({ findings }: HostingView, role: string) => findings.find((found) => found.role === role);

/** Everything there is to know about page.example, hosted plainly. */
function publish(): void {
  dns.set("page.example", "A", [playedPublicIp]);
  dns.set("page.example", "AAAA", [playedV6]);
  dns.set("page.example", "NS", ["ns1.registrar.example"]);
  dns.set("34.216.184.93.in-addr.arpa", "PTR", ["server-34.cellar.example"]);
  dns.set("34.216.184.93.origin.asn.cymru.com", "TXT", [
    "64501 | 93.184.216.0/24 | FR | ripencc | 2008-06-02",
  ]);
  dns.set("as64501.asn.cymru.com", "TXT", ["64501 | FR | ripencc | 2008-06-02 | CELLAR-NET, FR"]);
  rdap.answer("/registry/domain/page.example", {
    objectClassName: "domain",
    ldhName: "page.example",
    entities: [
      entity(["registrar"], {
        name: "Registrar Example",
        entities: [entity(["abuse"], { email: "abuse@registrar.example" })],
      }),
    ],
  });
  rdap.answer(`/registry/ip/${playedPublicIp}`, {
    objectClassName: "ip network",
    name: "CELLAR-1",
    startAddress: "93.184.216.0",
    endAddress: "93.184.216.255",
    entities: [
      entity(["registrant"], {
        name: "Cellar Hosting",
        entities: [entity(["abuse"], { name: "Cellar Abuse", email: "abuse@cellar.example" })],
      }),
    ],
  });
  site.securityText = `Contact: mailto:security@page.example\nExpires: ${new Date(hotline.now().getTime() + 86_400_000).toISOString()}\n`;
}

test("a host is found with its registrar, network and desks, each dated and with its source", async () => {
  publish();
  const { caseId, contentId } = await qualified();
  const hosting = await ask(contentId);
  const at = hotline.now().toISOString();
  expect(hosting).toEqual({
    host: "page.example",
    lookedUpAt: at,
    findings: [
      {
        role: "host",
        name: "Cellar Hosting",
        service: null,
        email: "abuse@cellar.example",
        url: null,
        detail: "CELLAR-1, 93.184.216.0 - 93.184.216.255",
        source: "rdap",
        at,
      },
      {
        role: "registrar",
        name: "Registrar Example",
        service: null,
        email: "abuse@registrar.example",
        url: null,
        detail: null,
        source: "rdap",
        at,
      },
      {
        role: "network",
        name: "AS64501 CELLAR-NET, FR",
        service: null,
        email: null,
        url: null,
        detail: "93.184.216.0/24",
        source: "asn",
        at,
      },
      {
        role: "abuse_contact",
        name: "Cellar Abuse",
        service: null,
        email: "abuse@cellar.example",
        url: null,
        detail: "93.184.216.0 - 93.184.216.255",
        source: "rdap",
        at,
      },
      {
        role: "security_contact",
        name: "page.example",
        service: null,
        email: "security@page.example",
        url: null,
        detail: null,
        source: "security_txt",
        at,
      },
    ],
    problems: [{ source: "asn", code: "not_found" }],
  });
  expect(dns.asked).toContain(
    "6.4.9.1.8.c.5.2.3.9.8.1.8.4.2.0.1.0.0.0.0.2.2.0.0.0.8.2.6.0.6.2.origin6.asn.cymru.com TXT",
  );
  const { rows } = await hotline.database.pool.query(
    "select actor, content_id, details from events where case_id = $1 and type = 'host.looked_up'",
    [caseId],
  );
  expect(rows).toEqual([
    { actor: hotline.analyst().memberId, content_id: contentId, details: { findings: 5, problems: 1 } },
  ]);
  expect(await hostingOf(hotline.vigie.db, "page.example")).toEqual(hosting);
  expect(await findRecipient(hotline.vigie.db, "page.example", null)).toMatchObject({
    name: "Cellar Abuse",
    email: "abuse@cellar.example",
    source: "rdap",
    confidence: "low",
  });
});

test("who asks again within the hour gets the same answer, and nobody outside is asked", async () => {
  publish();
  const { contentId } = await qualified();
  const first = await ask(contentId);
  const packets = () => dns.asked.length + rdap.requests.length + site.visits;
  const before = packets();
  hotline.advance(50 * 60_000);
  expect(await ask(contentId)).toEqual(first);
  expect(packets()).toBe(before);
  hotline.advance(20 * 60_000);
  const later = await ask(contentId);
  expect(packets()).toBeGreaterThan(before);
  expect(later.lookedUpAt).toBe(hotline.now().toISOString());
  // The bootstrap files are kept for a day.
  expect(rdap.requests.filter(({ path }) => path.startsWith("/rdap/"))).toHaveLength(2);
});

test("a host behind a CDN stays unknown, and nobody is proposed for it", async () => {
  publish();
  dns.set("34.216.184.93.origin.asn.cymru.com", "TXT", ["13335 | 93.184.216.0/24 | US | arin | 2010-07-14"]);
  dns.set("page.example", "NS", ["ada.ns.cloudflare.com"]);
  const { contentId } = await qualified();
  const hosting = await ask(contentId);
  expect(finding(hosting, "cdn")).toMatchObject({ service: "cloudflare", source: "asn", detail: "AS13335" });
  expect(finding(hosting, "host")).toBeUndefined();
  expect(finding(hosting, "abuse_contact")).toBeUndefined();
  expect(hosting.problems).toContainEqual({ source: "asn", code: "behind_cdn" });
  expect(await findRecipient(hotline.vigie.db, "page.example", null)).toBeNull();
});

test("an address that may not be contacted is asked about nowhere: no packet to name server, registry or site", async () => {
  publish();
  const forbidden: [string, () => Promise<{ contentId: string }>][] = [
    ["not assessed", () => reportOnly("https://page.example/new")],
    ["a minor is possible", () => qualified("https://page.example/b", { minor: "unsure" })],
    ["a ground about minors", () => qualified("https://page.example/c", { grounds: ["csam-depiction"] })],
  ];
  for (const [why, prepare] of forbidden) {
    await forget();
    const { contentId } = await prepare();
    await expect(ask(contentId), why).rejects.toMatchObject({ code: "content.lookup_forbidden" });
    const correction = {
      contentId,
      memberId: hotline.analyst().memberId,
      role: "host",
      name: "X",
      email: null,
      url: null,
    } as const;
    await expect(correctHosting(hotline.vigie, correction), why).rejects.toMatchObject({
      code: "content.lookup_forbidden",
    });
    const { fetcher } = hotline.vigie;
    for (const outcome of [
      await fetcher.askNames({ contentId, name: "page.example", type: "A" }),
      await fetcher.askRegistry({ contentId, url: `${rdap.bootstrap}dns.json`, accept: "*/*" }),
      await fetcher.askSecurityText({ contentId }),
    ]) {
      expect(outcome, why).toMatchObject({ kind: "refused", reason: "handling" });
    }
    expect([dns.asked, rdap.requests, site.visits], why).toEqual([[], [], 0]);
    expect(await hotline.database.db.selectFrom("hostings").selectAll().execute()).toEqual([]);
  }
  await expect(ask("00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({
    code: "content.unknown",
  });
});

test("a handling that becomes stricter while answers are on their way keeps nothing of them", async () => {
  publish();
  const { caseId, contentId } = await qualified();
  rdap.answer("/registry/domain/page.example", (_request, response) => {
    hotline.database.db
      .updateTable("cases")
      .set({ handling: "no_fetch" })
      .where("id", "=", caseId)
      .execute()
      .then(() => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
  });
  await expect(ask(contentId)).rejects.toMatchObject({ code: "content.lookup_forbidden" });
  expect(await hostingOf(hotline.vigie.db, "page.example")).toBeNull();
  expect(await hotline.eventsOf(caseId)).not.toContain("host.looked_up");
});

test("what is known of a host is forgotten when its only address is sealed", async () => {
  publish();
  const { caseId, contentId } = await qualified();
  await ask(contentId);
  hotline.advance(60_000);
  await assessCase(hotline.vigie, {
    caseId,
    requester: hotline.analyst(),
    assessment: { grounds: ["csam-depiction"], manifest: "manifest", minor: "yes", reasons: "vu" },
  });
  expect(await hostingOf(hotline.vigie.db, "page.example")).toBeNull();
});

test("the team's correction wins, says so, and can be taken back", async () => {
  publish();
  dns.set("34.216.184.93.origin.asn.cymru.com", "TXT", ["13335 | 93.184.216.0/24 | US | arin | 2010-07-14"]);
  const { caseId, contentId } = await qualified();
  await ask(contentId);
  const memberId = hotline.analyst().memberId;
  const correct = (correction: { role: "host" | "abuse_contact"; name: string | null; email?: string }) =>
    correctHosting(hotline.vigie, { contentId, memberId, email: null, url: null, ...correction });
  const corrected = await correct({ role: "host", name: "OVHcloud" });
  expect(finding(corrected, "host")).toMatchObject({ name: "OVHcloud", service: "ovhcloud", source: "team" });
  expect(corrected.problems.map(({ code }) => code)).not.toContain("behind_cdn");
  await correct({ role: "abuse_contact", name: "Desk", email: "Desk@OVH.example" });
  hotline.advance(2 * 3_600_000);
  expect(finding(await ask(contentId), "host")).toMatchObject({ source: "team" });
  expect(await findRecipient(hotline.vigie.db, "page.example", null)).toMatchObject({
    email: "Desk@ovh.example",
    source: "team",
    confidence: null,
  });
  const back = await correct({ role: "host", name: null });
  expect(finding(back, "host")).toBeUndefined();
  expect(back.problems.map(({ code }) => code)).toContain("behind_cdn");
  expect((await hotline.eventsOf(caseId)).filter((type) => type === "host.corrected")).toHaveLength(3);
  await expect(correct({ role: "host", name: "X", email: '"a b"@host.example' })).rejects.toMatchObject({
    code: "notice.recipient_invalid",
  });
});

const faults: [string, () => void, { source: string; code: string }][] = [
  [
    "answers HTML",
    () =>
      rdap.answer("/registry/domain/page.example", (_request, response) =>
        response.writeHead(200, { "content-type": "text/html" }).end("<h1>Please use our form</h1>"),
      ),
    { source: "rdap", code: "malformed" },
  ],
  [
    "redirects in a circle",
    () =>
      rdap.answer("/registry/domain/page.example", (_request, response) =>
        response.writeHead(302, { location: "/registry/domain/page.example" }).end(),
      ),
    { source: "rdap", code: "loop" },
  ],
  [
    "drips",
    () =>
      rdap.answer("/registry/domain/page.example", (_request, response) => {
        response.writeHead(200, { "content-type": "application/rdap+json" });
        const drip = setInterval(() => response.write(" "), 50);
        response.once("close", () => clearInterval(drip));
      }),
    { source: "rdap", code: "timeout" },
  ],
  [
    "sends too much",
    () =>
      rdap.answer("/registry/domain/page.example", (_request, response) =>
        response
          .writeHead(200, { "content-type": "application/rdap+json" })
          .end(`{"a":"${"x".repeat(600_000)}"}`),
      ),
    { source: "rdap", code: "too_large" },
  ],
  [
    "breaks off",
    () =>
      rdap.answer("/registry/domain/page.example", (_request, response) => {
        response.writeHead(200, { "content-type": "application/rdap+json", "content-length": "500" });
        response.write('{"objectClassName":"dom');
        setTimeout(() => response.destroy(), 50);
      }),
    { source: "rdap", code: "malformed" },
  ],
  [
    "sends half of its JSON",
    () =>
      rdap.answer("/registry/domain/page.example", (_request, response) =>
        response.writeHead(200, { "content-type": "application/rdap+json" }).end('{"objectClassName":"dom'),
      ),
    { source: "rdap", code: "malformed" },
  ],
  [
    "has had enough of us",
    () =>
      rdap.answer("/registry/domain/page.example", (_request, response) =>
        response.writeHead(429, { "retry-after": "60", "content-type": "application/rdap+json" }).end("{}"),
      ),
    { source: "rdap", code: "refused" },
  ],
  [
    "is broken",
    () => rdap.answer("/registry/domain/page.example", (_request, response) => response.writeHead(503).end()),
    { source: "rdap", code: "unreachable" },
  ],
  [
    "knows nothing",
    () => rdap.answer("/registry/domain/page.example", (_request, response) => response.writeHead(404).end()),
    { source: "rdap", code: "not_found" },
  ],
  [
    "writes other types than agreed",
    () =>
      rdap.answer("/registry/domain/page.example", {
        objectClassName: ["domain"],
        entities: "none",
        ldhName: 7,
      }),
    { source: "rdap", code: "malformed" },
  ],
  [
    "has a bootstrap that is none",
    () => rdap.answer("/rdap/dns.json", { services: {} }),
    { source: "rdap", code: "malformed" },
  ],
  [
    "is not in the bootstrap",
    () => rdap.answer("/rdap/dns.json", { services: [[["fr"], ["https://registry.example/"]]] }),
    { source: "rdap", code: "not_found" },
  ],
];

test.each(
  faults,
)("a registry that %s is a problem with its code, and the rest is still learned", async (_, fail, problem) => {
  publish();
  fail();
  const { contentId } = await qualified();
  const hosting = await ask(contentId);
  expect(hosting.problems).toContainEqual(problem);
  expect(finding(hosting, "registrar")).toBeUndefined();
  expect(finding(hosting, "host")).toMatchObject({ name: "Cellar Hosting" });
  expect(finding(hosting, "security_contact")).toBeDefined();
});

test("a referral to the registrar's own server is followed once, and never into this machine", async () => {
  publish();
  const canary = await startCanary();
  const refer = (href: string) =>
    rdap.answer("/registry/domain/page.example", {
      objectClassName: "domain",
      entities: [entity(["registrar"], { name: "Registrar Example" })],
      links: [{ rel: "related", type: "application/rdap+json", href }],
    });
  refer(`${rdap.url}/own/domain/page.example`);
  rdap.answer("/own/domain/page.example", {
    objectClassName: "domain",
    entities: [entity(["abuse"], { email: "desk@registrar.example" })],
  });
  const { contentId } = await qualified();
  expect(finding(await ask(contentId), "registrar")).toMatchObject({
    name: "Registrar Example",
    email: "desk@registrar.example",
  });

  hotline.advance(2 * 3_600_000);
  refer(`http://127.0.0.1:${canary.port}/domain/page.example`);
  const later = await ask(contentId);
  expect(finding(later, "registrar")).toMatchObject({ email: null });
  expect(later.problems).toContainEqual({ source: "rdap", code: "refused" });
  expect(canary.hits()).toBe(0);
  await canary.close();
});

test("what a silent source said before is kept, and the next question may come soon", async () => {
  publish();
  const { contentId } = await qualified();
  const first = await ask(contentId);
  hotline.advance(2 * 3_600_000);
  rdap.answer("/registry/domain/page.example", (_request, response) => response.writeHead(503).end());
  const second = await ask(contentId);
  expect(finding(second, "registrar")).toEqual(finding(first, "registrar"));
  expect(finding(second, "host")?.at).toBe(hotline.now().toISOString());
  publish();
  hotline.advance(6 * 60_000);
  expect(finding(await ask(contentId), "registrar")?.at).toBe(hotline.now().toISOString());
});

test("name servers that fail, names in a circle and private addresses are problems with a code", async () => {
  dns.break("page.example", "servfail");
  const failing = await ask((await qualified()).contentId);
  expect(failing.problems).toContainEqual({ source: "dns", code: "refused" });

  dns.clear();
  dns.set("page.example", "CNAME", ["a.example"]);
  dns.set("a.example", "CNAME", ["page.example"]);
  const circle = await ask((await qualified()).contentId);
  expect(circle.problems).toContainEqual({ source: "dns", code: "loop" });

  dns.clear();
  dns.set("page.example", "A", ["10.0.0.1", "127.0.0.1"]);
  const inside = await ask((await qualified()).contentId);
  expect(inside.problems).toContainEqual({ source: "dns", code: "not_public" });
  expect(dns.asked.filter((question) => /arpa|cymru/.test(question))).toEqual([]);

  dns.clear();
  const nowhere = await ask((await qualified()).contentId);
  expect(nowhere.problems).toContainEqual({ source: "dns", code: "not_found" });
  expect(nowhere.findings).toEqual([]);
});

test("an alias into an onion or a local name is not asked about", async () => {
  for (const target of ["abcdefgh.onion", "printer.local"]) {
    dns.clear();
    dns.set("page.example", "CNAME", [target]);
    const hosting = await ask((await qualified()).contentId);
    expect(hosting.problems).toContainEqual({ source: "dns", code: "refused" });
    expect(dns.asked.filter((question) => question.startsWith(target))).toEqual([]);
  }
});

test("a security.txt past its date, or a page in its place, is none", async () => {
  publish();
  site.securityText = "Contact: mailto:security@page.example\nExpires: 2020-01-01T00:00:00Z\n";
  const { contentId } = await qualified();
  expect((await ask(contentId)).problems).toContainEqual({ source: "security_txt", code: "expired" });
  hotline.advance(2 * 3_600_000);
  site.securityText = "<html></html>";
  const later = await ask(contentId);
  expect(later.problems).toContainEqual({ source: "security_txt", code: "malformed" });
  expect(finding(later, "security_contact")).toBeUndefined();
});

test("an address in place of a name is asked about by its network alone", async () => {
  publish();
  const hosting = await ask((await qualified(`http://${playedPublicIp}/x`)).contentId);
  expect(finding(hosting, "host")).toMatchObject({ name: "Cellar Hosting" });
  expect(finding(hosting, "registrar")).toBeUndefined();
  expect(rdap.requests.map(({ path }) => path).toSorted()).toEqual([
    "/rdap/ipv4.json",
    `/registry/ip/${playedPublicIp}`,
  ]);
});

test("an IPv6 address in place of a name is asked about by its network alone", async () => {
  rdap.answer(`/registry/ip/${playedV6}`, {
    objectClassName: "ip network",
    entities: [entity(["registrant"], { name: "Sixth Host" })],
  });
  const hosting = await ask((await qualified(`http://[${playedV6}]/x`)).contentId);
  expect(hosting.host).toBe(`[${playedV6}]`);
  expect(finding(hosting, "host")).toMatchObject({ name: "Sixth Host" });
});

test("an internationalised name is asked about in its ASCII form", async () => {
  dns.set("xn--bcher-kva.example", "A", [playedPublicIp]);
  const hosting = await ask((await qualified("https://bücher.example/x")).contentId);
  expect(hosting.host).toBe("xn--bcher-kva.example");
  expect(rdap.requests.map(({ path }) => path)).toContain("/registry/domain/xn--bcher-kva.example");
});

test("an onion is asked about nowhere, and the answer says so", async () => {
  const onion = `${"a".repeat(56)}.onion`;
  const hosting = await ask((await qualified(`http://${onion}/x`)).contentId);
  expect(hosting.problems).toEqual([{ source: "dns", code: "not_public" }]);
  expect([dns.asked, rdap.requests, site.visits]).toEqual([[], [], 0]);
});

test("without a zone for networks nobody is asked for them", async () => {
  publish();
  const { lookUps } = hotline.vigie.config;
  hotline.vigie.config.lookUps = { ...lookUps, asnZone: null };
  const hosting = await ask((await qualified()).contentId);
  hotline.vigie.config.lookUps = lookUps;
  expect(finding(hosting, "network")).toBeUndefined();
  expect(dns.asked.filter((question) => question.includes("cymru"))).toEqual([]);
});

test("a host that nobody asked about for a year is forgotten", async () => {
  publish();
  const { contentId } = await qualified();
  await ask(contentId);
  hotline.advance(364 * 86_400_000);
  await expireHostings(hotline.vigie);
  expect(await hostingOf(hotline.vigie.db, "page.example")).not.toBeNull();
  hotline.advance(2 * 86_400_000);
  await expireHostings(hotline.vigie);
  expect(await hostingOf(hotline.vigie.db, "page.example")).toBeNull();
});
