import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();

const pages = {
  fr: ["/fr", "/fr/ecrire", "/fr/suivi", "/fr/securite", "/fr/comment", "/fr/rien"],
  en: ["/en", "/en/write", "/en/follow", "/en/safety", "/en/how", "/en/nothing"],
} as const;
const mostBytes = 60_000;
const shownReceipt = /(\d{4} ){4}\d{4}/;

for (const language of ["fr", "en"] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`every public page is clean for axe, small, and asks nobody else (${language}, ${colorScheme})`, async () => {
      const context = await browser.context({ colorScheme, viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      const errors = collectErrors(page);
      for (const path of pages[language]) {
        const bytes = await bytesOf(page, `${vigie.url}${path}`);
        expect(bytes, path).toBeLessThan(mostBytes);
        expect(await axeFindings(page, colorScheme === "light" ? "everything" : "colours"), path).toEqual([]);
        expect(await overflow(page), `${path} scrolls sideways`).toBe(false);
        expect(await page.locator("a[href='/exit']").count(), `${path} has a quick exit`).toBeGreaterThan(0);
      }
      expect(errors.filter((error) => !/status of 404/.test(error))).toEqual([]);
    });
  }
}

test("the pages hold at 200 % zoom, mirrored, and with forced colours", async () => {
  const context = await browser.context({ viewport: { width: 640, height: 480 }, forcedColors: "active" });
  const page = await context.newPage();
  for (const path of pages.fr) {
    await page.goto(`${vigie.url}${path}`);
    await page.evaluate(() => {
      document.documentElement.dir = "rtl";
      document.documentElement.style.fontSize = "200%";
    });
    expect(await overflow(page), path).toBe(false);
    expect(await axeFindings(page), path).toEqual([]);
  }
});

test("a report, its receipt and a message are made with the keyboard alone", async () => {
  const context = await browser.context({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr/ecrire`);
  await tabTo(page, "where");
  await page.keyboard.type("https://forum.example.org/sujet/7");
  await pressSubmit(page);
  await page.getByText(shownReceipt).first().waitFor();
  const receipt = shownReceipt.exec(await page.locator("main").innerText())?.[0] ?? "";

  await page.goto(`${vigie.url}/fr/suivi`);
  await tabTo(page, "receipt");
  await page.keyboard.type(receipt);
  await page.keyboard.press("Enter");
  await page.getByText("forum.example.org/sujet/7").first().waitFor();
  await tabTo(page, "message");
  await page.keyboard.type("Je l'ai revu ce soir.");
  await pressSubmit(page);
  await page.locator("main").getByText("Je l'ai revu ce soir.").waitFor();
});

test("a visit leaves nothing in the browser: no cookie, no storage, no cache, no worker", async () => {
  const context = await browser.context();
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr/ecrire`);
  await page.locator("textarea[name=where]").fill("https://forum.example.org/sujet/8");
  await page.locator("main form button[type=submit]").last().click();
  await page.getByText(shownReceipt).first().waitFor();
  expect(await context.cookies()).toEqual([]);
  const left = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(left).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0 });
  expect(await page.title()).not.toMatch(/signal|report|illicit|illegal|haine|abus/i);
});

test("a mistake re-shows the form with everything that was typed", async () => {
  const context = await browser.context({ javaScriptEnabled: false, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/en/write`);
  await page.locator("textarea[name=where]").fill("javascript:alert(1)\nhttps://ok.example.org/page");
  await page.locator("details summary").first().click();
  await page.locator("textarea[name=text]").fill("What I saw <b>there</b>");
  await page.locator("form button[type=submit]").last().click();
  expect(await page.locator("textarea[name=where]").inputValue()).toContain("https://ok.example.org/page");
  expect(await page.locator("textarea[name=text]").inputValue()).toBe("What I saw <b>there</b>");
  expect(await page.locator("[role=alert]").innerText()).toMatch(/http/);
});

async function bytesOf(page: Page, url: string): Promise<number> {
  let bytes = 0;
  const count = async (response: { body(): Promise<Buffer> }) => {
    bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
  };
  const waiting: Promise<void>[] = [];
  const onResponse = (response: { body(): Promise<Buffer> }) => void waiting.push(count(response));
  page.on("response", onResponse);
  await page.goto(url, { waitUntil: "networkidle" });
  await Promise.all(waiting);
  page.off("response", onResponse);
  return bytes;
}

function overflow(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}

/** Tab until the page's own button has the focus, then Enter. */
async function pressSubmit(page: Page): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await page.locator("main button[type=submit]:focus").count()) === 0) continue;
    await page.keyboard.press("Enter");
    return;
  }
  throw new Error("Tab never reaches the button");
}

/** Presses Tab until the field of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await focusedName(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches the field ${name}`);
}

function focusedName(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute("name") ?? null);
}
