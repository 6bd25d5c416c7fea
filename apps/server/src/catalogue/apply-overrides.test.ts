import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { canonicalKey } from "../contents/canonical-key.ts";
import { applyOverrides } from "./apply-overrides.ts";
import type { CatalogueProblem } from "./catalogue-sources.ts";
import { installOverrides } from "./install-overrides.ts";
import { findService, installCatalogue } from "./installed-catalogue.ts";
import { readCatalogue } from "./read-catalogue.ts";
import { inventedService, rowsFolder } from "./test-catalogue.ts";

const own = readCatalogue();
const folder = rowsFolder();
beforeEach(() => folder.clear());

const plume = inventedService();
const plumeObject = plume.objects[0] ?? expect.fail("the invented service has a pattern");

/** The problems of the folder, files by their names in it; the rest of the catalogue is used whatever they are. */
async function problemsOfFolder(): Promise<CatalogueProblem[]> {
  const { catalogue, problems } = await applyOverrides(own, folder.path);
  expect(catalogue.grounds).toHaveLength(own.catalogue.grounds.length);
  expect(catalogue.services.find(({ slug }) => slug === "instagram")).toBeDefined();
  installCatalogue(catalogue);
  expect(canonicalKey("https://youtu.be/dQw4w9WgXcQ")).toMatchObject({ service: "youtube" });
  return problems.map((problem) => ({ ...problem, file: problem.file.replace(`${folder.path}/`, "") }));
}

async function onlyProblem(): Promise<CatalogueProblem> {
  const problems = await problemsOfFolder();
  expect(problems).toHaveLength(1);
  return problems[0] ?? expect.fail();
}

test("without a folder nothing is changed", async () => {
  const { catalogue, overridden, problems } = await applyOverrides(own, join(folder.path, "none"));
  expect({ overridden, problems }).toEqual({ overridden: [], problems: [] });
  expect(catalogue.services).toEqual(own.catalogue.services);
});

test("an override changes the fields it holds, and the others stay", async () => {
  folder.write("services/instagram.json", { slug: "instagram", names: ["Instagram", "Insta"] });
  folder.write("grounds/any-name.json", [{ slug: "ncii", slaHours: 12 }]);
  const { catalogue, overridden, problems } = await applyOverrides(own, folder.path);
  expect(problems).toEqual([]);
  expect(overridden).toEqual(["services/instagram", "grounds/ncii"]);
  const before = own.catalogue.services.find(({ slug }) => slug === "instagram");
  expect(catalogue.services.find(({ slug }) => slug === "instagram")).toEqual({
    ...before,
    names: ["Instagram", "Insta"],
  });
  expect(catalogue.grounds.find(({ slug }) => slug === "ncii")?.slaHours).toBe(12);
});

test("an added service is recognised, by its addresses and in words", async () => {
  folder.write("services/plume.json", { adds: true, ...plume });
  expect(canonicalKey("https://m.plume.example/p/abc123?ref=x")).toMatchObject({ service: null });
  expect(canonicalKey("compte plume jean_75")).toMatchObject({ kind: "words" });
  expect(await installOverrides(folder.path)).toEqual({ overridden: ["services/plume"], problems: [] });
  expect(canonicalKey("https://m.plume.example/p/abc123?ref=x")).toMatchObject({
    service: "plume",
    object: "post",
    key: "plume.example/p/abc123",
  });
  expect(canonicalKey("compte plume jean_75")).toMatchObject({
    service: "plume",
    url: "https://www.plume.example/u/jean_75",
  });
  folder.clear();
  await installOverrides(folder.path);
  expect(findService("plume")).toBeUndefined();
  expect(canonicalKey("compte plume jean_75")).toMatchObject({ kind: "words" });
});

test("broken JSON is refused with its line", async () => {
  folder.write("services/a.json", '{\n  "slug": "instagram",\n  "names": ["Insta"\n}\n');
  folder.write("services/b.json", "");
  folder.write("services/c.json", '{ "slug": "x", // a remark\n "names": ["X"] }');
  folder.write("services/d.json", "[".repeat(200_000));
  expect(await problemsOfFolder()).toEqual([
    { file: "services/a.json", line: 4, says: expect.stringMatching(/^is not JSON \(.* expected\)$/) },
    { file: "services/b.json", line: 1, says: expect.stringContaining("is not JSON") },
    { file: "services/c.json", line: 1, says: expect.stringContaining("is not JSON") },
    { file: "services/d.json", line: 1, says: expect.stringMatching(/nested too deep|not JSON/) },
  ]);
});

