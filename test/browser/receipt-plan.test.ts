import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();

const paths = { fr: "/fr/suivi", en: "/en/follow" } as const;
const buttons = {
  fr: { plan: "Ouvrir mon plan", pack: "Voir le modèle" },
  en: { plan: "Open my plan", pack: "See the sample" },
} as const;
const mostBytes = 60_000;
const shownReceipt = /(\d{4} ){4}\d{4}/;
const day = 24 * 3_600_000;

async function reported(): Promise<string> {
  const { receipt } = await vigie.report({
    locations: [
      { url: "https://x.com/quai/status/1234567890123456789" },
      { url: "https://fil.quais.example/sujet/7" },
    ],
    concern: "intimate_images",
  });
  return receipt;
}

/** Opens the receipt, then its plan, as its holder does. */
async function openPlan(page: Page, receipt: string, language: "fr" | "en" = "fr"): Promise<void> {
  await page.goto(`${vigie.url}${paths[language]}`);
  await page.locator("input[name=receipt]").fill(receipt);
  await page.locator("main button[type=submit]").click();
  await page.getByRole("button", { name: buttons[language].plan }).click();
  await page.locator("#steps").waitFor();
}

async function answer(page: Page, field: string, value: string): Promise<void> {
  const choice = page.locator(`input[name=${field}][value=${value}]`);
  if (!(await choice.isVisible())) await page.locator("section[aria-labelledby=situation] summary").click();
  await choice.check();
}

/** The steps of the plan, by their titles. */
const titles = async (page: Page) => (await page.locator("li.route h3").allInnerTexts()).join("\n");

/** What leads to requests on a name, and to the authority behind them. */
async function sayWhoIAm(page: Page): Promise<void> {
  await answer(page, "minor", "no");
  await answer(page, "uploaderKnowsVictim", "yes");
  await answer(page, "standing", "victim");
  await page.locator("#situation-form button[value=situation]").click();
}

