import type { HostingFinding, HostingRole, HostingSource } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findService } from "../catalogue/installed-catalogue.ts";
import type { Service } from "../catalogue/service-schema.ts";
import {
  asNameName,
  drawFindings,
  freshForMs,
  type HostingFacts,
  keepEarlier,
  originName,
  readAsName,
  readOrigin,
  reverseName,
  withCorrections,
} from "./hosting-rules.ts";

const now = new Date("2026-03-02T08:00:00Z");

function carrier(
  slug: string,
  roles: Service["roles"],
  network: Partial<NonNullable<Service["network"]>>,
): Service {
  const template = findService("cloudflare");
  if (!template) throw new Error("the catalogue has no template");
  return {
    ...template,
    slug,
    names: [slug.toUpperCase()],
    operator: null,
    roles,
    domains: [`${slug}.example`],
    objects: [],
    network: { asns: [], hostSuffixes: [], nameserverSuffixes: [], ...network },
  };
}

const veil = carrier("veil", ["cdn", "registrar"], {
  asns: [64500],
  hostSuffixes: ["edge.veil.example"],
  nameserverSuffixes: ["ns.veil.example"],
});
const cellar = carrier("cellar", ["host"], { asns: [64501], hostSuffixes: ["cellar.example"] });
const both: Service = {
  ...carrier("both", ["host", "cdn"], {
    asns: [64502],
    hostSuffixes: ["compute.both.example", "front.both.example"],
  }),
  objects: [
    {
      type: "cdn",
      scope: "domain",
      regex: "^https?://x$",
      example: "https://d1.front.both.example/x",
      canonical: null,
      key: null,
      folded: [],
    },
  ],
};
const services = [veil, cellar, both];

function draw(facts: Partial<HostingFacts>) {
  return drawFindings(
    {
      host: "page.example",
      service: null,
      names: [],
      nameServers: null,
      origins: [],
      domain: null,
      network: null,
      securityContacts: null,
      ...facts,
    },
    services,
    now,
  );
}

const rolesOf = ({ findings }: { findings: readonly HostingFinding[] }) => findings.map(({ role }) => role);
const dated = <Answer>(answer: Answer) => ({ answer, at: now });
const origin = (asn: number) => dated({ asn, prefix: "93.184.0.0/16", name: null });
const heldBy = (name: string, email: string | null) =>
  dated({
    name: "NET",
    range: "93.184.216.0/24",
    holder: { name, email: null, url: null },
    abuse: email === null ? null : { name: null, email, url: null },
  });
const hidden = [{ source: expect.any(String), code: "behind_cdn" }];

test("whatever shows the CDN, it is never called the host, and nobody is named as the host's desk", () => {
  const signs: Partial<HostingFacts>[] = [
    { origins: [origin(64500)] },
    { names: [dated("page.example.edge.veil.example")] },
    { network: heldBy("Veil", "abuse@veil.example") },
    { nameServers: dated(["ada.ns.veil.example"]) },
    { host: "d1.front.both.example" },
    { origins: [origin(64502)], names: [dated("d1.front.both.example")] },
  ];
  for (const sign of signs) {
    const drawn = draw({ network: heldBy("Whoever", "abuse@whoever.example"), ...sign });
    expect(rolesOf(drawn), JSON.stringify(sign)).toContain("cdn");
    expect(rolesOf(drawn)).not.toContain("host");
    expect(rolesOf(drawn)).not.toContain("abuse_contact");
    expect(drawn.problems).toEqual(hidden);
  }
});

test("name servers of a CDN prove nothing once the network is known to be another's", () => {
  const nameServers = dated(["ada.ns.veil.example"]);
  const drawn = draw({
    nameServers,
    origins: [origin(64501)],
    network: heldBy("Cellar", "abuse@cellar.example"),
  });
  expect(drawn.findings.find(({ role }) => role === "host")).toMatchObject({
    name: "CELLAR",
    service: "cellar",
    email: "abuse@cellar.example",
  });
  expect(drawn.problems).toEqual([]);
});

test("a company that hosts and carries is the host, unless the name is one of its CDN's", () => {
  const drawn = draw({ origins: [origin(64502)], names: [dated("ec2.compute.both.example")] });
  expect(drawn.findings.find(({ role }) => role === "host")).toMatchObject({
    service: "both",
    source: "asn",
  });
});

