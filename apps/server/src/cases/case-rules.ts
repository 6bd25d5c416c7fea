import {
  type CaseStatus,
  type CaseSummary,
  type Concern,
  type Handling,
  stuckReasons,
} from "@vigie/contract";

type Urgency = CaseSummary["urgency"];
type NextStep = CaseSummary["nextStep"];

const urgencyByConcern: Record<Concern, Urgency> = {
  minor_abuse: "P0",
  terrorism: "P0",
  blackmail: "P0",
  threat_or_violence: "P1",
  intimate_images: "P1",
  harassment: "P2",
  hate: "P2",
  scam_or_other: "P3",
};

/** How soon a person should look, from what the reporter chose; an assessment replaces it. */
export function concernUrgency(concern: Concern | null, minor: boolean): Urgency {
  const urgency = concern ? urgencyByConcern[concern] : "P3";
  return minor && urgency > "P1" ? "P1" : urgency;
}

/** The most urgent of several. */
export function mostUrgent(urgencies: readonly Urgency[]): Urgency | null {
  return urgencies.reduce<Urgency | null>((most, next) => (most === null || next < most ? next : most), null);
}

/** Words that may mean a life is in danger leave no more pressing urgency, whatever else was chosen or found. */
export function urgencyWith(urgency: Urgency, { danger }: { danger: boolean }): Urgency {
  return danger ? "P0" : urgency;
}

interface StuckFacts {
  status: CaseStatus;
  overdue: boolean;
  noticeFailed: boolean;
  escalationOpen: boolean;
}

/** What the desk must not miss: no step but the next contact leads on. Empty when nothing holds the case up. */
export function stuckReasonsOf(facts: StuckFacts): (typeof stuckReasons)[number][] {
  const { status } = facts;
  if (status === "received" || status === "removed" || status === "closed") return [];
  const holds = {
    overdue: facts.overdue,
    notice_failed: facts.noticeFailed,
    escalation_open: facts.escalationOpen,
  };
  return stuckReasons.filter((reason) => holds[reason]);
}

export function isStuck(facts: StuckFacts): boolean {
  return stuckReasonsOf(facts).length > 0;
}

/** What the machine proposes; a person does it. */
export function nextStepOf(facts: {
  status: CaseStatus;
  handling: Handling;
  privateReported: boolean;
  reassess: boolean;
  overdue: boolean;
  noticeFailed: boolean;
  escalationOpen: boolean;
  /** A form or a letter is ready, and nobody has said that it went. */
  noticePrepared: boolean;
  noticePending: boolean;
  referralPrepared: boolean;
  unread: number;
  danger: boolean;
}): NextStep {
  const { status, handling } = facts;
  // Either act is what ends the flag: an answer to whoever wrote, or an assessment.
  if (facts.danger) return facts.unread > 0 ? "answer" : "assess";
  if (status === "closed") return facts.unread > 0 ? "answer" : "none";
  if (status === "received" || facts.reassess) return "assess";
  if (status === "removed") return facts.unread > 0 ? "answer" : "close";
  if (isStuck(facts)) return "escalate";
  const mayNotify = handling !== "no_fetch" && (handling !== "unknown" || facts.privateReported);
  if (status === "assessed" || status === "returned") {
    if (handling === "no_fetch" || facts.referralPrepared) return "refer";
    if (facts.noticePending && !facts.noticePrepared) return "wait";
    return mayNotify ? "notify" : "assess";
  }
  if (facts.noticePrepared && mayNotify) return "notify";
  return facts.unread > 0 ? "answer" : "wait";
}

/** A closed case that is reported again is looked at again after this many days; before, the verdict stands. */
export const verdictStandsDays = 30;

export function reopens({ closedAt, reportedAt }: { closedAt: Date; reportedAt: Date }): boolean {
  return reportedAt.getTime() - closedAt.getTime() > verdictStandsDays * 86_400_000;
}
