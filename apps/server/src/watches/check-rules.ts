import type { Verdict } from "@vigie/contract";
import { getDomain } from "tldts";
import type { Answered, FetchOutcome, RefusalReason, UnreachableReason } from "../fetch/fetch-outcome.ts";
import { readUrl } from "../fetch/read-url.ts";
import { outlineOf, type PageOutline } from "./page-outline.ts";
import { type PhraseMeaning, phraseMeaning, titleMeaning } from "./removal-phrases.ts";

/** Stable codes that say why a verdict was reached; the desk has a sentence for each family. */
export type CheckReason =
  | `status_${number}`
  | `network_${UnreachableReason}`
  | `refused_${RefusalReason}`
  | `phrase_${"removed" | "unavailable" | "country" | "private" | "quoted" | "in_long_page"}`
  | `redirect_${"same_page" | "as_before" | "home" | "login" | "consent" | "removal_page" | "other_page" | "other_site"}`
  | "seen_online_before"
  | "body_as_when_online"
  | "body_empty"
  | "body_incomplete"
  | "challenge_page"
  | "login_wall"
  | "marker_removed"
  | "media_answer"
  | "meta_refresh"
  | "script_only";

export type CheckVerdict = { verdict: Verdict; reasons: CheckReason[] };

/** What the last check that found the content online saw. It turns a doubt into an answer. */
export type LastOnline = { finalUrl: string; bodySha256: string | null };

/**
 * Judges one fetch, as seen from here. Doubt becomes `unknown`, never `removed`: a challenge, a login wall,
 * another site's 404 or a page that did not change prove nothing.
 * @param subject.url the address that was to be checked.
 * @param subject.lastOnline null when the content was never seen online from here.
 */
export function verdictOf(
  outcome: FetchOutcome,
  subject: { url: string; lastOnline: LastOnline | null },
): CheckVerdict {
  if (outcome.kind === "refused") return { verdict: "unknown", reasons: [`refused_${outcome.reason}`] };
  if (outcome.kind === "unreachable") {
    const verdict = outcome.reason === "too_many_redirects" ? "unknown" : "unreachable";
    return { verdict, reasons: [`network_${outcome.reason}`] };
  }

  const page = outlineOf(outcome.bodyText);
  const said = whatThePageSays(page);
  const led = whereTheRedirectLed(outcome, subject);
  const status: CheckReason = `status_${outcome.status}`;
  const judged = (verdict: Verdict, ...reasons: (CheckReason | null)[]): CheckVerdict => ({
    verdict,
    reasons: [status, ...reasons.filter((reason) => reason !== null)],
  });

  if (isChallenge(outcome, page, said)) return judged("blocked", "challenge_page");
  if (outcome.status === 451) return judged("geo_blocked");
  if (said.meaning === "geo" && said.isWholePage) return judged("geo_blocked", "phrase_country");
  if (outcome.status === 404 || outcome.status === 410) {
    // A host that only changes the number would otherwise be believed.
    if (isUnchanged(outcome, subject.lastOnline)) return judged("unknown", "body_as_when_online");
    if (led === "redirect_login" || led === "redirect_consent" || led === "redirect_other_site") {
      return judged("unknown", led);
    }
    if (said.meaning === "private" && said.isWholePage) return judged("unknown", led, "phrase_private");
    return judged("removed", led);
  }
  if ([401, 403, 407, 429, 999].includes(outcome.status)) return judged("blocked", led);
  if (outcome.status < 200 || outcome.status > 299) return judged("unknown", led);
  return judgePage(outcome, { page, said, led, lastOnline: subject.lastOnline, judged });
}

type Judging = {
  page: PageOutline;
  said: Said;
  led: RedirectReason | null;
  lastOnline: LastOnline | null;
  judged(verdict: Verdict, ...reasons: (CheckReason | null)[]): CheckVerdict;
};

