import { beforeAll, expect, test } from "vitest";
import { type Desk, useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, deskReady, useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();
let desk: Desk;
let caseId = "";

beforeAll(async () => {
  await vigie.report({
    locations: [{ url: "https://forum.example.org/sujet/1" }],
    concern: "hate",
    text: "Vu.",
  });
  await vigie.report({
    locations: [{ url: "https://forum.example.org/sujet/2" }],
    concern: "blackmail",
    private: true,
  });
  await vigie.settle();
  desk = await vigie.firstAdmin();
  await desk.unlock();
  const { cases } = await desk.call<{ cases: { id: string; title: string | null }[] }>("GET", "/cases");
  caseId = cases.find((summary) => summary.title === "forum.example.org")?.id ?? "";
  await desk.call("POST", `/cases/${caseId}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "Un appel à la violence.",
  });
});

const places = {
  home: "/desk",
  list: "/desk/cases",
  case: () => `/desk/cases/${caseId}`,
  assess: () => `/desk/cases/${caseId}/assess`,
  situation: () => `/desk/cases/${caseId}/situation`,
  notice: () => `/desk/cases/${caseId}/notice`,
  mailbox: "/desk/mailbox",
  label: "/desk/label",
  team: "/desk/team",
  me: "/desk/me",
  figures: "/desk/figures",
};

for (const [language, colorScheme, width, about] of [
  ["fr", "light", 1440, "everything"],
  ["fr", "dark", 820, "colours"],
  ["en", "dark", 1440, "colours"],
  ["en", "light", 820, "everything"],
] as const) {
  test(`every page of the desk is clean for axe (${language}, ${colorScheme}, ${width} px)`, async () => {
    const context = await browser.context({
      colorScheme,
      locale: language === "fr" ? "fr-FR" : "en-GB",
      viewport: { width, height: 900 },
    });
    const [name = "", value = ""] = desk.cookie.split("=");
    await context.addCookies([{ name, value, url: vigie.url }]);
    const page = await context.newPage();
    const errors = collectErrors(page);
    for (const [place, path] of Object.entries(places)) {
      await page.goto(`${vigie.url}${typeof path === "string" ? path : path()}`);
      await deskReady(page);
      expect(await page.getByRole("heading", { level: 1 }).count(), place).toBe(1);
      expect(await axeFindings(page, about), `${place} ${language}`).toEqual([]);
    }
    await page.goto(`${vigie.url}/desk`);
    await deskReady(page);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    expect(await axeFindings(page, about), "keys").toEqual([]);
    expect(errors).toEqual([]);
  });
}

test("the doors of the desk are clean for axe", async () => {
  const context = await browser.context();
  const page = await context.newPage();
  await page.goto(`${vigie.url}/desk`);
  await page.locator("input[name=password]").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.goto(`${vigie.url}/desk/join#nothing`);
  await page.getByRole("alert").waitFor();
  expect(await axeFindings(page)).toEqual([]);
});
