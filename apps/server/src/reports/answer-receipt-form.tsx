import { randomUUID } from "node:crypto";
import { type ErrorCode, errorStatus, type ReceiptView } from "@vigie/contract";
import type { PublicSite } from "../http/public/public-site.ts";
import { type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { formFields, malformedForm } from "./form-fields.ts";
import { FollowPage } from "./pages/follow-page.tsx";
import { ReceiptPage } from "./pages/receipt-page.tsx";
import { type FormProblem, uuidOr } from "./pages/report-form.ts";
import { WithdrawPage } from "./pages/withdraw-page.tsx";
import { WithdrawnPage } from "./pages/withdrawn-page.tsx";
import type { NotOpened, PublicPagesDeps } from "./public-pages-deps.ts";

interface PostedReceipt {
  receipt: string;
  messageId: string;
  message: string;
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
): Promise<RenderedPage> {
  const fields = formFields(body, ["receipt", "message_id", "message", "do"]);
  if (!fields) throw malformedForm();
  const posted: PostedReceipt = {
    receipt: fields.receipt ?? "",
    messageId: uuidOr(fields.message_id, randomUUID),
    message: fields.message ?? "",
  };
  switch (fields.do) {
    case "write":
      return write(site, deps, posted);
    case "ask_withdraw":
      return renderPage(<WithdrawPage site={site} receipt={posted.receipt} />);
    case "withdraw":
      return withdraw(site, deps, posted);
    default:
      return open(site, deps, posted);
  }
}

async function open(site: PublicSite, deps: PublicPagesDeps, posted: PostedReceipt): Promise<RenderedPage> {
  const outcome = await deps.openReceipt({ receipt: posted.receipt });
  if (outcome.kind !== "opened") return notOpened(site, posted, outcome);
  const draft = { id: posted.messageId, text: posted.message };
  return opened(site, { receipt: posted.receipt, view: outcome.view, draft });
}

async function write(site: PublicSite, deps: PublicPagesDeps, posted: PostedReceipt): Promise<RenderedPage> {
  const { receipt, messageId, message } = posted;
  const outcome = await deps.writeMessage({ receipt, messageId, text: message });
  switch (outcome.kind) {
    case "written":
      return opened(site, {
        receipt,
        view: outcome.view,
        draft: { id: randomUUID(), text: "" },
        justSent: true,
      });
    case "refused": {
      const draft = { id: messageId, text: message };
      return opened(site, { receipt, view: outcome.view, draft, problems: outcome.problems });
    }
    default:
      return notOpened(site, posted, outcome);
  }
}

async function withdraw(
  site: PublicSite,
  deps: PublicPagesDeps,
  posted: PostedReceipt,
): Promise<RenderedPage> {
  const outcome = await deps.withdraw({ receipt: posted.receipt });
  if (outcome.kind !== "withdrawn") return notOpened(site, posted, outcome);
  return renderPage(<WithdrawnPage site={site} justNow={true} />);
}

interface Opened {
  receipt: string;
  view: ReceiptView;
  draft: { id: string; text: string };
  problems?: FormProblem<"message">[];
  justSent?: boolean;
}

function opened(site: PublicSite, page: Opened): RenderedPage {
  if (page.view.withdrawn) return renderPage(<WithdrawnPage site={site} justNow={false} />);
  return renderPage(<ReceiptPage site={site} {...page} />, page.problems ? 422 : 200);
}

const refusals = {
  unknown: "receipt.unknown",
  malformed: "receipt.malformed",
  busy: "service.busy",
} as const satisfies Record<NotOpened["kind"], ErrorCode>;

function notOpened(site: PublicSite, posted: PostedReceipt, { kind }: NotOpened): RenderedPage {
  const code = refusals[kind];
  const problem = { code, details: {}, field: kind === "busy" ? null : ("receipt" as const) };
  return renderPage(
    <FollowPage site={site} receipt={posted.receipt} problems={[problem]} />,
    errorStatus(code),
  );
}
