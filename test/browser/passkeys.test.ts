import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PasskeyQuestion } from "@vigie/contract";
import type { CDPSession, Page } from "playwright-core";
import { expect, test } from "vitest";
import { useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, deskReady, useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();
const password = "un mot de passe long";

test("a passkey is added, signs in alone, and a copy, another origin and a removed one do not", async () => {
  const member = await vigie.member("analyst", "Marin");
  // Browsers bind passkeys to names: the machine itself is `localhost`.
  const origin = vigie.url.replace("127.0.0.1", "localhost");
  const context = await browser.context();
  await context.addCookies([sessionCookie(member.cookie, origin)]);
  const page = await context.newPage();
  const errors = collectErrors(page);
  const device = await virtualDevice(page);

  await page.goto(`${origin}/desk/me`);
  await deskReady(page);
  await page.getByRole("button", { name: "Ajouter une clé d'accès" }).click();
  await page.getByRole("dialog").getByLabel("Nom de la clé").fill("Portable");
  await page.getByRole("dialog").getByLabel("Votre mot de passe").fill(password);
  await page.keyboard.press("Enter");
  await page.getByText("Clé d'accès ajoutée.").first().waitFor();
  await page.getByRole("button", { name: "Retirer la clé « Portable »" }).waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await axeFindings(page)).toEqual([]);

  await signOut(page);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Se connecter avec une clé d'accès" }).click();
  await page.getByRole("heading", { name: "Mes réglages" }).waitFor();
  await page.getByText("Paroles scellées").waitFor();
  const used = await device.credential();
  expect(used.signCount).toBeGreaterThan(1);

  // Nobody verified: the device asks for a finger and gets none.
  await signOut(page);
  await device.verify(false);
  await page.getByRole("button", { name: "Se connecter avec une clé d'accès" }).click();
  await page.getByText("L'appareil n'a pas présenté de clé d'accès.").waitFor();
  await device.verify(true);

  // A copy whose count stayed behind.
  await device.replace({ ...used, signCount: 0 });
  await page.getByRole("button", { name: "Se connecter avec une clé d'accès" }).click();
  await page.getByText("Cette clé d'accès n'a pas été acceptée.").waitFor();
  await device.replace({ ...used, signCount: 100 });

  // Signed on a page of the same machine that is not the desk, and carried here.
  const stray = await foreignPage();
  const question = await call<PasskeyQuestion>(page, "question", {});
  await page.goto(stray.url);
  const credential = await page.evaluate(sign, question);
  await page.goto(`${origin}/desk/me`);
  expect(await call(page, "", { credential })).toMatchObject({ status: 401, code: "passkey.refused" });
  stray.close();

  await page.getByRole("button", { name: "Se connecter avec une clé d'accès" }).click();
  await page.getByRole("heading", { name: "Mes réglages" }).waitFor();
  await page.getByRole("button", { name: "Retirer la clé « Portable »" }).click();
  await page.getByRole("alertdialog").getByLabel("Votre mot de passe").fill(password);
  await page.getByRole("alertdialog").getByRole("button", { name: "Retirer", exact: true }).click();
  await page.getByText("Aucune clé d'accès.").waitFor();
  await signOut(page);
  await page.getByRole("button", { name: "Se connecter avec une clé d'accès" }).click();
  await page.getByText("Cette clé d'accès n'a pas été acceptée.").waitFor();
  // Refused sign-ins are answered with 401, which the browser writes down.
  expect(errors.filter((error) => !/401|authenticator/i.test(error))).toEqual([]);
});

function sessionCookie(cookie: string, url: string) {
  const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
  return { name, value, url };
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /Compte et réglages/ }).click();
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
  await page.getByRole("heading", { name: "Se connecter" }).waitFor();
  await page.goto(new URL("/desk/me", page.url()).href);
  await page.getByRole("heading", { name: "Se connecter" }).waitFor();
}

interface Credential {
  credentialId: string;
  isResidentCredential: boolean;
  privateKey: string;
  signCount: number;
}

/** The browser's own device for tests: keeps passkeys and verifies whoever the test says. */
async function virtualDevice(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async credential(): Promise<Credential> {
      const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
      const [credential] = credentials;
      if (!credential) throw new Error("the device holds a passkey");
      return credential;
    },
    async replace(credential: Credential): Promise<void> {
      await session.send("WebAuthn.clearCredentials", { authenticatorId });
      await session.send("WebAuthn.addCredential", { authenticatorId, credential });
    },
    verify: (isUserVerified: boolean) =>
      session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

/** Another site on the same name: its port is not ours. */
async function foreignPage() {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<title>Ailleurs</title><p>Une page inventée.</p>");
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, close: () => server.close() };
}

function call<Answer>(page: Page, path: string, body: object): Promise<Answer> {
  return page.evaluate(
    async ([to, sent]) => {
      const response = await fetch(`/api/v1/desk/session/passkey${to}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(sent),
      });
      return response.json();
    },
    [path === "" ? "" : `/${path}`, body] as const,
  );
}

/** Runs in the page. */
async function sign(question: PasskeyQuestion) {
  const bytes = (text: string) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer: ArrayBuffer) =>
    btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const given = await navigator.credentials.get({
    publicKey: { ...question, challenge: bytes(question.challenge) },
  });
  const { id, response } = given as PublicKeyCredential & { response: AuthenticatorAssertionResponse };
  return {
    id,
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
  };
}
