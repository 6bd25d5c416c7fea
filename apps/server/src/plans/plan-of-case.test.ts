import { type CasePlanView, planView, type Situation, situationBody } from "@vigie/contract";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "../cases/assess-case.ts";
import { correctHosting } from "../providers/correct-hosting.ts";
import { withdrawReport } from "../reports/withdraw-report.ts";
import { hostingOfCase } from "./hosting-of-case.ts";
import { planOfCase } from "./plan-of-case.ts";
import { planOfReceipt } from "./plan-of-receipt.ts";
import { setSituation } from "./set-situation.ts";

const hotline = useHotline();
const absent = "00000000-0000-4000-8000-000000000000";
const provisional = "Nobody at the hotline has looked at it yet";

const planOf = (caseId: string, language: "fr" | "en" = "en") =>
  planOfCase(hotline.vigie, { caseId, language });

function assess(caseId: string, grounds: string[], minor: "yes" | "no" | "unsure" = "no") {
  return assessCase(hotline.vigie, {
    caseId,
    requester: hotline.analyst(),
    assessment: { grounds, manifest: "manifest", minor, reasons: "Parce que." },
  });
}

function say(caseId: string, said: Partial<Situation>) {
  const { memberId } = hotline.analyst();
  return setSituation(hotline.vigie, { caseId, situation: situationBody.parse(said), memberId });
}

test("before anybody assessed it, the plan follows what the reporter chose, and says so first", async () => {
  const { caseId } = await hotline.report(["https://www.instagram.com/p/ABCdef12345/"], {
    concern: "intimate_images",
  });
  const plan = await planOf(caseId);
  expect(planView.parse(plan)).toEqual(plan);
  expect(plan.kind).toBe("plan");
  expect(plan.grounds.map(({ slug }) => slug)).toEqual(["ncii"]);
  expect(plan.subjects).toMatchObject([{ service: { slug: "instagram" } }]);
  expect(plan.unknowns[0]).toContain(provisional);
  expect((await planOf(caseId, "fr")).unknowns[0]).toContain("Personne à la hotline");
});

test("after the assessment it follows the grounds that were found, and is provisional no more", async () => {
  const { caseId } = await hotline.report(["https://forum.example/fil/1"], { concern: "harassment" });
  await assess(caseId, ["hate-incitement", "defamation"]);
  const plan = await planOf(caseId);
  expect(plan.grounds.map(({ slug }) => slug)).toEqual(["hate-incitement", "defamation"]);
  expect(plan.unknowns.join()).not.toContain(provisional);
  // The day it was reported is the last day on which it can have been published.
  expect(plan.clocks).toMatchObject([
    { ground: "hate-incitement", from: "2026-03-02", until: "2027-03-02" },
    { ground: "defamation", from: "2026-03-02", until: "2026-06-02" },
  ]);
});

test("the newest assessment counts", async () => {
  const { caseId } = await hotline.report(["https://forum.example/fil/2"], { concern: "hate" });
  await assess(caseId, ["hate-incitement"]);
  hotline.advance(60_000);
  await assess(caseId, ["fraud"]);
  expect((await planOf(caseId)).grounds.map(({ slug }) => slug)).toEqual(["fraud"]);
});

test("a report in which nothing was chosen has no plan yet, but somebody to call", async () => {
  const { caseId } = await hotline.report(["https://forum.example/fil/3"]);
  const plan = await planOf(caseId);
  expect(plan).toMatchObject({ kind: "refused", steps: [] });
  expect(plan.people.length).toBeGreaterThan(0);
  expect(plan.unknowns.join()).not.toContain(provisional);
});

test("a case in which the team found nothing illegal has no step, and says why", async () => {
  for (const grounds of [[], ["hate-incitement"]]) {
    const { caseId } = await hotline.report([`https://forum.example/legal/${grounds.length}`], {
      concern: "hate",
    });
    await assessCase(hotline.vigie, {
      caseId,
      requester: hotline.analyst(),
      assessment: { grounds, manifest: "not_illegal", minor: "no", reasons: "Une opinion." },
    });
    const plan = await planOf(caseId);
    expect(plan).toMatchObject({ kind: "refused", steps: [] });
    expect(plan.says).toContain("nothing illegal");
    expect(plan.people.length).toBeGreaterThan(0);
    expect(plan.unknowns.join()).not.toContain(provisional);
  }
});

test("a case that was looked at without a ground being named is not said to be waiting, nor does it follow a guess", async () => {
  const { caseId } = await hotline.report(["https://forum.example/sans-motif"], { concern: "hate" });
  await assess(caseId, []);
  const plan = await planOf(caseId);
  expect(plan).toMatchObject({ kind: "refused", steps: [], grounds: [] });
  expect(plan.unknowns.join()).not.toContain(provisional);
});

test("a sealed case shows no address and no host, and nothing of them in any sentence", async () => {
  const host = "secret-place.example";
  const { caseId } = await hotline.report(
    [`https://${host}/dossier/tres-secret`, `https://${host}/autre-secret`],
    {
      concern: "minor_abuse",
    },
  );
  await assess(caseId, ["csam-depiction"], "yes");
  for (const language of ["fr", "en"] as const) {
    const plan = await planOf(caseId, language);
    expect(plan.subjects.map(({ location, host: shown }) => ({ location, shown }))).toEqual([
      { location: null, shown: null },
      { location: null, shown: null },
    ]);
    expect(JSON.stringify(plan)).not.toContain("secret");
    expect(plan.situation.minor).toBe("yes");
    expect(plan.steps.length).toBeGreaterThan(0);
    for (const step of plan.steps) expect(step.channel.email).toBeNull();
  }
});

