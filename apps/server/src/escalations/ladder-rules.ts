import {
  type EscalationView,
  type HostingFinding,
  type Manifestness,
  type NoticeKind,
  type Rung,
  rungs,
} from "@vigie/contract";
import type { Authority } from "../catalogue/authority-schema.ts";
import type { PlanFacts } from "../plans/plan-facts-rules.ts";
import type { ChosenPlan, ChosenStep, Subject } from "../plans/plan-types.ts";

export type Because = EscalationView["because"];
export type EscalationRecipient = NonNullable<EscalationView["to"]>;

/** A content that a notice led to nothing for: neither gone nor named in a newer notice. */
export interface LadderContent {
  id: string;
  host: string | null;
  service: string | null;
  /** Who is behind its host, as far as somebody looked. */
  hosting: readonly HostingFinding[];
}

/** All that the next contact is chosen from. */
export interface LadderFacts {
  /** Of the notice that led to nothing. */
  notice: { kind: NoticeKind; to: EscalationRecipient; because: Because };
  contents: readonly LadderContent[];
  manifest: Manifestness | null;
  /** No notice may leave for the case now. */
  hindered: boolean;
  /** What the plan draws from grounds and situation, its steps with the places they are about, and whom to call. */
  facts: Pick<PlanFacts, "grounds" | "topics" | "minor" | "hostile">;
  plan: Pick<ChosenPlan, "steps" | "people">;
  subjects: readonly Pick<Subject, "host" | "service">[];
  authorities: readonly Authority[];
  /** Of the person concerned, else of the hotline. */
  country: string;
  /** Whom these contents were already taken to, by `contactKey`. */
  reached: ReadonlySet<string>;
  /** Those of them who had a reminder. */
  reminded: ReadonlySet<string>;
  /** Rungs already taken or dismissed after this notice. */
  decided: ReadonlySet<Rung>;
}

/** One rung with its recipient. `to` null: a person has to find out who that is. */
export interface NextRung {
  rung: Rung;
  to: EscalationRecipient | null;
  /** Slug, for what is no notice. */
  authority: string | null;
  contentIds: string[];
}

const kindOfRung = {
  remind: null,
  host: "host",
  upstream: "upstream",
  registrar: "registrar",
  search_engine: "search_engine",
  payment_service: "payment_service",
} as const satisfies Partial<Record<Rung, NoticeKind | null>>;
type NoticeRung = keyof typeof kindOfRung;

/** A rung that a notice takes; the others are acts of a person towards an authority. */
export function isNoticeRung(rung: Rung): rung is NoticeRung {
  return rung in kindOfRung;
}

/** The kind of the notice that takes a rung. */
export function noticeKindOf(rung: NoticeRung, before: NoticeKind): NoticeKind {
  return kindOfRung[rung] ?? before;
}

/**
 * The next contact: the first rung that applies, was not decided after this notice, and leads to somebody who was not
 * reached about these contents. Never one that the plan of the case would not propose:
 * - the host of a site only where the plan has a step for it, so not where it would warn somebody who means harm;
 *   its network and its registrar then neither, for both pass complaints on;
 * - where a minor is concerned, or no notice may leave, authorities and hotlines only.
 *
 * The last rung is somebody to call. Null once that is decided too.
 */
export function nextRung(ladder: LadderFacts): NextRung | null {
  for (const rung of orderFor(ladder)) {
    const next = ladder.decided.has(rung) ? null : rungToday(rung, ladder);
    if (next) return next;
  }
  return null;
}

/** Where hours count, whoever can act at the source comes before the reminder. */
function orderFor({ facts }: LadderFacts): readonly Rung[] {
  if (!facts.grounds.some(({ urgency }) => urgency === "P0")) return rungs;
  return [...atSource, ...rungs.filter((rung) => !atSource.includes(rung))];
}

const atSource: readonly Rung[] = ["host", "upstream", "registrar"];

/** What a rung is today; null where it does not apply. */
export function rungToday(rung: Rung, ladder: LadderFacts): NextRung | null {
  if (isNoticeRung(rung)) {
    if (ladder.hindered || ladder.facts.minor) return null;
    if (forOnePerson.has(ladder.notice.kind) && rung !== "remind") return null;
  }
  return applied[rung](ladder);
}

/** Letters about a person's own data: they concern their recipient, and nobody else who could act. */
const forOnePerson: ReadonlySet<NoticeKind> = new Set(["erasure", "delisting", "complaint"]);

