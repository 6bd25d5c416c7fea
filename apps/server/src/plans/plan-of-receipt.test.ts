import { setTimeout as sleep } from "node:timers/promises";
import { type PlanView, planView, type Situation, situationBody } from "@vigie/contract";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "../cases/assess-case.ts";
import { closeCase } from "../cases/close-case.ts";
import { correctHosting } from "../providers/correct-hosting.ts";
import { withdrawReport } from "../reports/withdraw-report.ts";
import { newReceiptNumber } from "../vault/receipt-number.ts";
import { hostingOfCase } from "./hosting-of-case.ts";
import { planOfCase } from "./plan-of-case.ts";
import { planOfReceipt } from "./plan-of-receipt.ts";
import { setSituation } from "./set-situation.ts";
import { tickCaseStep } from "./tick-step.ts";

const hotline = useHotline();
const post = "https://www.instagram.com/p/ABCdef12345/";

async function open(receipt: string, said?: Partial<Situation>): Promise<PlanView> {
  const { plan } = await planOfReceipt(hotline.vigie, {
    receipt,
    language: "en",
    situation: said && situationBody.parse(said),
  });
  return plan;
}

async function tick(receipt: string, stepId: string, done = true): Promise<PlanView> {
  const { plan } = await planOfReceipt(hotline.vigie, { receipt, language: "en", step: { stepId, done } });
  return plan;
}

/** Rows that hold what was said or ticked under a receipt. */
async function keptOf(reportId: string): Promise<{ situations: number; steps: number }> {
  const { db } = hotline.database;
  const situations = await db
    .selectFrom("situations")
    .select("id")
    .where("report_id", "=", reportId)
    .execute();
  const steps = await db.selectFrom("plan_steps").select("id").where("report_id", "=", reportId).execute();
  return { situations: situations.length, steps: steps.length };
}

async function planEventsOf(reportId: string) {
  return hotline.database.db
    .selectFrom("events")
    .select(["type", "details", "actor"])
    .where("report_id", "=", reportId)
    .where("type", "in", ["plan.situation_changed", "plan.step_done", "plan.step_undone"])
    .orderBy("seq")
    .execute();
}

test("a receipt opens on a plan for one's own places, which says that nobody has assessed it", async () => {
  const { receipt } = await hotline.report([post, "https://forum.example/fil"], {
    concern: "intimate_images",
  });
  const plan = await open(receipt);
  expect(planView.parse(plan)).toEqual(plan);
  expect(plan.kind).toBe("plan");
  expect(plan.subjects).toMatchObject([
    { location: post, service: { slug: "instagram" } },
    { location: "https://forum.example/fil", host: "forum.example", service: null },
  ]);
  expect(plan.situation.standing).toBe("victim");
  expect(plan.unknowns[0]).toContain("Nobody at the hotline");
  expect(plan.steps.length).toBeGreaterThan(0);
});

test("a report in which nothing was chosen has somebody to call and no step", async () => {
  const { receipt } = await hotline.report([post]);
  const plan = await open(receipt);
  expect(plan).toMatchObject({ kind: "refused", steps: [] });
  expect(plan.people.length).toBeGreaterThan(0);
});

test("what somebody says and ticks is there when the receipt is opened again, and is recorded once", async () => {
  const { receipt, reportId } = await hotline.report([post], { concern: "intimate_images" });
  const said = {
    blackmail: "threatened",
    minor: "no",
    fileAtHand: "yes",
    standing: "victim",
    country: "BE",
  } as const;
  const plan = await open(receipt, said);
  expect(plan.situation).toMatchObject(said);
  const [first] = plan.steps;
  const ticked = await tick(receipt, first?.id ?? "");
  const doneAt = hotline.now().toISOString();
  expect(ticked.steps.find(({ id }) => id === first?.id)?.done).toEqual({ at: doneAt, by: null });

  hotline.advance(3_600_000);
  await tick(receipt, first?.id ?? "");
  await open(receipt, said);
  const again = await open(receipt);
  expect(again.situation).toMatchObject(said);
  expect(again.steps.find(({ id }) => id === first?.id)?.done).toEqual({ at: doneAt, by: null });
  expect((await planEventsOf(reportId)).map(({ type }) => type)).toEqual([
    "plan.situation_changed",
    "plan.step_done",
  ]);
  expect(await keptOf(reportId)).toEqual({ situations: 1, steps: 1 });

  const undone = await tick(receipt, first?.id ?? "", false);
  expect(undone.steps.every(({ done }) => done === null)).toBe(true);
  expect(await keptOf(reportId)).toEqual({ situations: 1, steps: 0 });
});

