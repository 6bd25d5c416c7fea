import { languages } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseLanguage } from "./choose-language.ts";

test("the browser's preferred language wins", () => {
  expect(chooseLanguage("en-GB,en;q=0.9,fr;q=0.8")).toBe("en");
  expect(chooseLanguage("fr-CA;q=0.3, en;q=0.2")).toBe("fr");
  expect(chooseLanguage("de, en;q=0.4, fr;q=0.2")).toBe("en");
});

test("a language with weight 0 is refused by the browser", () => {
  expect(chooseLanguage("fr;q=0, en;q=0.1")).toBe("en");
});

test("without a preference we can meet, French answers", () => {
  for (const header of [undefined, "", "de,ja;q=0.5", "*", ";;;q=", "fr;q=nonsense"])
    expect(chooseLanguage(header)).toBe("fr");
});

test("the language of the path wins over the browser's", () => {
  expect(chooseLanguage("fr", "/en/follow")).toBe("en");
  expect(chooseLanguage("fr", "/en?x=1")).toBe("en");
  expect(chooseLanguage("en", "/entry")).toBe("en");
  expect(chooseLanguage("en", "/frank")).toBe("en");
});

test("any header and any path give a language that exists", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (header, path) => {
      expect(languages).toContain(chooseLanguage(header, path));
    }),
  );
});

test("an added language is chosen by its path, by its tag, and by its language whatever the region", () => {
  const among = ["fr", "en", "ar", "pt-BR"] as const;
  expect(chooseLanguage("en", "/ar/write", among)).toBe("ar");
  expect(chooseLanguage("en", "/pt-br", among)).toBe("pt-BR");
  expect(chooseLanguage("ar-MA, fr;q=0.5", "/", among)).toBe("ar");
  expect(chooseLanguage("pt-PT", "/", among)).toBe("pt-BR");
  expect(chooseLanguage("ar;q=0.1, en;q=0.2", "/", among)).toBe("en");
  expect(chooseLanguage("de", "/arab", among)).toBe("fr");
});
