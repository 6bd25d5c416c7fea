import { randomUUID } from "node:crypto";
import {
  type AssessCaseBody,
  assessCaseBody,
  assessGroupBody,
  type CaseSummary,
  type CaseView,
  claimCaseBody,
  decideProposedBody,
  type ErrorCode,
  type RouteName,
  type SavedFilterView,
  saveFilterBody,
  skipCaseBody,
} from "@vigie/contract";
import { inventedWeek } from "./invented-week.ts";

type Answer = { status?: number; body: unknown } | null;

interface Asked {
  view: CaseView | undefined;
  parameters: Readonly<Record<string, string>>;
  body: Record<string, unknown>;
}

export interface FakeQueue {
  /** Cases that the person at the desk left to others, with their reasons. */
  skipped: Map<string, string>;
  /** A colleague does this to a case meanwhile. */
  colleague: (caseId: string, act: "claim" | "assess") => void;
  /** Whose case it is, seen by the person at the desk. */
  claimStateOf: (summary: CaseSummary) => "mine" | "free" | "others";
  /** undefined: the route is none of the queue's. */
  answer: (name: RouteName, asked: Asked) => Answer | ErrorCode | undefined;
}

const own = "Camille";
const colleagueName = "Noé";
const colleagueId = randomUUID();

/**
 * The queue and the judgement from memory: who has what, what comes next, what was decided.
 * @param groupOf cases that stand together with one.
 */
export function fakeQueue({
  cases,
  memberId,
  groupOf,
}: {
  cases: readonly CaseView[];
  memberId: string;
  groupOf: (caseId: string) => readonly CaseView[];
}): FakeQueue {
  const skipped = new Map<string, string>();
  const filters: SavedFilterView[] = [
    {
      id: randomUUID(),
      name: "Haine, libres",
      filter: { status: "open", topic: "hate", claimed: "free" },
      createdAt: new Date().toISOString(),
    },
  ];
  const claimStateOf = ({ claim }: CaseSummary) =>
    claim === null ? "free" : claim.memberId === memberId ? "mine" : "others";

  function decide(view: CaseView, assessment: AssessCaseBody): ErrorCode | null {
    if (claimStateOf(view.summary) === "others") return "case.claimed_elsewhere";
    if (assessment.seen !== undefined && assessment.seen !== view.summary.version) return "request.conflict";
    stand(view, assessment, own);
    return null;
  }

  function takeNext(): CaseSummary | null {
    const next = cases
      .map(({ summary }) => summary)
      .filter(
        (summary) =>
          !["closed", "removed"].includes(summary.status) &&
          !["wait", "none"].includes(summary.nextStep) &&
          summary.claim === null &&
          !skipped.has(summary.id),
      )
      .sort(
        (left, right) =>
          Number(right.dangerAt !== null) - Number(left.dangerAt !== null) ||
          left.urgency.localeCompare(right.urgency),
      )[0];
    if (next !== undefined) next.claim = claimOf(memberId, own);
    return next ?? null;
  }

  function answerForCase(
    name: RouteName,
    view: CaseView,
    body: Asked["body"],
  ): Answer | ErrorCode | undefined {
    const { summary } = view;
    switch (name) {
      case "claimCase":
        if (claimStateOf(summary) === "others" && !claimCaseBody.parse(body).takeOver) {
          return "case.claimed_elsewhere";
        }
        summary.claim = claimOf(memberId, own);
        return { body: view };
      case "releaseCase":
        summary.claim = null;
        return null;
      case "skipCase":
        skipped.set(summary.id, skipCaseBody.parse(body).reason);
        if (claimStateOf(summary) === "mine") summary.claim = null;
        return null;
      case "caseGroup":
        return { body: { cases: groupOf(summary.id).map(groupedCase), more: false } };
      case "assessGroup": {
        const { caseIds, assessment } = assessGroupBody.parse(body);
        const also = groupOf(summary.id).filter((one) => caseIds.includes(one.summary.id));
        const outcomes = [view, ...also].map((one) => {
          const problem = decide(one, one === view ? assessment : { ...assessment, seen: undefined });
          return {
            caseId: one.summary.id,
            outcome: problem === null ? "assessed" : "refused",
            problem,
          };
        });
        return { body: { outcomes } };
      }
      case "assessCase":
        return decide(view, assessCaseBody.parse(body)) ?? { status: 201, body: view };
      case "undoAssessment":
        if (summary.status !== "assessed") return "assessment.not_undoable";
        view.assessments.pop();
        Object.assign(summary, { status: "received", nextStep: "assess", version: summary.version + 1 });
        return { body: view };
      case "decideProposed": {
        const { outcome, at } = decideProposedBody.parse(body);
        const { proposed } = view;
        if (proposed?.at !== at) return "request.conflict";
        view.proposed = null;
        if (outcome === "confirm") stand(view, proposed, proposed.by, own);
        return { body: view };
      }
      default:
        return undefined;
    }
  }

  return {
    skipped,
    claimStateOf,
    colleague: (caseId, act) => {
      const view = cases.find(({ summary }) => summary.id === caseId);
      if (view === undefined) return;
      if (act === "claim") view.summary.claim = claimOf(colleagueId, colleagueName);
      else {
        const assessment = {
          grounds: ["hate-insult"],
          manifest: "likely",
          minor: "no",
          reasons: "Vu.",
        } as const;
        stand(view, { ...assessment, grounds: [...assessment.grounds] }, colleagueName);
      }
    },
    answer: (name, { view, parameters, body }) => {
      switch (name) {
        case "nextCase":
          return { body: { case: takeNext() } };
        case "week":
          return { body: inventedWeek(cases.map(({ summary }) => summary)) };
        case "savedFilters":
          return { body: { filters, next: null } };
        case "saveFilter": {
          const saved = {
            id: randomUUID(),
            name: saveFilterBody.parse(body).name,
            filter: body["filter"] as Record<string, string>,
            createdAt: new Date().toISOString(),
          };
          filters.push(saved);
          return { status: 201, body: saved };
        }
        case "deleteFilter": {
          const index = filters.findIndex(({ id }) => id === parameters["filterId"]);
          if (index < 0) return "filter.unknown";
          filters.splice(index, 1);
          return null;
        }
        default:
          return view === undefined ? undefined : answerForCase(name, view, body);
      }
    },
  };
}

const claimOf = (memberId: string, name: string) => ({
  memberId,
  name,
  until: new Date(Date.now() + 30 * 60_000).toISOString(),
});

/** An assessment stands, and the case goes on to what follows from it. */
function stand(view: CaseView, assessment: AssessCaseBody, by: string, second: string | null = null): void {
  const { grounds, manifest, minor, reasons, publicReasons = null, grade = null } = assessment;
  const { summary } = view;
  const at = new Date().toISOString();
  view.assessments.push({
    id: randomUUID(),
    at,
    by,
    grounds: [...grounds],
    manifest,
    minor,
    reasons,
    publicReasons,
    grade,
    second,
    undoableUntil: second === null ? new Date(Date.now() + 15 * 60_000).toISOString() : null,
  });
  view.history.push({ at, type: "case.assessed", by, details: { grounds: grounds.length, minor } });
  const nextStep = manifest === "not_illegal" ? "close" : minor === "no" ? "notify" : "refer";
  Object.assign(summary, { status: "assessed", dangerAt: null, nextStep, version: summary.version + 1 });
  view.allowed.notify = nextStep === "notify";
}

const groupedCase = ({ summary: { id, number, status, title, contents } }: CaseView) => ({
  id,
  number,
  status,
  title,
  contents,
});
