import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { helpSituations } from "../../apps/server/src/help/help-situations.ts";
import { useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();
const starts = { fr: "/fr/aide", en: "/en/help" } as const;
const pagesOf = (start: string) => [
  start,
  ...helpSituations.flatMap(({ number }) => [`${start}/${number}`, `${start}/${number}/simple`]),
];

for (const language of ["fr", "en"] as const) {
  test(`every page of the help is clean for axe and fits a phone (${language})`, async () => {
    const context = await browser.context({
      colorScheme: language === "fr" ? "light" : "dark",
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    const errors = collectErrors(page);
    for (const address of pagesOf(starts[language])) {
      const answer = await page.goto(`${vigie.url}${address}`);
      expect(answer?.status(), address).toBe(200);
      const about = language === "fr" || address === starts.en ? "everything" : "colours";
      expect(await axeFindings(page, about), address).toEqual([]);
      expect(await overflow(page), `${address} scrolls sideways`).toBe(false);
      expect(await page.title()).toBe("Vigie");
    }
    expect(errors).toEqual([]);
  }, 300_000);
}

test("from the first screen to a number in four screens, without scripts and with the keyboard alone", async () => {
  const context = await browser.context({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr`);
  await press(page, "De l’aide, maintenant");
  await press(page, "On menace de publier");
  // The third screen: what to do comes before what is asked, and the field is there already.
  expect(await page.locator("main ul.ticks").first().innerText()).toContain("Ne payez pas");
  await reach(page, "#where");
  await page.keyboard.type("https://site.example/p/1");
  await press(page, "Recevoir mon numéro");
  expect(await page.locator("p.digits").innerText()).toMatch(/^(\d{4}\s){4}\d{4}$/);
  expect(page.url()).not.toMatch(/chant|menac|publi|threat|victim|\?/i);
}, 120_000);

test("the questions are asked one by one, may be left, and never stand in an address", async () => {
  const context = await browser.context({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr/aide/1`);
  await page.locator("button[value=ask]").click();
  const copy = await (await browser.context({ viewport: { width: 360, height: 740 } })).newPage();
  const seen: string[] = [];
  for (const [name, value] of [
    ["call", "yes"],
    ["age", "minor"],
    ["service", "snapchat"],
    ["country", "LU"],
    ["published", ""],
    ["picture", "no"],
    ["paid", "yes"],
  ]) {
    seen.push(await page.locator("h1").innerText());
    expect(await axeFindings(await scripted(page, copy)), name).toEqual([]);
    expect(await overflow(page)).toBe(false);
    await page.locator(`button[name=${name}][value="${value}"]`).click();
    expect(page.url()).toBe(`${vigie.url}/fr/aide/1`);
  }
  expect(new Set(seen).size).toBe(7);
  const text = await page.locator("main").innerText();
  expect(text).toContain("Ne paie pas");
  expect(text).toMatch(/Où signaler\s: Snapchat/);
  expect(text).toContain("8002 1234");
  expect(text).toContain("Luxembourg");
  // In the other language, nothing that was said is lost.
  await page.getByRole("button", { name: "English" }).click();
  expect(await page.locator("main").innerText()).toContain("Where to report: Snapchat");
  await page.locator("button[value=ask]").click();
  await page.locator("button[value=page]").click();
  expect(await page.locator("main").innerText()).toContain("Where to report: Snapchat");
}, 120_000);

test("a service or a country from the list counts; one that is missing is no mistake", async () => {
  const context = await browser.context({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/en/help/3`);
  await page.locator("button[value=ask]").click();
  await page.locator("button[name=age][value='']").click();
  await page.locator("#more").selectOption("reddit");
  await page.locator("button[value=more]").click();
  await page.locator("button[name=country][value=ZZ]").click();
  await page.locator("button[value=page]").click();
  const text = await page.locator("main").innerText();
  expect(text).toContain("Where to report: Reddit");
  expect(text).toContain("We know no line in that country yet.");
});

test("the form opens prefilled with what was said, and with the address that was typed", async () => {
  const context = await browser.context({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr/aide/2`);
  await page.locator("button[name=age][value=minor]").first().click();
  await page.locator("#where").fill("https://site.example/p/2");
  await page.getByRole("button", { name: "Ajouter des précisions d’abord" }).click();
  expect(await page.locator("#where").inputValue()).toBe("https://site.example/p/2");
  expect(await page.locator("input[name=minor]").isChecked()).toBe(true);
  expect(await page.locator("input[name=concern][value=blackmail]").isChecked()).toBe(true);
});

test("the help holds at 200 % zoom, mirrored and with forced colours", async () => {
  const context = await browser.context({ viewport: { width: 640, height: 480 }, forcedColors: "active" });
  const page = await context.newPage();
  for (const address of [starts.fr, "/fr/aide/1", "/fr/aide/7", "/fr/aide/3/simple"]) {
    await page.goto(`${vigie.url}${address}`);
    await page.evaluate(() => {
      document.documentElement.dir = "rtl";
      document.documentElement.style.fontSize = "200%";
    });
    expect(await overflow(page), address).toBe(false);
    expect(await axeFindings(page), address).toEqual([]);
  }
});

test("what to do, whom to call and where to report print on one sheet; the longest page on both its sides", async () => {
  const context = await browser.context();
  const page = await context.newPage();
  for (const { number } of helpSituations) {
    for (const start of Object.values(starts)) {
      await page.goto(`${vigie.url}${start}/${number}`);
      expect(await sheets(page), `${start}/${number}`).toBe(1);
    }
  }
  await page.goto(`${vigie.url}/fr/aide/1`);
  await page.locator("button[value=ask]").click();
  for (const [name, value] of [
    ["call", "yes"],
    ["age", "adult"],
    ["service", "facebook"],
    ["country", "FR"],
    ["published", "yes"],
    ["picture", "yes"],
    ["paid", "yes"],
  ])
    await page.locator(`button[name=${name}][value="${value}"]`).click();
  await page.getByRole("heading", { name: /Où signaler\s: Facebook/ }).waitFor();
  expect(await sheets(page)).toBeLessThanOrEqual(2);
}, 120_000);

async function sheets(page: Page): Promise<number> {
  const pdf = await page.pdf({
    format: "A4",
    margin: { top: "1cm", bottom: "1cm", left: "1cm", right: "1cm" },
  });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

function overflow(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}

/** The same page where axe may run: what is tested has scripts off. */
async function scripted(page: Page, copy: Page): Promise<Page> {
  await copy.goto(`${vigie.url}/fr/aide`);
  await copy.setContent(await page.content());
  return copy;
}

/** Tab until what the selector names has the focus. */
async function reach(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

/** Tab until the link or button has the focus, then Enter. */
async function press(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator("a:focus, button:focus");
    if ((await focused.count()) === 0 || !(await focused.innerText()).includes(name)) continue;
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    return;
  }
  throw new Error(`Tab never reaches ${name}`);
}
