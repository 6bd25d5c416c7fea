import { createHash } from "node:crypto";
import type { Verdict } from "@vigie/contract";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Answered, FetchOutcome } from "../fetch/fetch-outcome.ts";
import { type CheckReason, type LastOnline, verdictOf } from "./check-rules.ts";
import { outlineOf } from "./page-outline.ts";

// Room for a busy machine; no test waits this long by itself.
vi.setConfig({ testTimeout: 60_000 });

const url = "https://www.images.example/photos/1234";
const at = new Date("2026-03-01T12:00:00Z");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const seenOnline: LastOnline = { finalUrl: url, bodySha256: sha256("<h1>Vacances</h1>") };

type Page = {
  status?: number;
  html?: string;
  finalUrl?: string;
  headers?: Record<string, string>;
  truncated?: Answered["truncated"];
};

function answered({
  status = 200,
  html = "",
  finalUrl = url,
  headers = {},
  truncated = false,
}: Page): FetchOutcome {
  return {
    kind: "answered",
    finalUrl,
    status,
    headers: { "content-type": "text/html", ...headers },
    bodySha256: sha256(html),
    bodyText: html,
    truncated,
    redirects: finalUrl === url ? [] : [{ status: 302, location: finalUrl }],
    at,
  };
}

const page = (title: string, heading: string, body = "") =>
  `<!doctype html><html><head><title>${title}</title></head><body><nav>Menu</nav><h1>${heading}</h1><p>${body}</p></body></html>`;
const long = "Un texte ordinaire qui parle de la ville, de ses rues et de ses marchés. ".repeat(80);
const article = (title: string, body: string) =>
  `<html><head><title>${title} | Le Journal</title><meta property="og:type" content="article"><meta name="author" content="A. B."></head>` +
  `<body><article><h1>${title}</h1><time>1 mars</time><p>${body}</p></article></body></html>`;

type Case = [name: string, page: Page, verdict: Verdict, reason: CheckReason, lastOnline?: LastOnline];