test("the holder of the network is the host, and its desk the one to write to", () => {
  const drawn = draw({ origins: [origin(64999)], network: heldBy("Small Host", "abuse@small.example") });
  expect(drawn.findings).toMatchObject([
    { role: "host", name: "Small Host", service: null, email: "abuse@small.example", source: "rdap" },
    { role: "network", name: "AS64999", detail: "93.184.0.0/16", source: "asn" },
    { role: "abuse_contact", name: "Small Host", email: "abuse@small.example", source: "rdap" },
  ]);
});

test("a CDN that stands in somebody else's network is not given that network's desk", () => {
  const drawn = draw({
    names: [dated("page.example.edge.veil.example")],
    network: heldBy("Access Provider", "abuse@access.example"),
  });
  expect(drawn.findings.find(({ role }) => role === "cdn")).toMatchObject({ service: "veil", email: null });
});

test("an origin zone is asked backwards, by octets and by nibbles", () => {
  expect(originName("93.184.216.34", "origin.asn.cymru.com")).toBe("34.216.184.93.origin.asn.cymru.com");
  expect(originName("2001:db8::1", "origin.asn.cymru.com")).toBe(
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.origin6.asn.cymru.com",
  );
  expect(originName("2001:db8::1", "asn.example")).toMatch(/\.2\.asn\.example$/);
  expect(reverseName("93.184.216.34")).toBe("34.216.184.93.in-addr.arpa");
  expect(reverseName("2001:db8::1")).toMatch(/^1(\.0){23}\.8\.b\.d\.0\.1\.0\.0\.2\.ip6\.arpa$/);
  expect(asNameName(13335, "origin.asn.cymru.com")).toBe("as13335.asn.cymru.com");
  expect(asNameName(13335, "asn.example")).toBeNull();
});

test("an answer of an origin zone is read, and nonsense is none", () => {
  expect(readOrigin("64500 64501 | 93.184.216.0/24 | US | arin | 2010-07-14")).toEqual({
    asn: 64500,
    prefix: "93.184.216.0/24",
  });
  expect(readOrigin("64500 | nonsense")).toEqual({ asn: 64500, prefix: null });
  for (const text of ["", "|", "AS64500 | x", "0 | x", "4294967296 | x", "-1 | x"])
    expect(readOrigin(text)).toBeNull();
  expect(readAsName("64500 | US | arin | 2010-07-14 | VEIL-NET, US")).toBe("VEIL-NET, US");
  expect(readAsName("64500 | US")).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => void [readOrigin(text), readAsName(text)]));
});

function finding(role: HostingRole, source: HostingSource, at = now): HostingFinding {
  return {
    role,
    name: source,
    service: null,
    email: null,
    url: null,
    detail: null,
    source,
    at: at.toISOString(),
  };
}

test("a correction takes the place of what was found in its role; naming the host answers what the CDN hid", () => {
  const found = {
    findings: [finding("host", "asn"), finding("host", "rdap"), finding("registrar", "rdap")],
    problems: [
      { source: "asn" as const, code: "behind_cdn" },
      { source: "dns" as const, code: "timeout" },
    ],
  };
  expect(withCorrections(found, [finding("host", "team")])).toEqual({
    findings: [finding("host", "team"), finding("registrar", "rdap")],
    problems: [{ source: "dns", code: "timeout" }],
  });
  expect(withCorrections(found, [])).toEqual(found);
});

test("what a source said within a week is kept while it is silent, and no longer", () => {
  const days = (count: number) => new Date(now.getTime() - count * 86_400_000);
  const silent = {
    findings: [finding("network", "asn")],
    problems: [{ source: "rdap" as const, code: "timeout" }],
  };
  const earlier = [finding("registrar", "rdap", days(6)), finding("network", "asn", days(6))];
  expect(keepEarlier(earlier, silent, now).map(({ role, at }) => [role, at])).toEqual([
    ["registrar", days(6).toISOString()],
    ["network", now.toISOString()],
  ]);
  expect(rolesOf({ findings: keepEarlier([finding("registrar", "rdap", days(8))], silent, now) })).toEqual([
    "network",
  ]);
  // It answered, and said no more of it.
  expect(keepEarlier(earlier, { findings: [], problems: [] }, now)).toEqual([]);
  // A host from before is not kept beside a CDN found now.
  const behind = { ...silent, findings: [finding("cdn", "asn")] };
  expect(rolesOf({ findings: keepEarlier([finding("host", "rdap", days(1))], behind, now) })).toEqual([
    "cdn",
  ]);
});

test("an answer counts for an hour, and for five minutes when somebody did not answer in time", () => {
  expect(freshForMs([{ source: "rdap", code: "not_found" }])).toBe(3_600_000);
  expect(freshForMs([{ source: "rdap", code: "timeout" }])).toBe(300_000);
});