const applied: Record<Rung, (ladder: LadderFacts) => NextRung | null> = {
  remind,
  host,
  upstream: (ladder) => (mayGoBeyondHost(ladder) ? fromHosting("upstream", "network", ladder) : null),
  registrar: (ladder) =>
    mayGoBeyondHost(ladder) && hasFamily(ladder, aboutSites)
      ? fromHosting("registrar", "registrar", ladder)
      : null,
  search_engine: (ladder) => fromStep("search_engine", ["search_images"], ladder),
  payment_service: (ladder) => {
    if (!hasFamily(ladder, aboutMoney)) return null;
    const step = fromStep("payment_service", ["payment"], ladder);
    return step ?? (ladder.facts.hostile ? null : fromHosting("payment_service", "payment", ladder));
  },
  sister_hotline: sisterHotline,
  data_authority: dataAuthority,
  regulator,
  call,
};

/** Grounds for which a whole site can be what is illegal. */
const aboutSites: ReadonlySet<string> = new Set(["fraud", "cyber", "illegal_goods", "terrorism"]);
/** Grounds by which money is made from somebody. */
const aboutMoney: ReadonlySet<string> = new Set(["fraud", "consumer", "illegal_goods", "cyber"]);

function hasFamily({ facts }: LadderFacts, families: ReadonlySet<string>): boolean {
  return facts.grounds.some(({ family }) => families.has(family));
}

/**
 * The same recipient once more; what came back is told anew, an address that failed is not. Who said that it acted is
 * told once that it is still there, unless what it could do leaves the page where it is.
 */
function remind({ notice, contents, reminded }: LadderFacts): NextRung | null {
  const { kind, to, because } = notice;
  const key = contactKey(to);
  if (key === null || kind === "complaint") return null;
  const isOpen = because === "deadline" || (because === "still_there" && !farFromContent.has(kind));
  const isDue = because === "returned" || (isOpen && !reminded.has(key));
  return isDue ? { rung: "remind", to, authority: null, contentIds: contents.map(({ id }) => id) } : null;
}

/** They stop what leads to a page or is paid there, not the page. */
const farFromContent: ReadonlySet<NoticeKind> = new Set(["search_engine", "payment_service"]);

function host(ladder: LadderFacts): NextRung | null {
  const known = fromStep("host", ["host_notice"], ladder);
  if (known) return known;
  const { kind } = ladder.notice;
  if (kind !== "service" && kind !== "site_owner") return null;
  // Nobody knows who hosts it, or how that host is written to: a person finds out.
  const unknown = ladder.plan.steps.filter(
    (step) =>
      step.kind === "find_host" || (step.kind === "host_notice" && contactKey(recipientOf(step)) === null),
  );
  const contentIds = unknown.flatMap((step) => contentsOf(step, ladder)).map(({ id }) => id);
  return contentIds.length > 0 ? { rung: "host", to: null, authority: null, contentIds } : null;
}

/** Network and registrar are far from the content: only for what is plain, and never where somebody may be warned. */
function mayGoBeyondHost({ facts, manifest }: LadderFacts): boolean {
  const isPlain = facts.grounds.some(({ manifest: plain }) => plain === "always" || plain === "usual");
  return !facts.hostile && isPlain && manifest !== "needs_context";
}

function fromStep(rung: Rung, kinds: readonly ChosenStep["kind"][], ladder: LadderFacts): NextRung | null {
  for (const step of ladder.plan.steps) {
    if (!kinds.includes(step.kind) || (step.after !== null && !step.after.open)) continue;
    const to = recipientOf(step);
    const contentIds = contentsOf(step, ladder).map(({ id }) => id);
    if (isNew(to, ladder) && contentIds.length > 0) return { rung, to, authority: null, contentIds };
  }
  return null;
}

function recipientOf({ recipient, channel, email }: ChosenStep): EscalationRecipient {
  const address = email ?? channel?.email ?? null;
  const url = address === null ? (channel?.url ?? null) : null;
  const postal = address === null && url === null ? (channel?.postal ?? null) : null;
  return { name: recipient.name, email: address, url, postal };
}

function contentsOf({ locations }: ChosenStep, { subjects, contents }: LadderFacts): LadderContent[] {
  const hosts = new Set(locations.map((location) => subjects[location]?.host ?? null));
  return contents.filter((content) => content.host !== null && hosts.has(content.host));
}

/** Who plays this part for sites that no service answers for. Several: the first one who was not asked. */
function fromHosting(rung: Rung, role: HostingFinding["role"], ladder: LadderFacts): NextRung | null {
  const sites = ladder.contents.filter(({ service }) => service === null);
  for (const { hosting } of sites) {
    const found = hosting.find((finding) => finding.role === role);
    const to = found ? partOf(found) : null;
    if (!to || !isNew(to, ladder)) continue;
    const isTheirs = (other: LadderContent) =>
      other.hosting.some(
        (finding) => finding.role === role && contactKey(partOf(finding)) === contactKey(to),
      );
    return { rung, to, authority: null, contentIds: sites.filter(isTheirs).map(({ id }) => id) };
  }
  return null;
}

