import { readFile } from "node:fs/promises";
import { concerns, languages } from "@vigie/contract";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { isolateText } from "./isolate-text.ts";
import { Pictogram } from "./pictograms.tsx";
import { readPublicFiles } from "./public-files.ts";
import { publicPaths } from "./public-paths.ts";
import { renderPage } from "./render-page.ts";

const telling =
  /sex|porn|abus|chantage|blackmail|victim|signal|report|plainte|haine|hate|terror|intim|police|danger/i;

test("no address says what the site is for", () => {
  for (const paths of Object.values(publicPaths)) {
    for (const language of languages) expect(paths[language]).not.toMatch(telling);
  }
});

test("every page is told not to be kept, framed, or to load anything from elsewhere", () => {
  const { headers, body } = renderPage(
    <html lang="fr">
      <body />
    </html>,
  );
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).toContain("script-src 'self';");
  expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*|data:|https?:/);
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(body).toBe('<!doctype html><html lang="fr"><head></head><body></body></html>');
});

test("the files of a page are small, come from here and change their address with their content", async () => {
  const { files, addresses } = await readPublicFiles();
  expect(files.map((file) => file.path)).toEqual([
    addresses.css,
    addresses.script,
    addresses.logo,
    addresses.favicon,
  ]);
  for (const file of files) {
    expect(file.path).toMatch(/^\/[a-z]+-[0-9a-f]{10}\.(css|js|svg)$/);
    expect(file.body.toString().replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(
      /https?:|@import|url\(/,
    );
  }
  // They stay in the cache. "Danger" is what every style sheet calls its red.
  for (const { body } of files) expect(body.toString().replaceAll("danger", "red")).not.toMatch(telling);
  expect(files[0]?.body.length).toBeLessThan(16_000);
});

test("the style turns with the script: no side is called left or right", async () => {
  const css = await readFile(new URL("./public.css", import.meta.url), "utf8");
  expect(css).not.toMatch(/\b(left|right)\b/);
});

test("each concern has a drawing of its own that assistive technology passes over", () => {
  const drawings = concerns.map((concern) => renderToStaticMarkup(<Pictogram of={concern} />));
  expect(new Set(drawings).size).toBe(concerns.length);
  for (const drawing of drawings) expect(drawing).toContain('aria-hidden="true"');
});

test("a name from outside cannot turn the sentence around it", () => {
  expect(isolateText("evil\u202Etxt\u2069.com")).toBe("\u2068eviltxt.com\u2069");
});
