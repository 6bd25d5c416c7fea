import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { allAuthorities, allServices } from "../../apps/server/src/catalogue/installed-catalogue.ts";
import { helpAddresses } from "../../apps/server/src/help/help-address-rules.ts";
import { helpSituations } from "../../apps/server/src/help/help-situations.ts";
import { englishPassages, pseudoLanguage, pseudoTag } from "../pseudo-language.ts";
import { makeTemporaryFolder } from "../temporary-folder.ts";
import { useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, useBrowser } from "./browser.ts";

const folder = join(makeTemporaryFolder(), "languages");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${pseudoTag}.json`), pseudoLanguage());
// Half translated, left to right: what is missing is said in French.
const half = {
  name: "Deutsch",
  direction: "ltr",
  base: "fr",
  sentences: { shared: { "site.home": "Anfang" } },
};
writeFileSync(join(folder, "de.json"), JSON.stringify(half));
writeFileSync(join(folder, "ar.json"), "{ broken");

const vigie = useVigie({ VIGIE_LANGUAGES_DIR: folder });
const browser = useBrowser();
// Rows of the catalogue stay in the base language, and some say the same.
const rows = JSON.stringify([allServices(), allAuthorities()]);
const passages = englishPassages().filter((passage) => !rows.includes(JSON.stringify(passage).slice(1, -1)));
const circulating = helpSituations.find(({ name }) => name === "circulating")?.number ?? 0;

test("a language added by a file carries a person from the start to the plan", async () => {
  const context = await browser.context({
    locale: pseudoTag,
    viewport: { width: 360, height: 740 },
  });
  const page = await context.newPage();
  const errors = collectErrors(page);
  await page.goto(vigie.url);
  await look(page, "start", `/${pseudoTag}`);
  await page.locator(`main a[href="/${pseudoTag}/help"]`).first().click();
  await look(page, "help", `/${pseudoTag}/help`);
  await page
    .locator(`main a[href="${helpAddresses(circulating).en.replace("/en", `/${pseudoTag}`)}"]`)
    .click();
  await look(page, "situation", `/${pseudoTag}/help/${circulating}`);
  await page.goto(`${vigie.url}/${pseudoTag}`);
  await page.locator(`main a[href="/${pseudoTag}/write"]`).first().click();
  await look(page, "write", `/${pseudoTag}/write`);
  await page.locator("#where").fill("https://x.com/quai/status/1234567890123456789");
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await page.locator("input[name=concern][value=intimate_images]").check();
  await look(page, "write, unfolded", `/${pseudoTag}/write`);
  await page.locator("#report button[type=submit]:visible").last().click();
  await look(page, "number", `/${pseudoTag}/write`);
  await page.locator("#number-form button[type=submit]:visible").first().click();
  await look(page, "receipt", `/${pseudoTag}/follow`);
  const hostile = 'href="/en/write" <a href="/en">';
  await page.locator("textarea[name=message]").fill(hostile);
  await page.locator("form:has(textarea[name=message]) button[type=submit]:visible").first().click();
  await look(page, "message", `/${pseudoTag}/follow`);
  expect(await page.locator("main").innerText()).toContain(hostile);
  await page.locator("main button[value=plan]").click();
  await page.locator("#steps").waitFor();
  await look(page, "plan", `/${pseudoTag}/follow`);
  expect(errors).toEqual([]);
}, 300_000);

test("its guides, explanations, safety page and error page stay in it too", async () => {
  const page = await (await browser.context({ javaScriptEnabled: false })).newPage();
  for (const path of ["/guides", "/guides/sheet-1", "/how", "/safety", "/follow"]) {
    await page.goto(`${vigie.url}/${pseudoTag}${path}`);
    await look(page, path, `/${pseudoTag}${path}`, false);
  }
  const missing = await page.goto(`${vigie.url}/${pseudoTag}/nowhere`);
  expect(missing?.status()).toBe(404);
  expect(await page.locator("html").getAttribute("lang")).toBe(pseudoTag);
  expect(await strayLinks(page)).toEqual([]);
}, 120_000);

test("every language is in the switch, what was typed goes along, and a missing sentence is said in the base", async () => {
  const page = await (await browser.context({ javaScriptEnabled: false, locale: "de-AT" })).newPage();
  await page.goto(vigie.url);
  expect(new URL(page.url()).pathname).toBe("/de");
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  expect(await page.locator("footer nav").innerText()).toContain("Anfang");
  expect(await page.locator("nav.languages").innerText()).toMatch(/Français\s*English\s*Ƥšéüðö/);
  await page.goto(`${vigie.url}/de/ecrire`);
  await page.locator("#where").fill("https://exemple.example/1");
  await page.locator(`nav.languages button[lang=${pseudoTag}]`).click();
  expect(new URL(page.url()).pathname).toBe(`/${pseudoTag}/write`);
  expect(await page.locator("#where").inputValue()).toBe("https://exemple.example/1");
  await page.locator("nav.languages button[lang=fr]").click();
  expect(new URL(page.url()).pathname).toBe("/fr/ecrire");
  expect((await page.goto(`${vigie.url}/ar`))?.status()).toBe(404);
}, 120_000);

async function look(page: Page, name: string, path: string, axe = true): Promise<void> {
  expect(new URL(page.url()).pathname, name).toBe(path);
  expect(await page.locator("html").getAttribute("lang"), name).toBe(pseudoTag);
  expect(await page.locator("html").getAttribute("dir"), name).toBe("rtl");
  expect(await strayLinks(page), name).toEqual([]);
  const text = await page.evaluate(() => document.body.textContent.replace(/\s+/g, " "));
  expect(
    passages.filter((passage) => text.includes(passage)),
    name,
  ).toEqual([]);
  if (!axe) return;
  // The invented code is in no registry; of everything else axe has nothing to say.
  const findings = (await axeFindings(page)).filter((one) => !one.startsWith("html-lang-valid"));
  expect(findings, name).toEqual([]);
  const isWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(isWide, `${name} scrolls sideways`).toBe(false);
}

/** Addresses of this site that leave the language, but for those that say so, the files and the exit. */
async function strayLinks(page: Page): Promise<string[]> {
  return page.evaluate(
    (prefix) =>
      [...document.querySelectorAll("a[href], form[action], button[formaction]")]
        .filter((element) => !element.hasAttribute("lang"))
        .flatMap((element) => ["href", "action", "formaction"].map((name) => element.getAttribute(name)))
        .filter((address): address is string => address?.startsWith("/") ?? false)
        .filter((address) => address !== "/exit" && !`${address}/`.startsWith(prefix)),
    `/${pseudoTag}/`,
  );
}
