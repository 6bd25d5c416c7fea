import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allAuthorities, allGrounds, findAuthority, findGround } from "./installed-catalogue.ts";

const folder = new URL("../../../../catalogue/grounds/", import.meta.url);

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

test("an unknown slug finds nothing", () => {
  expect(findGround("no-such-ground")).toBeUndefined();
  expect(findAuthority("no-such-authority")).toBeUndefined();
});
