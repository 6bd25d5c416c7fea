import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeDesk, startFakeDesk } from "../../apps/desk/src/testing/fake-desk-server.ts";
import { type InventedKind, inventedKinds } from "../../apps/desk/src/testing/invented-cases.ts";
import { inventedMatches } from "../../apps/desk/src/testing/invented-matches.ts";
import { axeFindings, collectErrors, deskReady, useBrowser } from "./browser.ts";

// The desk as it was built, against a server in memory: what is tried here is what fingers do and what eyes see.
const assets = fileURLToPath(new URL("../../apps/server/dist/desk", import.meta.url));
const whole = process.env["VIGIE_FULL"] !== undefined;
// The machine may be busy.
const patient = { timeout: 20_000 };
const browser = useBrowser();
let desk: FakeDesk;

beforeEach(async () => {
  desk = await startFakeDesk({ assets });
  desk.enter("analyst");
});
afterEach(() => desk.close());

const caseOf = (kind: InventedKind) => {
  const view = desk.cases[inventedKinds.indexOf(kind as (typeof inventedKinds)[number])];
  if (view === undefined) throw new Error(`no invented case is ${kind}`);
  return view;
};

async function open(path: string) {
  const context = await browser.context();
  const page = await context.newPage();
  const errors = collectErrors(page);
  await page.goto(desk.origin + path);
  await deskReady(page);
  return { page, errors };
}

/** A refusal is told by the browser, too: it is what was asked for here. */
const unexpected = (errors: readonly string[]) => errors.filter((error) => !error.includes("status of 409"));

/** Cases of a busy day: new ones of several kinds, some already known by their fingerprint. All wait for a judgement. */
async function mixedDesk(count: number): Promise<void> {
  await desk.close();
  desk = await startFakeDesk({ assets, extraCases: count * 6 });
  desk.enter("analyst");
  const waiting = desk.cases
    .filter(({ summary, proposed }) => summary.nextStep === "assess" && proposed === null)
    .slice(0, count);
  expect(waiting).toHaveLength(count);
  const [other] = desk.cases.filter(({ summary }) => summary.status === "notified");
  for (const view of desk.cases) {
    const index = waiting.indexOf(view);
    if (index < 0) view.summary.nextStep = "wait";
    view.matches =
      index % 3 !== 1 || other === undefined
        ? []
        : inventedMatches({ caseId: other.summary.id, number: other.summary.number }).slice(0, 1);
  }
}

test("an analyst clears mixed cases with the keyboard alone: four keys for a new one, two for a known one", {
  timeout: 600_000,
}, async () => {
  const count = whole ? 100 : 12;
  await mixedDesk(count);
  const { page, errors } = await open("/desk");
  const taken: { kind: "new" | "known" | "skipped"; keys: number; ms: number }[] = [];
  let keys = 0;
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  for (let index = 0; index < count; index++) {
    const before = page.url();
    await page.keyboard.press("g");
    await page.keyboard.press("n");
    await page.waitForURL((url) => url.href !== before);
    await page.locator(".claim-bar").getByText("Ce dossier est à vous").waitFor();
    const id = page.url().split("/").at(-1);
    const view = desk.cases.find(({ summary }) => summary.id === id);
    if (view === undefined) throw new Error("the case that was served exists");
    await page.locator(".text-card-decide").waitFor();
    keys = 0;
    const from = performance.now();
    const kind = view.matches.length > 0 ? "known" : index % 6 === 5 ? "skipped" : "new";
    if (kind === "skipped") {
      await press("p");
      await page.getByRole("radiogroup", { name: "Pourquoi ?" }).waitFor();
      await press("1");
      await press("Control+Enter");
      await expect.poll(() => desk.skipped.get(view.summary.id), patient).toBe("not_now");
      await page.waitForURL((url) => !url.pathname.endsWith("/skip"));
      // The next one came by itself: given back, so that the loop asks for it as for the others.
      const served = desk.cases.find(({ summary }) => page.url().includes(summary.id));
      if (served !== undefined && served !== view) served.summary.claim = null;
      await page.goto(`${desk.origin}/desk`);
      await deskReady(page);
    } else {
      if (kind === "known") await press("y");
      else {
        await press("a");
        await page.locator(".guess").first().waitFor();
        await press("1");
        await press("n");
      }
      await page.locator(".zone-open form").waitFor();
      await press("Control+Enter");
      await expect.poll(() => view.summary.status, patient).toBe("assessed");
      await page.locator(".undo-bar").waitFor();
      expect(view.assessments.at(-1)?.reasons).not.toBe("");
      expect(keys).toBe(kind === "known" ? 2 : 4);
      if (kind === "known") expect(view.matches[0]?.status).toBe("confirmed");
    }
    taken.push({ kind, keys, ms: performance.now() - from });
  }
  for (const kind of ["new", "known", "skipped"] as const) {
    const of = taken.filter((one) => one.kind === kind);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    process.stdout.write(
      `${of.length} cases ${kind}: ${mean(of.map((one) => one.keys)).toFixed(1)} keys, ${Math.round(mean(of.map(({ ms }) => ms)))} ms each\n`,
    );
  }
  expect(taken.filter(({ kind }) => kind === "known").length).toBeGreaterThan(2);
  expect(errors).toEqual([]);
});

