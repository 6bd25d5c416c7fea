import { generate } from "otplib";
import { chromium } from "playwright-core";

const [base, link] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "fr-FR" });
const page = await context.newPage();
page.on("console", (m) => console.log("console", m.type(), m.text()));
page.on("pageerror", (e) => console.log("pageerror", e.message));
page.on("response", (r) => {
  if (r.status() >= 400) console.log(r.status(), r.url());
});
await page.goto(link);
await page.waitForTimeout(1500);
await page.screenshot({ path: "/tmp/shots/join.png" });
const text = await page.locator("body").innerText();
console.log(text.slice(0, 900));
const secret = /[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){3,12}/.exec(text)?.[0]?.replace(/ /g, "");
console.log("secret?", Boolean(secret), secret?.length);
const inputs = await page
  .locator("input")
  .evaluateAll((els) =>
    els.map((e) => [e.type, e.name, e.id, e.getAttribute("aria-label"), e.labels?.[0]?.textContent]),
  );
console.log(JSON.stringify(inputs));
await browser.close();
