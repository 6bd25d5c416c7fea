import fc from "fast-check";
import { expect, test } from "vitest";
import { htmlText } from "./html-text.ts";

test("of an HTML message the words stay, and no address, script, style or hidden title", () => {
  const html = `<!doctype html><html><head><title>Tracked</title><style>p{color:red}</style></head><body>
    <!-- internal -->
    <p>Le contenu a &eacute;t&eacute; retir&#233; &amp; l&rsquo;acc&#xe8;s ferm&eacute;.</p><div>Ticket&nbsp;<b>4711</b></div>
    <img src="https://track.example/p.gif?id=42" alt=""><a href="https://track.example/c?u=42">votre dossier</a>
    <script>alert("x</p>")</script><ul><li>un</li><li>deux</li></ul></body></html>`;
  expect(htmlText(html)).toBe(
    "Le contenu a été retiré & l’accès fermé.\nTicket 4711\nvotre dossier\nun\ndeux",
  );
});

test("an element that never ends hides what follows, a tag that never ends is text", () => {
  expect(htmlText("<p>kept</p><script>lost")).toBe("kept");
  expect(htmlText("<p>kept</p><!-- lost")).toBe("kept");
  expect(htmlText("1 < 2")).toBe("1 < 2");
});

test("a million characters of ends that never end are read once", () => {
  for (const element of ["script", "title"]) {
    expect(htmlText(`<p>kept</p><${element}>${`</${element} `.repeat(150_000)}`)).toBe("kept");
    expect(htmlText(`<${element}>${`</${element} `.repeat(150_000)}>after`)).toBe("after");
  }
});

test("whatever the order of elements, none comes out and every word does", () => {
  const piece = fc.constantFrom("<b>", "</b>", "<a href='x'>", "</p", ">", "<br>", "<!-- -->", "word");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 50 }), (pieces) => {
      const html = pieces.join("").replaceAll("</pword", "</p>word");
      const outside = html.replace(/<[^>]*>/g, "").match(/word/g)?.length ?? 0;
      expect(htmlText(html).match(/word/g)?.length ?? 0).toBe(outside);
      expect(htmlText(html)).not.toMatch(/<[a-z/!][^>]*>/);
    }),
  );
});
