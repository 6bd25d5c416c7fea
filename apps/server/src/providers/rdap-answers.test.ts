import fc from "fast-check";
import { expect, test } from "vitest";
import { entity } from "../../../../test/rdap-server.ts";
import {
  parseJson,
  readBootstrap,
  readRdapDomain,
  readRdapNetwork,
  registryOfAddress,
  registryOfDomain,
} from "./rdap-answers.ts";

test("a registrar, its number and the desk inside its entity are read", () => {
  const answer = {
    objectClassName: "domain",
    ldhName: "PAGE.EXAMPLE",
    entities: [
      {
        ...entity(["registrar"], {
          name: "Registrar Example Ltd",
          entities: [entity(["abuse"], { name: "Abuse", email: "Abuse@Registrar.example" })],
        }),
        publicIds: [{ type: "IANA Registrar ID", identifier: "999" }],
      },
      entity(["registrant"], { name: "Somebody" }),
    ],
    links: [
      {
        rel: "related",
        type: "application/rdap+json",
        href: "https://rdap.registrar.example/domain/page.example",
      },
    ],
  };
  expect(readRdapDomain(answer, "page.example")).toEqual({
    registrar: { name: "Registrar Example Ltd", email: null, url: null, ianaId: "999" },
    abuse: { name: "Abuse", email: "Abuse@registrar.example", url: null },
    referral: "https://rdap.registrar.example/domain/page.example",
  });
});

test("the holder of a network, its range and its nearest desk are read", () => {
  const answer = {
    objectClassName: "ip network",
    handle: "NET-1",
    name: "EXAMPLE-NET",
    startAddress: "93.184.216.0",
    endAddress: "93.184.216.255",
    cidr0_cidrs: [{ v4prefix: "93.184.216.0", length: 24 }],
    entities: [
      entity(["registrant"], {
        name: "Example Hosting",
        entities: [entity(["abuse"], { email: "inner@host.example" })],
      }),
      entity(["abuse"], { email: "outer@host.example" }),
    ],
  };
  expect(readRdapNetwork(answer)).toEqual({
    name: "EXAMPLE-NET",
    range: "93.184.216.0/24",
    holder: { name: "Example Hosting", email: null, url: null },
    abuse: { name: null, email: "outer@host.example", url: null },
  });
});

test("cards as they are really written: odd cases, lists in values, links in place of addresses, several addresses", () => {
  const desk = (...properties: unknown[]) =>
    readRdapNetwork({
      objectClassName: "ip network",
      entities: [{ roles: ["Abuse"], vcardArray: ["vcard", properties] }],
    })?.abuse;
  expect(desk(["EMAIL", {}, "text", "a@host.example"])?.email).toBe("a@host.example");
  expect(desk(["email", {}, "uri", "mailto:a@host.example?subject=x"])?.email).toBe("a@host.example");
  expect(desk(["email", {}, "text", ["nothing", "b@host.example"]])?.email).toBe("b@host.example");
  expect(desk(["email", {}, "text", "not an address"], ["email", {}, "text", "c@host.example"])?.email).toBe(
    "c@host.example",
  );
  expect(desk(["org", {}, "text", ["Host", "Abuse desk"]], ["email", {}, "text", "d@host.example"])).toEqual({
    name: "Host",
    email: "d@host.example",
    url: null,
  });
  expect(desk(["email", {}, "text", "e@host.example\r\nBcc: f@host.example"])).toBeNull();
});

test("names from outside become one plain line", () => {
  const named = (name: string) =>
    readRdapNetwork({ objectClassName: "ip network", entities: [entity(["registrant"], { name })] })?.holder
      ?.name;
  expect(named("Host\u0000\n\u202eevil\ud800 <b>x</b>")).toBe("Host evil\uFFFD <b>x</b>");
  expect(named(`${"x".repeat(5_000)}`)).toHaveLength(200);
});

test("an answer about something else counts for nothing", () => {
  expect(readRdapDomain({ objectClassName: "domain", ldhName: "other.example" }, "page.example")).toBeNull();
  expect(readRdapDomain({ objectClassName: "entity" }, "page.example")).toBeNull();
  expect(readRdapNetwork({ errorCode: 404, title: "Not found" })).toBeNull();
});

test("whatever JSON comes, reading ends without an error", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 6 }),
      fc.constantFrom("entities", "vcardArray", "links", "services", "publicIds", "roles", "cidr0_cidrs"),
      (value, key) => {
        const inside = { roles: ["abuse", "registrar", "registrant"], [key]: value };
        for (const answer of [
          value,
          { [key]: value },
          { objectClassName: "domain", entities: [inside], [key]: value },
          { objectClassName: "ip network", entities: [inside], [key]: value },
          {
            services: [
              [value, ["https://registry.example"]],
              [["example"], value],
            ],
          },
        ]) {
          readRdapDomain(answer, "page.example");
          readRdapNetwork(answer);
          const bootstrap = readBootstrap(answer);
          if (bootstrap) {
            registryOfDomain(bootstrap, "page.example");
            registryOfAddress(bootstrap, "93.184.216.34");
            registryOfAddress(bootstrap, "2606:2800::1");
          }
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test("thousands of entities, nested deep, are read up to a bound", () => {
  let nested: object = entity(["abuse"], { email: "deep@host.example" });
  for (let depth = 0; depth < 5_000; depth += 1) nested = { roles: [], entities: [nested] };
  const wide = Array.from({ length: 20_000 }, () => ({ roles: ["abuse"], entities: [{}, {}, {}] }));
  expect(readRdapNetwork({ objectClassName: "ip network", entities: [nested] })?.abuse).toBeNull();
  expect(readRdapNetwork({ objectClassName: "ip network", entities: wide })?.abuse).toBeNull();
  expect(parseJson(`${'{"entities":['.repeat(30_000)}`)).toBeUndefined();
  const deep = parseJson(`${'{"entities":['.repeat(30_000)}${"]}".repeat(30_000)}`);
  expect(readRdapNetwork(deep)?.abuse).toBeNull();
});

test("the narrowest registry answers, over TLS where there is a choice", () => {
  const bootstrap = readBootstrap({
    services: [
      [
        ["example", "CO.example"],
        ["http://plain.example/rdap/", "https://tls.example/rdap"],
      ],
      [["fr"], ["ftp://nothing.example/"]],
      [["93.0.0.0/8", "2600::/12"], ["https://wide.example"]],
      [["93.184.0.0/16", "nonsense/99"], ["https://narrow.example"]],
    ],
  });
  expect(bootstrap).not.toBeNull();
  if (!bootstrap) return;
  expect(registryOfDomain(bootstrap, "page.example")).toBe("https://tls.example/rdap/");
  expect(registryOfDomain(bootstrap, "page.fr")).toBeNull();
  expect(registryOfAddress(bootstrap, "93.184.216.34")).toBe("https://narrow.example/");
  expect(registryOfAddress(bootstrap, "93.1.1.1")).toBe("https://wide.example/");
  expect(registryOfAddress(bootstrap, "2606:2800::1")).toBe("https://wide.example/");
  expect(registryOfAddress(bootstrap, "8.8.8.8")).toBeNull();
});
