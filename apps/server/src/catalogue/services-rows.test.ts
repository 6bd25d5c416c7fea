import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { canonicalKey } from "../contents/canonical-key.ts";
import { allServices, findService } from "./installed-catalogue.ts";

const objects = allServices().flatMap((service) => service.objects.map((object) => ({ service, object })));

test("every file of catalogue/services is loaded under its name", () => {
  const files = readdirSync(new URL("../../../../catalogue/services/", import.meta.url));
  expect(
    files
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -5))
      .sort(),
  ).toEqual(
    allServices()
      .map(({ slug }) => slug)
      .sort(),
  );
  expect(findService("instagram")?.names).toContain("Instagram");
  expect(findService("no-such-service")).toBeUndefined();
});

test("every example is recognised by its own pattern", () => {
  for (const { service, object } of objects) {
    expect(object.example, `${service.slug} ${object.type}`).toMatch(new RegExp(object.regex));
  }
});

test("every example of an address is recognised as what it is, and so are its key and its url", () => {
  for (const { service, object } of objects) {
    if (object.scope !== "domain" && object.scope !== "anywhere") continue;
    const named = { kind: "url", service: service.slug, object: object.type };
    const typed = canonicalKey(object.example);
    if (typed.kind !== "url") throw new Error(object.example);
    // A Messenger short link leads to a Facebook account: the address tells both.
    expect(typed).toMatchObject(named);
    const again = canonicalKey(typed.key);
    expect(again).toMatchObject({ kind: "url", key: typed.key, object: object.type });
    expect(canonicalKey(typed.url)).toMatchObject({ kind: "url", key: typed.key, object: object.type });
  }
});

test("the folded groups and the placeholders of a template are groups of its pattern", () => {
  for (const { service, object } of objects) {
    const groups = Object.keys(new RegExp(object.regex).exec(object.example)?.groups ?? {});
    const named = [
      ...object.folded,
      ...[...`${object.canonical} ${object.key}`.matchAll(/\{(\w+)\}/g)].map((found) => found[1]),
    ];
    for (const name of named) expect(groups, `${service.slug} ${object.type}`).toContain(name);
  }
});

test("no two services claim one domain", () => {
  const domains = allServices().flatMap((service) => service.domains);
  expect(new Set(domains).size).toBe(domains.length);
});

test("no pattern backtracks over hostile text", () => {
  // One that does would not end within the time a test has.
  const long = ["a", "-", "/", "&v=", "?v=", "--", "%2F", ".", "@a", "posts/-activity-", "/a/", "1"].flatMap(
    (part) => [
      part.repeat(Math.floor(4000 / part.length)),
      `${part.repeat(Math.floor(3990 / part.length))}!`,
    ],
  );
  for (const { object } of objects) {
    const regex = new RegExp(object.regex);
    const base = object.example.replace(/[^/]*$/, "");
    for (const tail of long) {
      expect(typeof regex.test(base + tail)).toBe("boolean");
      expect(typeof regex.test(object.example + tail)).toBe("boolean");
    }
  }
}, 60_000);
