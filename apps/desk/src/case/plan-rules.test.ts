import { type NoticeChannel, type PlanStep, type StepKind, stepKinds } from "@vigie/contract";
import { expect, test } from "vitest";
import { inventedCase } from "../testing/invented-cases.ts";
import { inventedPlan } from "../testing/invented-plan.ts";
import { everyHost, noticeTargets } from "./notice-rules.ts";
import {
  clockState,
  contentsOfStep,
  hostsToLookUp,
  nextStepOf,
  noticeOfStep,
  peopleOrder,
  recipientsFromStep,
  stepAct,
  stepState,
  stepToNotify,
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

const channel: PlanStep["channel"] = {
  id: null,
  label: "",
  url: null,
  email: null,
  phone: null,
  postal: null,
};
const form: PlanStep["channel"] = { ...channel, url: "https://forum-des-quais.example/dsa" };

test("fingerprints and another flagger's priority lane are done by hand, as is what has no address", () => {
  const inDesk = (kind: StepKind) => stepAct({ kind, channel: form }) !== "by_hand";
  expect(stepKinds.filter((kind) => !inDesk(kind))).toEqual(["fingerprint", "trusted_flagger"]);
  expect(stepAct({ kind: "form", channel })).toBe("by_hand");
  expect(stepAct({ kind: "refer", channel })).toBe("refer");
  expect(stepAct({ kind: "find_host", channel })).toBe("look_up");
});

test("a step becomes a notice by the way its channel opens", () => {
  const mail = { ...channel, email: "abuse@quais.example" };
  const post = { ...channel, postal: ["1, quai du Port"] };
  expect(noticeOfStep({ kind: "form", channel: { ...form, email: "a@quais.example" } })).toEqual({
    kind: "service",
    channel: "web_form",
  });
  expect(noticeOfStep({ kind: "notice", channel: { ...mail, url: form.url } })).toEqual({
    kind: "service",
    channel: "email",
  });
  expect(noticeOfStep({ kind: "letter", channel: { ...post, url: form.url } })?.channel).toBe("post");
  expect(noticeOfStep({ kind: "search_name", channel: form })?.kind).toBe("delisting");
  expect(noticeOfStep({ kind: "data_authority", channel: post })).toEqual({
    kind: "complaint",
    channel: "post",
  });
});

test("a channel that is chosen has the address it needs, but for a host still to be found", () => {
  for (const kind of stepKinds) {
    for (const [address, needed] of [
      [{ email: "a@quais.example" }, "email"],
      [{ url: form.url }, "web_form"],
      [{ postal: ["1, quai du Port"] }, "post"],
    ] satisfies [Partial<PlanStep["channel"]>, NoticeChannel][]) {
      const notice = noticeOfStep({ kind, channel: { ...channel, ...address } });
      if (notice !== null) expect(notice.channel, kind).toBe(needed);
    }
  }
});

test("to notify means the first open step towards who can remove, and nothing once all are notified", () => {
  const targets = noticeTargets({ contents: view.contents, notices: [] });
  expect(stepToNotify(plan, targets)?.kind).toBe("notice");
  const undone = { ...plan, steps: plan.steps.map((step) => ({ ...step, done: null })) };
  expect(stepToNotify(undone, targets)?.kind).toBe("flag");
  const told = targets.map((target) => (target.kind === "open" ? { ...target, notified: true } : target));
  expect(stepToNotify(plan, told)).toBeNull();
});

test("where nobody is known and every step waits, the first that waits is better than an empty page", () => {
  const waits = plan.steps.map((step) => ({ ...step, after: { ...waitingFor, open: false } }));
  const targets = (contents: typeof view.contents) => noticeTargets({ contents, notices: [] });
  expect(stepToNotify({ ...plan, steps: waits }, targets(view.contents))).toBeNull();
  const unknown = view.contents.map((content) => ({ ...content, recipient: null }));
  expect(stepToNotify({ ...plan, steps: waits }, targets(unknown))?.kind).toBe("notice");
});

test("a search engine answers for every location, a form for the places of its own service", () => {
  const targets = noticeTargets({ contents: view.contents, notices: [] });
  const chosen = view.contents.map(({ id }) => id);
  const engine = { name: "Moteur", service: "moteur", authority: null };
  const search = recipientsFromStep(
    { kind: "search_images", recipient: engine, channel: form },
    targets,
    chosen,
    "fr",
  );
  expect(Object.keys(search)).toEqual([everyHost]);
  expect(search[everyHost]).toMatchObject({ kind: "search_engine", channel: "web_form", url: form.url });
  const own = recipientsFromStep({ ...stepOf("flag"), channel: form }, targets, chosen, "fr");
  expect(Object.keys(own)).toContain("forum-des-quais.example");
  expect(own["forum-des-quais.example"]).toMatchObject({
    channel: "web_form",
    // Kept for whoever changes the way by hand.
    email: "abuse@forum-des-quais.example",
  });
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
