import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeDesk, startFakeDesk } from "../../apps/desk/src/testing/fake-desk-server.ts";
import { type InventedKind, inventedKinds } from "../../apps/desk/src/testing/invented-cases.ts";
import { axeFindings, collectErrors, deskReady, useBrowser } from "./browser.ts";

// The desk as it was built, against a server in memory: what is tried here is what fingers do and what eyes see.
const assets = fileURLToPath(new URL("../../apps/server/dist/desk", import.meta.url));
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

test("from a finished assessment to a sent notice, a known service takes two keystrokes", async () => {
  const view = caseOf("assessed");
  const { page, errors } = await openCase("assessed");
  await page.locator("[data-step-id]").first().waitFor();
  let strokes = 0;
  const press = async (keys: string) => {
    strokes += 1;
    await page.keyboard.press(keys);
  };
  await press("n");
  await page.locator(".letter").waitFor();
  expect(view.notices, "a preview sends nothing").toEqual([]);
  await press("Control+Enter");
  await expect.poll(() => view.notices.length).toBe(1);
  expect(strokes).toBeLessThanOrEqual(4);
  expect(strokes).toBe(2);
  const [notice] = view.notices;
  expect(notice).toMatchObject({
    kind: "service",
    channel: "email",
    status: "queued",
    to: { email: "abuse@forum-des-quais.example" },
  });
  expect(notice?.body).toContain(view.assessments[0]?.reasons);
  expect(errors).toEqual([]);
});

test("the sending chord never sends what was not shown", async () => {
  const view = caseOf("assessed");
  desk.refuseNext("previewNotices", "notice.recipient_invalid");
  const { page } = await openCase("assessed", "/notice");
  await page.getByRole("textbox", { name: "Explication" }).fill("Un autre texte.");
  // The other host has no address yet: the first chord says so.
  await page.keyboard.press("Control+Enter");
  await page.getByText("Il manque l'adresse électronique.").waitFor();
  await page.getByRole("checkbox").nth(2).press("Space");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("alert").first().waitFor();
  expect(view.notices).toEqual([]);
  await page.keyboard.press("Control+Enter");
  await page.locator(".letter").waitFor();
  await page.getByRole("textbox", { name: "Explication" }).fill("Encore un autre.");
  await page.getByText("Le texte a changé depuis cet aperçu.").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator(".letter").getByText("Encore un autre.").waitFor();
  expect(view.notices).toEqual([]);
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => view.notices.length).toBe(1);
  expect(view.notices[0]?.body).toContain("Encore un autre.");
});

test("a place to fill stops the sending and leads to where it stands", async () => {
  const view = caseOf("assessed");
  const { page } = await openCase("assessed", "/notice");
  await page.getByRole("checkbox").nth(2).press("Space");
  const explanation = page.getByRole("textbox", { name: "Explication" });
  await explanation.fill("Publié le [[date]].");
  await page.keyboard.press("Control+Enter");
  const fill = page.getByRole("button", { name: "Remplir « date »" });
  await fill.waitFor();
  expect(await page.getByRole("button", { name: "Envoyer la notification" }).isDisabled()).toBe(true);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("status").getByText("à remplir avant l'envoi").waitFor();
  expect(view.notices).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await fill.click();
  await page.keyboard.type("21 novembre");
  expect(await explanation.inputValue()).toBe("Publié le 21 novembre.");
});

test("the person concerned is asked for in requests made for them, and stands in a block apart", async () => {
  const { page } = await openCase("assessed", "/notice");
  await page.getByRole("checkbox").nth(2).press("Space");
  const person = page.getByRole("textbox", { name: "La personne au nom de qui vous écrivez" });
  expect(await person.count()).toBe(0);
  await choose(page, "À quel titre", "Demande d'effacement");
  await person.waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("Sans mandat, cette demande ne peut pas partir.").waitFor();
  await person.fill("Une Personne Inventée");
  await page.getByRole("checkbox", { name: "Elle nous a donné mandat" }).press("Space");
  await page.keyboard.press("Control+Enter");
  const block = page.getByRole("region", { name: "Bloc d'identité" });
  await block.getByText("Une Personne Inventée").waitFor();
  expect(await page.locator(".letter").first().innerText()).not.toContain("Une Personne Inventée");
  expect(await axeFindings(page)).toEqual([]);
});