test("what is no row, has no slug, or one that nobody has, is refused with its line", async () => {
  folder.write("services/a.json", '["text",\n 3,\n {"names": ["X"]}]');
  folder.write("services/b.json", '{\n\n  "slug": "instagramm",\n  "names": ["Insta"]\n}');
  expect(await problemsOfFolder()).toMatchObject([
    { file: "services/a.json", line: 1, says: expect.stringContaining("is not a row") },
    { file: "services/a.json", line: 2, says: expect.stringContaining("is not a row") },
    { file: "services/a.json", line: 3, says: expect.stringContaining('no "slug"') },
    { file: "services/b.json", line: 3, says: expect.stringContaining('no row has the slug "instagramm"') },
  ]);
});

test("a field that does not exist or has the wrong shape is refused at its line", async () => {
  folder.write("services/a.json", '{\n "slug": "x",\n "nmaes": ["X"]\n}');
  folder.write("services/b.json", '{\n "slug": "youtube",\n "domains":\n  "youtube.com"\n}');
  folder.write("services/c.json", '{\n "slug": "tiktok",\n "adds": "yes"\n}');
  const problems = await problemsOfFolder();
  expect(problems).toMatchObject([
    { file: "services/a.json", says: expect.stringContaining("nmaes") },
    { file: "services/b.json", line: 4, says: expect.stringContaining("domains") },
    { file: "services/c.json", line: 3, says: expect.stringContaining('"adds"') },
  ]);
});

test("adding a slug that is known, the same row twice, and a key twice, are refused", async () => {
  folder.write("services/a.json", { adds: true, ...inventedService({ slug: "instagram" }) });
  folder.write("services/b.json", '{\n "slug": "x",\n "names": ["X"],\n "names": ["Y"]\n}');
  folder.write("services/c.json", [{ slug: "youtube", operator: "A" }]);
  folder.write("services/d.json", { slug: "youtube", operator: "B" });
  const problems = await problemsOfFolder();
  expect(problems).toMatchObject([
    { file: "services/b.json", line: 4, says: "names is there twice" },
    { file: "services/a.json", line: 3, says: expect.stringContaining('leave out "adds"') },
    { file: "services/d.json", line: 2, says: expect.stringContaining("services/c.json:2") },
  ]);
  expect(findService("youtube")?.operator).toBe("A");
});

test("an authority or a ground that nobody has, named by a ground, is refused at its line", async () => {
  folder.write("grounds/a.json", '{\n "slug": "ncii",\n "authorities": [\n  "pharos",\n  "nobody"\n ]\n}');
  folder.write("grounds/b.json", { slug: "sexual-deepfake", minorVariant: "nothing" });
  folder.write("grounds/c.json", { slug: "voyeurism", minorVariant: "ncii" });
  folder.write("authorities/d.json", {
    slug: "stopncii",
    bank: { fileLeavesDevice: false, partners: ["no-such-service"], otherPartners: [] },
  });
  const says = (await problemsOfFolder()).map((problem) => `${problem.file}:${problem.line} ${problem.says}`);
  expect(says.sort()).toEqual([
    'authorities/d.json:6 bank.partners.0: no service has the slug "no-such-service"',
    'grounds/a.json:5 authorities.1: no authority has the slug "nobody"',
    'grounds/b.json:3 minorVariant: no ground has the slug "nothing"',
    'grounds/c.json:3 minorVariant: "ncii" does not forbid fetching',
  ]);
});

test("a row that names an override which was refused is refused as well", async () => {
  folder.write("authorities/invented.json", '{ "adds": true, "slug": "invented" }');
  folder.write("grounds/a.json", { slug: "ncii", authorities: ["pharos", "invented"] });
  const problems = await problemsOfFolder();
  expect(problems.at(-1)).toMatchObject({
    file: "grounds/a.json",
    says: expect.stringContaining('"invented"'),
  });
});

