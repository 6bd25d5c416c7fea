import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { pseudoLanguage } from "../../../../test/pseudo-language.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { helpText } from "../help/help-text.ts";
import { formatDay } from "../i18n/format-time.ts";
import { type AddedLanguage, catalogueNames, translator } from "../i18n/translate.ts";
import { planFor } from "../plans/test-plan.ts";
import { baseCatalogues, sentenceCount } from "./base-catalogues.ts";
import { mostFileBytes, readLanguageFile } from "./language-file-rules.ts";
import { languageTemplate, runLanguagesCheck } from "./languages-command.ts";
import { readLanguages } from "./read-languages.ts";

const head = { name: "العربية", direction: "rtl", base: "en" };

function read(content: unknown, tag = "ar") {
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  return readLanguageFile({ file: `${tag}.json`, tag, text }, baseCatalogues);
}

function languageOf(content: unknown, tag = "ar"): AddedLanguage {
  const { language, problems } = read(content, tag);
  if (!language) throw new Error(JSON.stringify(problems));
  return language;
}

test("a sentence that is translated is said so, one that is missing in the base language", () => {
  const language = languageOf({ ...head, sentences: { shared: { "site.home": "البداية" } } });
  const t = translator(language);
  expect(t("site.home")).toBe("البداية");
  expect(t("site.help")).toBe(translator("en")("site.help"));
});

test("plurals follow the grammar of the added language", () => {
  const text =
    "{count, plural, zero {صفر} one {واحد} two {اثنان} few {قليل} many {كثير} other {آخر}} {count}";
  const t = translator(languageOf({ ...head, sentences: { shared: { "problems.title": text } } }));
  expect(t("problems.title", { count: 2 })).toContain("اثنان");
  expect(t("problems.title", { count: 3 })).toContain("قليل");
});

test("dates are told in the language, or as the base tells them where the machine does not know it", () => {
  const at = { at: "2026-03-03T13:05:00Z", timeZone: "Europe/Paris" };
  const german = languageOf({ name: "Deutsch", direction: "ltr", base: "fr", sentences: {} }, "de");
  const unknown = languageOf({ name: "x", direction: "rtl", base: "fr", sentences: {} }, "qps");
  expect(formatDay(at.at, { ...at, language: german })).toBe("3. März 2026");
  expect(formatDay(at.at, { ...at, language: unknown })).toBe("3 mars 2026");
});

test("the help asks its own catalogue, then that of the guides, and another for those under 18", () => {
  const [key = ""] = Object.keys(baseCatalogues("fr")["help-minors"]);
  const catalogue = Object.hasOwn(baseCatalogues("fr").help, key) ? "help" : "guides";
  const text = baseCatalogues("fr")["help-minors"][key] ?? "";
  const sentences = { [catalogue]: { [key]: `A ${text}` }, "help-minors": { [key]: `B ${text}` } };
  const language = languageOf({ name: "Deutsch", direction: "ltr", base: "fr", sentences }, "de");
  const values = new Proxy({}, { get: () => 1, has: () => true });
  const say = (voice: "tu" | "vous") => helpText(language, voice)(key as "site.home" as never, values);
  expect(say("vous")).toMatch(/^A /);
  expect(say("tu")).toMatch(/^B /);
});

test("a sentence that cannot be used is left out with its line, and the others are used", () => {
  const shared = {
    "site.home": "بيت",
    "no.such.key": "x",
    "problems.title": "{count, plural, one {x}",
    "site.help": "{nobody} fills this",
    "timeline.notified": "the place is missing",
    "site.how": "  ",
    "site.guides": 7,
    "site.safety": "x".repeat(4_001),
    "start.team": "{hotline, date, short}",
  };
  const { language, problems } = read({ ...head, sentences: { shared, nowhere: {}, guides: "x" } });
  expect(language?.sentences).toEqual({ shared: { "site.home": "بيت" } });
  expect(problems.map(({ line }) => line)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 17, 18]);
  const says = problems.map((problem) => problem.says).join("\n");
  for (const said of [
    "shared / no.such.key: there is no sentence of this name",
    "shared / problems.title: it cannot be read: ",
    "shared / site.help: it has {nobody}, which nothing fills",
    "shared / timeline.notified: it lacks {to}",
    "shared / site.how: it is empty",
    "shared / site.guides: it is no text",
    "shared / site.safety: it has more than 4000 characters",
    "shared / start.team: {hotline} is not written as the base language writes it",
    "nowhere: there is no such catalogue",
    "guides: it is no object",
  ])
    expect(says).toContain(said);
});

