import { randomUUID } from "node:crypto";
import { errorSentence, errorStatus, Refusal } from "@vigie/contract";
import { publicPaths } from "../http/public/public-paths.ts";
import type { PublicSite } from "../http/public/public-site.ts";
import { type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { answerPageError } from "./answer-page-error.tsx";
import { FollowPage } from "./pages/follow-page.tsx";
import { emptyReportForm } from "./pages/report-form.ts";
import { WritePage } from "./pages/write-page.tsx";

/**
 * Answers a form that a page of another site posted: the form of this address as new, with nothing of what was sent.
 * Another site could else show somebody a number of its own as theirs, or learn theirs by the id it gave the form.
 */
export function answerFromElsewhere(site: PublicSite, address: string | undefined): RenderedPage {
  const code = "request.from_elsewhere";
  const note = errorSentence(code, site.language);
  switch (address) {
    case site.at(publicPaths.write[site.language]):
      return renderPage(
        <WritePage site={site} form={emptyReportForm(randomUUID())} note={note} />,
        errorStatus(code),
      );
    case site.at(publicPaths.follow[site.language]):
      return renderPage(<FollowPage site={site} note={note} />, errorStatus(code));
    default:
      return answerPageError(site, new Refusal(code), false);
  }
}
