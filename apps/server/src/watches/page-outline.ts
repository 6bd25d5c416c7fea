/** What the rules look at in a page. Hostile pages are expected: one pass, linear time, bounded size. */
export type PageOutline = {
  title: string;
  /** `og:title`, else empty. */
  socialTitle: string;
  /** The first main heading: the first `h1`, or the first `h2` of a page without one. */
  heading: string;
  /** Visible text, spaces collapsed, at most `maxTextLength` characters. */
  text: string;
  /** Length of all visible text in characters, also of what `text` leaves out. */
  textLength: number;
  scripts: number;
  hasPasswordField: boolean;
  /** The page calls itself an article: `og:type`, structured data, an author or a publication time. */
  isArticle: boolean;
  /** The address a `meta refresh` within ten seconds leads to, else null. */
  refreshTo: string | null;
  /** A status that the page tells to crawlers (`prerender-status-code`), or 404 for WordPress' `error404` body. */
  statedStatus: number | null;
};

/** Removal pages are small, and what a page says of itself stands at its beginning. */
const maxHtmlLength = 512 * 1024;
const maxTextLength = 8_000;
const maxHeadingLength = 300;

/** Elements whose content is not text of the page. `noscript` is read by a reader without scripts, as we are. */
const rawElements: ReadonlySet<string> = new Set([
  "script",
  "style",
  "template",
  "textarea",
  "svg",
  "iframe",
]);