/** An answer of 2xx: the page itself must tell. */
function judgePage(outcome: Answered, { page, said, led, lastOnline, judged }: Judging): CheckVerdict {
  if (led === "redirect_login" || led === "redirect_consent") return judged("unknown", led);
  const isSamePlace = led === null || led === "redirect_same_page" || led === "redirect_as_before";
  if (isSamePlace && isUnchanged(outcome, lastOnline)) return judged("online", led, "body_as_when_online");

  if (isMedia(outcome))
    return isSamePlace ? judged("online", led, "media_answer") : judged("moved", led, "media_answer");
  if (outcome.bodyText.trim() === "") {
    return judged("unknown", led, outcome.truncated ? "body_incomplete" : "body_empty");
  }

  if (page.statedStatus === 404 || page.statedStatus === 410)
    return judged("soft_removed", led, "marker_removed");
  if (said.meaning === "gone" && said.isWholePage) return judged("soft_removed", led, "phrase_removed");
  if (said.meaning === "unavailable" && said.isWholePage) {
    // "Not available" may mean private, or for members only. It is news only where the page was public before.
    return lastOnline
      ? judged("soft_removed", led, "phrase_unavailable", "seen_online_before")
      : judged("unknown", led, "phrase_unavailable");
  }
  if (said.meaning === "private" && said.isWholePage) return judged("unknown", led, "phrase_private");
  if (said.meaning === "login" && page.hasPasswordField) return judged("unknown", led, "login_wall");

  if (led === "redirect_removal_page") return judged("soft_removed", led);
  if (led === "redirect_home") {
    return lastOnline ? judged("soft_removed", led, "seen_online_before") : judged("unknown", led);
  }
  if (!isSamePlace) return judged("moved", led);

  const isDoubtful = said.meaning === "gone" || said.meaning === "unavailable" || said.meaning === "geo";
  if (isDoubtful && !page.isArticle) return judged("unknown", led, "phrase_in_long_page");
  if (page.refreshTo !== null && page.textLength < 400) return judged("unknown", led, "meta_refresh");
  if (isScriptOnly(page)) return judged("unknown", led, "script_only");
  return judged("online", led, isDoubtful ? "phrase_quoted" : null);
}

type Said = {
  meaning: PhraseMeaning | null;
  /** Whether the page says this of itself and holds little else. */
  isWholePage: boolean;
};

/** Visible characters up to which a page with the phrase as its title or heading is a removal page. */
const longestRemovalPage = 3_000;
/** The same for a page that calls itself an article: a removed article keeps its template, not its text. */
const longestRemovedArticle = 600;
/** Visible characters up to which one sentence speaks for a page without a telling title or heading. */
const longestBarePage = 400;

function whatThePageSays(page: PageOutline): Said {
  const headlines = [titleMeaning(page.title), phraseMeaning(page.heading), titleMeaning(page.socialTitle)];
  // A challenge or a login form hides the page, so it speaks first; what was shown to others comes last.
  const order: PhraseMeaning[] = ["challenge", "geo", "private", "gone", "unavailable", "login"];
  const meaning = order.find((candidate) => headlines.includes(candidate)) ?? null;
  if (meaning) {
    const agreeing = headlines.filter((candidate) => candidate === meaning).length;
    const limit = page.isArticle
      ? longestRemovedArticle
      : agreeing > 1
        ? longestRemovalPage * 2
        : longestRemovalPage;
    return { meaning, isWholePage: page.textLength <= limit };
  }
  if (page.textLength > longestBarePage || page.isArticle) return { meaning: null, isWholePage: false };
  const sentences = page.text.split(/(?<=[.!?…])\s+/).map(phraseMeaning);
  const spoken = order.find((candidate) => sentences.includes(candidate)) ?? null;
  return { meaning: spoken, isWholePage: true };
}

function isChallenge(outcome: Answered, page: PageOutline, said: Said): boolean {
  if (outcome.headers["cf-mitigated"] === "challenge") return true;
  if (said.meaning === "challenge" && said.isWholePage) return true;
  const hasPuzzle =
    /captcha-delivery\.com|cf-chl-|challenge-platform|h-captcha|g-recaptcha|px-captcha|geetest/i;
  return page.textLength < 300 && page.heading === "" && hasPuzzle.test(outcome.bodyText.slice(0, 100_000));
}

function isUnchanged(outcome: Answered, lastOnline: LastOnline | null): boolean {
  const isWhole = outcome.truncated === false || outcome.truncated === "size";
  return isWhole && outcome.bodySha256 !== null && outcome.bodySha256 === lastOnline?.bodySha256;
}

function isMedia(outcome: Answered): boolean {
  return (
    outcome.truncated === "media" || /^(image|video|audio)\//i.test(outcome.headers["content-type"] ?? "")
  );
}

