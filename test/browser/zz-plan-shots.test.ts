import { test } from "vitest";
import { mkdirSync } from "node:fs";
import { useVigie } from "../vigie.ts";
import { useBrowser } from "./browser.ts";
const vigie = useVigie(); const browser = useBrowser();
mkdirSync("/tmp/shots-plan", { recursive: true });
test("shots", async () => {
  const cut = 2200;
  for (const [language, scheme, width] of [["fr","light",360],["en","dark",360],["fr","dark",1200],["en","light",1200]] as const) {
    const context = await browser.context({ colorScheme: scheme, viewport: { width, height: 780 }, javaScriptEnabled: true, deviceScaleFactor: width > 600 ? 1 : 1.5 });
    const page = await context.newPage();
    const shot = async (name: string) => {
      const h = await page.evaluate(() => document.documentElement.scrollHeight);
      for (let i = 0; i * cut < h; i++) await page.screenshot({ path: `/tmp/shots-plan/${name}-${language}-${scheme}-${width}-${i}.png`, fullPage: true, clip: { x: 0, y: i * cut, width: page.viewportSize()?.width ?? width, height: Math.min(cut, h - i * cut) } });
    };
    const concern = process.env["CONCERN"] ?? "intimate_images";
    const { receipt } = await vigie.report({ locations: [{ url: "https://x.com/quai/status/1234567890123456789" }, { url: "https://fil.quais.example/sujet/7" }], concern });
    await page.goto(`${vigie.url}${language === "fr" ? "/fr/suivi" : "/en/follow"}`);
    await page.locator("input[name=receipt]").fill(receipt);
    await page.locator("main button[type=submit]").click();
    await shot("a-receipt");
    await page.locator("button[value=plan]").click();
    await page.locator("#people, #urgent").first().waitFor();
    await shot("b-plan");
    if (concern === "intimate_images") {
      await page.locator("section[aria-labelledby=situation] summary").click();
      await page.locator("input[name=minor][value=no]").check();
      await page.locator("input[name=uploaderKnowsVictim][value=yes]").check();
      await page.locator("input[name=standing][value=victim]").check();
      await page.locator("#situation-form button[value=situation]").click();
      await page.locator("[role=status]").waitFor();
      await page.locator("section[aria-labelledby=steps] li.route button").first().click();
      await page.locator("#done").waitFor();
      await page.screenshot({ path: `/tmp/shots-plan/c-tick-view-${language}-${scheme}-${width}.png` });
      await shot("c-plan");
      await page.locator("button[value=pack]").click();
      await page.locator("#pack-form").waitFor({ state: "attached" });
      await shot("d-pack");
      await page.emulateMedia({ media: "print" });
      await page.setViewportSize({ width: 720, height: 1000 });
      await shot("e-print");
      await page.pdf({ path: `/tmp/shots-plan/pack-${language}.pdf`, format: "A4" }).catch(() => {});
    }
    await context.close();
  }
}, 300_000);
