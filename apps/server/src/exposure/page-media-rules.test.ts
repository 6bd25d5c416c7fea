import fc from "fast-check";
import { expect, test } from "vitest";
import { mediaOfPage } from "./page-media-rules.ts";

const pageUrl = "https://site.example/a/page";
const urlsOf = (html: string, most = 12) => mediaOfPage(html, { pageUrl, most }).urls;

test("a page's media are found where pages name them, previews first, each once", () => {
  const html = `
    <img src="picture.jpg#part"><img src='/two.png?a=1&amp;b=2'><img data-src="not-this.png">
    <video poster=poster.jpg src="film.mp4"><source src="other.webm"></video><source src="none.webp">
    <meta content="https://cdn.example/og.jpg" property="og:image"><meta name="twitter:image" content="/two.png?a=1&b=2">
    <meta name=description content="https://cdn.example/no.jpg"><IMG SRC=LAST.GIF>`;
  expect(urlsOf(html)).toEqual([
    "https://cdn.example/og.jpg",
    "https://site.example/two.png?a=1&b=2",
    "https://site.example/a/poster.jpg",
    "https://site.example/a/film.mp4",
    "https://site.example/a/other.webm",
    "https://site.example/a/picture.jpg",
    "https://site.example/a/LAST.GIF",
  ]);
});

test("only web addresses are named, as the base says, and never more than asked for", () => {
  expect(
    urlsOf(`<img src="data:image/png;base64,AA"><img src="javascript:x"><img src="file:///etc/passwd">`),
  ).toEqual([]);
  expect(urlsOf(`<base href="https://cdn.example/b/"><img src=a.png>`)).toEqual([
    "https://cdn.example/b/a.png",
  ]);
  const many = Array.from({ length: 40 }, (_, at) => `<img src="${at}.png">`).join("");
  expect(mediaOfPage(many, { pageUrl, most: 12 })).toMatchObject({ more: true, urls: { length: 12 } });
});

test("hostile text is read in one pass", () => {
  for (const hostile of ["<img ", '<img "', '<img src="', "<video ".repeat(2), "<", "<img src=x"]) {
    const html = hostile.repeat(Math.ceil(2_000_000 / hostile.length));
    expect(urlsOf(html).length).toBeLessThanOrEqual(12);
  }
  fc.assert(fc.property(fc.string(), (text) => urlsOf(`<img src="${text}">`).length <= 12));
});
