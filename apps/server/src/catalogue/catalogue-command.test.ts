import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import { parseAllowList } from "../fetch/address-rules.ts";
import type { VisitOptions } from "../fetch/visit-link.ts";
import { runCatalogueCheck } from "./catalogue-command.ts";
import { inventedService, rowsFolder } from "./test-catalogue.ts";

const folder = rowsFolder();
beforeEach(() => folder.clear());
const overrides = join(folder.path, "overrides");

async function check({
  own = true,
  json = false,
  links = null as VisitOptions | null,
  today = "2026-11-30",
}): Promise<{ status: number; lines: string[] }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const status = await runCatalogueCheck({
    ...(own ? { folder: folder.path } : {}),
    overrides,
    today,
    json,
    links,
    stdout,
    stderr,
  });
  expect(stderr.read()).toBeNull();
  const text = String(stdout.read()).replaceAll(`${folder.path}/`, "");
  return { status, lines: text.trimEnd().split("\n") };
}

test("the repository's catalogue has nothing to correct", async () => {
  const { status, lines } = await check({ own: false, today: new Date().toISOString().slice(0, 10) });
  expect(lines.filter((line) => !line.includes(": hint: ")).slice(0, -3)).toEqual([]);
  expect(status).toBe(0);
}, 600_000);

test("a sound catalogue ends with its count and with status 0", async () => {
  folder.write("services/plume.json", inventedService());
  expect(await check({})).toEqual({
    status: 0,
    lines: [
      "1 service, 0 grounds, 0 authorities.",
      "0 rows changed or added by overrides.",
      "0 problems, 0 hints.",
    ],
  });
});

test("each problem has its line, and a text that is the same in both languages is a hint", async () => {
  const [channel = expect.fail()] = inventedService().channels;
  const same = "The same sentence in both languages.";
  folder.write(
    "services/plume.json",
    inventedService({
      dateSeen: "2026-12-01",
      domains: ["plume.example", "co.uk"],
      channels: [{ ...channel, note: { fr: same, en: same } }],
    }),
  );
  folder.write("services/broken.json", "{");
  const { status, lines } = await check({});
  expect(status).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/^services\/plume\.json:\d+: hint: channels\.0\.note\.fr: is the same/),
    expect.stringMatching(/^services\/broken\.json:1: is not JSON/),
    expect.stringMatching(/^services\/plume\.json:\d+: domains\.1: "co\.uk" is not a domain/),
    expect.stringMatching(/^services\/plume\.json:\d+: dateSeen: 2026-12-01 is in the future/),
    "1 service, 0 grounds, 0 authorities.",
    expect.any(String),
    "3 problems, 1 hint.",
  ]);
});

test("an example that another pattern takes is a problem", async () => {
  const service = inventedService();
  const [object = expect.fail()] = service.objects;
  const objects = [
    object,
    { ...object, type: "reel", regex: object.regex.replace("abc", "").concat("(?:)") },
  ];
  folder.write("services/plume.json", { ...service, objects });
  const { status, lines } = await check({});
  expect(status).toBe(1);
  expect(lines[0]).toContain("is taken for plume, post");
});

test("with --json, one object says the same, and the installation's rows are checked too", async () => {
  folder.write("services/plume.json", inventedService());
  folder.write("overrides/services/a.json", { slug: "plume", operator: "Plume SA" });
  folder.write("overrides/services/b.json", { slug: "nobody" });
  const { status, lines } = await check({ json: true });
  expect(status).toBe(1);
  expect(JSON.parse(lines.join(""))).toEqual({
    ok: false,
    problems: [{ file: "overrides/services/b.json", line: 2, says: expect.stringContaining('"nobody"') }],
    hints: [],
    rows: { services: 1, grounds: 0, authorities: 0 },
    overridden: ["services/plume"],
    links: null,
  });
});

test("with --links, what is gone is a problem, what has moved a hint, and no file is changed", async () => {
  const site = createServer((request, response) => {
    if (request.url === "/moved") response.writeHead(301, { location: "/here" }).end();
    else response.writeHead(request.url === "/gone" ? 404 : 200).end();
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const { port } = site.address() as AddressInfo;
  const [channel = expect.fail()] = inventedService().channels;
  const at = (path: string) => `http://links.example:${port}${path}`;
  const file = folder.write(
    "services/plume.json",
    inventedService({
      channels: ["/here", "/gone", "/moved"].map((path, index) => ({
        ...channel,
        id: `plume.form.${index + 1}`,
        url: at(path),
        sourceUrl: path === "/moved" ? at("/gone") : null,
      })),
    }),
  );
  const before = readFileSync(file, "utf8");
  const links = {
    allow: parseAllowList("links.example"),
    dnsServers: [],
    userAgent: "test",
    resolve: async () => ["127.0.0.1"],
  };
  try {
    const { status, lines } = await check({ links });
    expect(status).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^services\/plume\.json:\d+: hint: .*\/moved has moved to .*\/here$/),
      expect.stringMatching(/^services\/plume\.json:\d+: channels\.1\.url: .*\/gone is gone \(404\)$/),
      expect.stringMatching(/^services\/plume\.json:\d+: channels\.2\.sourceUrl: .*\/gone is gone \(404\)$/),
      expect.any(String),
      expect.any(String),
      "2 problems, 1 hint.",
    ]);
    const refused = await check({ links: { ...links, allow: parseAllowList("") }, json: true });
    expect(JSON.parse(refused.lines.join("")).links).toHaveLength(4);
    expect(JSON.parse(refused.lines.join("")).links[0]).toMatchObject({ kind: "refused", reason: "address" });
  } finally {
    site.close();
  }
  expect(readFileSync(file, "utf8")).toBe(before);
});