const cases: Case[] = [
  ["404", { status: 404, html: page("Introuvable", "Page introuvable") }, "removed", "status_404"],
  ["404 in English", { status: 404, html: page("Not found", "Nothing here") }, "removed", "status_404"],
  ["404 without a body", { status: 404 }, "removed", "status_404"],
  ["410", { status: 410, html: page("Gone", "This is gone") }, "removed", "status_410"],
  [
    "404 after a redirect within the site",
    { status: 404, finalUrl: "https://images.example/404" },
    "removed",
    "redirect_removal_page",
  ],
  [
    "404 that shows the same page as when online",
    { status: 404, html: "<h1>Vacances</h1>" },
    "unknown",
    "body_as_when_online",
    seenOnline,
  ],
  [
    "404 of another site",
    { status: 404, finalUrl: "https://parking.example/x" },
    "unknown",
    "redirect_other_site",
  ],
  [
    "404 of a login page",
    { status: 404, finalUrl: "https://www.images.example/login?next=/photos/1234" },
    "unknown",
    "redirect_login",
  ],
  [
    "404 behind a challenge",
    { status: 404, headers: { "cf-mitigated": "challenge" } },
    "blocked",
    "challenge_page",
  ],
  [
    "404 told as a country matter",
    { status: 404, html: page("X", "This video is not available in your country") },
    "geo_blocked",
    "phrase_country",
  ],
  [
    "404 of a private account",
    { status: 404, html: page("X", "Ce compte est privé") },
    "unknown",
    "phrase_private",
  ],
  ["451", { status: 451, html: page("Unavailable", "For legal reasons") }, "geo_blocked", "status_451"],
  ["401", { status: 401 }, "blocked", "status_401"],
  ["403", { status: 403, html: page("Forbidden", "Forbidden") }, "blocked", "status_403"],
  [
    "403 with words of removal",
    { status: 403, html: page("Account suspended", "Account suspended") },
    "blocked",
    "status_403",
  ],
  [
    "403 told as a country matter",
    { status: 403, html: page("Site", "Contenu non disponible dans votre pays") },
    "geo_blocked",
    "phrase_country",
  ],
  ["429", { status: 429 }, "blocked", "status_429"],
  ["500", { status: 500 }, "unknown", "status_500"],
  ["502", { status: 502, html: page("Bad gateway", "502") }, "unknown", "status_502"],
  ["503", { status: 503 }, "unknown", "status_503"],
  [
    "503 challenge",
    { status: 503, html: page("Just a moment...", "Checking your browser before accessing images.example") },
    "blocked",
    "challenge_page",
  ],
  ["400", { status: 400 }, "unknown", "status_400"],
  ["418", { status: 418 }, "unknown", "status_418"],
  ["302 without a target", { status: 302, html: "where?" }, "unknown", "status_302"],
  ["204", { status: 204 }, "unknown", "body_empty"],
  ["an empty page", { html: "   " }, "unknown", "body_empty"],
  ["a page that broke off before anything", { truncated: "broken" }, "unknown", "body_incomplete"],
  [
    "an ordinary page",
    { html: page("Vacances à la mer", "Vacances à la mer", long) },
    "online",
    "status_200",
  ],
  ["a short ordinary page", { html: page("My cat", "My cat", "She sleeps.") }, "online", "status_200"],
  [
    "a page cut at the size limit",
    { html: page("Vacances", "Vacances", long), truncated: "size" },
    "online",
    "status_200",
  ],
  [
    "a slow page that showed itself",
    { html: page("Vacances", "Vacances", "mer"), truncated: "time" },
    "online",
    "status_200",
  ],
  [
    "plain text",
    { html: "Bonjour, ceci est ma page.", headers: { "content-type": "text/plain" } },
    "online",
    "status_200",
  ],
  [
    "the medium itself",
    { headers: { "content-type": "image/jpeg" }, truncated: "media" },
    "online",
    "media_answer",
  ],
  ["a film", { html: "x", headers: { "content-type": "video/mp4" } }, "online", "media_answer"],
  [
    "the same page as when online",
    { html: "<h1>Vacances</h1>" },
    "online",
    "body_as_when_online",
    seenOnline,
  ],

  [
    "fr: n'est plus disponible",
    { html: page("Images", "Cette photo n&rsquo;est plus disponible.") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: a été supprimée",
    { html: page("Images", "Cette vidéo a été supprimée par son auteur") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: retirée pour violation",
    { html: page("Vidéos", "Cette vidéo a été retirée pour non-respect des conditions d'utilisation") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: page introuvable in the title",
    { html: page("Page introuvable - Images", "Oups !") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: n'existe pas",
    { html: page("Erreur", "Désolé, cette page n'existe pas") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: compte suspendu",
    { html: page("Compte suspendu", "Compte suspendu") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: annonce expirée",
    { html: page("Annonces", "Cette annonce est expirée") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: la page que vous recherchez",
    { html: page("Oups", "La page que vous recherchez est introuvable") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: erreur 404",
    { html: page("Erreur 404", "Oups, cette page n'existe plus") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: a sentence on a bare page",
    { html: "<body><div>Ce contenu a été supprimé.</div><a>Retour</a></body>" },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "fr: ce profil a été désactivé",
    { html: page("Réseau", "Ce profil a été désactivé") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "en: no longer available",
    { html: page("Videos", "This video is no longer available") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "en: has been removed",
    { html: page("Videos", "This post has been removed by the moderators") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "en: removed for violating",
    { html: page("Videos", "This video has been removed for violating our terms of service") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "en: page not found",
    { html: page("Page Not Found | Images", "Sorry!") },
    "soft_removed",
    "phrase_removed",
  ],
  ["en: 404 with 200", { html: page("404 Not Found", "Not Found") }, "soft_removed", "phrase_removed"],
  [
    "en: account terminated",
    { html: page("Channel", "This account has been terminated due to multiple complaints") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "en: doesn’t exist",
    { html: page("Forum", "Sorry, this topic doesn’t exist") },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "en: couldn't be found",
    { html: page("Site", "The page you were looking for couldn't be found") },
    "soft_removed",
    "phrase_removed",
  ],
  ["en: user not found", { html: page("Chat", "User not found") }, "soft_removed", "phrase_removed"],
  ["en: file deleted", { html: page("Files", "File deleted") }, "soft_removed", "phrase_removed"],
  [
    "a body that WordPress marks",
    { html: `<title>Blog</title><body class="blog error404 wide"><h1>Hmm</h1></body>` },
    "soft_removed",
    "marker_removed",
  ],
  [
    "a status told to crawlers",
    { html: `<meta name="prerender-status-code" content="404"><h1>App</h1>` },
    "soft_removed",
    "marker_removed",
  ],
  [
    "a removed article in its template",
    { html: article("Cet article n'est plus disponible", "Voir nos autres articles.") },
    "soft_removed",
    "phrase_removed",
  ],

  [
    "en: isn't available, never seen online",
    { html: page("Social", "This content isn't available right now") },
    "unknown",
    "phrase_unavailable",
  ],
  [
    "en: isn't available, was online",
    { html: page("Social", "This content isn't available right now") },
    "soft_removed",
    "phrase_unavailable",
    seenOnline,
  ],
  [
    "fr: contenu indisponible, never seen online",
    { html: page("Réseau", "Ce contenu est indisponible") },
    "unknown",
    "phrase_unavailable",
  ],
  [
    "fr: n'est pas disponible, was online",
    { html: page("Réseau", "Cette page n'est pas disponible") },
    "soft_removed",
    "phrase_unavailable",
    seenOnline,
  ],
  [
    "en: not in your country",
    { html: page("Videos", "This video is not available in your country") },
    "geo_blocked",
    "phrase_country",
  ],
  [
    "fr: pas dans votre pays",
    { html: page("Vidéos", "Cette vidéo n'est pas disponible dans votre pays") },
    "geo_blocked",
    "phrase_country",
  ],
  ["en: private account", { html: page("Social", "This account is private") }, "unknown", "phrase_private"],
  ["fr: vidéo privée", { html: page("Vidéo privée", "Vidéo privée") }, "unknown", "phrase_private"],
  [
    "a login wall in place",
    { html: `<title>Connexion | Réseau</title><form><input type="password"></form>` },
    "unknown",
    "login_wall",
  ],
  [
    "an ordinary page with a login form in its corner",
    { html: `${page("Vacances", "Vacances", long)}<input type=password>` },
    "online",
    "status_200",
  ],
  ["a challenge with 200", { html: page("Êtes-vous un robot ?", "") }, "blocked", "challenge_page"],
  [
    "a puzzle and nothing else",
    { html: `<script src="https://x.example/captcha-delivery.com/c.js"></script><div>Please wait</div>` },
    "blocked",
    "challenge_page",
  ],
  ["access denied with 200", { html: page("Access Denied", "Access Denied") }, "blocked", "challenge_page"],
  [
    "an empty shell",
    { html: `<title>App</title><div id="root"></div><script src="/a.js"></script>` },
    "unknown",
    "script_only",
  ],
  [
    "a shell that asks for scripts",
    {
      html: `<title>App</title><noscript>You need to enable JavaScript to run this app.</noscript><script src="/a.js"></script>`,
    },
    "unknown",
    "script_only",
  ],
  [
    "a page that refreshes elsewhere",
    { html: `<meta http-equiv="refresh" content="0; url=https://elsewhere.example/"><p>Redirection</p>` },
    "unknown",
    "meta_refresh",
  ],

  [
    "an article that quotes the phrase in its text",
    { html: article("La modération en question", `« Cette vidéo a été supprimée. » ${long}`) },
    "online",
    "status_200",
  ],
  [
    "an article with the phrase as its headline",
    { html: article("Cette vidéo a été supprimée", long) },
    "online",
    "phrase_quoted",
  ],
  [
    "an article about a removal",
    { html: article("Cette photo a été supprimée : ce que dit la plateforme", long) },
    "online",
    "status_200",
  ],
  [
    "an English article with the phrase as its headline",
    { html: article("This page is no longer available", long) },
    "online",
    "phrase_quoted",
  ],
  [
    "an essay whose title holds the phrase",
    {
      html: page(
        "Why “this video is no longer available” matters",
        "Why “this video is no longer available” matters",
        long,
      ),
    },
    "online",
    "status_200",
  ],
  [
    "a thread about a deleted account",
    {
      html: page(
        "My account has been deleted and I want it back",
        "My account has been deleted and I want it back",
        long,
      ),
    },
    "online",
    "status_200",
  ],
  [
    "a forum page with a removed answer in it",
    { html: page("Recettes", "Recettes", `Ce message a été supprimé. ${long}`) },
    "online",
    "status_200",
  ],
  [
    "a long page headed by the phrase",
    { html: page("Vacances", "This content has been removed", long) },
    "unknown",
    "phrase_in_long_page",
  ],
  [
    "a phrase in a hidden heading",
    { html: `<title>Vacances</title><h1 hidden>Page introuvable</h1><h1>Vacances</h1>${long}` },
    "online",
    "status_200",
  ],
  [
    "a phrase in a script and a template",
    {
      html: `<title>Vacances</title><script>var t="<h1>Page not found</h1>"</script><template><h1>Page not found</h1></template><h1>Vacances</h1>`,
    },
    "online",
    "status_200",
  ],
  [
    "a phrase in a comment",
    { html: "<title>Vacances</title><!-- <h1>Page not found</h1> --><h1>Vacances</h1>" },
    "online",
    "status_200",
  ],
  [
    "a car called 404",
    { html: page("Peugeot 404 : histoire d'une voiture", "Peugeot 404", long) },
    "online",
    "status_200",
  ],
  [
    "a song about things that are gone",
    { html: page("Gone With the Wind", "Gone With the Wind", long) },
    "online",
    "status_200",
  ],
  [
    "a page that is available",
    { html: page("Boutique", "Ce produit est disponible", "Ajouter au panier") },
    "online",
    "status_200",
  ],

  [
    "redirect to https without www",
    { html: page("Vacances", "Vacances"), finalUrl: "http://images.example/photos/1234/" },
    "online",
    "redirect_same_page",
  ],
  [
    "redirect to the mobile host",
    { html: page("Vacances", "Vacances"), finalUrl: "https://m.images.example/photos/1234?utm_source=x" },
    "online",
    "redirect_same_page",
  ],
  [
    "redirect to the longer name",
    { html: page("Vacances", "Vacances"), finalUrl: "https://www.images.example/photos/1234-vacances" },
    "online",
    "redirect_same_page",
  ],
  [
    "redirect to a language",
    { html: page("Vacances", "Vacances"), finalUrl: "https://www.images.example/fr/photos/1234" },
    "online",
    "redirect_same_page",
  ],
  [
    "redirect as when it was online",
    { html: page("Vacances", "Vacances"), finalUrl: "https://cdn.example/z" },
    "online",
    "redirect_as_before",
    { finalUrl: "https://cdn.example/z", bodySha256: null },
  ],
  [
    "redirect to another page",
    { html: page("Autre", "Autre"), finalUrl: "https://www.images.example/albums/9" },
    "moved",
    "redirect_other_page",
  ],
  [
    "redirect to another site",
    { html: page("Autre", "Autre"), finalUrl: "https://miroir.example/photos/1234" },
    "moved",
    "redirect_other_site",
  ],
  [
    "redirect to another member's site",
    { html: page("Autre", "Autre"), finalUrl: "https://zz.co.uk/photos/1234" },
    "moved",
    "redirect_other_site",
  ],
  [
    "redirect home, never seen online",
    { html: page("Images", "Bienvenue"), finalUrl: "https://www.images.example/" },
    "unknown",
    "redirect_home",
  ],
  [
    "redirect home, was online",
    { html: page("Images", "Bienvenue"), finalUrl: "https://www.images.example/" },
    "soft_removed",
    "redirect_home",
    seenOnline,
  ],
  [
    "redirect to a language's home, never seen online",
    { html: page("Images", "Bienvenue"), finalUrl: "https://www.images.example/fr/" },
    "unknown",
    "redirect_home",
  ],
  [
    "redirect home with words of removal",
    { html: page("Images", "Cette photo a été supprimée"), finalUrl: "https://www.images.example/" },
    "soft_removed",
    "phrase_removed",
  ],
  [
    "redirect to login",
    { html: page("Connexion", "Connexion"), finalUrl: "https://www.images.example/accounts/login/?next=x" },
    "unknown",
    "redirect_login",
    seenOnline,
  ],
  [
    "redirect to a login host",
    { html: page("Bonjour", "Bonjour"), finalUrl: "https://accounts.images.example/x" },
    "unknown",
    "redirect_login",
  ],
  [
    "redirect to a consent page",
    { html: page("Before you continue", "Cookies"), finalUrl: "https://consent.images.example/m" },
    "unknown",
    "redirect_consent",
    seenOnline,
  ],
  [
    "redirect to a removal page",
    { html: page("Images", "Oh"), finalUrl: "https://www.images.example/removed" },
    "soft_removed",
    "redirect_removal_page",
  ],
];

describe("a page is judged as a careful person would", () => {
  test("there are at least 60 pages", () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });
  for (const [name, given, verdict, reason, lastOnline = null] of cases) {
    test(`${name}: ${verdict}`, () => {
      const judged = verdictOf(answered(given), { url, lastOnline });
      expect(judged).toMatchObject({ verdict });
      expect(judged.reasons).toContain(reason);
      expect(judged.reasons[0]).toBe(`status_${given.status ?? 200}`);
    });
  }
});

test("no answer is told as unreachable, endless redirects and refusals as unknown", () => {
  const base = { redirects: [], at };
  for (const reason of ["dns", "connect", "tls", "timeout", "protocol"] as const) {
    expect(verdictOf({ kind: "unreachable", reason, ...base }, { url, lastOnline: seenOnline })).toEqual({
      verdict: "unreachable",
      reasons: [`network_${reason}`],
    });
  }
  const endless = verdictOf(
    { kind: "unreachable", reason: "too_many_redirects", ...base },
    { url, lastOnline: null },
  );
  expect(endless).toEqual({ verdict: "unknown", reasons: ["network_too_many_redirects"] });
  const refused = verdictOf({ kind: "refused", reason: "handling", ...base }, { url, lastOnline: null });
  expect(refused).toEqual({ verdict: "unknown", reasons: ["refused_handling"] });
});

test("a page with the words of a removal anywhere in a long text is never removed", () => {
  const phrases = [
    "This video has been removed.",
    "Page introuvable",
    "Cette photo n'est plus disponible.",
    "404 Not Found",
  ];
  const words = fc.array(
    fc.constantFrom("ville", "market", "rue", "the", "une", "photo", "page", ...phrases),
    {
      minLength: 400,
      maxLength: 600,
    },
  );
  fc.assert(
    fc.property(words, fc.constantFrom("Vacances", "My holidays"), (text, title) => {
      const outcome = answered({ html: page(`${title} | Images`, title, text.join(" ")) });
      expect(verdictOf(outcome, { url, lastOnline: null }).verdict).toBe("online");
    }),
  );
});

test("only 404 and 410 are ever told as removed", () => {
  const anyPage = fc.record({
    status: fc.integer({ min: 200, max: 599 }),
    html: fc.oneof(
      fc.string(),
      fc.constantFrom(page("Page not found", "Page not found"), page("a", "b", long)),
    ),
    finalUrl: fc.constantFrom(
      url,
      "https://www.images.example/",
      "https://other.example/",
      "https://login.images.example/",
    ),
  });
  fc.assert(
    fc.property(anyPage, fc.constantFrom(null, seenOnline), (given, lastOnline) => {
      const { verdict } = verdictOf(answered(given), { url, lastOnline });
      if (verdict === "removed") expect([404, 410]).toContain(given.status);
      if (verdict === "soft_removed") expect(Math.floor(given.status / 100)).toBe(2);
    }),
    { numRuns: 1_000 },
  );
});

test("the outline of a page is its title, its first heading and its visible text", () => {
  const outline = outlineOf(
    `<title>A &amp; B</title><svg><title>icon</title></svg><style>p{}</style><h1>First <b>line</b></h1><h1>Second</h1><p>1 < 2 &#233;</p>`,
  );
  expect(outline).toMatchObject({ title: "A & B", heading: "First line", text: "First line Second 1 < 2 é" });
});

test("hostile pages are read to the end", () => {
  const size = 600_000;
  const pieces = [
    "<script>",
    "<!--",
    "<a ",
    "<h1>",
    "</h1",
    "<title>",
    "<body class='",
    "&#x",
    '<meta content="',
    "<svg><svg>",
    " ",
    "<",
  ];
  for (const piece of pieces) {
    const html = piece.repeat(Math.ceil(size / piece.length));
    expect(verdictOf(answered({ html }), { url, lastOnline: null }).verdict, piece).not.toBe("removed");
  }
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces, "x", ">", "'", '"', "=")), (parts) => {
      outlineOf(parts.join(""));
    }),
  );
});