function partOf({ name, email, url }: HostingFinding): EscalationRecipient {
  return { name, email, url: email === null ? url : null, postal: null };
}

function isNew(to: EscalationRecipient, { reached }: LadderFacts): boolean {
  const key = contactKey(to);
  return key !== null && !reached.has(key);
}

/** Those whom the plan names; else those of the country for this trouble and this age. */
function sisterHotline(ladder: LadderFacts): NextRung | null {
  const { plan, authorities, country, facts } = ladder;
  const named = plan.steps.flatMap(({ kind, authority }) =>
    kind === "refer" && authority?.kind === "hotline" ? [authority] : [],
  );
  const own = authorities.filter(
    ({ kind, ages, topics, takesReferrals, country: theirs }) =>
      kind === "hotline" &&
      takesReferrals &&
      theirs === country &&
      (ages === "all" || (ages === "minors") === facts.minor) &&
      topics.some((topic) => facts.topics.has(topic)),
  );
  return atAuthority("sister_hotline", [...named, ...own], ladder);
}

/** GDPR Art. 77: who asks is the person concerned, or acts for them. */
function dataAuthority(ladder: LadderFacts): NextRung | null {
  const { notice, facts, plan, authorities, country } = ladder;
  const asked = notice.kind === "erasure" || notice.kind === "delisting";
  if (facts.minor || !(asked || plan.steps.some(({ kind }) => kind === "data_authority"))) return null;
  const rows = authorities.filter(
    (row) => row.kind === "regulator" && row.topics.includes("privacy") && row.country === country,
  );
  return atAuthority("data_authority", rows, ladder);
}

/**
 * DSA Art. 53: a complaint about a service that leaves notices without an answer, to the coordinator of the country. It
 * decides about the duty, not about a single content: a decision is no reason. Whether a search engine has that duty is
 * open.
 */
function regulator(ladder: LadderFacts): NextRung | null {
  const { notice, facts, authorities, country } = ladder;
  const owesAnswer = notice.kind === "service" || notice.kind === "host";
  const gaveNone = !gaveDecision.has(notice.because);
  if (facts.minor || !owesAnswer || !gaveNone) return null;
  const slug = coordinators[country];
  return atAuthority(
    "regulator",
    authorities.filter((row) => row.slug === slug),
    ladder,
  );
}

const gaveDecision: ReadonlySet<Because> = new Set(["refused", "returned", "still_there"]);

/** Digital Services Coordinators of the catalogue (DSA Art. 49), by country. */
const coordinators: Readonly<Record<string, string>> = { FR: "arcom", IE: "cnam" };

/** Nobody is left to write to: whom the plan says to call, somebody new if there is. */
function call(ladder: LadderFacts): NextRung | null {
  const people = ladder.plan.people.map(({ authority }) => authority);
  return (
    atAuthority("call", people, ladder) ?? atAuthority("call", people, { ...ladder, reached: new Set() })
  );
}

function atAuthority(
  rung: Rung,
  rows: readonly Authority[],
  { contents, reached }: LadderFacts,
): NextRung | null {
  const row = rows.find(({ slug }) => !reached.has(authorityKey(slug)));
  if (!row) return null;
  const to = { name: row.name, email: row.email, url: row.url, postal: null };
  return { rung, to, authority: row.slug, contentIds: contents.map(({ id }) => id) };
}

/** One recipient, however it is spelt; null for one that nothing can be sent to. */
export function contactKey({ email, url, postal }: Omit<EscalationRecipient, "name">): string | null {
  return email?.toLowerCase() ?? url ?? (postal && postal.length > 0 ? postal.join("\n") : null);
}

export function authorityKey(slug: string): string {
  return `authority ${slug}`;
}

/**
 * Whether the machine may take a rung without a person: a reminder, a search engine, a payment service, by mail; on
 * grounds that need no context, and nothing in a person's name. Whoever says that it acted is contradicted by a person
 * only.
 */
export function mayBeAutomatic({ rung, to }: NextRung, { notice, facts, manifest }: LadderFacts): boolean {
  return (
    (rung === "remind" || rung === "search_engine" || rung === "payment_service") &&
    to !== null &&
    to.email !== null &&
    !forOnePerson.has(notice.kind) &&
    notice.because !== "still_there" &&
    manifest !== "needs_context" &&
    facts.grounds.length > 0 &&
    facts.grounds.every((ground) => ground.manifest === "always" || ground.manifest === "usual")
  );
}
