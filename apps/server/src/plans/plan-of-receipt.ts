import { type Language, type PlanView, type ReceiptView, Refusal, type Situation } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { findGround, findService } from "../catalogue/installed-catalogue.ts";
import { canonicalKey } from "../contents/canonical-key.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { PublicVoice } from "../i18n/translate.ts";
import { findReport, type OpenedReport } from "../reports/find-report.ts";
import { lockStandingReport } from "../reports/lock-standing-report.ts";
import { receiptViewOf } from "../reports/open-receipt.ts";
import type { Vigie } from "../vigie.ts";
import { chooseRoute } from "./choose-route-rules.ts";
import { explainPlan } from "./explain-plan.ts";
import { planCatalogue, withProvisional } from "./plan-of-case.ts";
import type { PlanRequest, Subject } from "./plan-types.ts";
import { storeSituation } from "./set-situation.ts";
import { provisionalGrounds, situationOfReport } from "./situation-rules.ts";
import { kindOfId, storeTick } from "./tick-step.ts";

interface ReceiptPlanCall {
  receipt: string;
  language: Language;
  /** Who tells the plan; `language` unless the installation added one. */
  voice?: PublicVoice;
  /** What whoever holds the receipt adds to the situation. */
  situation?: Situation | undefined;
  step?: { stepId: string; done: boolean } | undefined;
}

/**
 * The plan for one's own report. It is chosen from what this person said and wrote, never from what the team found or
 * others reported: a receipt tells nothing about anybody else.
 * @throws Refusal `receipt.malformed`, `receipt.unknown`, `service.busy`, `plan.step_unknown`
 */
export async function planOfReceipt(
  vigie: Vigie,
  { receipt, language, voice = language, situation, step }: ReceiptPlanCall,
): Promise<{ plan: PlanView; view: ReceiptView }> {
  const opened = await findReport(vigie, receipt);
  const { report } = opened;
  const at = vigie.clock.now();
  if (situation && !report.withdrawn_at) {
    await inTransaction(vigie.db, async (trx) => {
      if (!(await lockStandingReport(trx, report.id))) return;
      if (!(await storeSituation(trx, { owner: { report_id: report.id }, situation, at }))) return;
      await recordEvents(trx, [
        { type: "plan.situation_changed", at, caseId: report.case_id, reportId: report.id },
      ]);
      await orderRefresh(trx, report.case_id);
    });
  }
  const view = await receiptViewOf(vigie, opened);
  if (step && !report.withdrawn_at) await tickOwnStep(vigie, { opened, view, step, at });
  const request = await requestOf(vigie, opened, view);
  const plan = chooseRoute(request, planCatalogue());
  return {
    view,
    plan: explainPlan(withProvisional(plan, request.grounds.length > 0), request, {
      language,
      voice,
      timeZone: vigie.config.hotline.timeZone,
      doneBy: new Map(),
    }),
  };
}

async function tickOwnStep(
  vigie: Vigie,
  {
    opened,
    view,
    step: { stepId, done },
    at,
  }: { opened: OpenedReport; view: ReceiptView; step: { stepId: string; done: boolean }; at: Date },
): Promise<void> {
  const { report } = opened;
  const request = await requestOf(vigie, opened, view);
  const { steps } = chooseRoute(request, planCatalogue());
  if (!steps.some(({ id }) => id === stepId) && !request.done.has(stepId)) {
    throw new Refusal("plan.step_unknown");
  }
  await inTransaction(vigie.db, async (trx) => {
    if (!(await lockStandingReport(trx, report.id))) return;
    const owner = { report_id: report.id };
    if (!(await storeTick(trx, { owner, stepId, done, at, memberId: null }))) return;
    await recordEvents(trx, [
      {
        type: done ? "plan.step_done" : "plan.step_undone",
        at,
        caseId: report.case_id,
        reportId: report.id,
        details: { step: kindOfId(stepId) },
      },
    ]);
  });
}

async function requestOf(
  { db, clock, config }: Vigie,
  { report }: OpenedReport,
  view: ReceiptView,
): Promise<PlanRequest> {
  const [said, steps] = await Promise.all([
    db.selectFrom("situations").select("answers").where("report_id", "=", report.id).executeTakeFirst(),
    db.selectFrom("plan_steps").select(["step", "done_at"]).where("report_id", "=", report.id).execute(),
  ]);
  const subjects = view.locations.map(({ typed }) => subjectOf(typed));
  const own = situationOfReport(
    report,
    "reporter",
    subjects.map(({ object }) => object),
  );
  const answers = said?.answers ?? own;
  return {
    subjects,
    grounds: provisionalGrounds(report.concern).flatMap((slug) => findGround(slug) ?? []),
    // A tick that a minor is concerned is not taken back by a later answer.
    situation: { ...answers, minor: own.minor === "yes" ? "yes" : answers.minor },
    homeCountry: config.hotline.country,
    publishedOn: report.received_at.toISOString().slice(0, 10),
    done: new Map(steps.map(({ step, done_at }) => [step, done_at])),
    removed: new Set(
      view.locations.flatMap(({ timeline }, index) =>
        timeline.findLast(({ kind }) => kind === "removed" || kind === "returned")?.kind === "removed"
          ? [index]
          : [],
      ),
    ),
    // The record is the hotline's own: a receipt does not show it.
    worked: new Map(),
    now: clock.now(),
  };
}

/** A place as its reporter typed it. No network, no look-up by the team: both could tell more than this person knows. */
function subjectOf(typed: string): Subject {
  const key = canonicalKey(typed);
  const service = key.kind === "refused" || key.service === null ? null : (findService(key.service) ?? null);
  return {
    location: typed,
    host: key.kind === "url" ? key.host : null,
    service,
    object: key.kind === "refused" ? null : key.object,
    hostedBy: null,
  };
}
