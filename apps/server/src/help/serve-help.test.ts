import formbody from "@fastify/formbody";
import { languages } from "@vigie/contract";
import { fastify } from "fastify";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { allServices, findService } from "../catalogue/installed-catalogue.ts";
import { readPublicFiles } from "../http/public/public-files.ts";
import { publicSite } from "../http/public/public-site.ts";
import { accountLocks } from "./account-locks.ts";
import { type Answers, noAnswers } from "./help-answers-rules.ts";
import { helpPlan, situationOfAnswers } from "./help-plan.ts";
import { type HelpSituation, helpSituations } from "./help-situations.ts";
import { helpSteps, voiceOf } from "./help-steps-rules.ts";
import { helpSentences } from "./help-text.ts";
import { helpScreen, serveHelp } from "./serve-help.tsx";

const hotline = { name: "Ligne <Test>", email: "a@b.example", country: "FR", timeZone: "Europe/Paris" };
const { files, addresses } = await readPublicFiles();
const fileBytes = files.reduce((sum, { body }) => sum + body.length, 0);
const sites = {
  fr: publicSite("fr", hotline, addresses),
  en: publicSite("en", hotline, addresses),
};
const now = new Date("2026-11-21T10:00:00Z");
const services = [null, "other", ...allServices().map(({ slug }) => slug)];
const countries = [null, "FR", "BE", "CH", "LU", "CA", "JP", "ZZ"];
const ages = [null, "minor", "adult"] as const;
const yesNo = [null, "yes", "no"] as const;

/** Situations, ages and services all together; the other answers take turns. */
function* everyCase(): Generator<{ situation: HelpSituation; answers: Answers; where: string }> {
  let turn = 0;
  for (const situation of helpSituations) {
    for (const age of ages) {
      for (const service of services) {
        turn += 1;
        const said = (of: readonly (typeof yesNo)[number][], every: number) =>
          of[Math.floor(turn / every) % of.length] ?? null;
        const answers: Answers = {
          ...noAnswers,
          age,
          service,
          country: countries[turn % countries.length] ?? null,
          published: said(yesNo, 1),
          picture: said(yesNo, 2),
          paid: said(yesNo, 3),
          sent: said(yesNo, 1),
          shown: said(yesNo, 2),
          call: said([null, "yes", null, "yes", "no"], 1),
          kind: turn % 2 ? "hate" : null,
        };
        yield { situation, answers, where: `${situation.name} ${JSON.stringify(answers)}` };
      }
    }
  }
}

const cases = [...everyCase()];
/** Every service, situation and age is among them, all together in turn: a page costs far more than its plan. */
const written = cases.filter((_, index) => process.env["VIGIE_FULL"] === "1" || index % 5 === 0);
const write = (language: "fr" | "en", situation: HelpSituation, answers: Answers) =>
  renderToStaticMarkup(helpScreen(sites[language], situation, { answers, screen: "page", now }));

