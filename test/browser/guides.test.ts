import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { guidePages } from "../../apps/server/src/help/page-routes.tsx";
import { useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();
const guides = guidePages().map(({ addresses }) => addresses);

for (const language of ["fr", "en"] as const) {
  test(`every guide is clean for axe and fits a phone (${language})`, async () => {
    const context = await browser.context({
      colorScheme: language === "fr" ? "light" : "dark",
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    const errors = collectErrors(page);
    let looked = 0;
    const seen = new Set<string>();
    for (const address of guides) {
      const answer = await page.goto(`${vigie.url}${address[language]}`);
      expect(answer?.status(), address[language]).toBe(200);
      // The guides of services are written by one hand: axe looks at those that hold something the others did not.
      const { shapes, twice } = await markupOf(page);
      expect(twice, `${address[language]}: ids`).toEqual([]);
      if (process.env["VIGIE_FULL"] === "1" || shapes.some((shape) => !seen.has(shape))) {
        const about = language === "fr" ? "everything" : "colours";
        expect(await axeFindings(page, about), address[language]).toEqual([]);
        looked += 1;
      }
      for (const shape of shapes) seen.add(shape);
      expect(await overflow(page), `${address[language]} scrolls sideways`).toBe(false);
    }
    expect(errors).toEqual([]);
    process.stdout.write(`axe looked at ${looked} of ${guides.length} guides (${language})\n`);
    expect(looked).toBeGreaterThan(3);
  }, 300_000);
}

test("from the first page to whom to call, with the keyboard alone and without scripts", async () => {
  const context = await browser.context({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr`);
  await follow(page, "Savoir quoi faire");
  await follow(page, "On menace de publier mes images");
  expect(await page.locator("h1").innerText()).toBe("On menace de publier mes images");
  expect(await page.locator("main ol").first().innerText()).toContain("Ne payez pas");
  expect(await page.locator("a[href='tel:116006']").count()).toBeGreaterThan(0);
  await follow(page, "YouTube");
  expect(await page.locator("h1").innerText()).toBe("YouTube");
  const headings = await page.locator("main h2").allInnerTexts();
  expect(headings.indexOf("À éviter si la personne vous veut du mal")).toBeGreaterThan(0);
  await follow(page, "English");
  expect(await page.locator("h1").innerText()).toBe("YouTube");
  expect(page.url()).toContain("/en/guides/");
  expect(page.url()).not.toMatch(/youtube/i);
  expect(await page.title()).toBe("Vigie");
});

test("the guides hold at 200 % zoom, mirrored, with forced colours, and print without their frame", async () => {
  const context = await browser.context({ viewport: { width: 640, height: 480 }, forcedColors: "active" });
  const page = await context.newPage();
  for (const address of guides.filter((_, index) => index < 4 || index % 12 === 0)) {
    await page.goto(`${vigie.url}${address.fr}`);
    await page.evaluate(() => {
      document.documentElement.dir = "rtl";
      document.documentElement.style.fontSize = "200%";
    });
    expect(await overflow(page), address.fr).toBe(false);
    expect(await axeFindings(page), address.fr).toEqual([]);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("header").isVisible()).toBe(false);
    expect(await page.locator("h1").isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
  }
});

test("where there is no guide, the page says so", async () => {
  const context = await browser.context();
  const page = await context.newPage();
  const answer = await page.goto(`${vigie.url}/fr/guides/fiche-999`);
  expect(answer?.status()).toBe(404);
});

/** Every kind of element that stands on the page with what it stands in, and ids that stand there twice. */
function markupOf(page: Page): Promise<{ shapes: string[]; twice: string[] }> {
  return page.evaluate(() => {
    const named = (element: Element | null) =>
      element === null
        ? ""
        : `${element.tagName} ${element.className} ${element.getAttributeNames().sort().join()} ${element.getAttribute("role")}`;
    const shapes = [...document.querySelectorAll("body *")].map(
      (element) => `${named(element.parentElement)} > ${named(element)}`,
    );
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return { shapes: [...new Set(shapes)], twice: ids.filter((id, at) => ids.indexOf(id) !== at) };
  });
}

function overflow(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}

/** Tab until the link has the focus, then Enter. */
async function follow(page: Page, name: string): Promise<void> {
  const link = page.getByRole("link", { name }).first();
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    const reached = await page.evaluate(
      (wanted) =>
        document.activeElement instanceof HTMLAnchorElement &&
        document.activeElement.innerText.includes(wanted),
      name,
    );
    if (!reached) continue;
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    return;
  }
  throw new Error(`Tab never reaches ${await link.innerText()}`);
}
