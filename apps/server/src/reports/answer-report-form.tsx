import { randomUUID } from "node:crypto";
import { errorStatus, type PlanPerson } from "@vigie/contract";
import type { PublicSite } from "../http/public/public-site.ts";
import { type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { formFields, malformedForm } from "./form-fields.ts";
import { DonePage } from "./pages/done-page.tsx";
import { type ReportForm, reportFields, reportFormFrom, saidIn, situationSaid } from "./pages/report-form.ts";
import { WritePage } from "./pages/write-page.tsx";
import type { PublicPagesDeps } from "./public-pages-deps.ts";
import { calledBefore, siteIn } from "./site-in.ts";

/**
 * Answers the posted report form: the receipt, or the form again with what to correct.
 * @throws Refusal `request.malformed` when the body is not this form.
 */
export async function answerReportForm(
  site: PublicSite,
  deps: PublicPagesDeps,
  body: unknown,
): Promise<RenderedPage> {
  const fields = formFields(body, [...reportFields, "do", "receipt", "call"]);
  const read = fields && reportFormFrom(fields, randomUUID);
  if (!read) throw malformedForm();
  const form = { ...read, said: saidIn(body) };
  const own = siteIn(site, deps, form.said.country || null);
  if (fields.do === "show") {
    return showAgain(own, { form, receipt: fields.receipt, callNow: calledBefore(own, deps, fields.call) });
  }
  const { said, ...report } = form;
  const outcome = await deps.acceptReport({
    ...report,
    situation: situationSaid(form),
    language: site.language,
  });
  switch (outcome.kind) {
    case "accepted":
      return renderPage(<DonePage site={own} receipt={outcome.receipt} callNow={outcome.callNow} />);
    case "refused":
      return renderPage(
        <WritePage site={own} form={form} problems={outcome.problems} callNow={outcome.callNow} />,
        422,
      );
    case "busy": {
      const problems = [{ code: "service.busy", details: {}, field: null }] as const;
      return renderPage(
        <WritePage site={own} form={form} problems={problems} />,
        errorStatus("service.busy"),
      );
    }
  }
}

// The language was switched: the same page in other words. A number just given must survive it, being shown once.
function showAgain(
  site: PublicSite,
  page: { form: ReportForm; receipt: string | undefined; callNow: PlanPerson[] | null },
): RenderedPage {
  const { form, receipt = "", callNow } = page;
  return renderPage(
    /^\d{20}$/.test(receipt) ? (
      <DonePage site={site} receipt={receipt} callNow={callNow} />
    ) : (
      <WritePage site={site} form={form} callNow={callNow} />
    ),
  );
}
