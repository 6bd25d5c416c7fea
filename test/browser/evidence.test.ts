import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useVigie } from "../vigie.ts";
import { axeFindings, useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();

async function calm(page: Page, what: string): Promise<void> {
  expect(await axeFindings(page), what).toEqual([]);
  const overflows = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(overflows, `${what} is wider than the screen`).toBe(false);
}

test("without script, on a phone and by keyboard: open, say the age, keep a handle, take the bundle, print", async () => {
  const { receipt } = await vigie.report({
    locations: [{ url: "https://reseau.example/compte/9" }],
    concern: "blackmail",
  });
  const context = await browser.context({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr/suivi`);
  await page.locator("input[name=receipt]").fill(receipt);
  await page.locator("main button[type=submit]").click();
  await page.getByRole("button", { name: "Ouvrir mes preuves" }).press("Enter");
  await page.getByRole("button", { name: "Non, personne de moins de 18 ans" }).press("Enter");
  await page.getByRole("button", { name: "Pseudo ou nom de compte" }).press("Enter");
  await page.locator("#text").fill("@inconnu\u202e42");
  await page.locator("#day").fill("2020-03-04");
  await page.locator("#time").fill("21:05");
  await page.getByRole("button", { name: "Garder", exact: true }).press("Enter");
  expect(await page.locator("[role=status]").innerText()).toBe("C’est gardé.");
  expect(await page.locator("main").innerText()).toContain("4 mars 2020 à 21:05, heure de Paris");
  expect(page.url()).toBe(`${vigie.url}/fr/suivi`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Dossier complet, signé (.zip)" }).press("Enter"),
  ]);
  expect(download.suggestedFilename()).toBe("documents.zip");
  await page.getByRole("button", { name: "Imprimer mes preuves" }).press("Enter");
  expect(await page.locator("main").innerText()).toContain("@inconnu42");
  expect(await page.title()).toBe("Vigie");
  await context.close();
});

test("its pages are clean for axe and no wider than a phone, in both languages, with long words and with problems", async () => {
  const { receipt } = await vigie.report({ locations: [{ url: "https://reseau.example/compte/10" }] });
  const post = (fields: Record<string, string>) =>
    fetch(`${vigie.url}/fr/suivi`, { method: "POST", body: new URLSearchParams({ receipt, ...fields }) });
  await post({
    do: "evidence_add",
    kind: "address",
    text: `https://a.example/${"x".repeat(900)}`,
    zone: "UTC",
  });
  await post({ do: "evidence_add", kind: "words", text: `مرحبا ${"é".repeat(5_000)}`, zone: "UTC" });
  const context = await browser.context({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  for (const [path, open] of [
    ["/fr/suivi", "Ouvrir mes preuves"],
    ["/en/follow", "Open my evidence"],
  ] as const) {
    await page.goto(`${vigie.url}${path}`);
    await page.locator("input[name=receipt]").fill(receipt);
    await page.locator("main button[type=submit]").click();
    await page.getByRole("button", { name: open }).click();
    await calm(page, `${path} list`);
    await page.locator("button[name=kind][value=words]").click();
    await calm(page, `${path} new`);
    await page.locator("#day").fill("2999-01-01");
    await page.locator("button[value=evidence_add]").click();
    await page.locator("[role=alert]").waitFor();
    await calm(page, `${path} problems`);
    await page.locator("button[value=evidence]").click();
    await page.locator("button[value=evidence_print]").click();
    await calm(page, `${path} print`);
  }
  await context.close();
});
