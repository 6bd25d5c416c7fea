import { randomUUID } from "node:crypto";
import type { PlanPerson, PlanView, ReceiptView } from "@vigie/contract";
import { answerEvidenceForm, evidenceActOf, evidenceFields } from "../evidence/answer-evidence-form.tsx";
import type { PublicSite } from "../http/public/public-site.ts";
import { type RenderedFile, type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { situationFields } from "../plans/pages/situation-fields.ts";
import { answerNotOpened } from "./answer-not-opened.tsx";
import { answerPlanForm, type PlanAct, planActs } from "./answer-plan-form.tsx";
import { formFields, malformedForm } from "./form-fields.ts";
import { ReceiptPage } from "./pages/receipt-page.tsx";
import { type FormProblem, uuidOr } from "./pages/report-form.ts";
import { alreadySent } from "./pages/thread-rules.ts";
import { WithdrawPage } from "./pages/withdraw-page.tsx";
import { WithdrawnPage } from "./pages/withdrawn-page.tsx";
import type { PublicPagesDeps } from "./public-pages-deps.ts";
import { calledBefore, siteIn } from "./site-in.ts";

interface PostedReceipt {
  receipt: string;
  messageId: string;
  message: string;
  /** Of the page whose language was switched: whom it named. */
  call: string | undefined;
  /** How many of the newest messages to leave out. */
  newer: number;
}

/**
 * Answers every form that carries a receipt. They share one address, so that the history shows one line whatever was
 * done; the button that was pressed (`do`) tells which.
 * @throws Refusal `request.malformed` when the body is not one of these forms.
 */
export async function answerReceiptForm(
  site: PublicSite,
  deps: PublicPagesDeps,
  body: unknown,
): Promise<RenderedPage | RenderedFile> {
  const fields = formFields(body, [
    "receipt",
    "message_id",
    "message",
    "newer",
    "do",
    "page",
    "step",
    "call",
    ...situationFields,
    ...evidenceFields,
  ]);
  if (!fields) throw malformedForm();
  const evidenceAct = evidenceActOf(fields);
  if (evidenceAct !== null) {
    return answerEvidenceForm(
      site,
      { ...deps.evidence, now: deps.now, peopleIn: deps.peopleIn },
      { act: evidenceAct, fields },
    );
  }
  const act = planActOf(fields);
  if (act !== null) {
    const { receipt = "", step = "", ...rest } = fields;
    const answers = situationFields.flatMap((field) => {
      const value = rest[field];
      return value === undefined ? [] : [[field, value] as const];
    });
    return answerPlanForm(site, deps, { receipt, act, step, situation: Object.fromEntries(answers) });
  }
  const posted: PostedReceipt = {
    receipt: fields.receipt ?? "",
    messageId: uuidOr(fields.message_id, randomUUID),
    message: fields.message ?? "",
    call: fields.do === "show" ? fields.call : undefined,
    newer: /^\d{1,6}$/.test(fields.newer ?? "") ? Number(fields.newer) : 0,
  };
  switch (fields.do) {
    case "write":
      return write(site, deps, posted);
    case "ask_withdraw":
      return askWithdraw(site, deps, posted);
    case "withdraw":
      return withdraw(site, deps, posted);
    default:
      return open(site, deps, posted);
  }
}

/**
 * What is asked of the plan's pages; null when a form is not theirs. `page` tells whose form it is where no button does:
 * the language switch shows the same page again, the Enter key sends the form.
 */
function planActOf({ do: pressed, page }: { do?: string; page?: string }): PlanAct | null {
  if (page === "pack" && pressed === "show") return "pack";
  if (page === "plan" && pressed === undefined) return "situation";
  if (page !== "plan" && pressed === "show") return null;
  return planActs.find((act) => act === pressed) ?? null;
}

async function open(site: PublicSite, deps: PublicPagesDeps, posted: PostedReceipt): Promise<RenderedPage> {
  const { receipt } = posted;
  const outcome = await deps.planOfReceipt({ receipt, language: site.language, voice: site.voice });
  if (outcome.kind !== "opened") return answerNotOpened(site, receipt, outcome);
  const draft = { id: posted.messageId, text: posted.message };
  const { view, plan } = outcome;
  const own = siteIn(site, deps, plan.situation.country);
  const callNow = calledBefore(own, deps, posted.call);
  return opened(own, { receipt, view, plan, draft, newer: posted.newer, callNow });
}

async function write(site: PublicSite, deps: PublicPagesDeps, posted: PostedReceipt): Promise<RenderedPage> {
  const { receipt, messageId, message } = posted;
  const outcome = await deps.writeMessage({ receipt, messageId, text: message, language: site.language });
  switch (outcome.kind) {
    case "written":
      return opened(siteIn(site, deps, outcome.country), {
        receipt,
        view: outcome.view,
        draft: { id: randomUUID(), text: "" },
        justSent: true,
        callNow: outcome.callNow,
      });
    case "refused": {
      const draft = { id: messageId, text: message };
      const { view, problems, callNow, country } = outcome;
      return opened(siteIn(site, deps, country), { receipt, view, draft, problems, callNow });
    }
    default:
      return answerNotOpened(site, posted.receipt, outcome);
  }
}

async function askWithdraw(
  site: PublicSite,
  deps: PublicPagesDeps,
  { receipt }: PostedReceipt,
): Promise<RenderedPage> {
  const outcome = await deps.planOfReceipt({ receipt, language: site.language, voice: site.voice });
  if (outcome.kind !== "opened") return answerNotOpened(site, receipt, outcome);
  if (outcome.view.withdrawn) return renderPage(<WithdrawnPage site={site} justNow={false} />);
  const own = siteIn(site, deps, outcome.plan.situation.country);
  return renderPage(<WithdrawPage site={own} receipt={receipt} sent={alreadySent(outcome.view)} />);
}

async function withdraw(
  site: PublicSite,
  deps: PublicPagesDeps,
  posted: PostedReceipt,
): Promise<RenderedPage> {
  const outcome = await deps.withdraw({ receipt: posted.receipt });
  if (outcome.kind !== "withdrawn") return answerNotOpened(site, posted.receipt, outcome);
  return renderPage(<WithdrawnPage site={site} justNow={true} />);
}

interface Opened {
  receipt: string;
  view: ReceiptView;
  plan?: PlanView;
  draft: { id: string; text: string };
  newer?: number;
  problems?: FormProblem<"message">[];
  justSent?: boolean;
  callNow?: PlanPerson[] | null;
}

function opened(site: PublicSite, page: Opened): RenderedPage {
  if (page.view.withdrawn) return renderPage(<WithdrawnPage site={site} justNow={false} />);
  return renderPage(<ReceiptPage site={site} {...page} />, page.problems ? 422 : 200);
}
