import { mkdirSync } from "node:fs";
import { test } from "vitest";
import { helpSituations } from "../../apps/server/src/help/help-situations.ts";
import formbody from "@fastify/formbody";
import { fastify } from "fastify";
import { publicPages } from "../../apps/server/src/reports/public-routes.tsx";
import { useBrowser } from "./browser.ts";
const app = fastify(); app.register(formbody); await publicPages(app, { hotline: { name: "Ligne d’essai", email: "a@b.example", country: "FR", timeZone: "Europe/Paris" }, reportDays: 365, now: () => new Date(), exitUrl: "https://neutral.invalid/" } as never);
const vigie = { url: await app.listen({ port: 0, host: "127.0.0.1" }) };
const browser = useBrowser();
const dir = "/tmp/help-work/shots";
mkdirSync(dir, { recursive: true });
test("shots", async () => {
  for (const [language, scheme] of [["fr", "light"], ["en", "dark"]] as const) {
    const context = await browser.context({ colorScheme: scheme, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const base = `${vigie.url}${language === "fr" ? "/fr/aide" : "/en/help"}`;
    const shot = async (name: string) => {
      const h = await page.evaluate(() => document.documentElement.scrollHeight);
      for (let i = 0; i * 2000 < h; i++)
        await page.screenshot({ path: `${dir}/${name}-${language}-${i}.png`, fullPage: true, clip: { x: 0, y: i * 2000, width: 360, height: Math.min(2000, h - i * 2000) } });
    };
    await page.goto(base); await shot("index");
    for (const { number } of helpSituations) { await page.goto(`${base}/${number}`); await shot(`s${number}`); 
      const t = await page.locator("main").innerText(); (await import("node:fs")).writeFileSync(`${dir}/s${number}-${language}.txt`, t); }
    await page.goto(`${base}/1`);
    await page.locator("button[value=ask]").click(); await shot("q1");
    await page.locator("button[name=call][value=yes]").click(); await shot("q2");
    await page.locator("button[name=age][value=minor]").click(); await shot("q3");
    await page.locator("button[name=service][value=instagram]").click(); await shot("q4");
    await page.locator("button[name=country][value=BE]").click();
    await page.locator("button[name=published][value=no]").click();
    await page.locator("button[name=picture][value=yes]").click();
    await page.locator("button[name=paid][value=yes]").click(); await shot("result-minor");
    (await import("node:fs")).writeFileSync(`${dir}/result-minor-${language}.txt`, await page.locator("main").innerText());
    await page.emulateMedia({ media: "print" }); await page.pdf({ path: `${dir}/result-minor-${language}.pdf`, format: "A4", margin: { top: "10mm", bottom: "10mm", left: "10mm", right: "10mm" } });
    await page.emulateMedia({ media: "screen" });
    await page.goto(`${base}/3/simple`); await shot("simple");
    await context.close();
  }
}, 300_000);
