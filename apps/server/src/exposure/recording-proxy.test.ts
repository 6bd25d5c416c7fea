import type { AddressInfo } from "node:net";
import { connect, createServer, type Server } from "node:net";
import type { CaseList, CaseView, ExposedView, RevealAnswer } from "@vigie/contract";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomFrom } from "../../../../test/invented-pictures.ts";
import { type Desk, useVigie } from "../../../../test/vigie.ts";
import { startHost } from "../fetch/test-web.ts";
import { pixelsOf } from "./region-rules.ts";
import { type CellPicture, differenceOf, inventCells, playTime } from "./test-exposure.ts";

const media = process.env["VIGIE_FULL"] ? 1_000 : 60;
const mediaPerCase = 50;
const formats = ["png", "jpeg", "webp"] as const;

const vigie = useVigie();
const files = new Map<string, Buffer>();
let host: Awaited<ReturnType<typeof startHost>>;
let proxy: Server;
let proxyUrl = "";
let recorded: Buffer[] = [];
let analyst: Desk;
let time: ReturnType<typeof playTime>;

beforeAll(async () => {
  host = await startHost((request, response) => {
    const [, kind, number] = /^\/(\w+)\/(\d+)/.exec(request.url ?? "") ?? [];
    const file = files.get(number ?? "");
    if (kind === "page") {
      response.writeHead(200, { "content-type": "text/html" });
      response.end(`<h1>Une page</h1><img src="/picture/${number}?${"x".repeat(40)}">`);
    } else response.writeHead(200, { "content-type": "image/png" }).end(file);
  });
  // Between a browser and the server, as a machine on the way would stand.
  proxy = createServer((browser) => {
    const server = connect({ host: "127.0.0.1", port: Number(new URL(vigie.url).port) });
    server.on("data", (bytes) => recorded.push(bytes));
    browser.pipe(server).pipe(browser);
    for (const socket of [browser, server]) socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  analyst = await vigie.member("analyst", "Ada");
  time = playTime(vigie.running.vigie, "2026-06-01T06:00:00Z");
}, 60_000);
afterAll(async () => {
  await host?.close();
  proxy?.close();
});

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${proxyUrl}/api/v1/desk${path}`, {
    method,
    headers: {
      cookie: analyst.cookie,
      "x-vigie-csrf": analyst.me.csrf,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.headers.get("cache-control")).toBe("no-store");
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return (text ? JSON.parse(text) : undefined) as Answer;
}

const windowBytes = 24;

/** Every run of bytes of a file, as long as nothing else would hold it by chance. */
function runsOf(file: Buffer): Set<string> {
  const runs = new Set<string>();
  const text = file.toString("latin1");
  // After the header, whose tables other pictures share.
  for (let at = 700; at + windowBytes <= text.length; at += windowBytes) {
    runs.add(text.slice(at, at + windowBytes));
  }
  return runs;
}

function holdsRun(bytes: Buffer, runs: ReadonlySet<string>): boolean {
  const text = bytes.toString("latin1");
  for (let at = 0; at + windowBytes <= text.length; at += 1) {
    if (runs.has(text.slice(at, at + windowBytes))) return true;
  }
  return false;
}

const longStrings = (answer: unknown) => JSON.stringify(answer).match(/"[^"]{200,}"/g) ?? [];

/** The pixels of a region, as they were drawn. */
function cropOf(picture: CellPicture, region: NonNullable<ReturnType<typeof pixelsOf>>): Buffer {
  const rows = Array.from({ length: region.height }, (_, row) => {
    const from = ((region.top + row) * picture.width + region.left) * 3;
    return picture.samples.subarray(from, from + region.width * 3);
  });
  return Buffer.concat(rows);
}

/** How much neighbours differ: mean difference of pixels two apart, in levels of 255. */
async function finenessOf(bytes: Buffer): Promise<number> {
  const { data } = await sharp(bytes)
    .greyscale()
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return differenceOf(data.subarray(2), data.subarray(0, -2));
}

test(`over ${media} media, nothing between server and browser shows what was not revealed, and each reveal is in the ledger`, async () => {
  const random = randomFrom(7);
  let shown = 0;
  let scanned = 0;
  for (let first = 0; first < media; first += mediaPerCase) {
    const numbers = Array.from({ length: Math.min(mediaPerCase, media - first) }, (_, at) => first + at);
    const pictures = new Map<string, CellPicture>();
    for (const number of numbers) {
      const picture = inventCells(number + 1);
      pictures.set(String(number), picture);
      files.set(String(number), await picture.file(formats[number % 3] ?? "png"));
    }
    const found = await caseWith(numbers.map((number) => `${number % 2 ? "page" : "picture"}/${number}`));
    for (const content of found.contents) {
      const number = /\/(\d+)$/.exec(content.url ?? "")?.[1] ?? "";
      const [picture, file] = [pictures.get(number), files.get(number)];
      if (!picture || !file) throw new Error(`no picture ${number}`);
      recorded = [];
      const view = await ask<ExposedView>("POST", `/contents/${content.id}/views`, {});
      expect(view.media).toMatchObject([{ medium: 0, width: picture.width, height: picture.height }]);
      const preview = Buffer.from(view.media[0]?.preview ?? "", "base64");
      expect(longStrings(view)).toEqual(
        [`"${preview.toString("base64")}"`].filter(({ length }) => length > 201),
      );
      const small = await sharp(preview).metadata();
      expect(Math.max(small.width, small.height)).toBe(96);
      expect([small.exif, small.icc, small.xmp]).toEqual([undefined, undefined, undefined]);
      expect(await finenessOf(preview)).toBeLessThan(4);
      if (shown === 0) {
        expect(await finenessOf(await sharp(file).resize(96).png().toBuffer())).toBeGreaterThan(16);
      }

      const width = 0.1 + 0.6 * random();
      const height = Math.min(0.7, 0.5 / width) * (0.3 + 0.7 * random());
      const region = { x: (1 - width) * random(), y: (1 - height) * random(), width, height };
      const answer = await ask<RevealAnswer>("POST", `/views/${view.viewId}/reveals`, {
        medium: 0,
        ...region,
      });
      if (answer.kind !== "shown") throw new Error(answer.why);
      shown += 1;
      const drawn = Buffer.from(answer.picture, "base64");
      expect(longStrings(answer)).toEqual([`"${answer.picture}"`]);
      const pixels = pixelsOf(region, { picture, severity: "other" });
      if (!pixels) throw new Error("a region was refused");
      const decoded = await sharp(drawn).raw().toBuffer({ resolveWithObject: true });
      // As many pixels as the region has, and each of them the region's: no room for any other cell.
      expect([decoded.info.width, decoded.info.height]).toEqual([pixels.width, pixels.height]);
      const expected = cropOf(picture, pixels);
      const elsewhere = cropOf(inventCells(Number(number) + 50_000), pixels);
      expect(differenceOf(decoded.data, expected)).toBeLessThan(25);
      expect(differenceOf(decoded.data, elsewhere)).toBeGreaterThan(40);

      const runs = runsOf(file);
      const passed = Buffer.concat(recorded);
      scanned += passed.length;
      for (const bytes of [passed, preview, drawn]) expect(holdsRun(bytes, runs)).toBe(false);
      // The scan can fail: it finds the file in itself.
      if (shown === 1) expect(holdsRun(Buffer.concat([preview, file]), runs)).toBe(true);
      await ask("DELETE", `/views/${view.viewId}`);
      time.advance(1_000);
    }
    files.clear();
  }
  expect(shown).toBe(media);
  expect(scanned).toBeGreaterThan(media * 1_000);
  const { rows } = await vigie.database.pool.query<{ lines: number; seconds: number; members: number }>(
    `select count(*)::int as lines, sum(granted_seconds)::int as seconds, count(distinct member_id)::int as members
     from exposure_ledger where case_id is not null`,
  );
  expect(rows).toEqual([{ lines: media, seconds: media * 5, members: 1 }]);
  expect(vigie.running.vigie.exposure.views.bytes).toBe(0);
}, 1_800_000);

/** A case that was examined and may be looked at. */
async function caseWith(paths: readonly string[]): Promise<CaseView> {
  const locations = paths.map((path) => ({ url: `http://127.0.0.1:${host.port}/${path}` }));
  await vigie.report({ locations });
  await vigie.settle();
  const list = await analyst.call<CaseList>("GET", "/cases?status=received");
  const id = list.cases[0]?.id ?? "";
  await analyst.call("POST", `/cases/${id}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "",
  });
  return analyst.call<CaseView>("GET", `/cases/${id}`);
}