test("a step that was ticked and has left the plan can be taken back; one that was never there is refused", async () => {
  const { receipt } = await hotline.report([post], { concern: "intimate_images" });
  const before = await open(receipt, { minor: "no", standing: "victim", fileAtHand: "yes" });
  const bank = before.steps.find(({ kind }) => kind === "fingerprint")?.id ?? "";
  await tick(receipt, bank);
  const without = await open(receipt, { minor: "no", standing: "victim", fileAtHand: "no" });
  expect(without.steps.map(({ id }) => id)).not.toContain(bank);
  await tick(receipt, bank, false);
  for (const done of [true, false]) {
    await expect(tick(receipt, bank, done)).rejects.toMatchObject({ code: "plan.step_unknown" });
    await expect(tick(receipt, "flag:nowhere", done)).rejects.toMatchObject({ code: "plan.step_unknown" });
  }
});

test("the time of a step runs under the receipt too", async () => {
  const { receipt } = await hotline.report([post], { concern: "hate" });
  const plan = await open(receipt);
  const first = plan.steps.find(({ next, due }) => next?.stepId != null && due.hours !== null);
  const nextOf = ({ steps }: PlanView) => steps.find(({ id }) => id === first?.next?.stepId);
  expect(nextOf(plan)?.after?.open).toBe(false);
  await tick(receipt, first?.id ?? "");
  hotline.advance((first?.due.hours ?? 0) * 3_600_000 - 1);
  expect(nextOf(await open(receipt))?.after?.open).toBe(false);
  hotline.advance(1);
  expect(nextOf(await open(receipt))?.after?.open).toBe(true);
});

test("the tick that a minor is concerned is not taken back by a later answer", async () => {
  for (const input of [{ concern: "intimate_images", minor: true }, { concern: "minor_abuse" }] as const) {
    const { receipt } = await hotline.report([post], input);
    const plan = await open(receipt, { minor: "no", standing: "victim" });
    expect(plan.situation.minor).toBe("yes");
    expect((await open(receipt)).situation.minor).toBe("yes");
    for (const { kind } of plan.steps)
      expect(["notice", "letter", "erasure", "host_notice"]).not.toContain(kind);
  }
});

test("a wrong receipt has no plan, and nothing is kept", async () => {
  const situations = () => hotline.database.db.selectFrom("situations").select("id").execute();
  const before = await situations();
  await expect(open("1234", { minor: "no" })).rejects.toMatchObject({ code: "receipt.malformed" });
  await expect(open(newReceiptNumber(), { minor: "no" })).rejects.toMatchObject({ code: "receipt.unknown" });
  await expect(tick(newReceiptNumber(), "flag:x")).rejects.toMatchObject({ code: "receipt.unknown" });
  expect(await situations()).toEqual(before);
});

test("a withdrawn report keeps nothing of what was said and ticked, and takes nothing more", async () => {
  const { receipt, reportId } = await hotline.report([post], { concern: "intimate_images" });
  const plan = await open(receipt, {
    uploaderHostile: "yes",
    minor: "no",
    standing: "victim",
    fileAtHand: "yes",
  });
  await tick(receipt, plan.steps[0]?.id ?? "");
  expect(await keptOf(reportId)).toEqual({ situations: 1, steps: 1 });

  await withdrawReport(hotline.vigie, { receipt });
  expect(await keptOf(reportId)).toEqual({ situations: 0, steps: 0 });
  const events = await planEventsOf(reportId);
  const after = await open(receipt, { uploaderHostile: "yes", minor: "no" });
  await tick(receipt, after.steps[0]?.id ?? plan.steps[0]?.id ?? "");
  expect(after.subjects).toEqual([]);
  expect(after.steps.every(({ done }) => done === null)).toBe(true);
  expect(await keptOf(reportId)).toEqual({ situations: 0, steps: 0 });
  expect(await planEventsOf(reportId)).toEqual(events);
});

