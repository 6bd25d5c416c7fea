import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allAuthorities, allGrounds, findAuthority, findGround, findService } from "./installed-catalogue.ts";

const folder = new URL("../../../../catalogue/grounds/", import.meta.url);
const authorityFolder = new URL("../../../../catalogue/authorities/", import.meta.url);

test("the catalogue holds 72 grounds, each slug once", () => {
  expect(allGrounds()).toHaveLength(72);
  expect(new Set(allGrounds().map(({ slug }) => slug)).size).toBe(72);
});

test("every file of the folder is loaded, and holds one family named as the file", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const file of files) {
    const rows: { slug: string; family: string }[] = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    for (const { slug, family } of rows) {
      expect(`${family.replaceAll("_", "-")}.json`).toBe(file);
      expect(findGround(slug), `${slug} is in ${file} but not loaded`).toBeDefined();
    }
  }
});

test("every element is said in both languages", () => {
  for (const { slug, elements } of allGrounds()) {
    expect(elements.en.length, slug).toBe(elements.fr.length);
  }
});

test("every authority and every helpline that a ground names exists", () => {
  for (const ground of allGrounds()) {
    for (const slug of [...ground.authorities, ...ground.support]) {
      expect(findAuthority(slug), `${slug}, named by ${ground.slug}`).toBeDefined();
    }
  }
});

test("every ground that forbids fetching can be referred to an authority", () => {
  for (const ground of allGrounds().filter(({ handling }) => handling === "no_fetch")) {
    expect(
      ground.authorities.some((slug) => findAuthority(slug)?.takesReferrals),
      ground.slug,
    ).toBe(true);
  }
});

test("a ground's variant for minors forbids fetching", () => {
  for (const { minorVariant } of allGrounds()) {
    if (minorVariant !== null) expect(findGround(minorVariant)?.handling).toBe("no_fetch");
  }
});

test("authorities have one slug each", () => {
  expect(new Set(allAuthorities().map(({ slug }) => slug)).size).toBe(allAuthorities().length);
});

test("every file of catalogue/authorities is loaded, and named as its slug", () => {
  const files = readdirSync(authorityFolder).filter((name) => name.endsWith(".json"));
  for (const file of files) {
    const { slug }: { slug: string } = JSON.parse(readFileSync(new URL(file, authorityFolder), "utf8"));
    expect(`${slug}.json`).toBe(file);
    expect(findAuthority(slug), `${slug} is a file but not loaded`).toBeDefined();
  }
  expect(allAuthorities()).toHaveLength(files.length);
});

test("every country named has somebody to call or to write to", () => {
  const answering = ["emergency", "authority", "complaint", "hotline", "helpline", "regulator"];
  const reachable = new Set(
    allAuthorities()
      .filter(({ kind, phone, email, url }) => answering.includes(kind) && (phone ?? email ?? url) !== null)
      .map(({ country }) => country),
  );
  for (const { slug, country } of allAuthorities()) {
    expect(reachable.has(country), `${country}, named by ${slug}`).toBe(true);
  }
});

test("the first countries and the European Union have a number to call in an emergency", () => {
  for (const wanted of ["FR", "BE", "CH", "LU", "CA", "EU"]) {
    const emergency = allAuthorities().filter(
      ({ country, kind }) => country === wanted && kind === "emergency",
    );
    expect(emergency.length, wanted).toBeGreaterThan(0);
    for (const { slug, phone } of emergency) expect(phone, slug).not.toBeNull();
    // Whoever looks for one number takes the first.
    expect(emergency[0]?.phoneBy, wanted).toBe("call");
  }
});

test("a phone number holds nothing that cannot be dialled", () => {
  for (const { slug, phone, phoneBy } of allAuthorities()) {
    expect(phoneBy === null, slug).toBe(phone === null);
    for (const number of phone?.split(" / ") ?? []) expect(number, slug).toMatch(/^\+?\d(?: ?\d)+$/);
  }
});

test("hours are told as a schedule only on the word of a dated page of the authority itself", () => {
  const scheduled = allAuthorities().filter(({ hours }) => hours?.schedule);
  expect(scheduled.map(({ slug }) => slug)).toContain("cnam");
  for (const { slug, url, hours } of scheduled) {
    expect(hours?.evidence, slug).toBe("official");
    expect(hours?.dateSeen, slug).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(new URL(hours?.sourceUrl ?? "").hostname, slug).toBe(new URL(url ?? "").hostname);
    const timeZone = hours?.schedule?.timeZone ?? "";
    expect(() => new Intl.DateTimeFormat("en", { timeZone }), slug).not.toThrow();
    for (const { from, to } of hours?.schedule?.spans ?? []) expect(from < to, slug).toBe(true);
  }
});

test("hours without a schedule say that nobody has verified them", () => {
  for (const { slug, hours } of allAuthorities()) {
    if (!hours || hours.schedule) continue;
    expect(hours.text.fr, slug).toMatch(/non vérifié/i);
    expect(hours.text.en, slug).toMatch(/not verified/i);
  }
});

test("banks, and they alone, say where the file goes, and the services that take part exist", () => {
  for (const { slug, kind, bank } of allAuthorities()) {
    expect(bank !== null, slug).toBe(kind === "hash_bank");
    for (const partner of bank?.partners ?? []) {
      expect(findService(partner), `${partner}, partner of ${slug}`).toBeDefined();
    }
  }
});

test("only courts and what authorities do by themselves take no kind of content", () => {
  for (const { slug, kind, topics } of allAuthorities()) {
    expect(topics.length === 0, slug).toBe(kind === "court" || kind === "authority_action");
    expect(new Set(topics).size, slug).toBe(topics.length);
  }
});

test("neither a court, a register, a form nor a bank takes referrals", () => {
  const receiving = ["authority", "complaint", "hotline", "helpline", "regulator"];
  for (const { slug, kind } of allAuthorities().filter(({ takesReferrals }) => takesReferrals)) {
    expect(receiving, slug).toContain(kind);
  }
});

test("press offences lapse after three months, and after a year where hatred or denial is in them", () => {
  const articles = {
    3: "loi du 29 juillet 1881, art. 65",
    12: "loi du 29 juillet 1881, art. 65-3",
  } as const;
  const limited = {
    defamation: 3,
    "simple-insult": 3,
    "crime-provocation": 3,
    "false-news-press": 3,
    "hate-incitement": 12,
    "crimes-apology": 12,
    "holocaust-denial": 12,
    "discriminatory-insult": 12,
    "discriminatory-defamation": 12,
  } as const;
  const found = allGrounds().flatMap(({ slug, pressLimitation }) =>
    pressLimitation ? [[slug, pressLimitation]] : [],
  );
  const expected = Object.entries(limited).map(([slug, months]) => [slug, { months, law: articles[months] }]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
});

test("a ground names each of its topics once", () => {
  for (const { slug, topics } of allGrounds()) expect(new Set(topics).size, slug).toBe(topics.length);
});

test("an unknown slug finds nothing", () => {
  expect(findGround("no-such-ground")).toBeUndefined();
  expect(findAuthority("no-such-authority")).toBeUndefined();
});
