import { type ErrorCode, type ErrorDetails, errorSentence, errorStatus, Refusal } from "@vigie/contract";
import type { PublicSite } from "../http/public/public-site.ts";
import { type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { translator } from "../i18n/translate.ts";
import { ErrorPage } from "./pages/error-page.tsx";

/** The page for an address where there is nothing. */
export function notFoundPage(site: PublicSite): RenderedPage {
  return pageOf(site, { code: "request.not_found", details: {} }, false);
}

/**
 * The page for whatever was thrown while a public page was made.
 * @param typed the request carried a form, so that going back may find its text again.
 */
export function answerPageError(site: PublicSite, error: unknown, typed: boolean): RenderedPage {
  return pageOf(site, refusalOf(error), typed);
}

type Refused = Pick<Refusal, "code" | "details">;

function pageOf(site: PublicSite, { code, details }: Refused, typed: boolean): RenderedPage {
  const sentence = errorSentence(code, site.language, details);
  const kind = code === "request.not_found" ? "not_found" : "failed";
  return renderPage(
    <ErrorPage site={site} kind={kind} sentence={sentence} typed={typed} />,
    errorStatus(code),
  );
}

function refusalOf(error: unknown): { code: ErrorCode; details: ErrorDetails } {
  if (error instanceof Refusal) return error;
  const status = statusOf(error);
  if (status === 413) return { code: "request.too_large", details: inBoth("limit", "error.large.limit") };
  if (status >= 400 && status < 500)
    return { code: "request.malformed", details: inBoth("detail", "error.detail.request") };
  return { code: "request.internal", details: {} };
}

// What Fastify and its parsers throw carries the status they mean.
function statusOf(error: unknown): number {
  if (error instanceof Error && "statusCode" in error && typeof error.statusCode === "number")
    return error.statusCode;
  return 500;
}

function inBoth(name: string, key: "error.large.limit" | "error.detail.request"): ErrorDetails {
  return { [`${name}_fr`]: translator("fr")(key), [`${name}_en`]: translator("en")(key) };
}
