/** Elements whose content nobody reads as text. */
const unread = new Set([
  "script",
  "style",
  "head",
  "title",
  "template",
  "svg",
  "noscript",
  "object",
  "iframe",
]);
const breaks = new Set(
  "address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table td th tr ul".split(
    " ",
  ),
);
// The characters from U+00A0 on, in order, as HTML names them; then those that letters in prose use.
const latin =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml".split(
    " ",
  );
const named = new Map<string, string>([
  ...latin.map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
  ...Object.entries({
    ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", hellip: "…", bull: "•", euro: "€" },
    ...{
      lsquo: "‘",
      rsquo: "’",
      ldquo: "“",
      rdquo: "”",
      ndash: "\u2013",
      mdash: "\u2014",
      oelig: "œ",
      OElig: "Œ",
    },
  }),
]);

/**
 * The words of an HTML message. Nothing of it is kept but text: no address of a link or an image, no element. One
 * pass, linear in its length; what is not HTML comes out as it is.
 */
export function htmlText(html: string): string {
  const text: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open === -1) break;
    text.push(html.slice(at, open));
    if (html.startsWith("<!--", open)) {
      const end = html.indexOf("-->", open + 4);
      at = end === -1 ? html.length : end + 3;
      continue;
    }
    const close = html.indexOf(">", open);
    if (close === -1) {
      at = open;
      break;
    }
    const [, slash, name = ""] =
      /^<(\/?)([a-z][a-z0-9]*)/i.exec(html.slice(open, Math.min(close, open + 20))) ?? [];
    const element = name.toLowerCase();
    text.push(breaks.has(element) ? "\n" : slash === undefined ? " " : "");
    at = close + 1;
    if (slash === "" && unread.has(element)) at = endOf(html, element, at);
  }
  text.push(html.slice(at));
  return decodeEntities(text.join(""))
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
}

/** An element that is never closed ends with the text. Each is looked for once, from where the last one ended. */
function endOf(html: string, element: string, from: number): number {
  // Only the name is a pattern: one that ran on to the `>` would begin again at each of many names.
  const name = new RegExp(`</${element}\\b`, "gi");
  name.lastIndex = from;
  const close = name.exec(html) ? html.indexOf(">", name.lastIndex) : -1;
  return close === -1 ? html.length : close + 1;
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,8}));/gi,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return named.get(name) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : " ";
    },
  );
}