test("a file that cannot be used is refused whole, with the reason", () => {
  const whole = { ...head, sentences: {} };
  const refusals: [unknown, string, RegExp, number?][] = [
    ['{\n  "name": "x",\n  oops\n}', "ar", /no JSON/, 3],
    ["", "ar", /no JSON/],
    ["[]", "ar", /the file/],
    [{ ...whole, more: 1 }, "ar", /more/],
    [{ ...whole, name: "" }, "ar", /name/, 2],
    [{ ...whole, name: "a\u202Eb" }, "ar", /name/, 2],
    [{ ...whole, base: "de" }, "ar", /base/, 4],
    [{ ...whole, direction: "up" }, "ar", /direction/, 3],
    [{ ...whole, direction: "ltr" }, "ar", /"ar" is written rtl/, 3],
    [{ ...whole, direction: "rtl" }, "de", /"de" is written ltr/, 3],
    [{ name: "x", direction: "ltr", base: "en" }, "de", /sentences/],
    [whole, "fr", /a language of Vigie itself/],
    [whole, "en", /a language of Vigie itself/],
    [whole, "api", /address of something else/],
    [whole, "AR", /no language code/],
    [whole, "../ar", /no language code/],
    [whole, "arab", /no language code/],
    [" ".repeat(mostFileBytes + 1), "ar", /more than/],
  ];
  for (const [content, tag, says, line] of refusals) {
    const { language, problems } = read(content, tag);
    expect(language, String(says)).toBeNull();
    expect(problems.map((problem) => problem.says).join("\n")).toMatch(says);
    if (line) expect(problems[0]?.line, String(says)).toBe(line);
  }
});

test("whatever a file holds, what is taken of it can be said", () => {
  const { shared } = baseCatalogues("en");
  const keys = Object.keys(shared);
  const parts = [
    "{count}",
    "{count, plural, other {#}}",
    "{to}",
    "{",
    "}",
    "'",
    "#",
    "<b>",
    "x",
    "{date, date}",
  ];
  const text = fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map((some) => some.join(" "));
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...keys), fc.oneof(text, fc.string(), fc.anything())),
      (given) => {
        const { language } = readLanguageFile(
          {
            file: "ar.json",
            tag: "ar",
            text: JSON.stringify({ ...head, sentences: { shared: given } }, (_, value) =>
              typeof value === "bigint" ? String(value) : value,
            ),
          },
          baseCatalogues,
        );
        if (!language) throw new Error("the head is good");
        const values = {
          count: 2,
          days: 2,
          date: "x",
          hotline: "x",
          number: "x",
          position: 1,
          since: "x",
          to: "x",
        };
        for (const key of Object.keys(language.sentences.shared ?? {}))
          expect(typeof translator(language)(key as "site.home", values)).toBe("string");
      },
    ),
  );
});

test("a folder that is not there adds nothing; a file that cannot be read leaves the others", async () => {
  const folder = makeTemporaryFolder();
  expect(await readLanguages(join(folder, "nowhere"))).toEqual({ languages: [], problems: [] });
  mkdirSync(join(folder, "pt.json"));
  writeFileSync(join(folder, "he.json"), Buffer.from([0xff, 0xfe, 0x00]));
  writeFileSync(join(folder, "fa.json"), "x".repeat(mostFileBytes + 1));
  writeFileSync(join(folder, "notes.txt"), "x");
  writeFileSync(join(folder, "ar.json"), JSON.stringify({ ...head, sentences: {} }));
  const { languages, problems } = await readLanguages(folder);
  expect(languages.map(({ tag }) => tag)).toEqual(["ar"]);
  expect(problems.map(({ file }) => file.slice(-7))).toEqual(["fa.json", "he.json", "pt.json"]);
});

test("the template holds every sentence, and can be used once it has a name", async () => {
  for (const base of ["fr", "en"] as const) {
    const template = languageTemplate(base);
    expect(Object.keys(template.sentences)).toEqual([...catalogueNames]);
    const { language, problems } = read({ ...template, name: "x", direction: "rtl" });
    expect(problems).toEqual([]);
    expect(language?.sentences).toEqual(template.sentences);
  }
});

test("the check tells how much is translated, and what is wrong, for people and for programs", async () => {
  const folder = makeTemporaryFolder();
  writeFileSync(join(folder, "qps.json"), pseudoLanguage());
  const check = async (json: boolean) => {
    let written = "";
    const stdout = new Writable({
      write(chunk, _, done) {
        written += String(chunk);
        done();
      },
    });
    return { status: await runLanguagesCheck({ folder, json, stdout }), written };
  };
  const count = sentenceCount("en");
  const good = await check(false);
  expect(good.written).toContain(`qps (Ƥšéüðö, rtl): ${count} of ${count} sentences`);
  expect(good.status).toBe(0);
  writeFileSync(join(folder, "de.json"), "{");
  const bad = await check(true);
  expect(bad.status).toBe(1);
  expect(JSON.parse(bad.written)).toMatchObject({ ok: false, problems: [{ line: 1 }] });
});

test("a plan is told in the added language, its catalogue texts in the base language", () => {
  const language = languageOf(pseudoLanguage(), "qps");
  const told = planFor({ language: "en", voice: language });
  expect(told.says).not.toBe(planFor({ language: "en" }).says);
  expect(told.grounds).toEqual(planFor({ language: "en" }).grounds);
});
