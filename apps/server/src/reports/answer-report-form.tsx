import { randomUUID } from "node:crypto";
import { errorStatus, type PlanPerson } from "@vigie/contract";
import type { PublicSite } from "../http/public/public-site.ts";
import { type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { readPostedFingerprints } from "../matching/pages/posted-fingerprints.ts";
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
  const fields = formFields(body, [...reportFields, "fingerprints", "do", "receipt", "call", "kept"]);
  const read = fields && reportFormFrom(fields, randomUUID);
  const posted = fields && readPostedFingerprints(fields.fingerprints);
  if (!read || !posted) throw malformedForm();
  const { fingerprints, refused } = posted;
  const form = { ...read, said: saidIn(body), fingerprints };
  const own = siteIn(site, deps, form.said.country || null);
  if (fields.do === "show") {
    const { receipt, kept } = fields;
    return showAgain(own, { form, receipt, kept, callNow: calledBefore(own, deps, fields.call) });
  }
  if (refused.length > 0) {
    const problems = refused.map((details) => ({
      code: "report.fingerprint_refused" as const,
      details,
      field: null,
    }));
    return renderPage(<WritePage site={own} form={form} problems={problems} />, 422);
  }
  const { said, ...report } = form;
  const outcome = await deps.acceptReport({
    ...report,
    situation: situationSaid(form),
    language: site.language,
  });
  switch (outcome.kind) {
    case "accepted":
      return renderPage(
        <DonePage
          site={own}
          receipt={outcome.receipt}
          callNow={outcome.callNow}
          fingerprints={fingerprints.length}
        />,
      );
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
  page: {
    form: ReportForm;
    receipt: string | undefined;
    kept: string | undefined;
    callNow: PlanPerson[] | null;
  },
): RenderedPage {
  const { form, receipt = "", kept = "", callNow } = page;
  return renderPage(
    /^\d{20}$/.test(receipt) ? (
      <DonePage
        site={site}
        receipt={receipt}
        callNow={callNow}
        fingerprints={/^\d{1,3}$/.test(kept) ? Number(kept) : 0}
      />
    ) : (
      <WritePage site={site} form={form} callNow={callNow} />
    ),
  );
}
