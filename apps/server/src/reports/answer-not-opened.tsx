import { type ErrorCode, errorStatus } from "@vigie/contract";
import type { PublicSite } from "../http/public/public-site.ts";
import { type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { FollowPage } from "./pages/follow-page.tsx";
import type { NotOpened } from "./public-pages-deps.ts";

const refusals = {
  unknown: "receipt.unknown",
  malformed: "receipt.malformed",
  busy: "service.busy",
} as const satisfies Record<NotOpened["kind"], ErrorCode>;

/** The page for a receipt that opened nothing, with what was typed left to correct. */
export function answerNotOpened(site: PublicSite, receipt: string, { kind }: NotOpened): RenderedPage {
  const code = refusals[kind];
  const problem = { code, details: {}, field: kind === "busy" ? null : ("receipt" as const) };
  return renderPage(<FollowPage site={site} receipt={receipt} problems={[problem]} />, errorStatus(code));
}