test("a person reports, opens the plan, ticks a step, finds it ticked again, and changes the plan with an answer", async () => {
  const context = await browser.context({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr/ecrire`);
  await page.locator("textarea[name=where]").fill("https://x.com/quai/status/1234567890123456789");
  await page
    .locator("details", { has: page.locator("input[name=concern]") })
    .locator("summary")
    .first()
    .click();
  await page.locator("input[name=concern][value=intimate_images]").check();
  await page.locator("main form button[type=submit]").last().click();
  await page.getByText(shownReceipt).first().waitFor();
  const receipt = shownReceipt.exec(await page.locator("main").innerText())?.[0] ?? "";
  await openPlan(page, receipt);
  const first = page.locator("section[aria-labelledby=steps] li.route").first();
  const title = (await first.locator("h3").innerText()).replace(/^1\s*/, "");
  await first.getByRole("button", { name: "C’est fait" }).click();
  expect(await page.locator("[role=status]").innerText()).toContain(title);
  expect(page.url()).toBe(`${vigie.url}/fr/suivi`);

  await openPlan(page, receipt);
  const done = page.locator("section[aria-labelledby=done] li.route");
  expect(await done.locator("h3").innerText()).toBe(title);
  expect(await done.innerText()).toMatch(/Fait le .*20\d\d/);

  expect(await titles(page)).not.toContain("StopNCII");
  await answer(page, "minor", "no");
  await page.locator("#country").selectOption("BE");
  await page.locator("#situation-form button[value=situation]").click();
  expect(await page.locator("[role=status]").innerText()).toContain("suit maintenant vos réponses");
  expect(await titles(page)).toContain("StopNCII");
  expect(await page.locator("input[name=minor][value=no]").isChecked()).toBe(true);
  expect(await page.locator("#country").inputValue()).toBe("BE");

  await done.locator("summary").click();
  await done.getByRole("button", { name: "Ce n’est pas encore fait" }).click();
  expect(await page.locator("section[aria-labelledby=done]").count()).toBe(0);
  expect(page.url()).not.toContain(receipt.slice(0, 4));
});

test("the Enter key sends the answers, and the other language keeps those not sent yet", async () => {
  const context = await browser.context({ javaScriptEnabled: false });
  const page = await context.newPage();
  await openPlan(page, await reported());
  await answer(page, "blackmail", "under_way");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Your plan" }).waitFor();
  expect(await page.locator("input[name=blackmail][value=under_way]").isChecked()).toBe(true);
  await page.locator("input[name=blackmail][value=under_way]").press("Enter");
  await page.getByText("Your plan now follows your answers").waitFor();
});

test("the file for the authority is a sample, then holds the days that were ticked once the month has run", async () => {
  const context = await browser.context({ javaScriptEnabled: false });
  const page = await context.newPage();
  const receipt = await reported();
  await openPlan(page, receipt);
  await sayWhoIAm(page);
  await page.getByRole("button", { name: buttons.fr.pack }).click();
  await page.getByText("Modèle.").waitFor();
  expect(await page.locator("main").innerText()).toContain("fil.quais.example/sujet/7");
  await page.getByRole("button", { name: "Retour à mon plan" }).click();
  const request = page.locator("li.route", { hasText: "Qwant" });
  if (!(await request.getByRole("button").isVisible())) await request.locator("summary").click();
  await request.getByRole("button", { name: "C’est fait" }).click();
  expect(await page.locator("section[aria-labelledby=done]").innerText()).toContain("Réponse due le");
  vigie.advance(32 * day);
  await openPlan(page, receipt);
  await page.getByRole("button", { name: "Voir le dossier" }).click();
  const pack = page.locator("main");
  expect(await pack.innerText()).toContain("Un mois est passé");
  expect(await pack.innerText()).toMatch(/Demandé le\s+\d/);
  expect(await pack.innerText()).toContain("cnil.fr");
});

for (const language of ["fr", "en"] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`receipt, plan and file are clean for axe, small and fit a phone (${language}, ${colorScheme})`, async () => {
      const context = await browser.context({ colorScheme, viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      const errors = collectErrors(page);
      const look = async (name: string) => {
        expect(await axeFindings(page), name).toEqual([]);
        expect(await overflow(page), `${name} scrolls sideways`).toBe(false);
        expect(await bytesShown(page), name).toBeLessThan(mostBytes);
        expect(await page.locator("a[href='/exit']").count()).toBe(1);
        expect(await page.title()).toBe("Vigie");
      };
      await openPlan(page, await reported(), language);
      await look("plan");
      await sayWhoIAm(page);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      await look("plan, unfolded");
      await page.getByRole("button", { name: buttons[language].pack }).click();
      await page.locator("#requests").waitFor();
      await look("file");
      await page.locator("#pack-form button").click();
      await page.locator("button[value=open]").click();
      await page.locator("#messages").waitFor();
      await look("receipt");
      expect(errors).toEqual([]);
    });
  }
}

test("the plan holds at 200 % zoom, mirrored, and with forced colours", async () => {
  const context = await browser.context({ viewport: { width: 640, height: 480 }, forcedColors: "active" });
  const page = await context.newPage();
  await openPlan(page, await reported());
  await mirror(page);
  expect(await overflow(page)).toBe(false);
  expect(await axeFindings(page)).toEqual([]);
  await sayWhoIAm(page);
  await page.getByRole("button", { name: buttons.fr.pack }).click();
  await mirror(page);
  expect(await overflow(page)).toBe(false);
  expect(await axeFindings(page)).toEqual([]);
});

function mirror(page: Page): Promise<void> {
  return page.evaluate(() => {
    document.documentElement.dir = "rtl";
    document.documentElement.style.fontSize = "200%";
  });
}

function overflow(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}

/** Bytes of the page as it stands, with the files it loads. */
async function bytesShown(page: Page): Promise<number> {
  const html = await page.content();
  const files = new Set(
    [...html.matchAll(/"(\/[a-z]+-[0-9a-f]{10}\.(?:css|svg|js))"/g)].map(([, file]) => file),
  );
  const sizes = await Promise.all(
    [...files].map(async (file) => (await (await fetch(`${vigie.url}${file}`)).arrayBuffer()).byteLength),
  );
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(html));
}