for (const language of languages) {
  test(`every situation at every service, for every age, is a whole small page (${language})`, () => {
    let largest = 0;
    for (const { situation, answers, where } of written) {
      const html = write(language, situation, answers);
      expect(html, where).toContain("<title>Vigie</title>");
      expect(html.match(/<h1[ >]/g), where).toHaveLength(1);
      expect(html, where).not.toMatch(/undefined|\[object|NaN/);
      expect(html, where).not.toMatch(/<(section|ul|ol|p|h[1-6]|strong)(?: [^>]*)?>\s*<\/\1>/);
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(ids).size, where).toBe(ids.length);
      for (const [, pointed = ""] of html.matchAll(/ (?:aria-labelledby="|href="#)([^"]+)"/g))
        expect(ids, where).toContain(pointed);
      for (const [tag, href = ""] of html.matchAll(/<a [^>]*href="([^"]+)"[^>]*>/g))
        if (/^https?:/.test(href)) expect(tag).toContain('rel="noreferrer"');
      largest = Math.max(largest, Buffer.byteLength(html));
    }
    expect(largest + fileBytes).toBeLessThan(60_000);
  }, 120_000);
}

test("every page names somebody to call, and says so where there is no safe route", () => {
  for (const { situation, answers, where } of cases) {
    const { chosen } = plan(situation, answers);
    expect(chosen.people.length, where).toBeGreaterThan(0);
    const isMail = situation.blackmail && answers.call === "no";
    if (chosen.steps.length > 0 || isMail || situation.grounds.length === 0) continue;
    expect(write("en", situation, answers), where).toContain("We know no safe route here.");
  }
});

test("no route of any plan warns or names towards whoever may mean harm, and none describes a minor", () => {
  for (const { situation, answers, where } of cases) {
    const { chosen } = plan(situation, answers);
    const { minor, blackmail } = situationOfAnswers(situation, answers);
    for (const { channel, kind, supply, learns } of chosen.steps) {
      if (situation.uploaderHostile === "yes" || blackmail !== "none") {
        expect(channel?.nameShown, where).not.toBe("yes");
        expect(learns.code, where).not.toBe("before_removal");
        expect(channel?.priorWarningHours ?? null, where).toBeNull();
      }
      expect(channel?.purpose, where).not.toBe("copyright");
      if (minor === "yes" && channel) {
        expect(["flag", "form", "hash_bank", "dsa_contact"], where).toContain(channel.kind);
        if (kind !== "fingerprint") expect(supply, where).not.toContain("file");
      }
    }
    if (blackmail !== "none") expect(chosen.steps[0]?.kind ?? "", where).not.toMatch(/^search/);
  }
});

test("silence comes first, blocking after capture, and no step ever deletes", () => {
  for (const { situation, answers, where } of cases) {
    const { now: first, hour, days, never } = helpSteps(situation, answers);
    const order: readonly string[] = [...first, ...hour, ...days];
    expect(new Set(order).size, where).toBe(order.length);
    expect(first.length, where).toBeGreaterThan(2);
    expect(first.length, where).toBeLessThan(7);
    expect(days.length, where).toBeGreaterThan(0);
    const capture = order.findIndex((step) => /capture|keep/.test(step));
    const block = order.findIndex((step) => /^(block|report_profile|tu_report)$/.test(step));
    if (block !== -1 && situation.name !== "child") expect(capture, where).toBeLessThan(block);
    if (situation.blackmail) {
      expect(
        order.findIndex((step) => /silence/.test(step)),
        where,
      ).toBeLessThan(3);
      expect(never, where).toContain(answers.age === "minor" ? "tu_pay" : "pay");
      expect(never, where).toContain("fake_police");
      expect(
        never.some((name) => /removers/.test(name)),
        where,
      ).toBe(true);
    }
    // No copy of an image while nobody has said that the person is an adult.
    if (answers.age !== "adult") expect(order, where).not.toContain("capture");
    if (answers.age !== "adult") expect(order, where).not.toContain("fingerprint");
  }
});

test("a payment that was said comes in the first ten minutes", () => {
  const blackmail = helpSituations[0];
  if (!blackmail) throw new Error("there is no situation");
  expect(helpSteps(blackmail, { ...noAnswers, paid: "yes", age: "adult" }).now[1]).toBe("bank");
  expect(helpSteps(blackmail, { ...noAnswers, paid: "yes", age: "minor" }).now).toContain("tu_bank");
});

test("an e-mail without a video call gets other steps, and no route that would look for a video", () => {
  for (const situation of helpSituations.filter(({ blackmail }) => blackmail)) {
    const answers: Answers = { ...noAnswers, call: "no", service: "youtube" };
    expect(helpSteps(situation, answers).now[0]).toBe("mail_true");
    expect(situationOfAnswers(situation, answers).blackmail).toBe("none");
    expect(write("fr", situation, answers)).toContain("presque toujours un faux");
    expect(write("fr", situation, answers)).not.toContain("YouTube</h2>");
  }
});

/** What a page says in our own words: not the catalogue's, nor what others are to be told. */
function ownWords(html: string): string {
  return html
    .replace(/<section aria-labelledby="(people|plan)">.*?<\/section>/gs, "")
    .replace(/<p class="copy">.*?<\/p>/gs, "")
    .replace(/<footer>.*?<\/footer>/gs, "")
    .replace(/<header>.*?<\/header>/gs, "")
    .replace(/«[^»]*»/g, "")
    .replace(/<[^>]+>/g, " ");
}

function spoken(voice: "vous" | "tu", pattern: RegExp): string[] {
  const said = written
    .filter(({ situation, answers }) => voiceOf(situation, answers) === voice)
    .flatMap(({ situation, answers }) => ownWords(write("fr", situation, answers)).match(pattern) ?? []);
  return [...new Set(said)];
}

test("those under 18 are spoken to as tu, from the first word to the last of ours", () => {
  const formal =
    /.{0,40}(?<!\p{L})(vous|vos|votre|(?!(?:assez|chez|nez)(?!\p{L}))\p{L}{2,}ez)(?!\p{L}).{0,20}/giu;
  expect(spoken("tu", formal)).toEqual([]);
});

test("an adult is never spoken to as tu, outside what they may copy", () => {
  expect(spoken("vous", /.{0,40}(?<!\p{L})(tu|toi|tes)(?!\p{L}).{0,20}/giu)).toEqual([]);
});

test("the texts for a form name nobody and give nothing away", () => {
  for (const language of languages) {
    for (const [key, text] of Object.entries(helpSentences[language])) {
      if (!key.startsWith("help.say.report")) continue;
      expect(text, key).not.toMatch(/je m’appelle|mon nom|my name|@|\bmoi\b/i);
    }
  }
});

test("the accounts to close are those of services we know, and say that nobody has verified them", () => {
  for (const { service, evidence, dateSeen } of accountLocks) {
    expect(findService(service), service).toBeDefined();
    if (evidence === "memory") expect(dateSeen).toBe("unverified");
  }
  expect(new Set(accountLocks.map(({ service }) => service)).size).toBe(accountLocks.length);
});

test("numbers and names of situations are given once", () => {
  expect(helpSituations.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(new Set(helpSituations.map(({ name }) => name)).size).toBe(9);
});

function plan(situation: HelpSituation, answers: Answers) {
  return helpPlan(situation, answers, { language: "fr", homeCountry: "FR", timeZone: "Europe/Paris", now });
}

async function server() {
  const app = fastify();
  await app.register(formbody);
  serveHelp(app, sites.fr, () => now);
  serveHelp(app, sites.en, () => now);
  return (url: string, fields?: Record<string, string> | string) =>
    fields === undefined
      ? app.inject(url)
      : app.inject({
          method: "POST",
          url,
          headers: { "content-type": "application/x-www-form-urlencoded" },
          payload: typeof fields === "string" ? fields : new URLSearchParams(fields).toString(),
        });
}

test("the questions come one by one, and the page follows what was said", async () => {
  const ask = await server();
  const first = await ask("/fr/aide/1", { at: "page", do: "ask" });
  expect(first.body).toContain("appel vidéo");
  const second = await ask("/fr/aide/1", { at: "call", call: "yes" });
  expect(second.body).toContain("Quel âge avez-vous");
  expect(second.body).toContain('name="call" value="yes"');
  const last = await ask("/fr/aide/1", { at: "paid", call: "yes", age: "minor", country: "CH", paid: "yes" });
  expect(last.body).toContain("Ne paie pas");
  expect(last.body).toContain('href="tel:147"');
  expect(last.body).toContain('name="situation.minor" value="yes"');
  expect(last.body).toContain('name="situation.blackmail" value="threatened"');
  expect(last.body).toContain('name="situation.country" value="CH"');
  expect(last.body).toContain('name="concern" value="blackmail"');
  const switched = await ask("/en/help/1", { at: "paid", do: "show", age: "minor" });
  expect(switched.body).toContain("Has a payment been made?");
});

test("whatever is posted is answered with a page, in words of ours", async () => {
  const ask = await server();
  const long = "a".repeat(200_000);
  for (const fields of [
    { at: "<script>", do: "<script>", age: "<script>", service: "../../etc", country: "\u202EFR<b>" },
    { at: long, service: long, country: long },
    { at: "service", do: "more", service_more: "nowhere" },
    { at: "country", do: "more", country_more: "JP" },
    `at=age${"&age=minor".repeat(2_000)}`,
    "%FF%00=&=&&&__proto__=1",
    "",
  ]) {
    const answer = await ask("/fr/aide/4", fields);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toMatch(/<script>|etc\/|aaaaaaa|\u202E/);
    expect(answer.headers["cache-control"]).toBe("no-store");
  }
  expect((await ask("/fr/aide/4", `x=${"a".repeat(1_100_000)}`)).statusCode).toBe(413);
  expect((await ask("/fr/aide/10")).statusCode).toBe(404);
});

test("the first screen leads to every situation, and each to its simple draft, which is called a draft", async () => {
  const ask = await server();
  for (const [index, at, draft] of [
    ["/fr/aide", "/fr/aide", "Brouillon"],
    ["/en/help", "/en/help", "Draft"],
  ] as const) {
    const { body } = await ask(index);
    for (const { number } of helpSituations) {
      expect(body).toContain(`href="${at}/${number}"`);
      expect((await ask(`${at}/${number}`)).body).toContain(`href="${at}/${number}/simple"`);
      const simple = (await ask(`${at}/${number}/simple`)).body;
      expect(simple).toContain(draft);
      expect(simple).not.toMatch(/FALC|facile à lire|easy to read/i);
    }
  }
});
