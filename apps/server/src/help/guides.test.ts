import { languages } from "@vigie/contract";
import { expect, test } from "vitest";
import { allAuthorities, allServices } from "../catalogue/installed-catalogue.ts";
import { readPublicFiles } from "../http/public/public-files.ts";
import { publicSite } from "../http/public/public-site.ts";
import { renderPage } from "../http/public/render-page.ts";
import { firstCalls, guideContacts } from "./guide-contacts.ts";
import { guideText } from "./guide-text.ts";
import { guidePages } from "./page-routes.tsx";
import { situations } from "./situations.ts";

const hotline = {
  name: "Ligne <Test>",
  email: "contact@vigie.invalid",
  country: "FR",
  timeZone: "Europe/Paris",
};
const { files, addresses: fileAddresses } = await readPublicFiles();
const fileBytes = files.reduce((sum, { body }) => sum + body.length, 0);
const pages = guidePages();
const telling =
  /sex|porn|abus|chantage|blackmail|victim|signal|report|plainte|haine|hate|terror|intim|police|danger/i;

function write(language: "fr" | "en", { page }: (typeof pages)[number], country = "FR"): string {
  const site = publicSite(language, { ...hotline, country }, fileAddresses);
  return renderPage(page({ site, g: guideText(language), now: new Date("2026-11-21T10:00:00Z") })).body;
}

/** What a person reads of a page, piece by piece. */
function textsOf(html: string): string[] {
  return html
    .split(/<[^>]+>/)
    .map((text) => text.replaceAll("&#x27;", "'").replaceAll("&amp;", "&").trim())
    .filter((text) => text !== "");
}

test("there is a guide for every service, for every situation, and an index; no two share an address", () => {
  expect(pages).toHaveLength(1 + situations.length + allServices().length);
  for (const language of languages)
    expect(new Set(pages.map(({ addresses }) => addresses[language])).size).toBe(pages.length);
});

test("no address names a service or says what the guide is about", () => {
  for (const { addresses } of pages) {
    for (const language of languages) {
      expect(addresses[language]).toMatch(
        /^\/(fr|en)\/guides(\/([b-df-hj-np-tv-z]{2}\d{4,}|fiche-\d+|sheet-\d+))?$/,
      );
      expect(addresses[language]).not.toMatch(telling);
    }
  }
});

