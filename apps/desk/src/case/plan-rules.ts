import type { CasePlanView, ContentView, Language, PlanStep, PlanView, StepKind } from "@vigie/contract";
import type { NoticeTarget, RecipientDraft } from "./notice-rules.ts";

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

export function stepAct(kind: StepKind): StepAct {
  if (kind === "notice" || kind === "host_notice") return "notice";
  if (kind === "refer") return "refer";
  return kind === "find_host" ? "look_up" : "by_hand";
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
 * Recipients as a step of the plan names them, by host of the chosen contents. What the team corrected itself
 * stays for a notice to the service; a notice to whoever hosts the site goes to them.
 */
export function recipientsFromStep(
  step: Pick<PlanStep, "kind" | "recipient" | "channel">,
  targets: readonly NoticeTarget[],
  chosen: readonly string[],
  language: Language,
): Record<string, RecipientDraft> {
  const { email } = step.channel;
  const typed: Record<string, RecipientDraft> = {};
  if (email === null) return typed;
  for (const target of targets) {
    if (target.kind !== "open" || !chosen.includes(target.content.id)) continue;
    const known = target.content.recipient;
    if (step.kind !== "host_notice" && known?.source === "team") continue;
    typed[target.host] = {
      host: target.host,
      name: step.recipient.name,
      email,
      language: known?.language ?? language,
    };
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