test("what meets a withdrawal at that moment does not outlive it", async () => {
  const { receipt, reportId } = await hotline.report([post], { concern: "intimate_images" });
  const [first] = (await open(receipt)).steps;
  const asked: Promise<unknown>[] = [];
  await hotline.database.db.transaction().execute(async (trx) => {
    await trx
      .updateTable("reports")
      .set({ withdrawn_at: hotline.now() })
      .where("id", "=", reportId)
      .execute();
    asked.push(open(receipt, { blackmail: "under_way" }), tick(receipt, first?.id ?? ""));
    // Long enough for both to reach the report and wait for it.
    await Promise.race([Promise.allSettled(asked), sleep(500)]);
  });
  await Promise.allSettled(asked);
  expect(await keptOf(reportId)).toEqual({ situations: 0, steps: 0 });
  expect(await planEventsOf(reportId)).toEqual([]);
});

test("the plan of a receipt does not change by what the team finds or does, nor by what others report", async () => {
  for (const page of [post, "https://inconnu.example/page"]) {
    const { receipt, caseId } = await hotline.report([page], { concern: "harassment" });
    const { memberId } = hotline.analyst();
    const before = JSON.stringify(await open(receipt));
    const unchanged = async (what: string) => expect(JSON.stringify(await open(receipt)), what).toBe(before);

    const other = await hotline.report([page], { concern: "blackmail", minor: true });
    await unchanged("somebody else reports it");
    await open(other.receipt, { uploaderHostile: "yes", blackmail: "under_way", country: "CH" });
    await unchanged("somebody else says more");
    await withdrawReport(hotline.vigie, { receipt: other.receipt });
    await unchanged("somebody else withdraws");

    const assess = (grounds: string[], minor: "yes" | "no") =>
      assessCase(hotline.vigie, {
        caseId,
        requester: hotline.analyst(),
        assessment: { grounds, manifest: "manifest", minor, reasons: "Parce que." },
      });
    await assess(["hate-incitement"], "no");
    await unchanged("the team assesses it");
    const [content] = await hostingOfCase(hotline.vigie.db, { caseId });
    await correctHosting(hotline.vigie, {
      contentId: content?.contentId ?? "",
      memberId,
      role: "host",
      name: "Hébergeur Exemple",
      email: "abuse@host.example",
      url: null,
    });
    await unchanged("the team learns who hosts it");
    await setSituation(hotline.vigie, {
      caseId,
      memberId,
      situation: situationBody.parse({ uploaderHostile: "yes", blackmail: "threatened", country: "LU" }),
    });
    await unchanged("the team says more of the situation");
    const { steps } = await planOfCase(hotline.vigie, { caseId, language: "en" });
    await tickCaseStep(hotline.vigie, { caseId, memberId, stepId: steps[0]?.id ?? "", done: true });
    await unchanged("the team does a step");
    await assess(["csam-depiction"], "yes");
    await unchanged("the team seals it");
    await closeCase(hotline.vigie, { caseId, memberId, reason: "test" });
    await unchanged("the team closes it");
  }
});

test("what one reporter says and ticks is not shown to another of the same page", async () => {
  const first = await hotline.report([post], { concern: "harassment" });
  const second = await hotline.report([post], { concern: "harassment" });
  const plan = await open(first.receipt, { uploaderHostile: "yes", country: "BE", standing: "victim" });
  await tick(first.receipt, plan.steps[0]?.id ?? "");
  const theirs = await open(second.receipt);
  expect(theirs.situation).toMatchObject({ uploaderHostile: "unknown", country: null });
  expect(theirs.steps.every(({ done }) => done === null)).toBe(true);
});

test("the record says that a plan changed and the kind of step, never a word, a host or an address", async () => {
  const { receipt, reportId } = await hotline.report(["https://tres-secret.example/dossier"], {
    concern: "harassment",
    text: "des mots secrets",
  });
  const plan = await open(receipt, { uploaderHostile: "no", minor: "no", standing: "victim" });
  for (const { id } of plan.steps) {
    await tick(receipt, id);
    await tick(receipt, id, false);
  }
  const events = await planEventsOf(reportId);
  expect(events.length).toBe(1 + 2 * plan.steps.length);
  expect(JSON.stringify(events)).not.toContain("secret");
  const kinds = new Set<string>(plan.steps.map(({ kind }) => kind));
  for (const { type, details, actor } of events) {
    expect(actor).toBeNull();
    if (type === "plan.situation_changed") expect(details ?? {}).toEqual({});
    else {
      expect(Object.keys(details ?? {})).toEqual(["step"]);
      expect(kinds).toContain(details?.["step"]);
    }
  }
});