test.each([
  ["no regular expression", "(", /not a regular expression/],
  ["exponential growth", "p/(?<id>(?:[a-z0-9]+)+)$", /runs away.*exponential/],
  ["growth with the cube", "p/(?<id>[a-z0-9]*[a-z0-9]*[a-z0-9]*)$", /runs away.*power of 3/],
  ["an example it does not match", "q/(?<id>\\w+)", /does not match its example/],
  ["a group it lacks", "p/(\\w+)", /no group named "id"/],
])("a pattern with %s is refused at its line", async (_what, path, says) => {
  const regex = `^https?://(?:www\\.)?plume\\.example/${path}`;
  const service = inventedService({ objects: [{ ...plumeObject, regex }] });
  folder.write("services/plume.json", { adds: true, ...service });
  const problem = await onlyProblem();
  expect(problem.says).toMatch(says);
  expect(problem.line).toBeGreaterThan(20);
});

test("an account name that cannot be compiled or runs away is refused at its line", async () => {
  const accountWords = { words: ["plume"], url: "https://www.plume.example/u/{handle}" };
  for (const handle of ["[a-z", "a)|(?:b", "(?:[a-z]+\\.?)+", "[a-z]*"]) {
    folder.write("services/plume.json", {
      adds: true,
      ...inventedService({ accountWords: { ...accountWords, handle } }),
    });
    expect((await onlyProblem()).says, handle).toMatch(/accountWords\.handle/);
  }
});

