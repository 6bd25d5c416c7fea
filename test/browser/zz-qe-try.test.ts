import { createServer } from "node:http";
import { mkdtempSync } from "node:fs";
import { once } from "node:events";
import { chromium } from "playwright-core";
import { afterAll, test } from "vitest";
import { useVigie } from "../vigie.ts";

const seen: string[] = [];
async function site(host: string, html: () => string, delay = () => 0) {
  const server = createServer((q, r) => { seen.push(`${host} ${q.method} ${q.url}`); setTimeout(() => { r.setHeader("content-type", "text/html; charset=utf-8"); r.end(html()); }, delay()); });
  server.listen(0, host); await once(server, "listening");
  const a = server.address() as { port: number };
  return { url: `http://${host}:${a.port}/`, server };
}
const neutral = await site("127.0.0.2", () => "<title>Ciel</title><p>Beau temps");
let target = "";
const other = await site("127.0.0.3", () => `<title>Ailleurs</title><a href="${target}/fr/guides">suite</a>`);
const vigie = useVigie({ VIGIE_EXIT_URL: neutral.url });
afterAll(() => { neutral.server.close(); other.server.close(); });

for (const js of [false, true]) test(`try js=${js}`, async () => {
  target = vigie.url;
  const context = await chromium.launchPersistentContext(mkdtempSync("/tmp/qe/p"), { executablePath: "/usr/bin/chromium", javaScriptEnabled: js, locale: "fr-FR", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] , ignoreDefaultArgs: ["--disable-back-forward-cache"]});
  const page = context.pages()[0] ?? await context.newPage();
  page.on("request", async (r) => { if (r.isNavigationRequest()) { const h = await r.allHeaders().catch(() => ({} as Record<string,string>)); console.log(r.method(), r.url().slice(16), "sfs", h["sec-fetch-site"], "user", h["sec-fetch-user"], "cookie", h["cookie"], "cc", h["cache-control"]); } });
  page.on("console", m => console.log("CONSOLE", m.text()));
  const cdp = await context.newCDPSession(page);
  const hist = async (l: string) => { const h = await cdp.send("Page.getNavigationHistory"); console.log(l, h.currentIndex, h.entries.map(e => `${e.url.replace(/http:..127.0.0.1:\d+/, "V")} [${e.title}] ${e.transitionType}`).join("\n   ")); };
  await page.goto(other.url);
  await page.click("a");
  await page.waitForURL("**/fr/guides");
  await page.goto(`${vigie.url}/`);
  await page.waitForURL("**/fr");
  await page.click("a[href='/fr/ecrire']"); await page.waitForURL("**/fr/ecrire");
  await page.fill("textarea[name=where]", "https://forum.example.org/motplante");
  await page.click("main form button[type=submit] >> nth=-1");
  await page.getByText(/(\d{4} ){4}\d{4}/).first().waitFor();
  const receipt = /(\d{4} ){4}\d{4}/.exec(await page.locator("main").innerText())?.[0] ?? "";
  await hist("after report");
  await page.click("footer a[href='/fr']"); await page.waitForURL("**/fr");
  await page.click("a[href='/fr/suivi']"); await page.waitForURL("**/fr/suivi");
  await page.fill("input[name=receipt]", receipt); await page.keyboard.press("Enter");
  await page.getByText("motplante").first().waitFor();
  await hist("before exit");
  const t = Date.now();
  await page.click("a.exit"); await page.waitForURL(neutral.url);
  console.log("exit ms", Date.now() - t);
  await hist("after exit");
  console.log(JSON.stringify(await context.cookies()));
  for (let i = 0; i < 9; i++) {
    const h = await cdp.send("Page.getNavigationHistory");
    const to = h.entries[h.currentIndex - 1]; if (!to) break;
    await cdp.send("Page.navigateToHistoryEntry", { entryId: to.id });
    await page.waitForTimeout(900);
    console.log("BACK ->", page.url(), "|", await page.title().catch(e => e.message), "|", (await page.locator("body").innerText({timeout: 1000}).catch((e) => "ERR " + e.message.slice(0,80))).slice(0, 120));
  }
  await hist("after backs");
  await context.close();
}, 60000);
