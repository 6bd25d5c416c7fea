import type { CaseList, CasePlanView } from "@vigie/contract";
import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { useDns } from "../dns-server.ts";
import { entity, useRdap } from "../rdap-server.ts";
import { type Desk, useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, deskReady, useBrowser } from "./browser.ts";

const dns = await useDns();
const rdap = await useRdap();
const vigie = useVigie({ VIGIE_DNS_SERVERS: dns.address, VIGIE_RDAP_BOOTSTRAP: rdap.bootstrap });
const browser = useBrowser();

const video = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";
const site = "https://fil.quais.example/sujet/7";
let desk: Desk;
let caseId = "";
let sealedCaseId = "";
let hateCaseId = "";

beforeAll(async () => {
  rdap.answer("/registry/domain/quais.example", {
    objectClassName: "domain",
    ldhName: "quais.example",
    entities: [entity(["registrar"], { name: "Bureau des Noms" })],
  });
  await vigie.report({ locations: [{ url: video }, { url: site }], concern: "blackmail" });
  await vigie.report({ locations: [{ url: "https://lien.quais.example/moi" }], private: true });
  await vigie.report({ locations: [{ url: "https://forum.autres-quais.example/sujet/9" }], concern: "hate" });
  await vigie.settle();
  desk = await vigie.firstAdmin();
  await desk.unlock();
  const { cases } = await desk.call<CaseList>("GET", "/cases");
  caseId = cases.find(({ contents }) => contents === 2)?.id ?? "";
  sealedCaseId = cases.find(({ title }) => title === null)?.id ?? "";
  hateCaseId = cases.find(({ title }) => title === "forum.autres-quais.example")?.id ?? "";
  await desk.call("POST", `/cases/${caseId}/assessments`, {
    grounds: ["ncii"],
    manifest: "manifest",
    minor: "no",
    reasons: "Une vidéo intime diffusée sans accord.",
  });
  await desk.call("POST", `/cases/${hateCaseId}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "Un appel à la violence.",
  });
});

const planNow = (id = caseId) => desk.call<CasePlanView>("GET", `/cases/${id}/plan?language=fr`);

test("the plan is read, done and undone by the keyboard alone", async () => {
  const { page, errors } = await openCase({ viewport: { width: 1440, height: 900 } });
  const { plan } = await planNow();
  const steps = page.locator("[data-step-id]");
  await steps.first().waitFor();
  expect(await steps.count()).toBe(plan.steps.length);
  expect(plan.steps.length).toBeGreaterThan(1);

  await page.keyboard.press("2");
  await expect.poll(() => focusedStep(page)).toBe(plan.steps[1]?.id);
  expect(await expanded(page, 1)).toBe("true");

  await page.keyboard.press("x");
  await expect.poll(async () => (await planNow()).plan.steps[1]?.done?.by).toBe("Première");
  await steps
    .nth(1)
    .getByText(/^Fait le .*Première$/)
    .waitFor();
  expect(await focusedStep(page), "the focus stays on the step").toBe(plan.steps[1]?.id);

  await page.keyboard.press("x");
  await expect.poll(async () => (await planNow()).plan.steps[1]?.done).toBe(null);
  expect(errors).toEqual([]);
});

test("an unshifted digit of a French keyboard opens a step too", async () => {
  const { page } = await openCase();
  await page.locator("[data-step-id]").first().waitFor();
  const { plan } = await planNow();
  await page.evaluate(() =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "&", code: "Digit1", bubbles: true })),
  );
  await expect.poll(() => focusedStep(page)).toBe(plan.steps[0]?.id);
});

test("what is said about the situation changes the plan, which stays beside the form", async () => {
  const { page } = await openCase();
  await page.locator("[data-step-id]").first().waitFor();
  await page.keyboard.press("s");
  await page.getByRole("heading", { name: "Situation", exact: true }).waitFor();
  await page.locator(".zone-beside [data-step-id]").first().waitFor();
  expect(await axeFindings(page)).toEqual([]);

  await page.getByRole("radiogroup", { name: "Y a-t-il un chantage ?" }).getByText("Déjà publié").click();
  await page.getByRole("radiogroup", { name: "L'auteur veut-il nuire ?" }).getByText("Oui").click();
  await page.getByLabel("Pays de la personne").fill("b");
  await page.getByRole("button", { name: "Enregistrer la situation" }).click();
  await page.getByText("Deux lettres, comme FR, ou rien.").waitFor();
  await page.getByLabel("Pays de la personne").fill("be");
  await page.getByRole("button", { name: "Enregistrer la situation" }).click();

  await page.locator(".situation-line").getByText("Belgique").waitFor();
  const { plan } = await planNow();
  expect(plan.situation).toMatchObject({ blackmail: "under_way", uploaderHostile: "yes", country: "BE" });
  expect(plan.steps.filter(({ learns }) => learns.code === "before_removal")).toEqual([]);
  await expect.poll(() => page.locator("[data-step-id]").count()).toBe(plan.steps.length);
});

test("a step's own action opens the panel it needs, filled with what the plan knows", async () => {
  const { hosting } = await planNow(hateCaseId);
  const hosted = hosting[0]?.contentId;
  const host = { role: "host", name: "Hébergeur Inventé", email: "abuse@hebergeur.example" };
  await desk.call("PUT", `/contents/${hosted}/hosting`, host);
  const { page } = await openCase({}, hateCaseId);
  await page.locator("[data-step-id]").first().waitFor();
  const { steps } = (await planNow(hateCaseId)).plan;
  for (const [kind, heading] of [
    ["refer", "Transmettre"],
    ["host_notice", "Notifier"],
  ] as const) {
    const index = steps.findIndex((step) => step.kind === kind);
    const step = steps[index];
    if (step === undefined) throw new Error(`the plan has no ${kind}: ${steps.map(({ id }) => id).join()}`);
    await page.keyboard.press(String(index + 1));
    await expect.poll(() => focusedStep(page)).toBe(step.id);
    await page.keyboard.press("o");
    const panel = page.locator(".zone-open");
    await panel.getByRole("heading", { name: heading, exact: true }).waitFor();
    await panel.locator(".step-brief").getByText(step.title).waitFor();
    if (kind === "refer") {
      await panel.locator(".picker-button").getByText(step.recipient.name).waitFor();
    } else {
      expect(await panel.getByLabel("Adresse électronique").inputValue()).toBe(host.email);
      expect(await panel.getByRole("checkbox", { checked: true }).count(), "its own place only").toBe(1);
    }
    expect(await axeFindings(page), kind).toEqual([]);
    // A digit leads back to the plan.
    await page.keyboard.press("1");
    await expect.poll(() => focusedStep(page)).toBe(steps[0]?.id);
  }
});

test("a step that is done elsewhere shows where to go, and opens nothing by itself", async () => {
  const { situation } = (await planNow()).plan;
  await desk.call("PUT", `/cases/${caseId}/situation`, { ...situation, fileAtHand: "yes" });
  const { page } = await openCase();
  const { steps } = (await planNow()).plan;
  const index = steps.findIndex(({ kind, channel }) => kind === "fingerprint" && channel.url !== null);
  const row = page.locator("[data-step-id]").nth(index);
  await row.waitFor();
  await page.keyboard.press(String(index + 1));
  await expect.poll(() => focusedStep(page)).toBe(steps[index]?.id);
  await page.keyboard.press("o");
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Copier");
  const link = row.locator("[data-step-channel] a");
  expect(await link.getAttribute("href")).toBe(steps[index]?.channel.url);
  expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
  expect(await link.getAttribute("referrerpolicy")).toBe("no-referrer");
  expect(page.context().pages().length).toBe(1);
});

test("a step with an official form opens a notice for that form, to be handed over by a person", async () => {
  const { page } = await openCase();
  const { steps } = (await planNow()).plan;
  const index = steps.findIndex(({ kind, channel }) => kind === "form" && channel.url !== null);
  await page.locator("[data-step-id]").nth(index).waitFor();
  await page.keyboard.press(String(index + 1));
  await expect.poll(() => focusedStep(page)).toBe(steps[index]?.id);
  await page.keyboard.press("o");
  const form = page.getByRole("textbox", { name: "Page du formulaire officiel" });
  expect(await form.inputValue()).toBe(steps[index]?.channel.url);
  await page.getByRole("button", { name: "Préparer la notification" }).waitFor();
  await page.getByRole("region", { name: "Réponses préparées" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

test("a change made elsewhere reaches the open plan, and so does another language", async () => {
  const { page } = await openCase();
  await page.locator("[data-step-id]").first().waitFor();
  const [first] = (await planNow()).plan.steps;
  await desk.call("POST", `/cases/${caseId}/plan/steps`, { stepId: first?.id, done: true });
  await vigie.settle();
  await page
    .getByText(/^Fait le /)
    .first()
    .waitFor();
  await desk.call("POST", `/cases/${caseId}/plan/steps`, { stepId: first?.id, done: false });

  const english = await desk.call<CasePlanView>("GET", `/cases/${caseId}/plan?language=en`);
  await page.getByRole("button", { name: "Compte et réglages" }).click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await page.getByText(english.plan.says).first().waitFor();
});

test("who hosts a site is looked up, its gaps are said, and a person corrects it", async () => {
  const { page } = await openCase();
  const card = page.locator("[data-content-id]").filter({ hasText: "fil.quais.example" });
  await card.getByRole("button", { name: "Qui héberge ?" }).click();
  await card.getByRole("button", { name: "Aucun hébergeur trouvé" }).click();
  await card.getByText("Bureau des Noms").waitFor();

  await card.getByRole("button", { name: "Corriger à la main" }).click();
  expect(await axeFindings(page)).toEqual([]);
  await card.getByLabel("Nom").fill("Hébergeur Inventé");
  await card.getByLabel(/Adresse électronique/).fill("abuse@hebergeur.example");
  await card.getByRole("button", { name: "Enregistrer" }).click();
  await card.getByRole("button", { name: "Hébergeur : Hébergeur Inventé" }).waitFor();
  await card.getByText("corrigé par l'équipe").waitFor();

  await card.getByRole("button", { name: "Corriger à la main" }).click();
  await card.getByRole("button", { name: "Retirer la correction" }).click();
  await card.getByRole("button", { name: "Aucun hébergeur trouvé" }).waitFor();
});

test("nothing is looked up about a sealed address, and the page says why", async () => {
  const asked = dns.asked.length + rdap.requests.length;
  const { page } = await openCase({}, sealedCaseId);
  await page.getByRole("button", { name: "Qui héberge ?" }).waitFor();
  expect(await page.getByRole("button", { name: "Qui héberge ?" }).isDisabled()).toBe(true);
  await page.getByText("interdit toute recherche sur cette adresse").waitFor();
  await page.keyboard.press("w");
  await page.getByRole("status").getByText("interdit toute recherche").waitFor();
  expect(dns.asked.length + rdap.requests.length).toBe(asked);
});

test("the plan holds on a telephone, with forced colours, in both languages", async () => {
  for (const locale of ["fr-FR", "en-GB"]) {
    for (const forcedColors of ["none", "active"] as const) {
      const { page } = await openCase({ locale, forcedColors, viewport: { width: 390, height: 800 } });
      await page.locator("[data-step-id]").first().waitFor();
      await page.keyboard.press("1");
      await expect.poll(() => expanded(page, 0)).toBe("true");
      expect(await axeFindings(page), `${locale} ${forcedColors}`).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        `${locale} scrolls sideways`,
      ).toBeLessThanOrEqual(0);
    }
  }
});

async function openCase(
  options: BrowserContextOptions = {},
  id = caseId,
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.context(options);
  const [name = "", value = ""] = desk.cookie.split("=");
  await context.addCookies([{ name, value, url: vigie.url }]);
  const page = await context.newPage();
  const errors = collectErrors(page);
  await page.goto(`${vigie.url}/desk/cases/${id}`);
  await deskReady(page);
  return { page, errors };
}

function focusedStep(page: Page): Promise<string | null> {
  return page.evaluate(
    () => document.activeElement?.closest("[data-step-id]")?.getAttribute("data-step-id") ?? null,
  );
}

function expanded(page: Page, index: number): Promise<string | null> {
  return page.locator("[data-step-id] [slot=trigger]").nth(index).getAttribute("aria-expanded");
}
