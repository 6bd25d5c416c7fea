/** Pages name their pictures early, and what is hostile is long. */
const mostHtmlLength = 512 * 1024;
const mostAttributesLength = 4_096;
const mostAddressLength = 2_048;

const metaNames = /^(?:og:image(?::url|:secure_url)?|og:video(?::url|:secure_url)?|twitter:image(?::src)?)$/;

/**
 * The media that a page names, in this order: for previews (`og:image`, `og:video`, `twitter:image`), videos with their
 * posters, pictures. One pass over hostile text, nothing is run.
 * @returns absolute addresses (http, https), each once, at most `most`, and whether there were more.
 */
export function mediaOfPage(
  html: string,
  { pageUrl, most }: { pageUrl: string; most: number },
): { urls: string[]; more: boolean } {
  const found: { shown: string[]; videos: string[]; pictures: string[] } = {
    shown: [],
    videos: [],
    pictures: [],
  };
  let base = pageUrl;
  let inVideo = false;
  for (const { name, closing, attributes } of tagsOf(html.slice(0, mostHtmlLength))) {
    const value = (attribute: string) => attributeOf(attributes, attribute);
    switch (name) {
      case "base":
        base = resolved(value("href"), pageUrl) ?? base;
        break;
      case "meta":
        if (metaNames.test((value("property") || value("name")).toLowerCase()))
          found.shown.push(value("content"));
        break;
      case "video":
        inVideo = !closing;
        if (inVideo) found.videos.push(value("poster"), value("src"));
        break;
      case "source":
        if (inVideo) found.videos.push(value("src"));
        break;
      case "img":
        found.pictures.push(value("src"));
        break;
    }
  }
  const all = [...found.shown, ...found.videos, ...found.pictures].flatMap(
    (each) => resolved(each, base) ?? [],
  );
  const urls = [...new Set(all)];
  return { urls: urls.slice(0, most), more: urls.length > most };
}

/** Each character is looked at a bounded number of times; a tag without an end ends the page. */
function* tagsOf(html: string): Generator<{ name: string; closing: boolean; attributes: string }> {
  for (let open = html.indexOf("<"); open !== -1; ) {
    const end = tagEnd(html, open + 1);
    if (end === -1) return;
    const [, closing, name] =
      /^(\/?)(meta|img|video|source|base)(?=[\s/>])/i.exec(html.slice(open + 1, open + 10)) ?? [];
    if (name !== undefined) {
      const from = open + 1 + (closing ?? "").length + name.length;
      const attributes = html.slice(from, Math.min(end, from + mostAttributesLength));
      yield { name: name.toLowerCase(), closing: closing === "/", attributes };
    }
    open = html.indexOf("<", end + 1);
  }
}

/** The `>` of a tag, past quoted values. */
function tagEnd(html: string, from: number): number {
  let quote = "";
  for (let at = from; at < html.length; at += 1) {
    const character = html.charAt(at);
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === ">") return at;
    else if ((character === '"' || character === "'") && html.charAt(at - 1) === "=") quote = character;
  }
  return -1;
}

function attributeOf(attributes: string, name: string): string {
  const match = new RegExp(`(?:^|[\\s"'/])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(
    attributes,
  );
  return (match?.[1] ?? match?.[2] ?? match?.[3] ?? "").trim().replace(/&amp;/g, "&");
}

function resolved(address: string, base: string): string | null {
  if (address === "" || address.length > mostAddressLength) return null;
  try {
    const url = new URL(address, base);
    url.hash = "";
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
