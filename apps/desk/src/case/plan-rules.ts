import type {
  CasePlanView,
  ContentView,
  Language,
  NoticeChannel,
  NoticeKind,
  PlanStep,
  PlanView,
  StepKind,
} from "@vigie/contract";
import { emptyRecipient, everyHost, type NoticeTarget, type RecipientDraft } from "./notice-rules.ts";

/** `waiting`: another step, or a removal, has to come before. */
export type StepState = "open" | "waiting" | "done";

export function stepState(step: Pick<PlanStep, "done" | "after">): StepState {
  if (step.done !== null) return "done";
  return step.after !== null && !step.after.open ? "waiting" : "open";
}

/** The first step that can be done now, or null. */
export function nextStepOf(steps: readonly PlanStep[]): PlanStep | null {
  return steps.find((step) => stepState(step) === "open") ?? null;
}

/** What a step's own button does: opens a panel, asks who hosts, or shows where to go by hand. */
export type StepAct = "notice" | "refer" | "look_up" | "by_hand";

export function stepAct(step: Pick<PlanStep, "kind" | "channel">): StepAct {
  if (step.kind === "refer") return "refer";
  if (step.kind === "find_host") return "look_up";
  return noticeOfStep(step) === null ? "by_hand" : "notice";
}

const noticeKindOf = {
  flag: "service",
  form: "service",
  notice: "service",
  letter: "service",
  archive: "service",
  host_notice: "host",
  payment: "payment_service",
  search_images: "search_engine",
  search_outdated: "search_engine",
  search_name: "delisting",
  erasure: "erasure",
  data_authority: "complaint",
  regulator: "complaint",
  complaint: "complaint",
  refer: null,
  fingerprint: null,
  find_host: null,
  trusted_flagger: null,
} as const satisfies Record<StepKind, NoticeKind | null>;

/** The notice that a step asks for and the way it takes; null for what is done without one. */
export function noticeOfStep({
  kind,
  channel,
}: Pick<PlanStep, "kind" | "channel">): { kind: NoticeKind; channel: NoticeChannel } | null {
  const noticeKind = noticeKindOf[kind];
  if (noticeKind === null) return null;
  const mailFirst = kind === "notice" || kind === "host_notice";
  if (channel.email !== null && (mailFirst || channel.url === null)) {
    return { kind: noticeKind, channel: "email" };
  }
  if (channel.postal !== null && (kind === "letter" || channel.url === null)) {
    return { kind: noticeKind, channel: "post" };
  }
  if (channel.url !== null) return { kind: noticeKind, channel: "web_form" };
  // The recipient is known by name; where it takes notices a person may know.
  return mailFirst ? { kind: noticeKind, channel: "email" } : null;
}

// What the source of the content is asked; search engines, archives and complaints come after it.
const firstAskedKinds: readonly StepKind[] = [
  "flag",
  "form",
  "notice",
  "letter",
  "payment",
  "erasure",
  "host_notice",
];

/**
 * The step that "notify" means: the first open one that asks whoever can remove, about what was not notified yet. Where
 * nobody is known otherwise, one that still waits is better than an empty page: it says what it waits for.
 */
export function stepToNotify(
  plan: Pick<PlanView, "steps" | "subjects">,
  targets: readonly NoticeTarget[],
): PlanStep | null {
  const unnotified = targets.flatMap((target) =>
    target.kind === "open" && !target.notified ? [target.content] : [],
  );
  const asking = plan.steps.flatMap((step) => {
    const isFirst = firstAskedKinds.includes(step.kind) && step.done === null && noticeOfStep(step) !== null;
    const about = isFirst ? contentsOfStep(step, plan, unnotified) : [];
    return about.length > 0 ? [{ step, about }] : [];
  });
  const open = asking.find(({ step }) => stepState(step) === "open");
  const unknown = asking.find(({ about }) => about.every(({ recipient }) => recipient === null));
  return (open ?? unknown)?.step ?? null;
}

/** Danger to life first; otherwise as the plan orders them. */
export function peopleOrder(people: PlanView["people"]): PlanView["people"] {
  return [...people.filter(({ urgent }) => urgent), ...people.filter(({ urgent }) => !urgent)];
}

/** Contents of the case that a step is about; empty when it concerns no one place, or the places are sealed. */
export function contentsOfStep(
  step: Pick<PlanStep, "locations">,
  plan: Pick<PlanView, "subjects">,
  contents: readonly ContentView[],
): ContentView[] {
  const locations = new Set(step.locations.flatMap((position) => plan.subjects[position]?.location ?? []));
  return contents.filter(
    ({ url, key }) => (url !== null && locations.has(url)) || (key !== null && locations.has(key)),
  );
}

/** Contents that may be looked up among these; those never looked up first, each host once. */
export function hostsToLookUp(contents: readonly ContentView[], hosting: CasePlanView["hosting"]): string[] {
  const byHost = new Map<string, { contentId: string; known: boolean }>();
  for (const { id, host } of contents) {
    const entry = hosting.find(({ contentId }) => contentId === id);
    if (host === null || entry === undefined || !entry.allowed || byHost.has(host)) continue;
    byHost.set(host, { contentId: id, known: entry.hosting?.lookedUpAt != null });
  }
  const entries = [...byHost.values()];
  return [...entries.filter(({ known }) => !known), ...entries.filter(({ known }) => known)].map(
    ({ contentId }) => contentId,
  );
}

/**
 * Recipients as a step of the plan names them: by host of the chosen contents where the step goes to who shows or
 * hosts them, one for all where it goes elsewhere. What the team corrected itself stays for a notice by e-mail to the
 * service; a notice to whoever hosts the site goes to them.
 */
export function recipientsFromStep(
  step: Pick<PlanStep, "kind" | "recipient" | "channel">,
  targets: readonly NoticeTarget[],
  chosen: readonly string[],
  language: Language,
): Record<string, RecipientDraft> {
  const notice = noticeOfStep(step);
  const typed: Record<string, RecipientDraft> = {};
  if (notice === null) return typed;
  const { id, email, url, postal } = step.channel;
  const draft = (host: string, known: ContentView["recipient"]): RecipientDraft => ({
    ...emptyRecipient(host, known?.language ?? language),
    ...notice,
    name: step.recipient.name,
    channelId: id,
    email: email ?? known?.email ?? "",
    url: url ?? "",
    postal: postal?.join("\n") ?? "",
  });
  if (!firstAskedKinds.includes(step.kind) || step.kind === "payment") {
    return { [everyHost]: draft(everyHost, null) };
  }
  for (const target of targets) {
    if (target.kind !== "open" || !chosen.includes(target.content.id)) continue;
    const known = target.content.recipient;
    if (step.kind === "notice" && known?.source === "team") continue;
    // Whoever hosts the site is another recipient than the one known for it.
    typed[target.host] = draft(target.host, step.kind === "host_notice" ? null : known);
  }
  return typed;
}

const dayMs = 86_400_000;
// Two weeks leave time to find a lawyer and file.
const soonDays = 14;

/** How long a limitation period still runs: whole days left, at the end of its last day. */
export function clockState(
  until: string | null,
  now: number,
): { kind: "unknown" } | { kind: "over" } | { kind: "running" | "soon"; days: number } {
  if (until === null) return { kind: "unknown" };
  const days = Math.ceil((Date.parse(`${until}T00:00:00Z`) + dayMs - now) / dayMs) - 1;
  if (days < 0) return { kind: "over" };
  return { kind: days <= soonDays ? "soon" : "running", days };
}
