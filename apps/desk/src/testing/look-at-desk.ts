import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Language, Role } from "@vigie/contract";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type FakeDesk, startFakeDesk } from "./fake-desk-server.ts";
import type { InventedKind } from "./invented-cases.ts";
import { inventedKinds } from "./invented-cases.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

interface Screen {
  name: string;
  role: Role | null;
  unlocked?: boolean;
  path: (desk: FakeDesk) => string;
  act?: (page: Page, desk: FakeDesk) => Promise<void>;
  /** Drawn at the width of a telephone too. */
  phone?: boolean;
  /** Drawn with the colours of the system. */
  forcedColors?: boolean;
}

const casePath = (desk: FakeDesk, kind: InventedKind, panel = "") => {
  const view = desk.cases[inventedKinds.indexOf(kind as (typeof inventedKinds)[number])];
  return `/desk/cases/${view?.summary.id ?? ""}${panel}`;
};

/** Opens the media of a case, covered, with the keyboard on their first region. */
async function openCovered(page: Page): Promise<void> {
  await page.locator(".zone-open form button[type=submit]").click();
  await page.getByRole("gridcell").first().focus();
}

const screens: readonly Screen[] = [
  { name: "sign-in", role: null, path: () => "/desk" },
  {
    name: "sign-in-refused",
    role: null,
    path: () => "/desk",
    act: async (page) => {
      await page.locator("input[name=name]").fill("Camille");
      await page.locator("input[name=password]").fill("something long");
      await page.locator("input[name=code]").fill("000000");
      await page.keyboard.press("Enter");
      await page.locator("[role=alert]").waitFor();
    },
  },
  { name: "join", role: null, path: () => "/desk/join#invented-token" },
  { name: "home", role: "analyst", phone: true, path: () => "/desk" },
  { name: "list", role: "analyst", phone: true, path: () => "/desk/cases" },
  {
    name: "list-filtered",
    role: "analyst",
    path: () => "/desk/cases?topic=hate&status=all",
    act: async (page) => {
      await page.locator(".saved-filters .button").last().click();
      await page.locator("[role=dialog]").waitFor();
    },
  },
  {
    name: "case-held",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "referred"),
  },
  { name: "case-wave", role: "analyst", path: (desk) => casePath(desk, "in_doubt") },
  { name: "case-proposal", role: "analyst", path: (desk) => casePath(desk, "unknown_minor") },
  {
    name: "case-skip",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "received", "/skip"),
    act: async (page) => {
      await page.keyboard.press("2");
    },
  },
  {
    name: "case-known",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "received"),
    act: async (page) => {
      await page.keyboard.press("y");
      await page.locator(".guess").first().waitFor();
      await page.locator(".group-cases .tick").first().click();
    },
  },
  {
    name: "case-moved",
    role: "analyst",
    path: (desk) => casePath(desk, "danger"),
    act: async (page, desk) => {
      const id = casePath(desk, "danger").split("/").at(-1) ?? "";
      await page.keyboard.press("a");
      await page.keyboard.press("1");
      await page.keyboard.press("n");
      desk.colleague(id, "assess");
      await page.keyboard.press("Control+Enter");
      await page.locator("[role=alert] button").click();
      await page.locator(".moved-on").waitFor();
    },
  },
  {
    name: "case-undo",
    role: "analyst",
    path: (desk) => casePath(desk, "danger"),
    act: async (page) => {
      await page.keyboard.press("a");
      await page.keyboard.press("1");
      await page.keyboard.press("n");
      await page.keyboard.press("Control+Enter");
      await page.locator(".undo-bar").waitFor();
    },
  },
  {
    name: "list-focus",
    role: "analyst",
    path: () => "/desk/cases",
    act: async (page) => {
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("j");
    },
  },
  { name: "list-empty", role: "analyst", path: () => "/desk/cases?q=nothing-like-this" },
  { name: "case-received", role: "analyst", path: (desk) => casePath(desk, "received") },
  { name: "case-danger", role: "analyst", path: (desk) => casePath(desk, "danger") },
  {
    name: "case-assessed-unlocked",
    role: "analyst",
    unlocked: true,
    path: (desk) => casePath(desk, "assessed"),
  },
  {
    name: "plan-steps",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "assessed"),
    act: async (page) => {
      await page.keyboard.press("4");
      await page.locator(".hosting-trigger").first().click();
      await page
        .locator(".fold summary")
        .filter({ hasText: /écartée|aside/ })
        .click();
    },
  },
  {
    name: "plan-forced-colors",
    role: "analyst",
    forcedColors: true,
    path: (desk) => casePath(desk, "assessed"),
  },
  { name: "plan-refused", role: "analyst", phone: true, path: (desk) => casePath(desk, "danger") },
  { name: "plan-minor", role: "analyst", phone: true, path: (desk) => casePath(desk, "no_fetch") },
  {
    name: "plan-situation",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "assessed", "/situation"),
  },
  {
    name: "plan-assess",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "assessed", "/assess"),
  },
  {
    name: "plan-notice",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "assessed"),
    act: async (page) => {
      await page.keyboard.press("4");
      await page.keyboard.press("o");
      await page.locator(".step-brief").waitFor();
    },
  },
  {
    name: "plan-correct-host",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "assessed"),
    act: async (page) => {
      await page.locator(".hosting-actions button").last().click();
      await page.locator(".hosting-form button[type=submit]").click();
    },
  },
  { name: "plan-admin", role: "admin", path: (desk) => casePath(desk, "assessed") },
  { name: "case-notified", role: "analyst", path: (desk) => casePath(desk, "notified") },
  { name: "case-in-doubt", role: "analyst", path: (desk) => casePath(desk, "in_doubt") },
  {
    name: "case-removed",
    role: "analyst",
    path: (desk) => casePath(desk, "removed"),
    act: async (page) => {
      await page.locator(".disclosure button").first().click();
    },
  },
  { name: "case-no-fetch-locked", role: "analyst", path: (desk) => casePath(desk, "no_fetch") },
  { name: "case-no-fetch-notice", role: "analyst", path: (desk) => casePath(desk, "no_fetch", "/notice") },
  {
    name: "case-refer",
    role: "analyst",
    unlocked: true,
    path: (desk) => casePath(desk, "no_fetch", "/refer"),
    act: async (page) => {
      await page.locator(".zone-open form button[type=submit]").last().click();
      await page.locator(".steps").first().waitFor();
    },
  },
  {
    name: "case-words-message",
    role: "analyst",
    unlocked: true,
    path: (desk) => casePath(desk, "words_only", "/message"),
  },
  {
    name: "case-assess",
    role: "analyst",
    path: (desk) => casePath(desk, "received", "/assess"),
    act: async (page) => {
      await page.locator("[role=combobox]").fill("haine");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.locator(".tag").first().waitFor();
      await page.locator("[role=combobox]").fill("menac");
      await page.locator("[role=option]").first().waitFor();
    },
  },
  {
    name: "case-assess-filled",
    role: "analyst",
    path: (desk) => casePath(desk, "assessed", "/assess"),
    act: async (page) => {
      await page.locator(".tick").first().click();
    },
  },
  {
    name: "case-notice",
    role: "analyst",
    path: (desk) => casePath(desk, "assessed", "/notice"),
    act: async (page) => {
      const empty = page.locator(".recipient input[inputmode=email]").last();
      await empty.fill("contact@medias.example");
      await page.locator(".zone-open button[type=submit]").click();
      await page.locator(".letter").first().waitFor();
    },
  },
  {
    name: "case-notice-from-plan",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "assessed"),
    act: async (page) => {
      await page.locator("[data-step-id]").first().waitFor();
      await page.keyboard.press("n");
      await page.locator(".letter").first().waitFor();
    },
  },
  {
    name: "case-notice-identity",
    role: "analyst",
    path: (desk) => casePath(desk, "assessed"),
    act: async (page) => {
      await page.locator("[data-step-id]").first().waitFor();
      await page.keyboard.press("5");
      await page.waitForTimeout(200);
      await page.keyboard.press("o");
      await page.locator("fieldset.recipient").last().waitFor();
      await page.locator("fieldset.recipient").last().locator("input").first().fill("Une Personne");
      await page.locator("fieldset.recipient").last().locator(".tick").click();
      await page.locator(".form > div textarea").fill("Publié le [[date]], voir [[lieu]].");
      await page.locator(".zone-open button[type=submit]").click();
      await page.locator(".letter-identity").waitFor();
    },
  },
  { name: "case-failed", role: "analyst", phone: true, path: (desk) => casePath(desk, "failed") },
  {
    name: "case-escalation",
    role: "analyst",
    path: (desk) => casePath(desk, "failed"),
    act: async (page) => {
      await page.keyboard.press("t");
      await page.locator(".letter").first().waitFor();
    },
  },
  {
    name: "case-answers",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "notified"),
    act: async (page) => {
      await page.keyboard.press("y");
      await page.locator("[data-answer-id]:focus").waitFor();
    },
  },
  { name: "case-answer", role: "analyst", path: (desk) => casePath(desk, "notified", "/answer") },
  {
    name: "case-carry",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "prepared"),
    act: async (page) => {
      await page.keyboard.press("d");
      await page.locator(".form-answer").first().waitFor();
      await page.keyboard.press("c");
    },
  },
  {
    name: "case-letter",
    role: "analyst",
    path: (desk) => casePath(desk, "prepared"),
    act: async (page) => {
      await page
        .locator(".record .button")
        .filter({ hasText: /Déposer|Hand/ })
        .first()
        .click();
      await page.locator(".step-postal").waitFor();
    },
  },
  { name: "case-prepared", role: "analyst", path: (desk) => casePath(desk, "prepared") },
  {
    name: "mailbox",
    role: "analyst",
    phone: true,
    path: () => "/desk/mailbox",
    act: async (page) => {
      await page.locator(".page-mailbox .card").nth(1).locator(".form-actions button").first().click();
      await page.locator(".notice-search input").fill("2026-00000");
      await page.waitForTimeout(1500);
    },
  },
  { name: "look", role: "analyst", path: (desk) => casePath(desk, "assessed", "/look") },
  {
    name: "look-covered",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "assessed", "/look"),
    act: openCovered,
  },
  {
    name: "look-shown",
    role: "analyst",
    path: (desk) => casePath(desk, "assessed", "/look"),
    act: async (page) => {
      await openCovered(page);
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.down(" ");
      await page.getByText(/Montrée|Shown, for/).waitFor();
    },
  },
  {
    name: "look-refused",
    role: "analyst",
    phone: true,
    path: (desk) => casePath(desk, "assessed", "/look"),
    act: async (page, desk) => {
      desk.exposure.refuse = "on_break";
      await openCovered(page);
      await page.keyboard.down(" ");
      await page
        .getByText(/deuxième personne|second person/)
        .first()
        .waitFor();
      await page.keyboard.up(" ");
      await page.locator("form[aria-label] textarea").waitFor();
    },
  },
  {
    name: "look-restricted",
    role: "analyst",
    path: (desk) => {
      for (const { summary } of desk.cases) summary.handling = "restricted";
      return casePath(desk, "assessed", "/look");
    },
  },
  { name: "look-forbidden", role: "analyst", path: (desk) => casePath(desk, "no_fetch", "/look") },
  { name: "exposure", role: "manager", phone: true, path: () => "/desk/exposure" },
  { name: "record", role: "analyst", phone: true, path: () => "/desk/record" },
  { name: "banks", role: "manager", phone: true, path: () => "/desk/banks" },
  { name: "label", role: "observer", phone: true, path: () => "/desk/label" },
  { name: "case-note", role: "analyst", path: (desk) => casePath(desk, "received", "/note") },
  { name: "case-history", role: "analyst", path: (desk) => casePath(desk, "notified", "/history") },
  { name: "case-close", role: "analyst", path: (desk) => casePath(desk, "removed", "/close") },
  {
    name: "case-stale",
    role: "analyst",
    path: (desk) => casePath(desk, "received", "/note"),
    act: async (page, desk) => {
      desk.refuseNext("writeNote", "request.conflict");
      await page.locator("textarea").fill("Une note qui reste là.");
      await page.locator(".zone-open button[type=submit]").click();
      await page.locator("[role=alert]").waitFor();
    },
  },
  { name: "case-admin", role: "admin", path: (desk) => casePath(desk, "assessed") },
  { name: "case-unknown", role: "analyst", path: () => "/desk/cases/00000000-0000-4000-8000-000000000000" },
  {
    name: "unlock",
    role: "analyst",
    path: (desk) => casePath(desk, "received"),
    act: async (page) => {
      await page.keyboard.press("u");
      await page.locator("[role=dialog]").waitFor();
    },
  },
  {
    name: "keys",
    role: "analyst",
    path: () => "/desk",
    act: async (page) => {
      await page.keyboard.press("?");
      await page.locator("[role=dialog]").waitFor();
    },
  },
  {
    name: "menu",
    role: "analyst",
    path: () => "/desk",
    act: async (page) => {
      await page.locator(".desk-tools button").last().click();
      await page.locator("[role=menu]").waitFor();
    },
  },
  {
    name: "team",
    role: "admin",
    path: () => "/desk/team",
    act: async (page) => {
      await page.locator(".side-card input").first().fill("Lou");
      await page.locator(".side-card button[type=submit]").click();
      await page.locator(".once").waitFor();
    },
  },
  {
    name: "team-member",
    role: "admin",
    path: () => "/desk/team",
    act: async (page) => {
      await page.locator("tbody tr").nth(1).locator("button").first().click();
      await page.locator("[role=dialog] .tick").first().waitFor();
    },
  },
  {
    name: "me",
    role: "analyst",
    phone: true,
    path: () => "/desk/me",
    act: async (page) => {
      await page.locator("section[aria-labelledby=absence-title] .tick").click();
      await page.locator(".handover-head button").click();
      await page.locator(".handover textarea").fill("Relancer l'hébergeur demain matin.");
    },
  },
  {
    name: "me-passkey",
    role: "analyst",
    path: () => "/desk/me",
    act: async (page) => {
      await page.locator(".passkey-list button").nth(1).click();
      await page.locator("[role=alertdialog] input").fill("wrong");
      await page.keyboard.press("Enter");
      await page.locator("[role=alert]").waitFor();
    },
  },
  { name: "me-observer", role: "observer", path: () => "/desk/me" },
  { name: "figures", role: "observer", path: () => "/desk" },
  { name: "components", role: "analyst", path: () => "/desk/components", phone: true },
  { name: "lost", role: "analyst", path: () => "/desk/nowhere" },
];

