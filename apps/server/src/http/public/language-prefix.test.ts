import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { AddedLanguage } from "../../i18n/translate.ts";
import { keepPrefix, pathIn } from "./language-prefix.ts";

const added: AddedLanguage = { tag: "pt-BR", name: "Português", direction: "ltr", base: "en", sentences: {} };

test("a path of the base gets the language's own first part, and no other path does", () => {
  expect(pathIn(added, "/en")).toBe("/pt-br");
  expect(pathIn(added, "/en/write#where")).toBe("/pt-br/write#where");
  for (const path of ["/entry", "/fr", "/exit", "/", "/english/en", "https://x.example/en"])
    expect(pathIn(added, path)).toBe(path);
  expect(pathIn("en", "/en/write")).toBe("/en/write");
});

test("links, forms and buttons keep the prefix; a link that says its language leads there", () => {
  const html = renderToStaticMarkup(
    createElement(
      "form",
      { action: "/en/follow", method: "post" },
      createElement("a", { className: "way", href: "/en" }, "/en"),
      createElement("a", { href: "/en/help", lang: "en", hrefLang: "en" }, "English"),
      createElement("button", { type: "submit", formAction: "/en/write" }, "x"),
      createElement("a", { href: "/exit" }, "x"),
    ),
  );
  const kept = keepPrefix(added, html);
  expect(kept).toContain('action="/pt-br/follow"');
  expect(kept).toContain('href="/pt-br">/en<');
  expect(kept).toContain('href="/en/help" lang="en"');
  expect(kept).toMatch(/formAction="\/pt-br\/write"/i);
  expect(kept).toContain('href="/exit"');
});

test("what people write is never touched, whatever it looks like, in text and in values", () => {
  const hostile = fc
    .array(
      fc.constantFrom(
        ...[
          '<a href="/en">',
          ' href="/en"',
          ' action="/en/x"',
          "/en",
          '"',
          "'",
          ">",
          "<",
          "<a ",
          "/>",
          "&lt;a ",
        ],
        ...["<textarea>", "</p>", "<!--", "-->", ' lang="', "é", "\n"],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string()), (text) => {
      const page = (path: string) =>
        renderToStaticMarkup(
          createElement(
            "div",
            { title: text },
            createElement("p", { "data-text": text }, text),
            createElement("input", { defaultValue: text, name: text || "x" }),
            createElement("textarea", { defaultValue: text }),
            createElement("a", { "aria-label": text, href: path, title: text }, text),
          ),
        );
      expect(keepPrefix(added, page("/en/help"))).toBe(page("/pt-br/help"));
    }),
    { numRuns: 500 },
  );
});
