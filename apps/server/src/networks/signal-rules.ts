import type { SignalStrength, SignalType } from "@vigie/contract";
import { parse as parseHost } from "tldts";
import { allServices } from "../catalogue/installed-catalogue.ts";
import { type Canonical, canonicalKey } from "../contents/canonical-key.ts";
import { visibleText } from "../contents/pasted-text-rules.ts";
import { coinOf, longestRun } from "./coin-rules.ts";
import { ibansIn } from "./iban-rules.ts";
import { paymentPages, paymentWords } from "./payment-pages.ts";
import { phonesIn } from "./phone-rules.ts";
import { sharedDomains } from "./shared-hosts.ts";

/** A mark that other reports may carry too. Equal type and value: the same mark. */
export interface Signal {
  type: SignalType;
  /** In its one form, e.g. "+33612345678", "instagram.com/some.user", "paypal:some". */
  value: string;
  strength: SignalStrength;
}

/** Signals taken from one text; the others are left out. */
export const mostSignalsOfText = 100;
/** Of each kind, so many that look like one are read closely: the work stays bounded whatever is sent. */
const mostTries = 100;
const mostCharacters = 1_000_000;

/**
 * Signals named in what a person wrote. In linear time.
 * @param country of the installation, for telephone numbers: ISO 3166-1, two capitals.
 */
export function signalsOfText(text: string, { country }: { country: string }): Signal[] {
  const plain = plainText(text.slice(0, mostCharacters));
  const found = new Map<string, Signal>();
  // Those that are checked come first: a text cannot push them out.
  for (const signals of [
    strongOf("iban", ibansIn(plain)),
    strongOf("crypto", coinsIn(plain)),
    strongOf("phone", phonesIn(plain, country)),
    mailboxesIn(plain),
    addressesIn(plain),
    handlesIn(plain),
  ]) {
    for (const signal of signals) {
      found.set(`${signal.type} ${signal.value}`, signal);
      if (found.size >= mostSignalsOfText) return [...found.values()];
    }
  }
  return [...found.values()];
}

const accountObjects = new Set(["account", "blog", "channel", "company", "group-invite", "invite"]);
const paymentObjects = new Set(["payment-handle", "pool", "pot"]);

/**
 * Signals of a location: the account it is or stands under, the one who is paid there, else its domain. What the
 * catalogue knows as a service gives no domain: everybody shares it.
 */
export function signalsOfLocation(location: Canonical): Signal[] {
  if (location.kind === "refused") return [];
  if (location.kind === "words") {
    return location.object === "account"
      ? [{ type: "account", value: location.key, strength: "strong" }]
      : [];
  }
  const { key, service, object, objectIds, host, domain } = location;
  if (service !== null && object !== null && paymentObjects.has(object)) {
    const who = objectIds["handle"] ?? objectIds["id"] ?? key;
    return [{ type: "payment", value: `${service}:${who}`, strength: "strong" }];
  }
  const phone = service === "whatsapp" ? objectIds["phone"]?.replace(/\D/g, "") : undefined;
  if (phone !== undefined) return [{ type: "phone", value: `+${phone}`, strength: "strong" }];
  if (service !== null) {
    const account = accountOf(location);
    return account === null ? [] : accountSignals(account, handleOf(objectIds));
  }
  const paid = paymentOf(location.url, host);
  if (paid !== null) return [paid];
  if (domain === null) return [];
  // Behind a suffix where anybody gets a name, such as github.io, the name is somebody's own.
  const own = parseHost(host, { extractHostname: false, allowPrivateDomains: true }).domain ?? domain;
  return [{ type: "domain", value: own, strength: sharedDomains.has(own) ? "weak" : "strong" }];
}

function accountSignals(account: string, handle: string | undefined): Signal[] {
  const signals: Signal[] = [{ type: "account", value: account, strength: "strong" }];
  const name = handle?.toLowerCase().replace(/^@/, "") ?? "";
  // Strangers carry the same short name at two services, and often the same long one.
  if (name.length >= shortestHandle && !/^\d+$/.test(name)) {
    signals.push({ type: "handle", value: name, strength: "weak" });
  }
  return signals;
}

const shortestHandle = 5;

function handleOf(ids: Readonly<Record<string, string>>): string | undefined {
  return ids["handle"] ?? ids["user"] ?? ids["blog"] ?? ids["name"];
}