/** An empty shell that a script would fill: it looks the same whether or not the content is there. */
function isScriptOnly(page: PageOutline): boolean {
  if (page.scripts === 0 || page.heading !== "" || page.socialTitle !== "") return false;
  return page.textLength < 40 || (page.textLength < 300 && /javascript/i.test(page.text));
}

type RedirectReason = Extract<CheckReason, `redirect_${string}`>;

const loginPlaces =
  /(^|\/)(log-?in|log_in|sign-?in|sign_in|signup|connexion|se-connecter|identification|auth|authwall|oauth2?|sso|checkpoint|servicelogin)(\.\w{2,5})?(\/|$)/;
const removalPlaces =
  /(^|\/)(404|410|error-?404|erreur-?404|not-?found|not_found|page-introuvable|introuvable|removed|deleted|unavailable|suspended|suspendedpage|supprime|supprimee|content-removed|page-not-found)(\.\w{2,5})?(\/|$)/;
const homePlaces = /^\/?((index|default|home|accueil)(\.\w{2,5})?\/?)?$/;

function whereTheRedirectLed(
  outcome: Answered,
  { url, lastOnline }: { url: string; lastOnline: LastOnline | null },
): RedirectReason | null {
  if (!readUrl(url) || outcome.redirects.length === 0) return null;
  const asked = placeOf(url);
  const final = placeOf(outcome.finalUrl);
  if (asked.whole === final.whole) return "redirect_same_page";
  if (lastOnline && placeOf(lastOnline.finalUrl).whole === final.whole) return "redirect_as_before";
  if (/^(login|signin|accounts?|auth|sso)\./.test(final.host) || isNewMatch(loginPlaces, asked, final)) {
    return "redirect_login";
  }
  if (/^consent\./.test(final.host) || isNewMatch(/(^|\/)consent(\/|$)/, asked, final))
    return "redirect_consent";
  if (isNewMatch(removalPlaces, asked, final)) return "redirect_removal_page";
  const isSameSite = asked.site === final.site;
  if (!isSameSite) return "redirect_other_site";
  if (asked.host === final.host && isSamePath(asked, final)) return "redirect_same_page";
  if (homePlaces.test(final.path) && final.query.size === 0) {
    return homePlaces.test(asked.path) && asked.query.size === 0 ? "redirect_same_page" : "redirect_home";
  }
  return "redirect_other_page";
}

type Place = { site: string; host: string; path: string; query: Map<string, string>; whole: string };

/** An address without what does not change the page: scheme, mobile and `www` hosts, language prefix, tracking. */
function placeOf(address: string): Place {
  const url = new URL(address);
  const named = url.hostname.toLowerCase().replace(/\.$/, "");
  const site = getDomain(named, { allowPrivateDomains: true }) ?? named;
  const shortened = named.replace(/^(www|m|mobile|amp|[a-z]{2}|[a-z]{2}-[a-z]{2})\./, "");
  const host = shortened.endsWith(site) ? shortened : named;
  const path = decoded(url.pathname)
    .toLowerCase()
    .replace(/^\/(fr|en|de|es|it|nl|pt|pl|(fr|en|de|es|it|nl|pt)[-_][a-z]{2})(?=\/|$)/, "")
    .replace(/\/+$/, "");
  const query = new Map(
    [...url.searchParams]
      .filter(
        ([name]) =>
          !/^(utm_.*|fbclid|gclid|igshid|hl|lang|locale|ref|ref_src|s|si|feature|app|_rdr|rdr|cbrd|ucbcb)$/i.test(
            name,
          ),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const whole = `${host}${url.port === "" ? "" : `:${url.port}`}${path}?${new URLSearchParams([...query])}`;
  return { site, host, path, query, whole };
}

/** The same object under a longer name ("/p/12" and "/p/12-a-title"), every parameter that was asked for still there. */
function isSamePath(asked: Place, final: Place): boolean {
  for (const [name, value] of asked.query) if (final.query.get(name) !== value) return false;
  if (asked.path === final.path) return true;
  const lastPart = asked.path.split("/").at(-1) ?? "";
  return (
    /\d/.test(lastPart) &&
    (final.path.startsWith(`${asked.path}-`) || final.path.startsWith(`${asked.path}/`))
  );
}

function isNewMatch(pattern: RegExp, asked: Place, final: Place): boolean {
  return pattern.test(final.path) && !pattern.test(asked.path);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
