import type { CaseList, ExposedView, OverrideList, RevealAnswer, RevealBody } from "@vigie/contract";
import type { Page, Response } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PixelRegion, pixelsOf } from "../../apps/server/src/exposure/region-rules.ts";
import {
  type CellPicture,
  differenceOf,
  inventCells,
  playTime,
} from "../../apps/server/src/exposure/test-exposure.ts";
import { startHost } from "../../apps/server/src/fetch/test-web.ts";
import { type Desk, useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, deskReady, useBrowser } from "./browser.ts";

// Two minutes a day: twenty-four reveals, and then a person has to ask.
const vigie = useVigie({ VIGIE_EXPOSURE_DAY_MINUTES: "2" });
const browser = useBrowser();
const pictures: CellPicture[] = [inventCells(1), inventCells(2)];
let host: Awaited<ReturnType<typeof startHost>>;
let ada: Desk;
let ben: Desk;
let caseId = "";

beforeAll(async () => {
  const files = await Promise.all(pictures.map((picture) => picture.file("png")));
  host = await startHost((request, response) => {
    const number = /^\/picture\/(\d)/.exec(request.url ?? "")?.[1];
    if (number) response.writeHead(200, { "content-type": "image/png" }).end(files[Number(number)]);
    else {
      response.writeHead(200, { "content-type": "text/html" });
      response.end('<h1>Une page</h1><img src="/picture/0"><img src="/picture/1">');
    }
  });
  ada = await vigie.member("analyst", "Ada");
  ben = await vigie.member("reviewer", "Ben");
  await ada.signInAgain();
  await vigie.report({ locations: [{ url: `http://127.0.0.1:${host.port}/page` }] });
  await vigie.settle();
  caseId = (await ada.call<CaseList>("GET", "/cases?status=received")).cases[0]?.id ?? "";
  await ada.call("POST", `/cases/${caseId}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "",
  });
  playTime(vigie.running.vigie, "2026-06-01T08:00:00Z");
}, 60_000);
afterAll(() => host?.close());

/** What the page saw of a covering: in which event, how long after it began, and what was left on the canvas. */
interface Covering {
  why: string;
  event: string | null;
  ms: number;
  isSameTask: boolean;
  pixels: number;
}

/** Listens before the viewer does, and notes when and in what state the event `vigie-covered` comes. */
function watchCovering(): void {
  const page = window as unknown as { coverings: Covering[] };
  page.coverings = [];
  let last: { event: Event; at: number } | null = null;
  const note = (event: Event) => {
    last = { event, at: performance.now() };
  };
  for (const type of ["blur", "pagehide", "keydown", "keyup", "pointerup", "beforeprint"]) {
    window.addEventListener(type, note, true);
  }
  for (const type of ["visibilitychange", "freeze", "fullscreenchange"]) {
    document.addEventListener(type, note, true);
  }
  window.addEventListener(
    "vigie-covered",
    (event) => {
      const element = event.composedPath()[0] as HTMLElement;
      const canvas = element.shadowRoot?.querySelector<HTMLCanvasElement>(".shown canvas");
      page.coverings.push({
        why: (event as CustomEvent<{ why: string }>).detail.why,
        event: last?.event.type ?? null,
        ms: last ? performance.now() - last.at : 0,
        // An event that was dispatched to its end has no phase any more.
        isSameTask: last !== null && last.event.eventPhase !== Event.NONE,
        pixels: canvas ? canvas.width * canvas.height : -1,
      });
    },
    true,
  );
}

async function deskPage(member: Desk, options: { locale?: string; colorScheme?: "light" | "dark" } = {}) {
  const context = await browser.context({ viewport: { width: 1280, height: 900 }, ...options });
  const [name = "", value = ""] = member.cookie.split("=");
  await context.addCookies([{ name, value, url: vigie.url }]);
  const page = await context.newPage();
  await page.addInitScript(watchCovering);
  return page;
}

async function openView(page: Page): Promise<void> {
  await page.goto(`${vigie.url}/desk/cases/${caseId}/look`);
  await deskReady(page);
  await page.getByRole("button", { name: /^(Ouvrir, couvert|Open, covered)/ }).click();
  await page.getByRole("gridcell").first().waitFor();
}

const shownPixels = (page: Page) =>
  page.evaluate(() => {
    const canvas = document
      .querySelector("vigie-media")
      ?.shadowRoot?.querySelector<HTMLCanvasElement>(".shown canvas");
    return canvas ? canvas.width * canvas.height : 0;
  });
const coveringsOf = (page: Page) =>
  page.evaluate(() => (window as unknown as { coverings: Covering[] }).coverings);
const shown = (page: Page) => page.getByText(/^Montrée/).waitFor();

test("a region is seen only while it is held, and every way out covers it in the very event", async () => {
  const page = await deskPage(ada);
  const errors = collectErrors(page);
  const answers: Response[] = [];
  page.on("response", (response) => {
    if (/\/views(\/|$)/.test(new URL(response.url()).pathname)) answers.push(response);
  });
  await openView(page);
  expect(await axeFindings(page)).toEqual([]);
  expect(await page.locator("vigie-media").getByRole("listitem").count()).toBe(2);
  const cells = page.getByRole("gridcell");
  expect(await cells.count()).toBe(9);

  // A click by mistake asks for nothing.
  await cells.nth(4).click();
  expect(await shownPixels(page)).toBe(0);

  const box = await cells.nth(5).boundingBox();
  if (!box) throw new Error("the region has no place on the page");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await shown(page);
  expect(await shownPixels(page)).toBeGreaterThan(1_000);
  await page.mouse.up();
  expect(await shownPixels(page)).toBe(0);

  // From there by the keyboard alone.
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  expect(
    await page.evaluate(() =>
      document.querySelector("vigie-media")?.shadowRoot?.activeElement?.getAttribute("aria-label"),
    ),
  ).toBe("Zone : ligne 1 sur 3, colonne 2 sur 3");
  const hold = async () => {
    await page.keyboard.down("Space");
    await shown(page);
    expect(await shownPixels(page)).toBeGreaterThan(1_000);
  };
  await hold();
  await page.keyboard.up("Space");
  expect(await shownPixels(page)).toBe(0);

  for (const [target, type] of [
    ["window", "blur"],
    ["document", "visibilitychange"],
    ["window", "pagehide"],
    ["document", "fullscreenchange"],
    ["window", "beforeprint"],
    ["document", "freeze"],
  ] as const) {
    await hold();
    await page.evaluate(
      ([where, name]) => (where === "window" ? window : document).dispatchEvent(new Event(name)),
      [target, type] as const,
    );
    expect(await shownPixels(page), type).toBe(0);
    await page.keyboard.up("Space");
  }
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("vigie-media").isVisible()).toBe(false);
  await page.emulateMedia({ media: null });
  // What is not drawn has no focus.
  await cells.nth(1).focus();

  // What somebody sets in the viewer stays, whatever the page around it reads anew.
  const sepia = page.getByRole("button", { name: "en sépia" });
  await sepia.click();
  await cells.nth(1).focus();
  await hold();
  expect(await sepia.getAttribute("aria-pressed")).toBe("true");
  expect((answers.at(-1)?.request().postDataJSON() as RevealBody).filters).toContain("sepia");
  await page.keyboard.press("Escape");
  await page.locator("vigie-media").waitFor({ state: "detached" });
  await page.keyboard.up("Space");

  const coverings = await coveringsOf(page);
  expect(coverings.map(({ why }) => why)).toEqual([
    "released",
    "released",
    "blur",
    "hidden",
    "pagehide",
    "fullscreen",
    "print",
    "frozen",
    "escape",
  ]);
  expect(
    coverings.every(({ isSameTask, pixels }) => isSameTask && pixels === 0),
    JSON.stringify(coverings),
  ).toBe(true);
  process.stdout.write(
    `covered after: ${coverings.map(({ event, ms }) => `${event} ${ms.toFixed(2)} ms`).join(", ")}\n`,
  );
  expect(errors).toEqual([]);

  await onlyWhatWasRevealed(answers);
}, 90_000);

/** Of everything the server answered about the view: previews, and regions that were asked for, as they were drawn. */
async function onlyWhatWasRevealed(answers: readonly Response[]): Promise<void> {
  let revealed = 0;
  for (const answer of answers) {
    if (answer.status() === 204) continue;
    const body = (await answer.json()) as ExposedView | RevealAnswer;
    const long = JSON.stringify(body).match(/"[^"]{300,}"/g) ?? [];
    if ("media" in body) {
      expect(long.length).toBeLessThanOrEqual(body.media.length);
      for (const { preview } of body.media) {
        const { width, height } = await sharp(Buffer.from(preview, "base64")).metadata();
        expect(Math.max(width, height)).toBeLessThanOrEqual(96);
      }
      continue;
    }
    if (body.kind !== "shown") throw new Error(body.why);
    revealed += 1;
    expect(long.length).toBe(1);
    const asked = answer.request().postDataJSON() as RevealBody;
    const picture = pictures[asked.medium];
    const region = picture && pixelsOf(asked, { picture, severity: "other" });
    if (!picture || !region) throw new Error("a region that nobody may ask for");
    // Somebody's usual filters may turn it grey: light and dark are the same.
    const drawn = await sharp(Buffer.from(body.picture, "base64"))
      .greyscale()
      .toColourspace("b-w")
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([drawn.info.width, drawn.info.height]).toEqual([region.width, region.height]);
    const off = (from: CellPicture) => cropOf(from, region).then((crop) => differenceOf(drawn.data, crop));
    expect(await off(picture)).toBeLessThan((await off(inventCells(99))) / 2);
  }
  expect(revealed).toBe(9);
}

/** The light and dark of a region, as it was drawn. */
function cropOf({ samples, width, height }: CellPicture, region: PixelRegion): Promise<Buffer> {
  return sharp(samples, { raw: { width, height, channels: 3 } })
    .extract(region)
    .greyscale()
    .toColourspace("b-w")
    .raw()
    .toBuffer();
}

/** What the ledger holds of everybody. */
async function grantedSeconds(): Promise<number> {
  const { rows } = await vigie.database.pool.query<{ seconds: number }>(
    "select coalesce(sum(granted_seconds), 0)::int as seconds from exposure_ledger",
  );
  return rows[0]?.seconds ?? 0;
}

test("a browser that lies gets what the server grants, then words; a second person can grant more", async () => {
  const page = await deskPage(ada);
  // It never loses the focus, is never hidden, and hears of nothing that covers.
  await page.addInitScript(() => {
    document.hasFocus = () => true;
    Object.defineProperty(document, "visibilityState", { get: () => "visible" });
    for (const type of ["blur", "visibilitychange", "pagehide", "freeze"]) {
      window.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
    }
  });
  await openView(page);
  const before = await grantedSeconds();
  const lies = await page.evaluate(async () => {
    type Answer = { kind: string; why?: string };
    const element = document.querySelector("vigie-media") as unknown as {
      reveal(request: object, signal: AbortSignal): Promise<Answer>;
    };
    const ask = (region: object) =>
      element.reveal({ medium: 0, filters: [], ...region }, new AbortController().signal);
    const small = { x: 0, y: 0, width: 0.3, height: 0.3 };
    const whole = await ask({ x: 0, y: 0, width: 1, height: 1 });
    let granted = 0;
    let answer = await ask(small);
    for (; answer.kind === "shown" && granted < 30; granted += 1) answer = await ask(small);
    const again = await ask(small);
    return { whole: whole.kind, granted, refused: [answer.why, again.why] };
  });
  expect(lies.whole).toBe("failed");
  expect(lies.granted).toBe((120 - before) / 5);
  expect(lies.refused).toEqual(["day_spent", "day_spent"]);
  expect(await grantedSeconds()).toBe(120);

  await page.getByRole("gridcell").first().focus();
  await page.keyboard.down("Enter");
  await page.getByText(/demandez à une deuxième personne/).waitFor();
  await page.keyboard.up("Enter");
  expect(await shownPixels(page)).toBe(0);
  expect(await axeFindings(page)).toEqual([]);

  await page
    .getByRole("textbox", { name: /Pourquoi cela ne peut pas attendre/ })
    .fill("Une menace datée de ce soir.");
  await page.getByRole("button", { name: "Demander", exact: true }).click();
  await page.getByText(/une deuxième personne doit l'accorder/).waitFor();

  const second = await deskPage(ben);
  await second.goto(`${vigie.url}/desk/exposure`);
  await deskReady(second);
  expect(await axeFindings(second)).toEqual([]);
  await second.getByText("Une menace datée de ce soir.").waitFor();
  await second.getByRole("button", { name: "Accorder une demi-heure à Ada" }).click();
  await second.getByText("Accordé à Ada.").waitFor();
  expect((await ben.call<OverrideList>("GET", "/exposure/overrides")).overrides).toEqual([]);

  await page.getByText(/Dépassement accordé/).waitFor();
  await page.getByRole("gridcell").first().focus();
  await page.keyboard.down("Enter");
  await shown(page);
  // Held on and on, it is covered when its seconds are over.
  await page.getByText("Recouverte.").waitFor({ timeout: 8_000 });
  expect(await shownPixels(page)).toBe(0);
  await page.keyboard.up("Enter");
}, 90_000);

for (const [locale, colorScheme] of [
  ["fr-FR", "dark"],
  ["en-GB", "light"],
] as const) {
  test(`the viewer and one's own ledger are clean for axe (${locale}, ${colorScheme})`, async () => {
    const page = await deskPage(ada, { locale, colorScheme });
    const errors = collectErrors(page);
    if (locale === "en-GB") await page.addInitScript(() => localStorage.setItem("vigie.desk.language", "en"));
    await openView(page);
    const says = locale === "fr-FR" ? "Filtres" : "Filters";
    await page.getByRole("group", { name: says }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${vigie.url}/desk/exposure`);
    await deskReady(page);
    await page.getByRole("img").first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
}

test("a view is forgotten by the server when its panel is left", async () => {
  const page = await deskPage(ada);
  await openView(page);
  const { views } = vigie.running.vigie.exposure;
  expect(views.bytes).toBeGreaterThan(0);
  const closed = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.keyboard.press("Escape");
  expect((await closed).status()).toBe(204);
});