test("a minor who was reported stays one for the plan until somebody has found otherwise", async () => {
  const { caseId } = await hotline.report(["https://www.instagram.com/p/ABCdef12346/"], {
    concern: "intimate_images",
    minor: true,
  });
  expect((await planOf(caseId)).situation.minor).toBe("yes");
  await say(caseId, { minor: "no" });
  expect((await planOf(caseId)).situation.minor).toBe("yes");
  await assess(caseId, ["ncii"], "unsure");
  expect((await planOf(caseId)).situation.minor).toBe("yes");
  await assess(caseId, ["ncii"], "no");
  expect((await planOf(caseId)).situation.minor).toBe("no");
});

test("what reporters said counts together until the team says something", async () => {
  const page = "https://forum.example/fil/ensemble";
  const first = await hotline.report([page], { concern: "harassment" });
  const second = await hotline.report([page], { concern: "harassment" });
  const ask = (receipt: string, said: Partial<Situation>) =>
    planOfReceipt(hotline.vigie, { receipt, language: "fr", situation: situationBody.parse(said) });
  await ask(first.receipt, { uploaderHostile: "no", country: "BE", standing: "victim" });
  await ask(second.receipt, { uploaderHostile: "yes", blackmail: "under_way", country: "BE" });
  expect((await planOf(first.caseId)).situation).toMatchObject({
    uploaderHostile: "yes",
    blackmail: "under_way",
    country: "BE",
    standing: "hotline",
  });

  await withdrawReport(hotline.vigie, { receipt: second.receipt });
  expect((await planOf(first.caseId)).situation).toMatchObject({ uploaderHostile: "no", blackmail: "none" });

  await say(first.caseId, { uploaderHostile: "unknown", country: "LU", standing: "hotline" });
  expect((await planOf(first.caseId)).situation).toMatchObject({ uploaderHostile: "unknown", country: "LU" });
});

test("a site that nobody knows is written to at its host, once the team knows who that is", async () => {
  const { caseId } = await hotline.report(["https://inconnu.example/page"], { concern: "hate" });
  await assess(caseId, ["hate-incitement"]);
  const before = await planOf(caseId);
  expect(before.steps.some(({ kind }) => kind === "find_host")).toBe(true);
  expect(before.steps.some(({ kind }) => kind === "host_notice")).toBe(false);

  const { memberId } = hotline.analyst();
  const [content] = await hostingOfCase(hotline.vigie.db, { caseId });
  await correctHosting(hotline.vigie, {
    contentId: content?.contentId ?? "",
    memberId,
    role: "host",
    name: "Hébergeur Exemple",
    email: "abuse@host.example",
    url: null,
  });
  const after = await planOf(caseId);
  expect(after.steps.find(({ kind }) => kind === "host_notice")).toMatchObject({
    recipient: { name: "Hébergeur Exemple" },
    channel: { email: "abuse@host.example" },
    learns: { code: "possible", nameShown: "possible" },
  });
  expect(after.steps.some(({ kind }) => kind === "find_host")).toBe(false);
});

test("who hosts a content is shown and may be asked only where the handling allows it", async () => {
  const allowedOf = async (caseId: string): Promise<CasePlanView["hosting"]> =>
    hostingOfCase(hotline.vigie.db, { caseId });
  const open = await hotline.report(["https://ouvert.example/page"], { concern: "hate" });
  expect(await allowedOf(open.caseId)).toMatchObject([{ allowed: false, hosting: null }]);
  await assess(open.caseId, ["hate-incitement"]);
  expect(await allowedOf(open.caseId)).toMatchObject([{ allowed: true, hosting: null }]);

  const { memberId } = hotline.analyst();
  const [content] = await allowedOf(open.caseId);
  await correctHosting(hotline.vigie, {
    contentId: content?.contentId ?? "",
    memberId,
    role: "host",
    name: "Hébergeur Exemple",
    email: null,
    url: null,
  });
  expect(await allowedOf(open.caseId)).toMatchObject([
    {
      allowed: true,
      hosting: { host: "ouvert.example", findings: [{ name: "Hébergeur Exemple", source: "team" }] },
    },
  ]);

  await assess(open.caseId, ["csam-depiction"], "yes");
  expect(await allowedOf(open.caseId)).toMatchObject([{ allowed: false, hosting: null }]);

  const restricted = await hotline.report(["https://restreint.example/page"], { concern: "intimate_images" });
  await assess(restricted.caseId, ["ncii"]);
  expect(await allowedOf(restricted.caseId)).toMatchObject([{ allowed: true }]);

  const inWords = await hotline.report(["le compte de quelqu'un sur un site"], { concern: "hate" });
  await assess(inWords.caseId, ["hate-incitement"]);
  expect(await allowedOf(inWords.caseId)).toMatchObject([{ allowed: false, hosting: null }]);
});

test("a case that is not there is refused", async () => {
  await expect(planOf(absent)).rejects.toMatchObject({ code: "case.unknown" });
  await expect(say(absent, {})).rejects.toMatchObject({ code: "case.unknown" });
});
