import type { CaseView } from "@vigie/contract";
import type { BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import { expect, test } from "vitest";
import { decodePicture, limitDecoders } from "../../apps/server/src/matching/decode-picture.ts";
import { hammingDistance, hashPixels, parsePdqHex } from "../../packages/hashing/src/index.ts";
import { inventPicture } from "../invented-pictures.ts";
import { pictureFormats } from "../picture-formats.ts";
import { findCase, useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();
const shownReceipt = /(\d{4} ){4}\d{4}/;
const mostBytes = 250_000;
/** Of a file, looked for in everything that is sent. */
const windowBytes = 24;

const mimeTypes: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
  avif: "image/avif",
};

/** Bits, where the two decoders do not give the same pixels. */
const mostApart: Readonly<Record<string, number>> = {
  // A canvas keeps colours multiplied by transparency, and gives them back rounded.
  "transparent.png": 8,
  "transparent.webp": 8,
  // Decoders of AVIF round differently on the way to red, green and blue.
  "lossy.avif": 8,
};

interface Chosen {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const invented = (seed: number, width = 320, height = 240) =>
  sharp(inventPicture({ seed, width, height }).samples, { raw: { width, height, channels: 3 } });

test("100 pictures are hashed with the network cut; what is sent holds no byte of them", async () => {
  const files = await Promise.all(
    Array.from({ length: 100 }, async (_, seed): Promise<Chosen> => {
      const isJpeg = seed % 2 === 0;
      const picture = invented(100 + seed, 120 + seed, 90 + seed);
      return {
        name: `image-${seed}.${isJpeg ? "jpg" : "png"}`,
        mimeType: isJpeg ? "image/jpeg" : "image/png",
        buffer: await (isJpeg ? picture.jpeg() : picture.png()).toBuffer(),
      };
    }),
  );
  const context = await browser.context();
  const page = await context.newPage();
  const errors = collectErrors(page);
  const requests: { url: string; body: Buffer }[] = [];
  page.on("request", (request) =>
    requests.push({ url: request.url(), body: request.postDataBuffer() ?? Buffer.of() }),
  );
  await page.goto(`${vigie.url}/fr/empreinte`, { waitUntil: "networkidle" });
  const loaded = requests.length;
  await context.setOffline(true);
  await choose(page, files);
  expect(await page.locator("#list li").count()).toBe(100);
  expect(await page.locator("#requests").innerText()).toMatch(/: 0$/);
  expect(requests.slice(loaded).map(({ url }) => url)).toEqual([]);

  await context.setOffline(false);
  await page.locator("#rest > button").click();
  await page.getByText(shownReceipt).first().waitFor();
  expect(await page.locator("main").innerText()).toContain("100 empreintes sont gardées");
  const bodies = requests.slice(loaded).filter(({ body }) => body.length > 0);
  expect(bodies.map(({ url }) => new URL(url).pathname)).toEqual(["/fr/ecrire"]);
  for (const { body } of bodies) {
    const sent = windowsIn(body);
    const plain = windowsIn(Buffer.from(decodeURIComponent(body.toString("latin1").replaceAll("+", " "))));
    for (const { buffer } of files) {
      // The first bytes of a format are in any file; further on they are a picture's own.
      for (let at = 256; at + windowBytes <= buffer.length; at += windowBytes) {
        const window = buffer.toString("latin1", at, at + windowBytes);
        expect(sent.has(window) || plain.has(window)).toBe(false);
      }
    }
  }
  const posted = new URLSearchParams(bodies[0]?.body.toString("utf8")).get("fingerprints");
  const fingerprints = JSON.parse(posted ?? "") as { pdq: string; quality: number }[];
  expect(fingerprints.length).toBe(100);
  // Here the same files are hashed by the server's decoder.
  limitDecoders();
  let most = 0;
  for (const [at, { buffer }] of files.entries()) {
    const here = hashPixels(await decodePicture(buffer));
    const there = parsePdqHex(fingerprints[at]?.pdq ?? "");
    if ("hash" in there && here.quality >= 50) most = Math.max(most, hammingDistance(here.hash, there.hash));
  }
  process.stdout.write(`100 JPEG and PNG files, page against server: at most ${most} bits apart\n`);
  expect(most).toBeLessThanOrEqual(2);
  expect(errors).toEqual([]);
});

test("this browser and the server give one hash, format by format", async () => {
  limitDecoders();
  const files: Chosen[] = [];
  for (let seed = 0; seed < 4; seed += 1) {
    for (const [name, save] of Object.entries(pictureFormats)) {
      if (name.endsWith(".tiff")) continue;
      const buffer = await save(invented(300 + seed, 260 + 40 * seed, 200)).toBuffer();
      files.push({ name: `${seed} ${name}`, mimeType: mimeTypes[name.split(".")[1] ?? ""] ?? "", buffer });
    }
  }
  const page = await (await browser.context()).newPage();
  await page.goto(`${vigie.url}/fr/empreinte`);
  await choose(page, files);
  const there: { pdq?: string }[] = JSON.parse(await page.locator("input[name=fingerprints]").inputValue());
  const apart: Record<string, number[]> = {};
  for (const [at, { name, buffer }] of files.entries()) {
    const { hash } = hashPixels(await decodePicture(buffer));
    const read = parsePdqHex(there[at]?.pdq ?? "");
    const format = name.slice(2);
    apart[format] = [...(apart[format] ?? []), "hash" in read ? hammingDistance(hash, read.hash) : -1];
  }
  process.stdout.write(`bits apart, page and server: ${JSON.stringify(apart)}\n`);
  for (const [format, bits] of Object.entries(apart)) {
    for (const distance of bits) {
      expect(distance, format).toBeGreaterThanOrEqual(0);
      expect(distance, format).toBeLessThanOrEqual(mostApart[format] ?? 0);
    }
  }
});

test("an altered copy that is reported later is proposed with the first report's case", async () => {
  const original = await invented(1, 640, 480).jpeg({ quality: 92 }).toBuffer();
  const copy = await sharp(original).resize({ width: 400 }).jpeg({ quality: 55 }).toBuffer();
  const context = await browser.context();
  await reportFile(
    context,
    { name: "a.jpg", mimeType: "image/jpeg", buffer: original },
    "https://premier.example/image",
  );
  await reportFile(
    context,
    { name: "b.jpg", mimeType: "image/jpeg", buffer: copy },
    "https://second.example/image",
  );
  await vigie.settle();
  const desk = await vigie.firstAdmin();
  await desk.unlock();
  const first = await caseAt(desk, "https://premier.example/image");
  const second = await caseAt(desk, "https://second.example/image");
  expect(second.summary.id).not.toBe(first.summary.id);
  expect(second.matches).toMatchObject([
    { status: "look", method: "near", origin: { kind: "case", caseId: first.summary.id } },
  ]);
});

test("nothing published, nothing named: two people's reports stay two cases", async () => {
  const context = await browser.context();
  for (const seed of [21, 22]) {
    const buffer = await invented(seed).png().toBuffer();
    await reportFile(context, { name: "c.png", mimeType: "image/png", buffer }, "");
  }
  const desk = await vigie.firstAdmin();
  const { cases } = await desk.call<{ cases: { id: string }[] }>("GET", "/cases?limit=100");
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
});

test("those under 18 are first shown the banks made for them", async () => {
  const page = await (await browser.context()).newPage();
  await page.goto(`${vigie.url}/fr/empreinte`);
  expect(await page.locator("#files").isVisible()).toBe(false);
  await page.locator("#age input[value=yes]").check();
  const first = page.locator("#minors");
  expect(await first.isVisible()).toBe(true);
  expect(await first.locator("a[href*='takeitdown']").count()).toBeGreaterThan(0);
  await page.locator("#age input[value=no]").check();
  expect(await first.isVisible()).toBe(false);
});

test("what cannot be opened keeps its exact hash, and a film is hashed frame by frame", async () => {
  const context = await browser.context();
  const page = await context.newPage();
  await page.goto(`${vigie.url}/en/fingerprint`);
  const film = Buffer.from(await recordFilm(page));
  await choose(page, [
    { name: "words.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") },
    { name: "film.webm", mimeType: "video/webm", buffer: film },
  ]);
  const lines = await page.locator("#list li").allInnerTexts();
  expect(lines[0]).toContain("Only an exact copy");
  const posted = JSON.parse(await page.locator("input[name=fingerprints]").inputValue());
  expect(Object.keys(posted[0])).toEqual(["kind", "md5", "sha1", "sha256"]);
  expect(posted[1]).toMatchObject({ kind: "video", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(posted[1].frames.length).toBeGreaterThan(0);
});

test("a file can be taken out again, an empty one gives nothing, and nothing is sent before all are ready", async () => {
  const page = await (await browser.context()).newPage();
  await page.goto(`${vigie.url}/en/fingerprint`);
  const submit = page.locator("#rest > button");
  const sent = async () => page.locator("input[name=fingerprints]").inputValue();
  await choose(page, [
    { name: "a.png", mimeType: "image/png", buffer: await invented(31).png().toBuffer() },
    { name: "empty.png", mimeType: "image/png", buffer: Buffer.of() },
  ]);
  expect(JSON.parse(await sent()).length).toBe(1);
  expect(await submit.isEnabled()).toBe(true);
  await page.getByRole("button", { name: "Remove a.png" }).click();
  expect(await sent()).toBe("");
  expect(await submit.isDisabled()).toBe(true);
  expect(await page.locator("#list li").count()).toBe(1);
  // Between the choice and the end of the work.
  const buffer = await invented(32, 1200, 900).png().toBuffer();
  await page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>("#rest > button");
    document.querySelector("#files")?.addEventListener("change", () => {
      document.body.dataset["whilePending"] = String(button?.disabled);
    });
  });
  await page.locator("#files").setInputFiles([
    { name: "b.png", mimeType: "image/png", buffer },
    { name: "c.png", mimeType: "image/png", buffer: await invented(33).png().toBuffer() },
  ]);
  expect(await page.locator("body").getAttribute("data-while-pending")).toBe("true");
});

test("a fingerprint that is not one is named, and the report is shown again with the others", async () => {
  const body = new URLSearchParams({
    where: "https://forum.example.org/empreinte",
    fingerprints: JSON.stringify([
      { kind: "image", pdq: "xyz" },
      { kind: "image", md5: "0".repeat(32) },
    ]),
  });
  const response = await fetch(`${vigie.url}/fr/ecrire`, { method: "POST", body });
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(html).toContain("L’empreinte 1 ne peut pas être reçue");
  expect(html).toContain("Une empreinte part avec ce que vous écrivez ici.");
});

for (const [language, path] of [
  ["fr", "/fr/empreinte"],
  ["en", "/en/fingerprint"],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`the page is clean for axe, narrow, small and strict (${language}, ${colorScheme})`, async () => {
      const context = await browser.context({ colorScheme, viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      const errors = collectErrors(page);
      let bytes = 0;
      const counted: Promise<void>[] = [];
      page.on("response", (response) => {
        counted.push(
          response.body().then((body) => {
            bytes += body.length;
          }),
        );
      });
      const response = await page.goto(`${vigie.url}${path}`, { waitUntil: "networkidle" });
      await Promise.all(counted);
      process.stdout.write(`${path}: ${bytes} bytes with its script, not compressed\n`);
      expect(bytes).toBeLessThan(mostBytes);
      const policy = (await response?.headerValue("content-security-policy")) ?? "";
      expect(policy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; media-src blob:;");
      expect(policy).not.toContain("connect-src");
      await page.locator("#age input[value=yes]").check();
      expect(await axeFindings(page)).toEqual([]);
      for (const direction of ["ltr", "rtl"]) {
        await page.evaluate((dir) => {
          document.documentElement.dir = dir;
        }, direction);
        expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)).toBe(false);
      }
      expect(errors).toEqual([]);
      const other = await page.goto(`${vigie.url}/${language}`);
      expect(await other?.headerValue("content-security-policy")).not.toContain("wasm");
    });
  }
}

test("with the keyboard alone one comes to the files, and without JavaScript to somebody who helps", async () => {
  const page = await (await browser.context()).newPage();
  await page.goto(`${vigie.url}/fr/empreinte`);
  await tabTo(page, "input[name='situation.minor']");
  await page.keyboard.press("Space");
  await tabTo(page, "#files");
  const without = await (await browser.context({ javaScriptEnabled: false })).newPage();
  await without.goto(`${vigie.url}/fr/empreinte`);
  expect(await without.locator("#without").isVisible()).toBe(true);
  expect(await without.locator("#make").isVisible()).toBe(false);
  expect(await without.locator("#without a[href*='takeitdown']").count()).toBeGreaterThan(0);
  expect(await without.locator("a[href='tel:3018']").count()).toBeGreaterThan(0);
});

async function choose(page: Page, files: Chosen[]): Promise<void> {
  await page.locator("#age input[value=no]").check();
  await page.locator("#files").setInputFiles(files);
  await page.waitForFunction(
    (count) => {
      const lines = [...document.querySelectorAll("#list li > span")];
      return lines.length === count && lines.every((line) => !line.textContent?.endsWith("…"));
    },
    files.length,
    { timeout: 60_000 },
  );
}

async function reportFile(context: BrowserContext, file: Chosen, where: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr/empreinte`);
  await choose(page, [file]);
  await page.locator("#where").fill(where);
  await page.locator("#rest > button").click();
  await page.getByText(shownReceipt).first().waitFor();
  await page.close();
}

async function caseAt(
  desk: Awaited<ReturnType<typeof vigie.firstAdmin>>,
  address: string,
): Promise<CaseView> {
  const { cases } = await desk.call<{ cases: { id: string }[] }>("GET", "/cases?limit=100");
  for (const { id } of cases) {
    const view = await findCase(desk, (summary) => summary.id === id);
    if (JSON.stringify(view.contents).includes(address)) return view;
  }
  throw new Error(`no case is at ${address}`);
}

/** A film of two seconds, drawn and recorded in the page. */
function recordFilm(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 160;
    canvas.height = 120;
    const context = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    recorder.start();
    for (let frame = 0; frame < 20; frame += 1) {
      for (let box = 0; box < 40; box += 1) {
        if (context) context.fillStyle = `hsl(${(box * 47) % 360} 70% ${(box * 13) % 100}%)`;
        context?.fillRect((box * 37 + frame) % 160, (box * 53) % 120, 30, 24);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    recorder.stop();
    await stopped;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
}

function windowsIn(bytes: Buffer): Set<string> {
  const windows = new Set<string>();
  for (let at = 0; at + windowBytes <= bytes.length; at += 1) {
    windows.add(bytes.toString("latin1", at, at + windowBytes));
  }
  return windows;
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.locator(`${selector}:focus`).count()) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}
