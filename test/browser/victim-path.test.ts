import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { helpAddresses } from "../../apps/server/src/help/help-address-rules.ts";
import { helpSituations } from "../../apps/server/src/help/help-situations.ts";
import { publicPaths } from "../../apps/server/src/http/public/public-paths.ts";
import { useVigie } from "../vigie.ts";
import { useBrowser } from "./browser.ts";
import {
  journeySeconds,
  type ReadPart,
  type Screen,
  slowDown,
  slowNetwork,
  wordsRead,
} from "./reading-model.ts";

// At the cost of a real installation: deriving the number is part of what a person waits for.
const vigie = useVigie({ VIGIE_RECEIPT_MEMORY_KIB: "65536", VIGIE_RECEIPT_PASSES: "2" });
const browser = useBrowser();

type Language = "fr" | "en";
type Hands = "touch" | "touch, JavaScript off" | "keyboard alone" | "keyboard alone, JavaScript off";

/** One press: what is pressed, and what was typed just before. */
interface Press {
  target: string;
  /** A link down the same page: no new screen. */
  staysHere?: true;
  type?: { into: string; text: string };
}
interface Step {
  name: string;
  read: readonly ReadPart[];
  presses: readonly Press[];
}

const address = "https://exemple.example/p/1234";
const mostSeconds = 180;
const mostBytes = 250_000;
const receipt = ".number .digits";
const wholePage: readonly ReadPart[] = [{ to: "footer" }];

const start = (language: Language, page: "help" | "write"): Step => {
  const door = `main .doors a[href="${publicPaths[page][language]}"]`;
  return { name: "start", read: [{ to: door }], presses: [{ target: door }] };
};

/** Something was seen: the start, the form, the number. */
const bystander = (language: Language): Step[] => [
  start(language, "write"),
  {
    name: "form",
    read: [{ to: "#report button[type=submit]" }],
    presses: [{ target: "#report button[type=submit]", type: { into: "#where", text: address } }],
  },
];

/** It happened to the person: the start, what happened, the help for it with its field for one address, the number. */
const victim = (language: Language, situation: number): Step[] => {
  const chosen = `main a[href="${helpAddresses(situation)[language]}"]`;
  const keep = "main .jump a[href='#keep']";
  const submit = "section[aria-labelledby=keep] button[type=submit]";
  return [
    start(language, "help"),
    { name: "what happened", read: [{ to: chosen }], presses: [{ target: chosen }] },
    {
      name: "help",
      read: [{ to: keep }, { from: "section[aria-labelledby=keep]", to: submit }],
      presses: [
        { target: keep, staysHere: true },
        { target: submit, type: { into: "#where", text: address } },
      ],
    },
  ];
};

const circulating = helpSituations.find(({ name }) => name === "circulating")?.number ?? 0;
const journeys = [
  { who: "bystander", steps: bystander, mostScreens: 3 },
  { who: "victim", steps: (language: Language) => victim(language, circulating), mostScreens: 4 },
] as const;
// VIGIE_FULL=1 takes every way for both; else each way is taken once.
const ways: readonly { language: Language; hands: Hands; by: readonly string[] }[] = [
  { language: "fr", hands: "touch", by: ["bystander"] },
  { language: "fr", hands: "touch, JavaScript off", by: ["victim"] },
  { language: "fr", hands: "keyboard alone", by: ["victim"] },
  { language: "fr", hands: "keyboard alone, JavaScript off", by: ["bystander"] },
  { language: "en", hands: "touch", by: ["victim"] },
];

