import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalKey } from "./canonical-key.ts";
import { maxLocationsPerReport, maxPastedLength, splitLocations } from "./split-locations.ts";

const split = (text: string) => {
  const found = splitLocations(text);
  if (found.kind === "refused") throw new Error(found.code);
  return found.locations;
};

test.each([
  ["https://example.org/a", ["https://example.org/a"]],
  [
    "https://a.example.org/x\nhttps://b.example.org/y\r\n\r\nwww.example.net/z",
    ["https://a.example.org/x", "https://b.example.org/y", "www.example.net/z"],
  ],
  [
    "https://a.example.org/x, https://b.example.org/y;https://c.example.org/z",
    ["https://a.example.org/x", "https://b.example.org/y", "https://c.example.org/z"],
  ],
  ["https://a.example.org/x,https://b.example.org/y", ["https://a.example.org/x", "https://b.example.org/y"]],
  ["https://a.example.org/xhttps://b.example.org/y", ["https://a.example.org/x", "https://b.example.org/y"]],
  ["a.example.org/x,b.example.org/y", ["a.example.org/x", "b.example.org/y"]],
  ["J'ai vu https://example.org/a. C'est grave.", ["https://example.org/a"]],
  ["Voir (https://example.org/wiki/Foo_(bar)).", ["https://example.org/wiki/Foo_(bar)"]],
  ["Le site exemple.fr diffuse tout", ["exemple.fr"]],
  ["[le lien](https://example.org/a_(b)) et <b>autre</b>", ["https://example.org/a_(b)"]],
  [
    '<a href="https://example.org/a?x=1&amp;y=2">https://example.org/b</a>',
    ["https://example.org/a?x=1&amp;y=2", "https://example.org/b"],
  ],
  [
    "- https://example.org/a\n* https://example.org/b\n1) https://example.org/c",
    ["https://example.org/a", "https://example.org/b", "https://example.org/c"],
  ],
  ["hxxps://example[.]org/a", ["hxxps://example[.]org/a"]],
  [
    "https://web.archive.org/web/2020/https://example.org/a",
    ["https://web.archive.org/web/2020/https://example.org/a"],
  ],
  ["https://example.org/?u=https://example.net/", ["https://example.org/?u=https://example.net/"]],
  ["https://example.org/article,1-0,2.html", ["https://example.org/article,1-0,2.html"]],
  ["https://example.org/a\nhttps://example.org/a", ["https://example.org/a"]],
  ["@jean.dupont on instagram", ["@jean.dupont on instagram"]],
  ["instagram : jean.dupont\ncompte snap toto75", ["instagram : jean.dupont", "compte snap toto75"]],
  ["insta marie.be2", ["insta marie.be2"]],
  ["C'est arrivé hier.Il a recommencé", ["C'est arrivé hier.Il a recommencé"]],
  ["javascript:alert(1)", ["javascript:alert(1)"]],
  ["file:///etc/passwd", ["file:///etc/passwd"]],
  ["http://127.0.0.1/admin", ["http://127.0.0.1/admin"]],
  ["[::1]/x", ["[::1]/x"]],
  ["http://", ["http://"]],
  ["\u202ehttps://example.org/a\u0000\ud800", ["https://example.org/a"]],
  ["", []],
  [" \n\t\u200b\n--- ***\n", []],
])("%j holds %j", (text, locations) => {
  expect(split(text)).toEqual(locations);
});

test("five thousand addresses in one field are all found, for the caller to count", () => {
  const addresses = Array.from({ length: 5_000 }, (_none, at) => `https://example.org/${at}`);
  expect(split(addresses.join(" "))).toEqual(addresses);
  expect(split(addresses.join("\n"))).toEqual(addresses);
  expect(maxLocationsPerReport).toBe(200);
});

test("ten megabytes are refused before anything is read", () => {
  expect(splitLocations("a".repeat(10_000_000))).toEqual({ kind: "refused", code: "too_long" });
});

test("hostile text is split in one pass, however it repeats", () => {
  // A pattern that backtracks badly would not end within the time a test has.
  const parts = [
    "a",
    ".",
    "a.",
    "(",
    "[",
    "](",
    "<",
    "<a ",
    "https://",
    "https",
    ",",
    ";a",
    "a.b,",
    "@",
    "%",
    "\u0000",
    "\ud800",
    "\u202e",
    "[.]",
    "www.",
    "href=",
    "\n",
    "' ",
    "é.",
  ];
  for (const part of parts)
    expect(splitLocations(part.repeat(Math.floor(200_000 / part.length))).kind).toBe("locations");
  expect(splitLocations("a.".repeat(maxPastedLength / 2)).kind).toBe("locations");
}, 60_000);

test("whatever is pasted, every location found has an answer", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.webUrl(), (noise, url) => {
      const found = split(`${noise}\n${url}`);
      for (const location of found) canonicalKey(location);
      const key = canonicalKey(url);
      expect(found.map((location) => canonicalKey(location))).toContainEqual(key);
    }),
    { numRuns: 1_000, seed: 20_261_121 },
  );
}, 60_000);