interface Look {
  screen: string;
  complaints: string[];
}

/**
 * Draws every screen in both languages, both themes and two widths, runs axe on each and writes PNG files.
 * Run by hand after a change to the desk: `node apps/desk/look.mjs`.
 */
export async function lookAtDesk({
  assets,
  pictures,
  only = [],
  quick = false,
  withAxe = true,
}: {
  assets: string;
  pictures: string;
  only?: readonly string[];
  /** One language per theme instead of all four pairs. */
  quick?: boolean;
  /** axe takes most of the time. */
  withAxe?: boolean;
}): Promise<Look[]> {
  await mkdir(pictures, { recursive: true });
  const axe = withAxe
    ? await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
    : null;
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
  const looks: Look[] = [];
  try {
    for (const language of ["fr", "en"] as const) {
      for (const theme of ["light", "dark"] as const) {
        if (quick && (language === "fr") !== (theme === "light")) continue;
        for (const width of [1440, 820, 390]) {
          for (const screen of screens) {
            if (only.length > 0 && !only.includes(screen.name)) continue;
            if (width < 400 && screen.phone !== true) continue;
            const name = `${screen.name}-${language}-${theme}-${width}`;
            looks.push({
              screen: name,
              complaints: await drawScreen({
                browser,
                assets,
                screen,
                language,
                theme,
                width,
                axe,
                file: path.join(pictures, `${name}.png`),
              }),
            });
          }
        }
      }
    }
  } finally {
    await browser.close();
  }
  await writeFile(path.join(pictures, "axe.json"), JSON.stringify(looks, null, 2));
  return looks;
}

