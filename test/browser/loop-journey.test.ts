import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { generate } from "otplib";
import type { Page } from "playwright-core";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useSmtp } from "../smtp.ts";
import { useVigie } from "../vigie.ts";
import { collectErrors, deskReady, useBrowser } from "./browser.ts";

const smtp = await useSmtp();
const vigie = useVigie({ VIGIE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}` });
const browser = useBrowser();

const site = { gone: false, hits: 0, server: undefined as Server | undefined, page: "" };
beforeAll(async () => {
  site.server = createServer((_, response) => {
    site.hits += 1;
    response.writeHead(site.gone ? 410 : 200, { "content-type": "text/html; charset=utf-8" });
    response.end(site.gone ? "<h1>Gone</h1>" : "<h1>Forum</h1><p>Une page inventée.</p>");
  });
  await new Promise<void>((resolve) => site.server?.listen(0, "127.0.0.1", resolve));
  site.page = `http://127.0.0.1:${(site.server?.address() as AddressInfo).port}/sujet/42`;
});
afterAll(() => site.server?.close());

test("from two reports to a proven removal, in a browser", async () => {
  const receipts = [
    await reportWithoutScript("fr-FR", "Vu ce matin."),
    await reportWithoutScript("en-GB", "Seen today."),
  ];
  await vigie.settle();
  expect(site.hits, "accepting a report touches no network").toBe(0);

  const context = await browser.context({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const errors = collectErrors(page);
  const secret = await joinDesk(page);

  // The list, then the case, by the keyboard alone.
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await page.getByRole("heading", { name: "Dossiers" }).waitFor();
  await page.getByRole("row").filter({ hasText: "127.0.0.1" }).waitFor();
  await deskReady(page);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("row").filter({ hasText: "127.0.0.1" }).getByRole("link").click();
  await page.getByText(site.page).first().waitFor();
  await deskReady(page);
  expect(await page.getByText("2 signalements").count()).toBeGreaterThan(0);

  await page.keyboard.press("u");
  await page
    .getByRole("dialog")
    .getByLabel(/phrase de passe/i)
    .fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByText("Vu ce matin.").waitFor();
  await page.getByText("Seen today.").waitFor();
  // While it closes, the dialog still owns the keyboard.
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await deskReady(page);

  await page.keyboard.press("a");
  await page.getByRole("combobox", { name: "Fondements" }).fill("provocation haine");
  await page.getByRole("option").first().waitFor();
  await page.getByRole("option").first().click();
  await page.keyboard.press("Escape");
  await page.getByText("Manifeste", { exact: true }).click();
  await page.getByText("Non", { exact: true }).click();
  await page
    .getByLabel("Motifs", { exact: true })
    .fill("La page appelle à la violence contre un groupe en raison de son origine.");
  await page.getByRole("button", { name: /enregistrer la qualification/i }).click();
  await page.getByText("Qualifié", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: /enregistrer la qualification/i }).waitFor({ state: "detached" });
  await vigie.settle();
  expect(site.hits).toBeGreaterThan(0);

  await deskReady(page);
  await page.keyboard.press("n");
  await page.getByRole("textbox", { name: /^Nom/ }).fill("Hébergeur Exemple");
  await page.getByRole("textbox", { name: /^Adresse/ }).fill("abuse@host.example");
  await page.getByRole("button", { name: "Voir ce que le destinataire lira" }).click();
  await page.getByText("abuse@host.example").first().waitFor();
  await page.getByRole("button", { name: "Envoyer la notification" }).click();
  await expect.poll(() => smtp.mails.length, { timeout: 20_000 }).toBe(1);

  const mail = await PostalMime.parse(smtp.mails[0] ?? "");
  expect(mail.to?.map((to) => to.address)).toEqual(["abuse@host.example"]);
  expect(mail.text, "exact location").toContain(site.page);
  expect(mail.text, "substantiated explanation").toContain("appelle à la violence");
  expect(mail.text, "notifier's name").toContain("Ligne d'essai");
  expect(mail.text, "notifier's e-mail").toContain("signalement@ligne.example");
  expect(mail.text, "bona-fide statement").toMatch(/bonne foi/i);
  expect(mail.text, "nothing of the reporters").not.toMatch(/Vu ce matin|Seen today/);

  site.gone = true;
  vigie.advance(35 * 60_000);
  await vigie.settle();
  vigie.advance(40 * 60_000);
  await vigie.settle();

  // The session ended meanwhile: the desk asks to sign in and comes back to the case.
  await page.reload();
  await page.getByLabel("Nom", { exact: true }).fill("Alix");
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=code]").fill(await codeNow(secret));
  await page.keyboard.press("Enter");
  await page.getByText("Retiré", { exact: true }).filter({ visible: true }).first().waitFor();
  // Chromium reports the refusals that the desk expects; anything else is a fault.
  expect(errors.filter((error) => !/status of 4(01|23)|inline style/.test(error))).toEqual([]);

  expect(await receiptWithoutScript("fr-FR", receipts[0] ?? "")).toMatch(/retiré/i);
  expect(await receiptWithoutScript("en-GB", receipts[1] ?? "")).toMatch(/removed|gone|taken down/i);
});

const password = "un mot de passe long";
const passphrase = "une phrase de passe longue";

/** The public part, as somebody whose browser runs no script. @returns the number shown. */
async function reportWithoutScript(locale: string, text: string): Promise<string> {
  const context = await browser.context({ javaScriptEnabled: false, locale });
  const page = await context.newPage();
  await page.goto(vigie.url);
  await page.locator("a.door").nth(1).click();
  await page.locator("textarea[name=where]").fill(`${site.page}?utm_source=partage`);
  await page.locator("details summary").first().click();
  await page.locator("textarea[name=text]").fill(text);
  await page.locator("form button[type=submit]").last().click();
  const shown = await page.locator("main").innerText();
  const receipt = /(\d{4} ){4}\d{4}/.exec(shown)?.[0];
  if (!receipt) throw new Error(`no receipt on the page: ${shown}`);
  return receipt;
}

async function receiptWithoutScript(locale: string, receipt: string): Promise<string> {
  const context = await browser.context({ javaScriptEnabled: false, locale });
  const page = await context.newPage();
  await page.goto(vigie.url);
  await page.locator("a.door").nth(2).click();
  await page.locator("input[name=receipt]").fill(receipt);
  await page.locator("main form button[type=submit]").first().click();
  const shown = await page.locator("main").innerText();
  expect(page.url()).not.toContain(receipt.slice(0, 4));
  return shown;
}

/** The first account: the one-time link, a second factor, and straight to the desk. @returns the TOTP secret. */
async function joinDesk(page: Page): Promise<string> {
  await page.goto(`${vigie.url}${vigie.running.firstLink}`);
  await page.getByLabel("Nom", { exact: true }).fill("Alix");
  const text = await page.locator("body").innerText();
  const secret = /[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}|[A-Z2-7]{32}/.exec(text)?.[0]?.replace(/ /g, "") ?? "";
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=passphrase]").fill(passphrase);
  await page.locator("input[name=passphraseAgain]").fill(passphrase);
  await page.locator("input[name=code]").fill(await codeNow(secret));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Bonjour Alix" }).waitFor();
  return secret;
}

function codeNow(secret: string): Promise<string> {
  return generate({ secret, epoch: Math.floor(vigie.now().getTime() / 1000) });
}