/** The account that an address is, or that what it shows belongs to where the address says so; by its canonical key. */
function accountOf({ key, service, object, objectIds }: Extract<Canonical, { kind: "url" }>): string | null {
  if (object !== null && accountObjects.has(object)) return key;
  if (service === "mastodon" && objectIds["user"] && objectIds["host"]) {
    return federated(objectIds["user"], objectIds["host"]);
  }
  const name = objectIds["user"] ?? (service === "telegram" ? objectIds["channel"] : objectIds["blog"]);
  const words = namedServices().bySlug.get(service ?? "");
  if (name === undefined || words === undefined || !words.handle.test(name)) return null;
  const account = canonicalKey(words.url.replace("{handle}", name));
  return account.kind === "url" && account.object !== null && accountObjects.has(account.object)
    ? account.key
    : null;
}

function federated(user: string, host: string): string {
  return `@${user}@${host}`.toLowerCase();
}

function paymentOf(url: string, host: string): Signal | null {
  for (const page of paymentPages) {
    if (host !== page.host && !host.endsWith(`.${page.host}`)) continue;
    const id = page.path.exec(new URL(url).pathname)?.groups?.["id"];
    if (id === undefined) return null;
    return {
      type: "payment",
      value: `${page.service}:${page.exact ? id : id.toLowerCase()}`,
      strength: "strong",
    };
  }
  return null;
}

/** Full-width forms and unusual spaces as plain ones, without what cannot be seen. Never longer than it came. */
function plainText(text: string): string {
  return visibleText(text)
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, " ")
    .replace(/[\u2010-\u2015\u2212]/g, "-");
}

function* strongOf(type: SignalType, values: Iterable<string>): Generator<Signal> {
  for (const value of values) yield { type, value, strength: "strong" };
}

function* coinsIn(text: string): Generator<string> {
  let tries = 0;
  for (const [run] of text.matchAll(/[A-Za-z0-9]+/g)) {
    if (run.length < 26 || run.length > longestRun || !/\d/.test(run)) continue;
    const coin = coinOf(run);
    if (coin !== null) yield coin;
    tries += 1;
    if (tries >= mostTries) return;
  }
}

// Mailboxes of a house or a machine: whoever got mail from it can name it.
const roleMailbox =
  /^(?:abuse|accueil|admin|contact|hello|help|hostmaster|info|infos|mailer-daemon|no-?reply|ne-?pas-?repondre|nepasrepondre|notification|notifications|postmaster|sav|security|service|signalement|support|team|webmaster)$/;

function* mailboxesIn(text: string): Generator<Signal> {
  let tries = 0;
  for (let sign = text.indexOf("@"); sign >= 0 && tries < mostTries; sign = text.indexOf("@", sign + 1)) {
    const local = charactersBefore(text, sign, /[A-Za-z0-9._%+'-]/, 64).replace(/^[.'-]+/, "");
    const after = charactersAfter(text, sign + 1, /[\p{L}\p{N}.-]/u, 253).replace(/[.-]+$/, "");
    if (local === "" || local.endsWith(".") || !after.includes(".")) continue;
    tries += 1;
    const host = hostnameOf(after);
    if (host === null) continue;
    const isFederated = text.charAt(sign - local.length - 1) === "@";
    if (isFederated) yield { type: "account", value: federated(local, host), strength: "strong" };
    else yield mailbox(local.toLowerCase(), host);
  }
}

function mailbox(local: string, host: string): Signal {
  const google = host === "gmail.com" || host === "googlemail.com";
  const [name = ""] = local.split("+");
  const own = google ? `${name.replaceAll(".", "")}@gmail.com` : `${local}@${host}`;
  return { type: "email", value: own, strength: roleMailbox.test(name) ? "weak" : "strong" };
}

/** A name that the public name system may carry, as it is asked for. */
function hostnameOf(written: string): string | null {
  const url = URL.canParse(`http://${written}`) ? new URL(`http://${written}`) : null;
  const host = url?.hostname ?? "";
  return parseHost(host, { extractHostname: false }).isIcann === true ? host : null;
}

function charactersBefore(text: string, end: number, allowed: RegExp, most: number): string {
  let start = end;
  while (start > 0 && end - start < most && allowed.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, end);
}

function charactersAfter(text: string, start: number, allowed: RegExp, most: number): string {
  let end = start;
  while (end < text.length && end - start < most && allowed.test(text.charAt(end))) end += 1;
  return text.slice(start, end);
}