test("a form is filled by copying each prepared answer with one key, then its reference is kept", async () => {
  const view = caseOf("prepared");
  const [notice] = view.notices;
  const { page } = await openCase("prepared", "", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.keyboard.press("d");
  await page.getByRole("heading", { name: "Déposer auprès de Forum des Quais" }).waitFor();
  const link = page.locator(".zone-open").getByRole("link", { name: /autre onglet/ });
  expect(await link.getAttribute("href")).toBe(notice?.to.url);
  expect(await link.getAttribute("target")).toBe("_blank");
  expect(await link.getAttribute("rel")).toContain("noreferrer");

  const copied: string[] = [];
  for (const [index, { label }] of (notice?.form ?? []).entries()) {
    await page.keyboard.press("c");
    await page
      .getByRole("status")
      .getByText(`Copié : ${index + 1} sur 5, ${label}.`)
      .waitFor();
    copied.push(await page.evaluate(() => navigator.clipboard.readText()));
  }
  expect(copied).toEqual(notice?.form.map(({ value }) => value));
  expect(await axeFindings(page)).toEqual([]);

  await page.getByRole("textbox", { name: "Référence" }).fill(" DSA-2026-7 ");
  await page.getByRole("textbox", { name: "Preuve du dépôt" }).fill("Merci, votre demande est enregistrée.");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => notice?.status).toBe("sent");
  expect(notice).toMatchObject({ reference: "DSA-2026-7", proof: "Merci, votre demande est enregistrée." });

  // The letter is next.
  await page.getByRole("heading", { name: "Déposer auprès de Hébergeur du Nord" }).waitFor();
  const letter = page.getByRole("link", { name: "Ouvrir la lettre (PDF)" });
  expect(await letter.getAttribute("href")).toBe(`/api/v1/desk/notices/${view.notices[1]?.id}/letter.pdf`);
  await page.getByRole("button", { name: "Elle ne partira pas" }).click();
  await expect.poll(() => view.notices[1]?.status).toBe("cancelled");
});

test("where the browser refuses to copy, the answer is selected and the key still moves on", async () => {
  const { page } = await openCase("prepared");
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
  });
  await page.keyboard.press("d");
  await page.locator(".form-answer").first().waitFor();
  const selection = () => page.evaluate(() => window.getSelection()?.toString());
  await page.keyboard.press("c");
  await expect.poll(selection).toBe(caseOf("prepared").notices[0]?.form[0]?.value);
  await page.getByRole("status").getByText("Le navigateur refuse de copier").waitFor();
  await page.keyboard.press("c");
  await expect.poll(() => page.locator(".form-answer[aria-current]").innerText()).toContain("Motif");
  await page.keyboard.press("c");
  await expect.poll(selection).toBe("Divulgation d'informations personnelles");
});

test("what came back is shown as text, and one key says yes to its reading", async () => {
  const view = caseOf("notified");
  const answer = view.answers[1];
  if (answer === undefined) throw new Error("the invented case has two answers");
  answer.text = `<img src="http://tracker.example/1.gif"><script>alert(1)</script>\n${answer.text}`;
  const { page } = await openCase("notified");
  const shown = page.locator(`[data-answer-id="${answer.id}"]`);
  await shown.getByText("<script>alert(1)</script>").waitFor();
  expect(await shown.locator("img, script").count()).toBe(0);
  await shown.getByText("L'expéditeur écrit d'un autre domaine").waitFor();
  await shown.getByText("⟨U+202E⟩").waitFor();

  await page.keyboard.press("y");
  await expect.poll(() => focusedAnswer(page)).toBe(answer.id);
  expect(answer.confirmed).toBeNull();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("y");
  await expect.poll(() => answer.confirmed).toBe("acted");
  await page.getByRole("status").getByText("Dit avoir retiré").waitFor();
  await page.keyboard.press("y");
  await page.getByRole("status").getByText("Aucune réponse n'attend").waitFor();

  await shown.getByRole("button", { name: /Tout afficher/ }).click();
  await shown.getByRole("button", { name: "Réduire" }).waitFor();
  await shown.getByRole("button", { name: "Corriger" }).click();
  await shown.getByRole("button", { name: "Refuse" }).click();
  await expect.poll(() => answer.confirmed).toBe("refused");
});

test("an answer by telephone is written down", async () => {
  const view = caseOf("notified");
  const { page } = await openCase("notified");
  await page.getByRole("button", { name: "Noter une réponse" }).click();
  await page.getByText("Dit avoir retiré", { exact: true }).click();
  await page.getByRole("textbox", { name: "Ses mots" }).fill("Retiré ce matin, dit une voix au téléphone.");
  await page.getByRole("textbox", { name: "Numéro de suivi" }).fill("48213");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => view.answers.length).toBe(3);
  expect(view.answers[2]).toMatchObject({ way: "team", confirmed: "acted", ticket: "48213" });
});

test("a notice that bounced is loud, and one key writes to the next contact", async () => {
  const view = caseOf("failed");
  const { page } = await openCase("failed");
  await page.getByRole("alert").getByText("n'est pas arrivée").waitFor();
  await page.getByRole("link", { name: /Dossiers.*2.*dossiers à relancer/ }).waitFor();
  await page.getByText("Un hébergeur transmet souvent le texte à son client").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("t");
  await page.locator(".letter").waitFor();
  await page.getByText("proposé par la relance").waitFor();
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => view.notices.length).toBe(2);
  expect(view.notices[1]).toMatchObject({
    kind: "host",
    channel: "email",
    to: { name: "Hébergeur du Nord", email: "abuse@hebergeur-du-nord.example" },
  });
  expect(view.notices[1]?.contents.map(({ contentId }) => contentId)).toEqual(
    view.escalations[0]?.contentIds,
  );
  expect(view.escalations[0]?.status).toBe("taken");
  await expect.poll(() => page.getByRole("alert").count()).toBe(0);
});

