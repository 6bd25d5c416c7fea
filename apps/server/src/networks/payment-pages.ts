/** A kind of page at a payment service: who is paid stands in the group `id`. */
interface PaymentPage {
  service: string;
  /** Without `www.`; its subdomains count too. */
  host: string;
  path: RegExp;
  /** Capitals count in `id`. */
  exact?: true;
}

/**
 * Pages on which one person is paid, beside those that the catalogue knows (PayPal, Leetchi). Shapes as the services
 * wrote them in 2025; where a service has several, the path's part that stays.
 */
export const paymentPages: readonly PaymentPage[] = [
  { service: "lydia", host: "lydia-app.com", path: /^\/(?:collect|pots)\/(?<id>[\w-]{3,80})/ },
  { service: "lydia", host: "lydia.me", path: /^\/(?:collect|pots|p)\/(?<id>[\w-]{3,80})/ },
  { service: "lydia", host: "sumeria.eu", path: /^\/(?:collect|pots|p)\/(?<id>[\w-]{3,80})/ },
  {
    service: "lyf",
    host: "lyf.eu",
    path: /^\/(?:[a-z]{2}\/)?(?:c|cagnotte|pot)s?\/(?<id>[\w-]{4,80})/,
    exact: true,
  },
  { service: "le-pot-commun", host: "lepotcommun.fr", path: /^\/pot\/(?<id>[\w-]{3,80})/ },
  {
    service: "onparticipe",
    host: "onparticipe.fr",
    path: /^\/(?:c|cagnottes?)\/(?<id>[\w-]{3,80})/,
    exact: true,
  },
  { service: "cotizup", host: "cotizup.com", path: /^\/(?<id>[\w-]{3,80})\/?$/ },
  {
    service: "gofundme",
    host: "gofundme.com",
    path: /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?f\/(?<id>[\w-]{3,120})/,
  },
  { service: "ulule", host: "ulule.com", path: /^\/(?<id>[\w-]{3,80})\/?$/ },
  { service: "revolut", host: "revolut.me", path: /^\/(?<id>[\w.-]{3,40})/ },
  { service: "cash-app", host: "cash.app", path: /^\/(?<id>\$[A-Za-z][\w-]{0,19})/ },
  { service: "venmo", host: "venmo.com", path: /^\/(?:u\/)?(?<id>[\w-]{5,30})\/?$/ },
  { service: "wise", host: "wise.com", path: /^\/pay\/(?:me|business)\/(?<id>[\w-]{3,60})/ },
  { service: "monzo", host: "monzo.me", path: /^\/(?<id>[\w-]{3,40})/ },
  { service: "ko-fi", host: "ko-fi.com", path: /^\/(?<id>\w{3,40})\/?$/ },
  { service: "buy-me-a-coffee", host: "buymeacoffee.com", path: /^\/(?<id>[\w.-]{3,40})\/?$/ },
  { service: "tipeee", host: "tipeee.com", path: /^\/(?:[a-z]{2}\/)?(?<id>[\w-]{3,60})\/?$/ },
  { service: "utip", host: "utip.io", path: /^\/(?<id>[\w-]{3,60})\/?$/ },
  { service: "patreon", host: "patreon.com", path: /^\/(?:c\/)?(?<id>[\w-]{3,64})\/?$/ },
  { service: "liberapay", host: "liberapay.com", path: /^\/(?<id>[\w.-]{2,32})\/?$/ },
  { service: "helloasso", host: "helloasso.com", path: /^\/associations\/(?<id>[\w-]{3,120})/ },
  { service: "wishlist", host: "throne.com", path: /^\/(?<id>[\w-]{3,40})\/?$/ },
];

/** Words by which people name a payment service beside somebody's name there: what its pages are called above. */
export const paymentWords: ReadonlyMap<string, string> = new Map([
  ["paypal", "paypal"],
  ["revolut", "revolut"],
  ["cashapp", "cash-app"],
  ["cashtag", "cash-app"],
  ["venmo", "venmo"],
  ["kofi", "ko-fi"],
  ["ko-fi", "ko-fi"],
  ["tipeee", "tipeee"],
  ["monzo", "monzo"],
  ["patreon", "patreon"],
]);
