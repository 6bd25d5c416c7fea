import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeDesk, startFakeDesk } from "../../apps/desk/src/testing/fake-desk-server.ts";
import { axeFindings, collectErrors, deskReady, useBrowser } from "./browser.ts";

// Every component in every state, photographed: the pictures stay in test-results/components for whoever looks.
const pictures = fileURLToPath(new URL("../../test-results/components", import.meta.url));
const assets = fileURLToPath(new URL("../../apps/server/dist/desk", import.meta.url));
const widths = [1440, 820] as const;
const browser = useBrowser();
let desk: FakeDesk;

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  desk = await startFakeDesk({ assets });
});
afterAll(() => desk.close());

for (const [language, markup] of [
  ["fr", "light"],
  ["en", "dark"],
] as const) {
  test(`all components fit, are clean for axe and are photographed, light and dark (${language})`, async () => {
    const { page, errors } = await open(language);
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await picture(page, `components-${language}-${theme}-${width}`);
        expect(await sideways(page), `${theme}, ${width} px`).toBeLessThanOrEqual(0);
        // Over both languages: each theme at each width, the markup once a language.
        if ((theme === markup) !== (width === 1440)) continue;
        const about = theme === markup ? "everything" : "colours";
        expect(await axeFindings(page, about), `${theme}, ${width} px`).toEqual([]);
      }
      await page.getByRole("button", { name: /^(Ouvrir une question|Open a question)$/ }).click();
      await page.getByRole("alertdialog").waitFor();
      expect(await axeFindings(page, "colours"), `dialog, ${theme}`).toEqual([]);
      await page.screenshot({ path: path.join(pictures, `dialog-${language}-${theme}.png`) });
      await page.keyboard.press("Escape");
      await page.getByRole("alertdialog").waitFor({ state: "detached" });
    }
    expect(errors).toEqual([]);
  });
}

test("what has the focus is seen to have it, in both themes", async () => {
  const { page } = await open("fr");
  const focusable = {
    "main button": page.locator("[data-look=main] button").first(),
    "plain button": page.locator("[data-look=plain] button").first(),
    "bare button": page.locator("[data-look=bare] button").first(),
    "danger button": page.locator("[data-look=danger] button").first(),
    field: page.locator("#content input.input").first(),
    "wrong field": page.locator("#content input.input[data-invalid]").first(),
    picker: page.locator("#content .picker-button"),
    choice: page.locator("#content .choice-option").first(),
    tick: page.locator("#content .tick").first(),
    fold: page.locator("#content .fold summary"),
    table: page.locator("#content .table-scroll").first(),
    "order of a column": page.locator("#content .sort-button"),
    "link of the header": page.locator(".desk-nav a").last(),
  };
  // From here on the browser knows that somebody uses the keyboard.
  await page.keyboard.press("Tab");
  for (const [name, element] of Object.entries(focusable)) {
    expect(await ringPixels(page, element), name).toBeGreaterThan(60);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  for (const name of ["main button", "danger button", "wrong field", "choice"] as const) {
    expect(await ringPixels(page, focusable[name]), `${name}, dark`).toBeGreaterThan(60);
  }
});

test("text at twice its size fits, and so do the colours of the system; nothing moves for who asked for rest", async () => {
  const { page } = await open("fr");
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    expect(await sideways(page), `${width} px`).toBeLessThanOrEqual(0);
    expect(await cutTexts(page), `${width} px`).toEqual([]);
  }
  await picture(page, "components-fr-light-820-twice");
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "";
  });
  await page.emulateMedia({ forcedColors: "active" });
  await picture(page, "components-fr-forced-colours-820");
  await page.emulateMedia({ forcedColors: "none", reducedMotion: "no-preference" });
  expect(await movingElements(page)).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await movingElements(page)).toBe(0);
});

test("a closer desk is chosen in the menu, keeps the size of text, and is remembered by the browser", async () => {
  const { page } = await open("fr");
  const row = page.locator("#content .table tbody tr").first();
  const sizes = async () => ({
    row: (await row.boundingBox())?.height ?? 0,
    text: await row.evaluate((node) => getComputedStyle(node).fontSize),
  });
  const comfortable = await sizes();
  await page.getByRole("button", { name: /Compte et réglages/ }).click();
  await page.getByRole("menuitemradio", { name: "Serrée" }).click();
  await expect.poll(async () => (await sizes()).row).toBeLessThan(comfortable.row);
  await page.reload();
  await deskReady(page);
  const compact = await sizes();
  expect(compact.row).toBeLessThan(comfortable.row);
  expect(compact.text).toBe(comfortable.text);
  await picture(page, "components-fr-light-1440-compact");
});

async function open(language: "fr" | "en"): Promise<{ page: Page; errors: string[] }> {
  desk.enter("analyst", { language });
  const context = await browser.context({
    viewport: { width: 1440, height: 900 },
    locale: language === "fr" ? "fr-FR" : "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const errors = collectErrors(page);
  await page.goto(`${desk.origin}/desk/components`);
  await deskReady(page);
  return { page, errors };
}

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}

function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Words wider than the box that is to hold them. */
function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("#content :is(.button, .badge, .input, .choice-option, th, td, dt, dd)")]
      .filter((element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.className}: ${element.textContent}`),
  );
}

function movingElements(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter(
        (element) => !/^(0s(, )?)+$/.test(getComputedStyle(element).transitionDuration),
      ).length,
  );
}

/** How many pixels of an element and around it change by a contrast of 3 to 1 or more when it gets the focus. */
async function ringPixels(page: Page, element: Locator): Promise<number> {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (box === null) throw new Error("the element is drawn");
  const margin = 5;
  const clip = {
    x: Math.max(0, box.x - margin),
    y: Math.max(0, box.y - margin),
    width: Math.min(box.width, 400) + 2 * margin,
    height: Math.min(box.height, 60) + 2 * margin,
  };
  const drawn = async () =>
    sharp(await page.screenshot({ clip, caret: "hide" }))
      .removeAlpha()
      .raw()
      .toBuffer();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const before = await drawn();
  await element.evaluate((node) => {
    const target = node.querySelector<HTMLElement>("input") ?? (node as HTMLElement);
    target.focus({ preventScroll: true });
  });
  const after = await drawn();
  let pixels = 0;
  for (let at = 0; at < before.length; at += 3) if (contrast(before, after, at) >= 3) pixels += 1;
  return pixels;
}

function contrast(left: Buffer, right: Buffer, at: number): number {
  const [one, other] = [luminance(left, at), luminance(right, at)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Relative luminance (WCAG 2) of the pixel whose red stands at `at`. */
function luminance(pixels: Buffer, at: number): number {
  const channel = (offset: number) => {
    const value = (pixels[at + offset] ?? 0) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2);
}
