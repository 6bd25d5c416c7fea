import { normalisePath } from "./canonical-rules.ts";

/** Hosts that only pass on to the address they carry, and the parameters that carry it. */
const passers: Record<string, { path: RegExp; parameters: readonly string[] }> = {
  "l.facebook.com": { path: /^\/l\.php$/, parameters: ["u"] },
  "lm.facebook.com": { path: /^\/l\.php$/, parameters: ["u"] },
  "l.messenger.com": { path: /^\/l\.php$/, parameters: ["u"] },
  "l.instagram.com": { path: /^\/$/, parameters: ["u"] },
  "l.threads.com": { path: /^\/$/, parameters: ["u"] },
  "out.reddit.com": { path: /^\//, parameters: ["url"] },
  "youtube.com": { path: /^\/redirect$/, parameters: ["q"] },
  "duckduckgo.com": { path: /^\/l\/?$/, parameters: ["uddg"] },
  "steamcommunity.com": { path: /^\/linkfilter\/?$/, parameters: ["u", "url"] },
  "t.umblr.com": { path: /^\/redirect$/, parameters: ["z"] },
  "vk.com": { path: /^\/away\.php$/, parameters: ["to"] },
};

const google = /^(?:www\.)?google\.[a-z.]{2,6}$/;
const safelinks = /\.safelinks\.protection\.outlook\.com$/;
const ampCache = /^(?:[a-z0-9-]+\.)?cdn\.ampproject\.org$/;

/**
 * The address inside an address that only carries it: a redirector of a service, or a copy kept by an AMP
 * cache. Reads the text only; nothing is resolved.
 * @returns the carried address as written, or null when this one stands for itself.
 */
export function carriedAddress(url: URL): string | null {
  const host = url.hostname.replace(/\.+$/, "");
  if (google.test(host)) return carriedByGoogle(url);
  if (ampCache.test(host)) return afterAmpPrefix(url, /^\/(?:[a-z]+\/)(?:w\d+\/)?(?:(s)\/)?/);
  if (host === "www.bing.com" || host === "bing.com") return afterAmpPrefix(url, /^\/amp\/(?:(s)\/)?/);
  const bare = host.startsWith("www.") ? host.slice(4) : host;
  const passer =
    passers[host] ??
    passers[bare] ??
    (safelinks.test(host) ? { path: /^\//, parameters: ["url"] } : undefined);
  if (passer === undefined || !passer.path.test(normalisePath(url.pathname))) return null;
  return carriedInParameter(url, passer.parameters);
}

function carriedByGoogle(url: URL): string | null {
  if (normalisePath(url.pathname) === "/url") return carriedInParameter(url, ["url", "q"]);
  return afterAmpPrefix(url, /^\/amp\/(?:(s)\/)?/);
}

function carriedInParameter(url: URL, names: readonly string[]): string | null {
  for (const name of names) {
    const value = url.searchParams.get(name);
    if (value !== null && /^https?:\/\//i.test(value)) return value;
  }
  return null;
}

function afterAmpPrefix(url: URL, prefix: RegExp): string | null {
  const path = normalisePath(url.pathname);
  const found = prefix.exec(path);
  if (found === null) return null;
  const rest = path.slice(found[0].length);
  // Only a host follows the prefix; anything else is a page of the cache itself.
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[:/]|$)/i.test(rest)) return null;
  return `${found[1] === "s" ? "https" : "http"}://${rest}${url.search}${url.hash}`;
}
