import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CaseList, CaseView } from "@vigie/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useVigie } from "../vigie.ts";
import { useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();

const site = { hits: 0, server: undefined as Server | undefined, origin: "" };
beforeAll(async () => {
  site.server = createServer((_, response) => {
    site.hits += 1;
    response.end("seen");
  });
  await new Promise<void>((resolve) => site.server?.listen(0, "127.0.0.1", resolve));
  site.origin = `http://127.0.0.1:${(site.server?.address() as AddressInfo).port}`;
});
afterAll(() => site.server?.close());

test.each([
  { box: "minor", path: "/membre/enfant" },
  { box: "private", path: "/lien/pour-moi" },
])("a page reported with “$box” ticked is never fetched, whatever is done with the case", async ({
  box,
  path,
}) => {
  const context = await browser.context({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${vigie.url}/fr/ecrire`);
  await page.locator("textarea[name=where]").fill(`${site.origin}${path}`);
  const tick = page.locator(`input[name=${box}]`);
  if (!(await tick.isVisible())) await page.locator("details summary").first().click();
  await tick.check();
  await page.locator("form button[type=submit]").last().click();
  expect(await page.locator("main").innerText()).toMatch(/(\d{4} ){4}\d{4}/);
  await vigie.settle();

  const manager = await vigie.firstAdmin();
  await manager.signInAgain();
  await manager.unlock();
  const list = await manager.call<CaseList>("GET", "/cases?status=received");
  const [summary] = list.cases;
  expect(summary?.title, "the address is in no list").toBeNull();
  const id = summary?.id ?? "";
  expect(JSON.stringify(await manager.call("GET", `/cases/${id}`))).not.toContain(path);

  for (const minor of ["unsure", "yes"] as const) {
    await manager.call("POST", `/cases/${id}/assessments`, {
      grounds: minor === "yes" ? ["grooming"] : ["hate-incitement"],
      manifest: "manifest",
      minor,
      reasons: "Ce que la personne décrit.",
    });
    const view = await manager.call<CaseView>("GET", `/cases/${id}`);
    const answer = await manager.fetch("POST", `/contents/${view.contents[0]?.id}/check`);
    expect(answer.status).toBe(409);
    vigie.advance(3 * 3_600_000);
    await vigie.settle();
    await manager.signInAgain();
    await manager.unlock();
  }
  expect(site.hits).toBe(0);
});