interface Drawing {
  browser: Browser;
  assets: string;
  screen: Screen;
  language: Language;
  theme: "light" | "dark";
  width: number;
  /** Source of axe, or null to draw only. */
  axe: string | null;
  file: string;
}

async function drawScreen({
  browser,
  assets,
  screen,
  language,
  theme,
  width,
  axe,
  file,
}: Drawing): Promise<string[]> {
  const desk = await startFakeDesk({ assets, extraCases: 400 });
  const context: BrowserContext = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    locale: language === "fr" ? "fr-FR" : "en-GB",
    reducedMotion: "reduce",
    forcedColors: screen.forcedColors === true ? "active" : "none",
    bypassCSP: false,
  });
  const complaints: string[] = [];
  // By its name, which passkeys are bound to.
  const origin = desk.origin.replace("127.0.0.1", "localhost");
  try {
    if (screen.role !== null) desk.enter(screen.role, { language, unlocked: screen.unlocked ?? false });
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
        complaints.push(`request to ${request.url()}`);
      }
    });
    await page.goto(origin + screen.path(desk));
    await page.locator("h1, [role=alert]").first().waitFor();
    await page.waitForTimeout(250);
    await screen.act?.(page, desk);
    await page.waitForTimeout(150);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: file, fullPage: true });
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (sideways > 0) complaints.push(`scrolls sideways by ${sideways}px`);
    if (axe === null) return complaints;
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const runner = (window as unknown as { axe: { run: () => Promise<{ violations: AxeViolation[] }> } })
        .axe;
      interface AxeViolation {
        id: string;
        help: string;
        nodes: { html: string; failureSummary: string }[];
      }
      const { violations: found } = await runner.run();
      return found.map(
        ({ id, help, nodes }) =>
          `${id}: ${help} :: ${nodes
            .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
            .slice(0, 3)
            .join(" | ")}`,
      );
    });
    complaints.push(...violations);
  } catch (error) {
    complaints.push(String(error).slice(0, 600));
  } finally {
    await context.close();
    await desk.close();
  }
  return complaints;
}