/** Reads the outline of an HTML page. Never throws: what is not HTML becomes text. */
export function outlineOf(html: string): PageOutline {
  const outline: PageOutline = {
    title: "",
    socialTitle: "",
    heading: "",
    text: "",
    textLength: 0,
    scripts: 0,
    hasPasswordField: false,
    isArticle: false,
    refreshTo: null,
    statedStatus: null,
  };
  const text: string[] = [];
  const captured = { h1: null as string | null, h2: null as string | null };
  let capturing: { tag: "title" | "h1" | "h2"; parts: string[] } | null = null;

  const endCapture = () => {
    if (!capturing) return;
    const value = plain(capturing.parts.join(" ")).slice(0, maxHeadingLength);
    if (capturing.tag === "title") outline.title ||= value;
    else if (value !== "") captured[capturing.tag] ??= value;
    capturing = null;
  };

  for (const token of tokensOf(html.slice(0, maxHtmlLength))) {
    if (token.kind === "text") {
      capturing?.parts.push(token.text);
      if (capturing?.tag === "title") continue;
      outline.textLength += token.text.trim().length;
      if (outline.textLength <= maxTextLength * 2) text.push(token.text);
      continue;
    }
    const { name, closing, attributes } = token;
    if (capturing && (name === capturing.tag || (capturing.tag !== "title" && isHeading(name)))) endCapture();
    if (name === "script" && !closing) {
      outline.scripts += 1;
      if (/ld\+json/i.test(attributes) && articleTypes.test(token.raw)) outline.isArticle = true;
    }
    if (closing) continue;
    if (name === "title" || name === "h1" || name === "h2") {
      if (!isHidden(attributes)) capturing = { tag: name, parts: [] };
    } else if (name === "input" && /\btype\s*=\s*["']?password/i.test(attributes)) {
      outline.hasPasswordField = true;
    } else if (name === "body" && /\bclass\s*=\s*["'][^"']*\berror404\b/i.test(attributes)) {
      outline.statedStatus = 404;
    } else if (name === "time") {
      outline.isArticle = true;
    } else if (name === "meta") {
      readMeta(outline, attributes);
    }
  }
  endCapture();
  outline.heading = captured.h1 ?? captured.h2 ?? "";
  outline.text = plain(text.join(" ")).slice(0, maxTextLength);
  return outline;
}

const articleTypes = /"@type"\s*:\s*\[?\s*"(?:News|Blog|Report)?(?:Article|Posting)"/;

function readMeta(outline: PageOutline, attributes: string): void {
  const name = (attribute(attributes, "property") || attribute(attributes, "name")).toLowerCase();
  const content = attribute(attributes, "content");
  if (name === "og:title") outline.socialTitle = plain(content).slice(0, maxHeadingLength);
  if (name === "og:type" && /^article$/i.test(content)) outline.isArticle = true;
  if (name === "author" || name === "article:published_time") outline.isArticle = true;
  if (name === "prerender-status-code" && /^\d{3}$/.test(content)) outline.statedStatus = Number(content);
  if (attribute(attributes, "http-equiv").toLowerCase() === "refresh") {
    const refresh = /^\s*(\d{1,4})[\d.]*\s*[;,]\s*(?:url\s*=)?\s*["']?(.{1,2000}?)["']?\s*$/i.exec(content);
    if (refresh?.[2] && Number(refresh[1]) <= 10) outline.refreshTo = refresh[2];
  }
}

type Token =
  | { kind: "text"; text: string }
  | { kind: "tag"; name: string; closing: boolean; attributes: string; raw: string };

/** `raw` is the content of an element whose content is not text. Each character is looked at a bounded number of times. */
function* tokensOf(html: string): Generator<Token> {
  const lower = html.toLowerCase();
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf("<", position);
    if (open === -1) {
      yield { kind: "text", text: html.slice(position) };
      return;
    }
    if (open > position) yield { kind: "text", text: html.slice(position, open) };
    if (html.startsWith("<!--", open)) {
      const end = html.indexOf("-->", open + 4);
      if (end === -1) return;
      position = end + 3;
      continue;
    }
    const next = html.charCodeAt(open + 1);
    const isTag = next === 0x2f || next === 0x21 || next === 0x3f || isLetter(next);
    if (!isTag) {
      yield { kind: "text", text: "<" };
      position = open + 1;
      continue;
    }
    const end = tagEnd(html, open + 1);
    if (end === -1) return;
    const closing = next === 0x2f;
    const start = open + (closing ? 2 : 1);
    let nameEnd = start;
    while (nameEnd < end && isNamePart(html.charCodeAt(nameEnd))) nameEnd += 1;
    const name = lower.slice(start, nameEnd);
    position = end + 1;
    let raw = "";
    if (!closing && rawElements.has(name) && html.charCodeAt(end - 1) !== 0x2f) {
      const close = lower.indexOf(`</${name}`, position);
      raw = html.slice(position, close === -1 ? html.length : close);
      position = close === -1 ? html.length : close;
    }
    yield {
      kind: "tag",
      name,
      closing,
      attributes: html.slice(nameEnd, Math.min(end, nameEnd + 2_048)),
      raw,
    };
  }
}

/** The `>` of a tag, past quoted values. A tag without an end ends the page. */
function tagEnd(html: string, from: number): number {
  let quote = 0;
  for (let i = from; i < html.length; i += 1) {
    const code = html.charCodeAt(i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x3e) {
      return i;
    } else if ((code === 0x22 || code === 0x27) && html.charCodeAt(i - 1) === 0x3d) {
      quote = code;
    }
  }
  return -1;
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function isNamePart(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

function isHeading(name: string): boolean {
  return /^h[1-6]$/.test(name) || name === "main" || name === "article" || name === "section";
}

function isHidden(attributes: string): boolean {
  return /(?:^|\s)hidden(?:\s|=|$)|aria-hidden\s*=\s*["']?true|display\s*:\s*none/i.test(attributes);
}

function attribute(attributes: string, name: string): string {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(
    attributes,
  );
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? "";
}

const namedEntities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  rsquo: "'",
  lsquo: "'",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  middot: "·",
  eacute: "é",
  Eacute: "É",
  egrave: "è",
  ecirc: "ê",
  agrave: "à",
  acirc: "â",
  ccedil: "ç",
  iuml: "ï",
  icirc: "î",
  ocirc: "ô",
  ucirc: "û",
  ugrave: "ù",
};

function plain(text: string): string {
  return text
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return namedEntities[name] ?? whole;
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
    })
    .replace(/[\s\u00a0\u200b]+/g, " ")
    .trim();
}