for (const { who, steps, mostScreens } of journeys) {
  for (const { language, hands, by } of ways) {
    if (process.env["VIGIE_FULL"] !== "1" && !by.includes(who)) continue;
    test(`on a slow telephone a ${who} has a number for one address in ${mostScreens} screens and three minutes (${hands}, ${language})`, async () => {
      const screens = await travel(steps(language), language, hands);
      const seconds = journeySeconds(screens);
      process.stdout.write(`${told(`${who}, ${hands}, ${language}`, screens)}\n`);
      expect(screens.length).toBeLessThanOrEqual(mostScreens);
      expect(seconds.total).toBeLessThanOrEqual(mostSeconds);
      // Less would mean that the network was not slow.
      for (const { name, loadMs } of screens)
        expect(loadMs, name).toBeGreaterThanOrEqual(slowNetwork.latencyMs);
      expect(screens.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(mostBytes);
    });
  }
}

test("whatever happened, reading the way to the number and typing leave half a minute for the network", async () => {
  const context = await browser.context({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  for (const { number, name } of helpSituations) {
    const steps = victim("fr", number);
    const pages = [publicPaths.start.fr, publicPaths.help.fr, helpAddresses(number).fr];
    const screens: Screen[] = [];
    for (const [index, step] of steps.entries()) {
      await page.goto(`${vigie.url}${pages[index]}`);
      screens.push({ ...(await readScreen(page, step)), loadMs: 0, bytes: 0 });
    }
    const { reading, typing } = journeySeconds(screens);
    process.stdout.write(`victim, ${name}: ${(reading + typing).toFixed(0)} s before the number\n`);
    expect(reading + typing, name).toBeLessThanOrEqual(mostSeconds - 30);
  }
});

test("the model counts the words that are seen down to the way on, and those of a jump's end only", async () => {
  const page = await (await browser.context()).newPage();
  await page.setContent(`<body><a style="position:absolute;left:-999px">Aller au contenu</a>
    <h1>Deux mots</h1><p hidden>Rien ici</p><details><summary>Un pli</summary><p>Encore caché</p></details>
    <p>Qu’on lise : trois ! <a id="jump" href="#end">Plus bas</a> ensuite</p>
    <p>Du texte que personne ne lit</p>
    <section id="end"><label>Une adresse</label><button>Envoyer</button></section><p>Après tout</p>`);
  expect(await wordsRead(page, [{ to: "#jump" }])).toBe(9);
  expect(await wordsRead(page, [{ to: "#jump" }, { from: "#end", to: "button" }])).toBe(12);
  expect(await wordsRead(page, [{ to: "#jump" }, { to: "h1" }])).toBe(9);
  const screen = { name: "", bytes: 0, wordsInAll: 360 };
  const seconds = journeySeconds([
    { ...screen, loadMs: 1_000, words: 90, typedCharacters: 0 },
    { ...screen, loadMs: 800, words: 30, typedCharacters: 30 },
  ]);
  expect(seconds).toEqual({ loading: 3, reading: 40, typing: 15, total: 58, totalReadingAll: 258 });
});

/** From the first screen to the number, with nothing but these hands. */
async function travel(steps: readonly Step[], language: Language, hands: Hands): Promise<Screen[]> {
  const context = await browser.context({
    viewport: { width: 360, height: 740 },
    locale: language === "fr" ? "fr-FR" : "en-GB",
    hasTouch: true,
    javaScriptEnabled: !hands.endsWith("JavaScript off"),
  });
  const page = await context.newPage();
  const { takeBytes } = await slowDown(page);
  const screens: Screen[] = [];
  let loadMs = await timed(() =>
    page.goto(`${vigie.url}${publicPaths.start[language]}`, { waitUntil: "load" }),
  );
  for (const step of steps) {
    screens.push({ ...(await readScreen(page, step)), loadMs, bytes: takeBytes() });
    for (const press of step.presses) loadMs = await pressWith(page, hands, press);
  }
  await page.locator(receipt).waitFor();
  expect(await page.locator(receipt).innerText()).toMatch(/^(\d{4} ){4}\d{4}$/);
  const last = { name: "number", read: [{ to: receipt }], presses: [] };
  screens.push({ ...(await readScreen(page, last)), loadMs, bytes: takeBytes() });
  await context.close();
  return screens;
}

async function readScreen(
  page: Page,
  { name, read, presses }: Step,
): Promise<Omit<Screen, "loadMs" | "bytes">> {
  return {
    name,
    words: await wordsRead(page, read),
    wordsInAll: await wordsRead(page, wholePage),
    typedCharacters: presses.reduce((sum, { type }) => sum + (type?.text.length ?? 0), 0),
  };
}

/** @returns milliseconds until the next screen had loaded; 0 where there is none. */
async function pressWith(page: Page, hands: Hands, { target, staysHere, type }: Press): Promise<number> {
  const byKeyboard = hands.startsWith("keyboard");
  if (type) {
    if (byKeyboard) await tabTo(page, type.into);
    else await page.locator(type.into).tap();
    await page.keyboard.type(type.text);
  }
  if (byKeyboard) await tabTo(page, target);
  const press = async () => {
    if (byKeyboard) await page.keyboard.press(target.includes("button") ? "Space" : "Enter");
    else await page.locator(target).first().tap();
  };
  if (staysHere) {
    await press();
    return 0;
  }
  return timed(() => Promise.all([page.waitForEvent("load"), press()]));
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const reached = await page.evaluate(
      (wanted) => document.activeElement?.matches(wanted) ?? false,
      selector,
    );
    if (reached) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function told(title: string, screens: readonly Screen[]): string {
  const seconds = journeySeconds(screens);
  const kilobytes = screens.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000;
  const each = screens
    .map(
      ({ name, loadMs, bytes, words, wordsInAll }) =>
        `${name} ${(loadMs / 1_000).toFixed(1)} s, ${(bytes / 1_000).toFixed(1)} kB, ${words} of ${wordsInAll} words`,
    )
    .join("; ");
  return (
    `${title}: ${screens.length} screens, ${seconds.total.toFixed(0)} s (loading ${seconds.loading.toFixed(1)}, ` +
    `reading ${seconds.reading.toFixed(0)}, typing ${seconds.typing.toFixed(0)}; every word read ${seconds.totalReadingAll.toFixed(0)}), ` +
    `${kilobytes.toFixed(1)} kB\n  ${each}`
  );
}
