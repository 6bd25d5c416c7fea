import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeDesk, startFakeDesk } from "../../apps/desk/src/testing/fake-desk-server.ts";
import { inventedKinds } from "../../apps/desk/src/testing/invented-cases.ts";
import { axeFindings, collectErrors, deskReady, useBrowser } from "./browser.ts";

// The desk as it was built, against a server in memory.
const assets = fileURLToPath(new URL("../../apps/server/dist/desk", import.meta.url));
const browser = useBrowser();
let desk: FakeDesk;

beforeEach(async () => {
  desk = await startFakeDesk({ assets });
  desk.enter("analyst");
});
afterEach(() => desk.close());

const received = () => {
  const view = desk.cases[inventedKinds.indexOf("received")];
  if (view === undefined) throw new Error("an invented case was received");
  return view;
};

test("the record is one sequence of keys away, and says each figure beside its chart", async () => {
  const { page, errors } = await open("/desk");
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.getByRole("heading", { name: "Suites de nos notifications" }).waitFor();
  const outcomes = page.getByRole("region", { name: "Tableau par destinataire", exact: true });
  const quais = outcomes.getByRole("row", { name: /Forum des Quais/ });
  expect(await quais.getByRole("cell").allInnerTexts()).toEqual([
    "53",
    "5",
    "8",
    "2",
    expect.stringMatching(/^91\s% \(53 sur 58\)$/),
  ]);
  expect(await outcomes.getByRole("row", { name: /=cmd/ }).innerText()).toContain("1 sur 1");
  expect(await outcomes.getByRole("row", { name: /mail.loin/ }).innerText()).toContain("rien de tranché");
  const share = await page.locator(".bar-row").first().locator("rect.part-full").getAttribute("width");
  expect(Number.parseFloat(share ?? "")).toBeCloseTo((100 * 53) / 68);

  const times = page.getByRole("region", { name: "Tableau des temps" });
  await times
    .getByRole("row", { name: /Menace de mort/ })
    .getByText("trop peu")
    .waitFor();
  await page.getByText("le retrait prouvé", { exact: true }).click();
  await times.getByRole("row", { name: /Courrier postal/ }).waitFor({ state: "detached" });
  expect(errors).toEqual([]);
});

test("filters and the order of a column hold for charts, tables and the file", async () => {
  const { page, errors } = await open("/desk/record");
  await choose(page, "Fondement", "Provocation publique à la haine ou à la violence");
  expect(await page.locator(".bar-rows").first().locator(".bar-row").count()).toBe(2);
  const detail = page.getByRole("region", { name: "Tableau par destinataire, fondement et voie" });
  await detail.getByRole("button", { name: "Refusées" }).click();
  expect(await detail.locator("tbody th").allInnerTexts()).toEqual(["Hébergeur du Nord", "Forum des Quais"]);
  expect(await detail.locator("[aria-sort=descending]").innerText()).toBe("Refusées");
  await detail.getByRole("button", { name: "Refusées" }).click();
  expect(await detail.locator("tbody th").allInnerTexts()).toEqual(["Forum des Quais", "Hébergeur du Nord"]);

  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger le tableau (CSV)" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe("suites-des-notifications.csv");
  const lines = (await readFile(await download.path(), "utf8")).split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^\uFEFFDestinataire;Fondement;Voie;/);
  expect(lines[1]).toMatch(
    /^Forum des Quais;Provocation publique à la haine ou à la violence;Courriel;;64;58;51;4;7;2;49;/,
  );
  expect(lines[1]).toMatch(/;0,4;3,1;9,2;41,5;11,6;52$/);

  await choose(page, "Voie", "Formulaire, déposé par vous");
  await page.getByText("Aucune notification ne répond à ces choix.").waitFor();
  expect(errors).toEqual([]);
});

test("an empty record says what will stand here; an observer does not see it", async () => {
  desk.record.rows = [];
  const { page } = await open("/desk/record");
  await page.getByText("Quand une première notification sera partie").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  desk.enter("observer");
  await page.goto(`${desk.origin}/desk/record`);
  await page.getByRole("heading", { name: "Cette page n'existe pas" }).waitFor();
  expect(await page.getByRole("link", { name: "Suites" }).count()).toBe(0);
  await page.goto(`${desk.origin}/desk/banks`);
  await page.getByRole("heading", { name: "Cette page n'existe pas" }).waitFor();
});

test("a match is told in words, and a person settles it by key", async () => {
  const view = received();
  const { page, errors } = await open(`/desk/cases/${view.summary.id}`);
  const [first, second] = await page.locator("[data-match-id]").all();
  await first?.getByText("Sans doute la même image que dans un autre dossier").waitFor();
  await first?.getByText("Très proches, 12 bits d'écart sur 256, l'une retournée").waitFor();
  await first?.getByText("Diffusion d'images intimes sans consentement").waitFor();
  await second?.getByText("Liste des Trois Ports").waitFor();
  await page.getByText("Une seule empreinte le dit").waitFor();
  await page.getByText("⟨U+202E⟩vu").waitFor();
  expect(await page.locator("[data-match-id] img, [data-match-id] canvas").count()).toBe(0);

  await page.keyboard.press("b");
  await expect.poll(() => focusedMatch(page)).toBe(view.matches[0]?.id);
  expect(view.matches[0]?.status, "the first press only goes there").toBe("proposed");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("v");
  await expect.poll(() => view.matches[0]?.status).toBe("confirmed");
  await page.getByRole("status").getByText("Rapprochement confirmé").waitFor();
  expect(view.assessments, "a confirmed match decides nothing").toEqual([]);
  await page.keyboard.press("v");
  await expect.poll(() => focusedMatch(page)).toBe(view.matches[2]?.id);
  await page.keyboard.press("b");
  await expect.poll(() => view.matches[2]?.status).toBe("refused");

  await page.getByRole("button", { name: "Partir de cette qualification" }).click();
  await page.getByRole("heading", { name: "Qualifier" }).waitFor();
  await page.locator(".tag").getByText("Diffusion d'images intimes sans consentement").waitFor();
  expect(await page.getByRole("radio", { name: "Manifeste" }).isChecked()).toBe(true);
  expect(view.assessments).toEqual([]);
  expect(errors).toEqual([]);
});

