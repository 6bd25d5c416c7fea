import type { Language, PlanPerson, PlanStep, PlanView } from "@vigie/contract";
import type { BothLanguages } from "../catalogue/row-parts.ts";
import { isOpen } from "../help/opening-hours-rules.ts";
import { formatDay, localesOf } from "../i18n/format-time.ts";
import { type PublicVoice, type TranslateOf, translatorOf } from "../i18n/translate.ts";
import { termEnd } from "./choose-route-rules.ts";
import en from "./plan-en.json" with { type: "json" };
import fr from "./plan-fr.json" with { type: "json" };
import type { ChosenPlan, ChosenStep, Person, PlanRequest, PlanSentence } from "./plan-types.ts";

type PlanKey = keyof typeof fr;

/** The sentences of the plan, by language. A key that one language lacks does not compile. */
export const planSentences = { fr, en } satisfies Record<Language, Record<PlanKey, string>>;
const planText = translatorOf<PlanKey>("plan", planSentences);

interface Telling {
  language: Language;
  /** Who tells, where the installation added a language to the public pages; else `language` does. */
  voice?: PublicVoice;
  /** IANA name: dates are told in it. */
  timeZone: string;
  /** Who did a step, by its id; null for a reporter's own ticks. */
  doneBy: ReadonlyMap<string, string | null>;
}

/** Who tells, to whom: `speaker`, a language; `t` speaks to the person concerned, or to the hotline about somebody else. */
interface Voice extends Telling {
  speaker: PublicVoice;
  t: TranslateOf<PlanKey>;
}

function voiceOf(telling: Telling, { situation }: PlanRequest): Voice {
  const speaker = telling.voice ?? telling.language;
  const translate = planText(speaker);
  const isHotline = situation.standing === "hotline";
  const t: Voice["t"] = (key, values) => {
    const other = `${key}_hotline`;
    return translate(isHotline && other in fr ? (other as PlanKey) : key, values);
  };
  return { ...telling, speaker, t };
}

/** A chosen plan in words, for people and programs alike. */
export function explainPlan(plan: ChosenPlan, request: PlanRequest, telling: Telling): PlanView {
  const voice = voiceOf(telling, request);
  const { language } = voice;
  const say = (sentence: PlanSentence) => sayWith(voice, sentence);
  const titles = new Map(plan.steps.map((step) => [step.id, titleOf(step, voice)]));
  return {
    kind: plan.kind,
    says: say(plan.says),
    subjects: request.subjects.map(({ location, host, service, object }) => ({
      location,
      host,
      service: service && { slug: service.slug, name: service.names[0] ?? service.slug },
      object,
    })),
    grounds: plan.grounds.map(({ slug, label }) => ({ slug, label: label[language] })),
    situation: request.situation,
    people: plan.people.map((person) => personView(person, request.now, language)),
    steps: plan.steps.map((step) => stepView(step, request, voice, titles)),
    clocks: plan.clocks.map(({ ground, from, until }) => ({
      ground: ground.slug,
      from,
      until,
      text: clockText(ground, from, until, voice),
    })),
    avoided: plan.avoided.map(({ service, channel, why }) => ({
      name: `${service.names[0] ?? service.slug} · ${channel.label[language]}`,
      why: say({ code: `avoid_${why}` }),
    })),
    unknowns: plan.unknowns.map(say),
    repeats: [...new Set(request.subjects.map(({ service }) => service))].flatMap((service) =>
      service?.repeatedReports
        ? [{ service: service.names[0] ?? service.slug, text: service.repeatedReports.text[language] }]
        : [],
    ),
  };
}

function sayWith({ t, language, speaker }: Voice, sentence: PlanSentence): string {
  if (!("code" in sentence)) return sentence.text[language];
  const { code, values, text } = sentence;
  if (code === "country_unknown") return unknownCountry(String(values?.["country"]), { t, speaker });
  return t(code as PlanKey, { ...values, ...(text ? { text: text[language] } : {}) });
}

/** ZZ is what the forms send for a country that is not in their list. */
function unknownCountry(country: string, { t, speaker }: Pick<Voice, "t" | "speaker">): string {
  if (country === "ZZ") return t("country_unknown_unsaid");
  const name = new Intl.DisplayNames(localesOf(speaker), { type: "region" }).of(country) ?? country;
  return t("country_unknown", { country: name });
}

function titleOf({ kind, recipient, channel, authority }: ChosenStep, { t, language }: Voice): string {
  const label = channel?.label[language] ?? "";
  const title = authority?.kind === "court" ? "title_court" : (`title_${kind}` as const);
  return t(title, { name: recipient.name, label });
}

