import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

/**
 * Each window of Chromium draws its address bar's list with a web page of its own, in processes of their own: that was
 * half of the work of a test. Given anew, the list of Playwright no longer counts: these of it matter on a loopback.
 */
const withoutFeatures = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${withoutFeatures.join(",")}`,
];

/** A Chromium for the tests of a file. Every page of it that asks for another origin fails its test. */
export function useBrowser(): {
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
} {
  let browser: Browser | undefined;
  const foreign: string[] = [];
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env["VIGIE_CHROMIUM"] ?? "/usr/bin/chromium",
      args: chromiumFlags,
    });
  });
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await browser?.close();
    expect(foreign).toEqual([]);
  });
  return {
    async context(options = {}) {
      if (!browser) throw new Error("the browser exists inside tests and hooks only");
      const context = await browser.newContext({ locale: "fr-FR", timezoneId: "Europe/Paris", ...options });
      context.on("request", (request) => {
        if (!/^(http:\/\/(127\.0\.0\.1|localhost)[:/]|data:|blob:)/.test(request.url()))
          foreign.push(request.url());
      });
      context.on("page", watchReads);
      contexts.push(context);
      return context;
    },
  };
}

// A test that passes only when it is tried again is a fault of the test or of the page: nobody should overlook it.
afterEach(({ task }) => {
  if ((task.result?.retryCount ?? 0) === 0) return;
  const why = task.result?.errors?.[0]?.message ?? "it did not say why";
  process.stdout.write(
    `!! TRIED AGAIN: ${task.file.name}: ${task.name}\n!! the first time: ${why.slice(0, 600)}\n`,
  );
});

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe finds wrong on this page, WCAG 2.2 A and AA and best practices; empty when all is well.
 * @param about `colours`: contrasts only, for a page whose markup was looked at in another theme.
 */
export async function axeFindings(
  page: Page,
  about: "everything" | "colours" = "everything",
): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return page.evaluate(
    async (rules) => {
      interface Axe {
        run(
          options: object,
        ): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }>;
      }
      const { axe } = window as unknown as { axe: Axe };
      const { violations } = await axe.run({
        resultTypes: ["violations"],
        ...(rules && { runOnly: { type: "rule", values: rules } }),
      });
      return violations.map(
        ({ id, help, nodes }) =>
          `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
      );
    },
    about === "colours" ? ["color-contrast"] : null,
  );
}

/** Reads of the desk that a page still waits for. */
const waitingFor = new WeakMap<Page, Set<Request>>();

function watchReads(page: Page): void {
  const reads = new Set<Request>();
  waitingFor.set(page, reads);
  page.on("request", (request) => {
    if (request.resourceType() === "fetch") reads.add(request);
  });
  // An answer whose body nobody reads never finishes: its head is enough.
  page.on("response", (response) => reads.delete(response.request()));
  page.on("requestfailed", (request) => reads.delete(request));
}

/**
 * Waits until the desk shows its page, with what it read, and hears its keys. The page that says "one moment" has a
 * heading too, and takes no keys; those of a part of a page are bound a moment after it is seen.
 */
export async function deskReady(page: Page): Promise<void> {
  const stillReads = () =>
    [...(waitingFor.get(page) ?? [])].map((request) => new URL(request.url()).pathname);
  await expect
    .poll(
      async () => {
        const lacks = await page.evaluate(() => {
          if (document.querySelector("#content h1") === null) return "a heading";
          return document.querySelector("#content p.quiet[role=status]")?.textContent ?? null;
        });
        if (lacks !== null) return `waits for: ${lacks}`;
        if (stillReads().length === 0) await isIdle(page);
        return stillReads().length === 0 ? "ready" : `reads ${stillReads().join()}`;
      },
      { timeout: 30_000 },
    )
    .toBe("ready");
}

/** Comes back when the page has nothing left to do, with true. */
export function isIdle(page: Page): Promise<boolean> {
  return page.evaluate(
    () => new Promise((resolve) => requestIdleCallback(() => resolve(true), { timeout: 5_000 })),
  );
}

/** Errors that a page reports: exceptions, and what the content security policy blocked. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}
