import { type PlanStep, stepKinds } from "@vigie/contract";
import { expect, test } from "vitest";
import { inventedCase } from "../testing/invented-cases.ts";
import { inventedPlan } from "../testing/invented-plan.ts";
import { noticeTargets } from "./notice-rules.ts";
import {
  clockState,
  contentsOfStep,
  hostsToLookUp,
  nextStepOf,
  peopleOrder,
  recipientsFromStep,
  stepAct,
  stepState,
} from "./plan-rules.ts";

const view = inventedCase("assessed");
const { plan, hosting } = inventedPlan(view, "fr");
const stepOf = (kind: PlanStep["kind"]): PlanStep => {
  const step = plan.steps.find((candidate) => candidate.kind === kind);
  if (step === undefined) throw new Error(`the invented plan has no ${kind}`);
  return step;
};
const waitingFor = { stepId: "a", from: null, text: "" };

test("a step that is done no longer waits, and one whose turn has come is open", () => {
  const done = { at: "2026-11-20T10:00:00.000Z", by: null };
  expect(stepState({ done, after: { ...waitingFor, open: false } })).toBe("done");
  expect(stepState({ done: null, after: { ...waitingFor, open: false } })).toBe("waiting");
  expect(stepState({ done: null, after: { ...waitingFor, open: true } })).toBe("open");
  expect(stepState({ done: null, after: null })).toBe("open");
});

test("the next step is the first that is neither done nor waiting", () => {
  const next = nextStepOf(plan.steps);
  expect(next === null ? null : stepState(next)).toBe("open");
  expect(nextStepOf([])).toBeNull();
});

test("only notices, referrals and look-ups are done in the desk; the rest is done by hand", () => {
  const inDesk = stepKinds.filter((kind) => stepAct(kind) !== "by_hand");
  expect(inDesk).toEqual(["refer", "notice", "host_notice", "find_host"]);
});

test("danger to life is called first, and nobody is lost", () => {
  const [first] = peopleOrder(plan.people);
  expect(first?.urgent).toBe(true);
  expect(peopleOrder(plan.people)).toHaveLength(plan.people.length);
});

test("a step names its contents, and a sealed place names none", () => {
  const step = stepOf("notice");
  expect(contentsOfStep(step, plan, view.contents).map(({ host }) => host)).toEqual([
    "forum-des-quais.example",
    "forum-des-quais.example",
  ]);
  const sealed = plan.subjects.map((subject) => ({ ...subject, location: null }));
  expect(contentsOfStep(step, { subjects: sealed }, view.contents)).toEqual([]);
});

test("each host is looked up once, the unknown ones first, the forbidden ones never", () => {
  const ids = hostsToLookUp(view.contents, hosting);
  const hosts = ids.map((id) => view.contents.find((content) => content.id === id)?.host);
  expect(new Set(hosts).size).toBe(hosts.length);
  expect(hosts.at(-1)).toBe("forum-des-quais.example");
  const forbidden = hosting.map((entry) => ({ ...entry, allowed: false }));
  expect(hostsToLookUp(view.contents, forbidden)).toEqual([]);
});

test("a notice to the host goes to the host; one to the service keeps what the team corrected", () => {
  const corrected = view.contents.map((content) => ({
    ...content,
    recipient: content.recipient && { ...content.recipient, source: "team" as const },
  }));
  const targets = noticeTargets({ contents: corrected, notices: [] });
  const chosen = corrected.map(({ id }) => id);
  const host = recipientsFromStep(stepOf("host_notice"), targets, chosen, "fr");
  expect(host["forum-des-quais.example"]?.email).toBe("abuse@hebergeur-du-nord.example");
  const service = recipientsFromStep(stepOf("notice"), targets, chosen, "fr");
  expect(service["forum-des-quais.example"]).toBeUndefined();
});

test("a limitation period runs until its last day is over", () => {
  const noon = Date.parse("2026-11-21T12:00:00Z");
  expect(clockState(null, noon)).toEqual({ kind: "unknown" });
  expect(clockState("2026-11-20", noon)).toEqual({ kind: "over" });
  expect(clockState("2026-11-21", noon)).toEqual({ kind: "soon", days: 0 });
  expect(clockState("2026-12-05", noon)).toEqual({ kind: "soon", days: 14 });
  expect(clockState("2027-02-21", noon)).toEqual({ kind: "running", days: 92 });
});