for (const language of languages) {
  test(`every guide is a whole small page that runs nothing and frightens no history (${language})`, () => {
    for (const page of pages) {
      const html = write(language, page);
      const where = page.addresses[language];
      expect(html.startsWith(`<!doctype html><html lang="${language}" dir="ltr">`), where).toBe(true);
      expect(html, where).toContain("<title>Vigie</title>");
      expect(html.match(/<h1[ >]/g), where).toHaveLength(1);
      expect(html.replace(/="[^"]*"/g, ""), where).not.toMatch(
        /<(script(?! src async><)|style|iframe)|<[^>]+\s(on\w+|style)\b/i,
      );
      expect(html, where).not.toMatch(/undefined|\[object|NaN/);
      expect(Buffer.byteLength(html) + fileBytes, where).toBeLessThan(60_000);
    }
  });

  test(`every id stands once, and whatever points to one finds it (${language})`, () => {
    for (const page of pages) {
      const html = write(language, page);
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(ids).size, page.addresses[language]).toBe(ids.length);
      for (const [, pointed = ""] of html.matchAll(/ (?:aria-labelledby="|href="#)([^"]+)"/g))
        expect(ids, page.addresses[language]).toContain(pointed);
    }
  });

  test(`no part of a guide is empty, and headings go down one step at a time (${language})`, () => {
    for (const page of pages) {
      const html = write(language, page);
      const where = page.addresses[language];
      expect(html, where).not.toMatch(
        /<(section|ul|ol|dl|li|dd|dt|p|h[1-6]|strong|span)(?: [^>]*)?>\s*<\/\1>/,
      );
      expect(html, where).not.toMatch(/<\/h[1-6]>\s*<\/section>/);
      const levels = [...html.matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
      levels.forEach((level, index) => {
        if (index > 0) expect(level - (levels[index - 1] ?? 1), where).toBeLessThanOrEqual(1);
      });
    }
  });

  test(`every link inside leads to a page that exists; every other keeps quiet about where it comes from (${language})`, () => {
    const known = new Set(pages.map(({ addresses }) => addresses[language]));
    for (const page of pages) {
      const html = write(language, page);
      for (const [tag, href = ""] of html.matchAll(/<a [^>]*href="([^"]+)"[^>]*>/g)) {
        if (/^https?:/.test(href)) expect(tag).toContain('rel="noreferrer"');
        else expect(href).toMatch(/^(\/[^/]|#|tel:\+?\d+$|sms:\+?\d+$|mailto:)/);
        if (href.startsWith(`/${language}/guides`)) expect(known).toContain(href);
      }
    }
  });
}

test("the index leads to every guide, and the language switch to the same guide", () => {
  const index = pages[0];
  if (!index) throw new Error("there is no index");
  const html = write("fr", index);
  for (const page of pages.slice(1)) {
    expect(html).toContain(`href="${page.addresses.fr}"`);
    expect(write("fr", page)).toContain(`href="${page.addresses.en}"`);
  }
});

test("a closed service is said to be closed", () => {
  for (const service of allServices().filter(({ status }) => status === "closed")) {
    const page = pages.find((each) => write("fr", each).includes(`<h1>${service.names[0]}</h1>`));
    expect(page && write("fr", page)).toContain("Ce service est fermé");
  }
});

test("a situation names people in every country it has a section for that exist in the catalogue", () => {
  const slugs = new Set(allAuthorities().map(({ slug }) => slug));
  for (const situation of situations) {
    for (const slug of situation.contacts) expect(slugs, situation.name).toContain(slug);
    expect(guideContacts(situation, "FR")[0]?.contacts.length, situation.name).toBeGreaterThan(0);
  }
});

test("the hotline's own country comes first", () => {
  for (const situation of situations) {
    expect(guideContacts(situation, "CH")[0]?.country).toBe("CH");
    expect(guideContacts(situation, "DE").map(({ country }) => country)).toEqual([
      "FR",
      "BE",
      "LU",
      "CH",
      "CA",
      "other",
    ]);
  }
});

test("a child, a threat or an attack: the number to call stands before the first step, where it answers", () => {
  for (const situation of situations) {
    for (const { phone, country } of firstCalls(situation, "FR")) {
      expect(country).toBe("FR");
      expect(phone).not.toBeNull();
    }
  }
  const numbers = (name: string, home: string) =>
    situations
      .filter((situation) => situation.name === name)
      .flatMap((situation) => firstCalls(situation, home).map(({ slug }) => slug));
  expect(numbers("young", "FR")).toEqual(["3018", "119"]);
  expect(numbers("young", "BE")).toEqual(["child-focus"]);
  expect(numbers("threats", "FR")).toContain("emergency");
  expect(numbers("threats", "CA")).toEqual(["emergency-ca"]);
  expect(numbers("young", "DE")).toEqual([]);
});

test("numbers and names of situations are given once", () => {
  expect(new Set(situations.map(({ number }) => number)).size).toBe(situations.length);
  expect(new Set(situations.map(({ name }) => name)).size).toBe(situations.length);
});

test("no English is left on French pages, as far as its small words tell", () => {
  const english =
    /\b(the|and|with|from|your|you|not|only|for|are|was|of|by|this|that|when|which|who|their|has)\b/gi;
  const leaks = new Set<string>();
  for (const page of pages) {
    for (const text of textsOf(write("fr", page))) {
      if (text.includes(" ") && (text.match(english) ?? []).length >= 2)
        leaks.add(`${page.addresses.fr}: ${text}`);
    }
  }
  expect([...leaks]).toEqual([]);
});