// Each part is bounded, and a start inside a word is none: every character is looked at a bounded number of times.
const address =
  /(?<![\w@.-])(?:h(?:tt|xx)ps?:\/\/)?(?:[a-z0-9_-]{1,63}(?:\.|\[\.\])){1,6}[a-z]{2,24}(?!\.?[\w@+%'-])(?::\d{1,5})?(?:[/?#][^\s<>"«»]{0,2000})?/gi;

function* addressesIn(text: string): Generator<Signal> {
  let tries = 0;
  for (const [written] of text.matchAll(address)) {
    if (!/[/:]/.test(written) && hostnameOf(written.replaceAll("[.]", ".")) === null) continue;
    yield* signalsOfLocation(canonicalKey(written));
    tries += 1;
    if (tries >= mostTries) return;
  }
}

interface NamedService {
  words: readonly string[];
  handle: RegExp;
  url: string;
}

let built: {
  from: ReturnType<typeof allServices>;
  byWord: ReadonlyMap<string, NamedService>;
  bySlug: ReadonlyMap<string, NamedService>;
} | null = null;

/** Services by the words people use for them; built anew when the catalogue is another. */
function namedServices(): NonNullable<typeof built> {
  const services = allServices();
  if (built?.from === services) return built;
  const named = services.flatMap(({ slug, accountWords }) =>
    accountWords === null
      ? []
      : [[slug, { ...accountWords, handle: new RegExp(`^(?:${accountWords.handle})$`) }] as const],
  );
  built = {
    from: services,
    bySlug: new Map(named),
    byWord: new Map(
      named.flatMap(([, one]) => one.words.map((word) => [word.replaceAll(" ", ""), one] as const)),
    ),
  };
  return built;
}

const atName = /(?<![\w@./])([@$])([A-Za-z0-9_](?:[\w.-]{0,48}\w)?)(?![\w@])/g;
const namedName =
  /(?<![\p{L}\p{N}])([\p{L}-]{2,20}) ?[:=] ?(@?)([A-Za-z0-9_](?:[\w.-]{0,48}\w)?)(?![\w@/])/gu;
const charactersAround = 60;

/**
 * Names of accounts beside the word for a service: `@some.user` with the word a few words away on the same line, or
 * `insta: some.user`. A name alone is no signal: every service has somebody of that name.
 */
function* handlesIn(text: string): Generator<Signal> {
  let tries = 0;
  for (const { 0: written, 1: sign, 2: name = "", index } of text.matchAll(atName)) {
    const before =
      text
        .slice(Math.max(0, index - charactersAround), index)
        .split("\n")
        .at(-1) ?? "";
    const end = index + written.length;
    const after = text.slice(end, end + charactersAround).split("\n")[0] ?? "";
    const word = nearestServiceWord(before, after);
    if (word !== null) yield* accountNamed(word, name, sign === "$");
    tries += 1;
    if (tries >= mostTries) break;
  }
  for (const [, word = "", sign, name = ""] of text.matchAll(namedName)) {
    if (sign === "@") continue;
    const plain = word.toLowerCase();
    if (isServiceWord(plain)) {
      yield* accountNamed(plain, name, false);
      tries += 1;
      if (tries >= 2 * mostTries) return;
    }
  }
}

function isServiceWord(word: string): boolean {
  return namedServices().byWord.has(word) || paymentWords.has(word);
}

/** The word for a service that stands nearest to a name. */
function nearestServiceWord(before: string, after: string): string | null {
  const backwards = wordsOf(before).reverse();
  const forwards = wordsOf(after);
  for (let distance = 0; distance < Math.max(backwards.length, forwards.length); distance += 1) {
    for (const word of [backwards[distance], forwards[distance]]) {
      if (word !== undefined && isServiceWord(word)) return word;
    }
  }
  return null;
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/\b(tik|you|only|cash) (?=tok|tube|fans|app)/g, "$1")
    .split(/[^\p{L}\p{N}.-]+/u)
    .map((word) => word.replace(/^[.-]+|[.-]+$/g, ""))
    .filter((word) => word !== "");
}

function* accountNamed(word: string, name: string, isCashtag: boolean): Generator<Signal> {
  const payment = paymentWords.get(word);
  if (payment !== undefined) {
    const who = payment === "cash-app" ? `$${name}` : name;
    yield { type: "payment", value: `${payment}:${who.toLowerCase()}`, strength: "strong" };
    return;
  }
  const service = namedServices().byWord.get(word);
  if (isCashtag || service === undefined || !service.handle.test(name)) return;
  yield* signalsOfLocation(canonicalKey(service.url.replace("{handle}", name)));
}