test("the same is done through roles and names alone, without a key", async () => {
  const count = whole ? 12 : 4;
  await mixedDesk(count);
  const { page, errors } = await open("/desk");
  for (let index = 0; index < count; index++) {
    await page.getByRole("link", { name: "Accueil" }).click();
    await page.getByRole("button", { name: "Dossier suivant" }).click();
    await page.getByRole("heading", { level: 1, name: /Dossier 2026-/ }).waitFor();
    const id = page.url().split("/").at(-1);
    const view = desk.cases.find(({ summary }) => summary.id === id);
    const card = page.getByRole("region", { name: "En mots" });
    const known = (view?.matches.length ?? 0) > 0;
    await card
      .getByRole("button", { name: known ? "Reprendre le verdict" : "Décider sans regarder" })
      .click();
    const panel = page.getByRole("region", { name: "Qualifier" });
    await panel.waitFor();
    if (!known) {
      const guesses = panel.getByRole("group", { name: "Fondements probables" });
      await guesses.getByRole("button").first().click();
      await panel
        .getByRole("radiogroup", { name: "Une personne de moins de 18 ans" })
        .getByRole("radio", { name: "Non" })
        .check({ force: true });
    }
    await panel.getByRole("button", { name: "Enregistrer la qualification" }).click();
    await page.getByRole("status").getByText("Qualification enregistrée.").waitFor();
    expect(view?.summary.status).toBe("assessed");
  }
  expect(errors).toEqual([]);
});

test("what a colleague did meanwhile is told, and what was written stays", async () => {
  const view = caseOf("danger");
  const { page, errors } = await open(`/desk/cases/${view.summary.id}`);
  await page.keyboard.press("a");
  await page.locator(".guess").first().waitFor();
  await page.keyboard.press("1");
  await page.keyboard.press("n");
  desk.colleague(view.summary.id, "assess");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("alert").getByText("Quelqu'un a modifié ceci entre-temps").waitFor();
  expect(view.assessments).toHaveLength(1);
  await page.getByRole("button", { name: "Recharger le dossier" }).click();
  const moved = page.getByRole("status").filter({ hasText: "Le dossier a changé" });
  await moved.getByText("Noé").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const reasons = page.getByRole("textbox", { name: "Motifs", exact: true });
  expect(await reasons.inputValue()).toContain("Menace de commettre un crime");
  await moved.getByRole("button", { name: "J'ai vu, continuer" }).click();
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => view.assessments.length, patient).toBe(2);
  expect(view.assessments.map(({ by }) => by)).toEqual(["Noé", "Camille"]);
  expect(unexpected(errors)).toEqual([]);
});

test("a case that a colleague has is read, not decided, until it is taken over; then it is given back", async () => {
  const view = caseOf("received");
  desk.colleague(view.summary.id, "claim");
  const { page, errors } = await open(`/desk/cases/${view.summary.id}`);
  await page.getByText("Noé travaille sur ce dossier").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("y");
  await page.locator(".zone-open form").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("alert").getByText("Noé travaille sur ce dossier").waitFor();
  expect(view.assessments).toEqual([]);
  await page.keyboard.press("k");
  expect(await page.locator(":focus").innerText()).toContain("Reprendre à Noé");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Vous avez repris le dossier.").waitFor();
  expect(view.summary.claim?.name).toBe("Camille");
  await page.keyboard.press("l");
  await page.getByText("Personne ne travaille sur ce dossier.").waitFor();
  expect(view.summary.claim).toBeNull();
  await page.keyboard.press("k");
  await expect.poll(() => view.summary.claim?.name, patient).toBe("Camille");
  expect(unexpected(errors)).toEqual([]);
});