test("a domain, a pattern, a word or a channel of another service is refused", async () => {
  folder.write("services/a.json", {
    adds: true,
    ...inventedService({ domains: ["plume.example", "x.com"] }),
  });
  expect(await onlyProblem()).toMatchObject({ says: expect.stringContaining('x has the domain "x.com"') });
  folder.write("services/a.json", { adds: true, ...plume });
  const twin = inventedService({ slug: "plume-twin" });
  folder.write("services/b.json", {
    adds: true,
    ...twin,
    domains: ["plume.example", "plume-twin.example"],
    objects: [plumeObject],
    accountWords: { words: ["plume"], handle: "[a-z]+", url: "https://www.plume-twin.example/{handle}" },
  });
  const problems = await problemsOfFolder();
  expect(problems.map(({ file }) => file)).toEqual(["services/b.json", "services/b.json", "services/b.json"]);
  expect(problems.map(({ says }) => /the (\w+) "/.exec(says)?.[1])).toEqual(["domain", "pattern", "word"]);
  expect(findService("plume")).toBeDefined();
});

test("two overrides may hand a domain from one service to another", async () => {
  const telegram = own.catalogue.services.find(({ slug }) => slug === "telegram") ?? expect.fail();
  const instagram = own.catalogue.services.find(({ slug }) => slug === "instagram") ?? expect.fail();
  folder.write("services/a.json", { slug: "instagram", domains: [...instagram.domains, "telegra.ph"] });
  const rest = telegram.domains.filter((domain) => domain !== "telegra.ph");
  folder.write("services/b.json", { slug: "telegram", domains: rest });
  expect(await problemsOfFolder()).toEqual([]);
  expect(canonicalKey("https://telegra.ph/a-page")).toMatchObject({ service: "instagram" });
});

test("what an override makes wrong elsewhere in its row is said at the override", async () => {
  folder.write("services/a.json", { slug: "telegram", domains: ["telegram.org"] });
  for (const { file, line } of await problemsOfFolder())
    expect({ file, line }).toEqual({ file: "services/a.json", line: 1 });
  expect(canonicalKey("https://t.me/somechannel/12")).toMatchObject({
    service: "telegram",
    object: "message",
  });
});

test.each([
  ["a whole ending", { domains: ["plume.example", "co.uk"] }],
  ["a name without a domain", { domains: ["plume.example", "com"] }],
  ["an address", { domains: ["plume.example", "https://plume.example"] }],
  ["capital letters", { domains: ["plume.example", "Plume.example"] }],
  ["the same domain twice", { domains: ["plume.example", "plume.example"] }],
  ["a home elsewhere", { home: "www.other.example" }],
  ["an alias of itself", { hostAliases: { "m.plume.example": "m.plume.example" } }],
  [
    "aliases in a loop",
    { hostAliases: { "m.plume.example": "w.plume.example", "w.plume.example": "m.plume.example" } },
  ],
  ["an alias elsewhere", { hostAliases: { "m.youtube.com": "plume.example" } }],
  ["a channel of another service", { channels: plume.channels.map((one) => ({ ...one, id: "x.form.1" })) }],
  ["a channel that leads nowhere", { channels: plume.channels.map((one) => ({ ...one, url: null })) }],
  [
    "a link with a password",
    { channels: plume.channels.map((one) => ({ ...one, url: "https://a:b@help.plume.example/" })) },
  ],
  ["an address made of nothing", { objects: [{ ...plumeObject, canonical: "{id}" }] }],
  ["an address that runs code", { objects: [{ ...plumeObject, canonical: "javascript:{id}" }] }],
  ["an example of another site", { objects: [{ ...plumeObject, regex: ".", example: "https://x.com/a" }] }],
  [
    "a pattern that takes every site",
    { objects: [{ ...plumeObject, scope: "anywhere", regex: "^https?://.*(?<id>.)" }] },
  ],
])("a service with %s is refused", async (_what, changes) => {
  folder.write("services/plume.json", { adds: true, ...plume, ...changes });
  const problems = await problemsOfFolder();
  expect(problems.length).toBeGreaterThan(0);
  expect(findService("plume")).toBeUndefined();
});

test("opening hours that no day has are refused", async () => {
  const hours = (schedule: unknown) => ({
    text: { fr: "En semaine", en: "On weekdays" },
    schedule,
    evidence: "official",
    dateSeen: "2026-11-01",
    sourceUrl: null,
  });
  const monday = { days: [1], from: "09:00", to: "12:00" };
  for (const [timeZone, spans, says] of [
    ["Europe/Nowhere", [monday], /not a time zone/],
    ["Europe/Paris", [{ ...monday, from: "22:00", to: "06:00" }], /passes midnight/],
    ["Europe/Paris", [{ ...monday, to: "24:30" }], /no span/],
    ["Europe/Paris", [monday, { ...monday, from: "11:00" }], /overlaps/],
  ] as const) {
    folder.write("authorities/a.json", { slug: "3018", hours: hours({ timeZone, spans }) });
    expect((await onlyProblem()).says).toMatch(says);
  }
});

test("a file that is huge, no text, no file or cannot be found is refused, and the others are used", async () => {
  folder.write("services/a.json", `{ "slug": "x", "operator": "${"x".repeat(1_000_001)}" }`);
  mkdirSync(join(folder.path, "services/b.json"));
  symlinkSync("/nowhere", join(folder.path, "services/c.json"));
  folder.write("services/d.json", { slug: "youtube", operator: "D" });
  execFileSync("/usr/bin/mkfifo", [join(folder.path, "services/e.json")]);
  folder.write("services/README.md", "nothing");
  expect(await problemsOfFolder()).toEqual([
    { file: "services/a.json", line: 1, says: "is larger than 1 MB" },
    { file: "services/b.json", line: 1, says: "is not a file" },
    { file: "services/c.json", line: 1, says: "cannot be read (ENOENT)" },
    { file: "services/e.json", line: 1, says: "is not a file" },
  ]);
  expect(findService("youtube")?.operator).toBe("D");
});

test("a folder with a wrong name is pointed out", async () => {
  folder.write("service/x.json", { slug: "x" });
  folder.write("x.json", { slug: "x" });
  folder.write("README.md", "nothing");
  expect((await problemsOfFolder()).map(({ file }) => file)).toEqual(["service", "x.json"]);
});

test("a folder that may not be read is pointed out, and the repository's rows are used", async () => {
  folder.write("services/x.json", { slug: "x", operator: "X" });
  chmodSync(join(folder.path, "services"), 0o000);
  // Root may read everything: the test reads as somebody else.
  const root = process.geteuid?.() === 0;
  if (root) chmodSync(folder.path, 0o755);
  if (root) process.seteuid?.(65_534);
  try {
    expect(await onlyProblem()).toEqual({ file: "services", line: 1, says: "cannot be read (EACCES)" });
  } finally {
    if (root) process.seteuid?.(0);
    chmodSync(join(folder.path, "services"), 0o755);
  }
});

test("an imperfection of the row it changes is not the override's fault", async () => {
  const imperfect = readCatalogue({ folder: folder.path });
  expect(imperfect.catalogue.services).toEqual([]);
  folder.write("services/plume.json", inventedService({ home: "www.other.example" }));
  const base = readCatalogue({ folder: folder.path });
  const changes = join(folder.path, "changes");
  folder.write("changes/services/plume.json", { slug: "plume", operator: "Plume SA" });
  const { problems, overridden } = await applyOverrides(base, changes);
  expect({ problems, overridden }).toEqual({ problems: [], overridden: ["services/plume"] });
});