test("a held contact says what changed, and waits until somebody has looked", async () => {
  const held = caseOf("notified").escalations[1];
  const { page } = await openCase("notified");
  const shown = page.locator(`[data-escalation-id="${held?.id}"]`);
  await shown.getByText("Hébergeur du Sud aujourd'hui").waitFor();
  expect(await shown.getByRole("button", { name: "Écrire à ce contact" }).count()).toBe(0);
  await shown.getByRole("button", { name: "J'ai vérifié, la proposer à nouveau" }).click();
  await expect.poll(() => held?.status).toBe("proposed");
  await shown.getByRole("button", { name: "Ne pas relancer" }).click();
  await expect.poll(() => held?.status).toBe("dismissed");
});

test("a message of the quarantine goes to its notice or nowhere", async () => {
  const { page, errors } = await open("/desk");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await page.getByRole("heading", { name: "Boîte des réponses" }).waitFor();
  const cards = page.locator(".page-mailbox .card");
  await cards.nth(2).waitFor();
  await cards.nth(0).getByText("le message est peut-être un faux").waitFor();
  expect(await axeFindings(page)).toEqual([]);

  await cards.nth(1).getByRole("button", { name: "Choisir la notification" }).click();
  await page.keyboard.type(caseOf("removed").summary.number);
  await page.getByRole("button", { name: /^Dossier 2026/ }).click();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Joindre à la notification à Service abuse" }).click();
  await expect.poll(() => desk.mailbox.messages.length).toBe(2);
  await cards.nth(1).getByRole("button", { name: "Écarter" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Écarter" }).click();
  await expect.poll(() => desk.mailbox.messages.length).toBe(1);
  await cards.nth(0).getByRole("button", { name: "Joindre à la notification reconnue" }).click();
  await page.getByText("Aucun message n'attend.").waitFor();
  expect(errors).toEqual([]);
});

test("a mailbox that is not set up, or cannot be read, says so", async () => {
  desk.mailbox.mailbox = { read: true, readAt: null, problem: "sign_in_refused", leftOut: 0 };
  const { page } = await open("/desk/mailbox");
  await page.getByRole("alert").getByText("refuse le nom ou le mot de passe").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  desk.mailbox.mailbox = { read: false, readAt: null, problem: null, leftOut: 0 };
  await page.reload();
  await page.getByText("Aucune boîte n'est reliée à Vigie").waitFor();
});

test("an administrator reads what came back and decides nothing; an observer sees no mailbox", async () => {
  desk.enter("admin");
  const { page } = await openCase("notified");
  await page.getByText("Contact suivant").first().waitFor();
  for (const name of ["Écrire la relance", "Noter une réponse", "Dit avoir retiré"]) {
    expect(await page.getByRole("button", { name }).count(), name).toBe(0);
  }
  await page.goto(`${desk.origin}/desk/mailbox`);
  await page.locator(".page-mailbox .card").first().waitFor();
  expect(await page.getByRole("button", { name: "Écarter" }).count()).toBe(0);
  desk.enter("observer");
  await page.goto(`${desk.origin}/desk/mailbox`);
  await page.getByRole("heading", { name: "Cette page n'existe pas" }).waitFor();
});

for (const [language, colorScheme, width, about] of [
  ["fr", "light", 390, "everything"],
  ["en", "dark", 1440, "everything"],
  ["fr", "dark", 820, "colours"],
  ["en", "light", 390, "colours"],
] as const) {
  test(`the new pages are clean for axe and fit (${language}, ${colorScheme}, ${width} px)`, async () => {
    desk.enter("analyst", { language });
    const { page, errors } = await open("/desk/label", {
      colorScheme,
      locale: language === "fr" ? "fr-FR" : "en-GB",
      viewport: { width, height: 900 },
    });
    for (const path of [
      "/desk/label",
      "/desk/mailbox",
      ...(["failed", "notified", "prepared"] as const).map((kind) => pathOf(kind)),
      pathOf("prepared", "/carry"),
      pathOf("notified", "/answer"),
      pathOf("assessed", "/notice"),
    ]) {
      await page.goto(desk.origin + path);
      await deskReady(page);
      expect(await axeFindings(page, about), path).toEqual([]);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    expect(errors).toEqual([]);
  });
}

const pathOf = (kind: InventedKind, panel = "") => `/desk/cases/${caseOf(kind).summary.id}${panel}`;

function openCase(kind: InventedKind, panel = "", options: BrowserContextOptions = {}) {
  return open(pathOf(kind, panel), options);
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
  await page.getByRole("button", { name: new RegExp(label) }).click();
  await page.getByRole("option", { name: option }).click();
}

function focusedAnswer(page: Page): Promise<string | null> {
  return page.evaluate(
    () => document.activeElement?.closest("[data-answer-id]")?.getAttribute("data-answer-id") ?? null,
  );
}