test("an assessment is taken back with one key, and a proposal is confirmed by a second person", async () => {
  const view = caseOf("danger");
  const { page, errors } = await open(`/desk/cases/${view.summary.id}`);
  await page.keyboard.press("a");
  await page.locator(".guess").first().waitFor();
  await page.keyboard.press("1");
  await page.keyboard.press("i");
  await page.keyboard.press("Control+Enter");
  await page.locator(".undo-bar").getByText("il reste").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("z");
  await page.getByRole("status").getByText("Le dossier est comme avant.").waitFor();
  expect(view.assessments).toEqual([]);
  await page.locator(".undo-bar").waitFor({ state: "detached" });

  const proposed = caseOf("unknown_minor");
  await page.goto(`${desk.origin}/desk/cases/${proposed.summary.id}`);
  const card = page.getByRole("region", { name: "Une qualification attend une seconde personne" });
  await card.getByText("Proposée par Aïcha").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("y");
  expect(proposed.proposed).not.toBeNull();
  await page.keyboard.press("y");
  await expect.poll(() => proposed.proposed, patient).toBeNull();
  expect(proposed.assessments.at(-1)).toMatchObject({ by: "Aïcha", second: "Camille" });
  expect(errors).toEqual([]);
});

test("one decision holds for linked cases that were ticked, each with its outcome", async () => {
  const view = caseOf("received");
  const { page } = await open(`/desk/cases/${view.summary.id}`);
  await page.keyboard.press("y");
  const group = page.getByRole("group", { name: /Valable aussi pour 3/ }).first();
  await group.getByRole("checkbox", { name: "Tous" }).press("Space");
  await page.getByRole("button", { name: /Enregistrer pour 4/ }).waitFor();
  await page.keyboard.press("Control+Enter");
  const outcomes = page.getByRole("region", { name: "Ce qu'il en est, dossier par dossier" });
  await outcomes.getByText(/refusé, quelqu'un d'autre y travaille/).waitFor();
  expect(await outcomes.getByText(/, qualifié/).count()).toBe(3);
  expect(await axeFindings(page)).toEqual([]);
});

test("the first page says what waits and what became of the week; the list says why, and keeps filters", async () => {
  const { page, errors } = await open("/desk");
  await page.getByRole("heading", { name: "Ma semaine" }).waitFor();
  await page.getByText("9 contenus sont partis cette semaine").waitFor();
  await page.getByText("Les chiffres du graphique").click();
  expect(await page.getByRole("row").filter({ hasText: "3" }).count()).toBeGreaterThan(0);
  await page.getByRole("heading", { name: "Consignes" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("link", { name: /une vie est peut-être en danger/ }).click();
  await page.getByRole("grid").getByRole("row").nth(1).waitFor();
  expect(new URL(page.url()).search).toBe("?urgency=P0");
  expect(await page.locator(".case-rows .case-row").count()).toBe(1);
  expect(await page.locator(".case-why").first().innerText()).toContain("d'après le signalement");

  await page.getByRole("button", { name: "Garder ce filtre" }).click();
  await page.keyboard.type("Vies");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Filtre gardé.").waitFor();
  await page.getByRole("button", { name: "Haine, libres", exact: true }).click();
  expect(new URL(page.url()).search).toBe("?topic=hate&claimed=free");
  await page.getByRole("button", { name: "Effacer le filtre « Haine, libres »" }).click();
  await page.getByRole("button", { name: "Haine, libres", exact: true }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Vies", exact: true }).click();
  expect(new URL(page.url()).search).toBe("?urgency=P0");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.getByRole("heading", { name: "Bonjour Camille" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Ce dossier est à vous").waitFor();
  expect(errors).toEqual([]);
});

test("the new states are clean for axe in English and in the dark too", async () => {
  desk.enter("analyst", { language: "en" });
  const context = await browser.context({ locale: "en-GB", colorScheme: "dark" });
  const page: Page = await context.newPage();
  const met = caseOf("received").summary.id;
  for (const path of [
    "/desk",
    "/desk/cases",
    `/desk/cases/${met}/skip`,
    `/desk/cases/${met}/assess`,
    `/desk/cases/${caseOf("unknown_minor").summary.id}`,
    `/desk/cases/${caseOf("referred").summary.id}`,
  ]) {
    await page.goto(desk.origin + path);
    await deskReady(page);
    expect(await axeFindings(page), path).toEqual([]);
  }
});