function stepView(
  step: ChosenStep,
  request: PlanRequest,
  voice: Voice,
  titles: ReadonlyMap<string, string>,
): PlanStep {
  const { language, t } = voice;
  const say = (sentence: PlanSentence) => sayWith(voice, sentence);
  const { channel, authority, term } = step;
  const doneAt = request.done.get(step.id);
  const nameOf = (id: string) => titles.get(id) ?? id;
  return {
    id: step.id,
    kind: step.kind,
    title: nameOf(step.id),
    recipient: step.recipient,
    channel: {
      id: channel?.id ?? null,
      label: channel?.label[language] ?? authority?.takes[language] ?? step.recipient.name,
      url: step.email === null ? (channel?.url ?? authority?.url ?? null) : null,
      email: step.email ?? channel?.email ?? authority?.email ?? null,
      phone: authority?.phone ?? null,
      postal: step.email === null ? (channel?.postal ?? null) : null,
    },
    locations: [...step.locations],
    why: step.why.map(say),
    learns: {
      ...step.learns,
      text: learnsText(step, voice),
    },
    supply: step.supply.map((code) => t(`supply_${code}`)),
    cautions: step.cautions.map(say),
    due: {
      hours: term === null ? null : term.legal ? term.months * 30 * 24 : term.hours,
      legal: term?.legal ?? false,
      at: doneAt && term ? termEnd(doneAt, term).toISOString() : null,
      text: dueText(step, voice),
    },
    next:
      step.nextId === null
        ? term === null
          ? null
          : { stepId: null, text: t("next_none") }
        : { stepId: step.nextId, text: t("next_step", { title: nameOf(step.nextId) }) },
    after: afterView(step, voice, nameOf),
    fact: factOf(step, voice),
    done: doneAt ? { at: doneAt.toISOString(), by: voice.doneBy.get(step.id) ?? null } : null,
  };
}

function learnsText({ learns, authority }: ChosenStep, { t }: Voice): string {
  if (authority !== null && learns.code === "nothing") {
    return t(learns.nameShown === "no" ? "learns_nothing" : "learns_nothing_name");
  }
  if (learns.nameShown === "no") return t(`learns_${learns.code}`);
  if (learns.nameShown === "yes") return `${t(`learns_${learns.code}`)} ${t("name_yes")}`;
  if (learns.code === "possible") return t("learns_possible_name");
  return `${t(`learns_${learns.code}`)} ${t("name_possible")}`;
}

function dueText({ term }: ChosenStep, { t }: Voice): string {
  if (term === null) return t("due_none");
  if (term.legal) return t("due_month");
  return term.hours > 48 ? t("due_days", { days: term.hours / 24 }) : t("due_hours", { hours: term.hours });
}

function afterView(
  { after }: ChosenStep,
  { speaker, timeZone, t }: Voice,
  nameOf: (id: string) => string,
): PlanStep["after"] {
  if (after === null) return null;
  if (after.kind === "removal")
    return { stepId: null, from: null, open: after.open, text: t("after_removal") };
  const from = after.from?.toISOString() ?? null;
  const title = nameOf(after.stepId);
  return {
    stepId: after.stepId,
    from,
    open: after.open,
    text:
      from === null
        ? t("after_step", { title })
        : t("after_step_from", { title, date: formatDay(from, { language: speaker, timeZone }) }),
  };
}

function factOf({ channel, authority, kind }: ChosenStep, { speaker, t }: Voice): PlanStep["fact"] {
  const row = channel ?? authority;
  if (row === null) {
    const text = t(kind === "find_host" ? "fact_public" : "fact_unverified");
    return {
      verified: kind === "find_host",
      dateSeen: "unverified",
      confidence: "low",
      sourceUrl: null,
      text,
    };
  }
  const { evidence, dateSeen, confidence, sourceUrl } = row;
  const isDated = dateSeen !== "unverified" && evidence !== "memory";
  const date = isDated ? formatDay(`${dateSeen}T12:00:00Z`, { language: speaker, timeZone: "UTC" }) : "";
  return {
    verified: isDated && evidence === "official",
    dateSeen,
    confidence,
    sourceUrl,
    text: isDated
      ? t(evidence === "official" ? "fact_official" : "fact_secondary", { date })
      : t("fact_unverified"),
  };
}

/** Somebody to call, in words. */
export function personView({ authority, urgent }: Person, now: Date, language: Language): PlanPerson {
  const { slug, name, phone, phoneBy, url, takes, hours, evidence, dateSeen } = authority;
  return {
    slug,
    name,
    phone,
    phoneBy,
    url,
    takes: takes[language],
    hours: hours?.text[language] ?? null,
    open: hours?.schedule ? (isOpen(hours.schedule, now) ? "open" : "closed") : "unknown",
    urgent,
    verified: evidence === "official" && dateSeen !== "unverified",
  };
}

function clockText(
  {
    label,
    pressLimitation,
  }: { label: BothLanguages; pressLimitation: { months: number; law: string } | null },
  from: string | null,
  until: string | null,
  { language, speaker, t }: Voice,
): string {
  const values = {
    ground: label[language],
    months: pressLimitation?.months ?? 0,
    law: pressLimitation?.law ?? "",
  };
  const day = (date: string) => formatDay(`${date}T12:00:00Z`, { language: speaker, timeZone: "UTC" });
  return from !== null && until !== null
    ? t("clock_known", { ...values, from: day(from), until: day(until) })
    : t("clock_unknown", values);
}
