import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
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
      args: flags,
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
        if (!/^(http:\/\/127\.0\.0\.1[:/]|data:|blob:)/.test(request.url())) foreign.push(request.url());
      });
      contexts.push(context);
      return context;
    },
  };
}

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong on this page, WCAG 2.2 A and AA and best practices; empty when all is well. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
    );
  });
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