test("a match settled meanwhile by somebody else says so", async () => {
  const view = received();
  desk.refuseNext("settleMatch", "match.step_impossible");
  const { page } = await open(`/desk/cases/${view.summary.id}`);
  await page.getByRole("button", { name: "C'est autre chose" }).first().click();
  await page.getByRole("alert").getByText("a déjà été tranché").waitFor();
  await page.getByRole("button", { name: "Recharger le dossier" }).waitFor();
});

test("an administrator reads matches and settles none", async () => {
  desk.enter("admin");
  const { page } = await open(`/desk/cases/${received().summary.id}`);
  await page.locator("[data-match-id]").first().waitFor();
  expect(await page.getByRole("button", { name: "C'est la même chose" }).count()).toBe(0);
  await page.keyboard.press("v");
  expect(await focusedMatch(page)).toBeNull();
});

test("a manager decides about a list in quarantine, releases an entry, suspends a bank and resumes it", async () => {
  desk.enter("manager");
  const { page, errors } = await open("/desk");
  await page.getByRole("button", { name: /Compte et réglages/ }).click();
  await page.getByRole("menuitem", { name: "Banques d'empreintes" }).click();
  const list = page.getByRole("listitem", { name: "Liste des Trois Ports" });
  await list.getByText("Plus d'une entrée sur dix disparaîtrait.").waitFor();
  await list.getByRole("button", { name: "Mettre en service" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByText("4 entrées nouvelles").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Mettre en service" }).click();
  await page.getByRole("status").getByText("Liste mise en service.").waitFor();
  expect(desk.banks[1]?.imports[0]?.status).toBe("applied");
  await list.getByRole("button", { name: "Annuler cette liste" }).click();
  await dialog.getByRole("button", { name: "Annuler cette liste" }).click();
  await expect.poll(() => desk.banks[1]?.imports[0]?.status).toBe("rolled_back");

  const own = page.getByRole("listitem", { name: "Banque d'essai" });
  await own.getByText("2 entrées se sont mises à tout reconnaître").waitFor();
  await own.getByRole("button", { name: "Comparer de nouveau l'entrée 4107" }).click();
  await page.getByRole("status").getByText("Entrée de nouveau comparée.").waitFor();
  await own.getByText("Une entrée s'est mise à tout reconnaître").waitFor();
  expect(desk.banks[2]?.suspendedEntries.newest.map(({ id }) => id)).toEqual(["4093"]);
  await own.getByRole("button", { name: "Suspendre la banque" }).click();
  await own.getByText("Quelqu'un de l'équipe l'a suspendue.").waitFor();
  await own.getByRole("button", { name: "Reprendre les comparaisons" }).click();
  await own.getByRole("button", { name: "Suspendre la banque" }).waitFor();
  expect(errors).toEqual([]);
});

test("an analyst reads the banks and changes none; without a bank the page says how one is made", async () => {
  const { page } = await open("/desk/banks");
  await page.getByRole("listitem", { name: "Banque d'essai" }).waitFor();
  for (const name of [
    "Mettre en service",
    "Annuler cette liste",
    "Suspendre la banque",
    "Comparer de nouveau",
  ]) {
    expect(await page.getByRole("button", { name }).count(), name).toBe(0);
  }
  desk.banks.length = 0;
  await page.reload();
  await page.getByText("npx vigie bank add").waitFor();
});

test("a way that was tried against a double only says so where it is chosen", async () => {
  const view = desk.cases[inventedKinds.indexOf("assessed")];
  const { page } = await open(`/desk/cases/${view?.summary.id}/notice`);
  await page
    .getByRole("button", { name: /Par où/ })
    .first()
    .click();
  await page.getByRole("option", { name: /accord.*essayée contre un double local seulement/ }).waitFor();
});

for (const [language, colorScheme, width, about] of [
  ["fr", "light", 390, "everything"],
  ["en", "dark", 390, "colours"],
  ["fr", "dark", 820, "colours"],
  ["en", "light", 820, "colours"],
  ["en", "dark", 1440, "everything"],
] as const) {
  test(`record, banks and matches are clean for axe and fit (${language}, ${colorScheme}, ${width} px)`, async () => {
    desk.enter("manager", { language });
    const { page, errors } = await open("/desk/record", {
      colorScheme,
      locale: language === "fr" ? "fr-FR" : "en-GB",
      viewport: { width, height: 900 },
    });
    for (const path of ["/desk/record", "/desk/banks", `/desk/cases/${received().summary.id}`]) {
      await page.goto(desk.origin + path);
      await deskReady(page);
      await page.locator(".table, .bank-facts, [data-match-id]").first().waitFor();
      expect(await axeFindings(page, about), path).toEqual([]);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    expect(errors).toEqual([]);
  });
}

async function open(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.context({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const errors = collectErrors(page);
  await page.goto(desk.origin + path);
  await deskReady(page);
  return { page, errors };
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page
    .getByRole("button", { name: new RegExp(label) })
    .first()
    .click();
  await page.getByRole("option", { name: option }).click();
}

function focusedMatch(page: Page): Promise<string | null> {
  return page.evaluate(
    () => document.activeElement?.closest("[data-match-id]")?.getAttribute("data-match-id") ?? null,
  );
}
