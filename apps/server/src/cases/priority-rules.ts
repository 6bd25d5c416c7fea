import type { CaseStatus, CaseSummary, Factor, Situation } from "@vigie/contract";

/** What a priority is made of. Everything but danger, what is stuck and urgency may stay unsaid. */
export interface PriorityFacts {
  urgency: CaseSummary["urgency"];
  /** Whether grounds say how urgent it is, or the reporter's choice. */
  urgencyFrom: "grounds" | "concern";
  /** When a reporter last wrote words of danger. */
  dangerAt: Date | null;
  stuck: readonly StuckReason[];
  minor: boolean;
  private: boolean;
  situation: SituationFacts;
  /** Of the last 24 hours. */
  recentReports: number;
  /** When what was asked for is due; null when no clock runs. */
  dueAt: Date | null;
  firstReportedAt: Date;
  now: Date;
}

export type StuckReason = Extract<Factor, { factor: "stuck" }>["because"][number];

export interface SituationFacts {
  /** The person concerned asks, or somebody for them. */
  own: boolean;
  blackmail: Situation["blackmail"];
}

export const noSituation: SituationFacts = { own: false, blackmail: "none" };

/** All that was said about one case, by its reporters and by the team: each can only add. */
export function situationFactsOf(situations: readonly Partial<Situation>[]): SituationFacts {
  const said = (stage: Situation["blackmail"]) => situations.some(({ blackmail }) => blackmail === stage);
  return {
    own: situations.some(({ standing }) => standing === "victim" || standing === "representative"),
    blackmail: said("under_way") ? "under_way" : said("threatened") ? "threatened" : "none",
  };
}

// Each is more than all that stand below it can add up to: no sum of small factors outweighs a large one.
const ofDanger = 200_000;
const ofStuck = 100_000;
const perUrgency = 10_000;
const ofMinor = 3_000;
const ofOwn = 1_500;
const ofBlackmail = { none: 0, threatened: 1_000, under_way: 1_500 } as const;
const ofPrivate = 1_000;
const perDoubling = 100;
const mostDoublings = 16;
const deadlineSteps = [
  { hours: 6, weight: 1_200 },
  { hours: 24, weight: 800 },
  { hours: 72, weight: 400 },
] as const;

/** Cases whose priority lies in one band differ in small factors only. */
export const bandSize = perUrgency;

/**
 * Place in the list: higher comes first; from 0 to 349,999. A life that may be in danger goes before everything, then
 * what is stuck, then urgency; within one urgency the reporter's situation, how fast it spreads and the deadline. The
 * list orders by this number, then by age, oldest first. Nothing that is known of a case or of who reports it lowers it.
 */
export function priorityOf(facts: PriorityFacts): number {
  return whyOf(facts).reduce((sum, factor) => sum + weightOf(factor, facts.now), 0);
}

/** The same as an explanation: every factor that weighs, the heaviest first, and the age that decides among equals. */
export function whyOf(facts: PriorityFacts): Factor[] {
  const { dangerAt, stuck, urgency, urgencyFrom, situation, recentReports, dueAt, now } = facts;
  const weighing: Factor[] = [];
  if (dangerAt) weighing.push({ factor: "danger", since: dangerAt.toISOString() });
  if (stuck.length > 0) weighing.push({ factor: "stuck", because: [...stuck] });
  weighing.push({ factor: "urgency", urgency, from: urgencyFrom });
  const small: Factor[] = [];
  if (facts.minor) small.push({ factor: "minor" });
  if (situation.own) small.push({ factor: "own" });
  if (situation.blackmail !== "none") small.push({ factor: "blackmail", stage: situation.blackmail });
  if (facts.private) small.push({ factor: "private" });
  if (recentReports > 1) small.push({ factor: "spread", reports: recentReports });
  if (dueAt && deadlineStep(dueAt, now)) small.push({ factor: "deadline", dueAt: dueAt.toISOString() });
  small.sort((a, b) => weightOf(b, now) - weightOf(a, now));
  return [...weighing, ...small, { factor: "age", since: facts.firstReportedAt.toISOString() }];
}

function weightOf(factor: Factor, now: Date): number {
  switch (factor.factor) {
    case "danger":
      return ofDanger;
    case "stuck":
      return ofStuck;
    case "urgency":
      return (4 - Number(factor.urgency[1])) * perUrgency;
    case "minor":
      return ofMinor;
    case "own":
      return ofOwn;
    case "blackmail":
      return ofBlackmail[factor.stage];
    case "private":
      return ofPrivate;
    case "spread":
      return doublingsOf(factor.reports) * perDoubling;
    case "deadline":
      return deadlineStep(new Date(factor.dueAt), now)?.weight ?? 0;
    case "age":
      return 0;
  }
}

/** 0 for one report, 1 for two, 10 for a thousand. */
function doublingsOf(reports: number): number {
  return Math.min(mostDoublings, Math.max(0, Math.floor(Math.log2(Math.max(1, reports)))));
}

function deadlineStep(dueAt: Date, now: Date): (typeof deadlineSteps)[number] | undefined {
  const hours = (dueAt.getTime() - now.getTime()) / 3_600_000;
  return deadlineSteps.find((step) => hours <= step.hours);
}

const hour = 3_600_000;

/**
 * When this priority is to be computed anew though nothing happens: a deadline comes a step nearer, or reports grow
 * older than a day. Null when time changes nothing.
 */
export function priorityUntil({ recentReports, dueAt, now }: PriorityFacts): Date | null {
  const edges = dueAt
    ? deadlineSteps.map((step) => dueAt.getTime() - step.hours * hour).filter((edge) => edge > now.getTime())
    : [];
  // A spread fades by the hour: finer would write rows for nothing.
  if (recentReports > 1) edges.push(now.getTime() + hour);
  return edges.length === 0 ? null : new Date(Math.min(...edges));
}

/** In these the clock of a deadline runs. */
const clockRuns: ReadonlySet<CaseStatus> = new Set(["notified", "referred", "returned"]);

export function runningDeadline({ status, dueAt }: { status: CaseStatus; dueAt: Date | null }): Date | null {
  return clockRuns.has(status) ? dueAt : null;
}

/** So many reports of one case within 24 hours are a wave. */
export const waveReports = 100;

/**
 * Since when a case is in a wave; null when it is in none. One that goes on keeps its beginning.
 * @param waveSince as it was.
 * @param oldest of the reports of the last 24 hours.
 */
export function waveSince(
  was: Date | null,
  { recentReports, oldest }: { recentReports: number; oldest: Date | null },
): Date | null {
  return recentReports >= waveReports ? (was ?? oldest) : null;
}
