import {
  longestRevealSide,
  Refusal,
  type RevealAnswer,
  type RevealBody,
  revealSeconds,
  smallerRevealSide,
} from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { contentToView } from "./content-to-view.ts";
import { grantReveal } from "./grant-reveal.ts";
import { budgetView } from "./member-budget.ts";
import { pixelsOf } from "./region-rules.ts";

/**
 * Shows a region of a medium: the ledger's line is committed before anything is drawn, and counts whatever follows.
 * @throws Refusal `exposure.view_gone`, `exposure.region_refused`, `exposure.not_drawn`, and what `contentToView` throws:
 * then the view is forgotten.
 */
export async function revealRegion(
  vigie: Pick<Vigie, "db" | "config" | "exposure">,
  { viewId, memberId, body }: { viewId: string; memberId: string; body: RevealBody },
): Promise<RevealAnswer> {
  const { views, decoder } = vigie.exposure;
  const view = views.find(viewId, memberId);
  if (!view) throw new Refusal("exposure.view_gone");
  const picture = view.media[body.medium];
  const region = picture && pixelsOf(body, { picture, severity: view.severity });
  if (!picture || !region) throw new Refusal("exposure.region_refused");
  const { contentId, caseId } = view;
  const { decision, budget } = await grantReveal(vigie, {
    memberId,
    caseId,
    severity: view.severity,
    topic: view.topic,
    async allowed(trx) {
      try {
        const content = await contentToView(trx, { contentId, memberId });
        // It was assessed anew, or moved: what a reveal may show is decided anew as well.
        if (content.severity === view.severity && content.caseId === caseId) return;
      } catch (error) {
        views.forget(viewId);
        throw error;
      }
      views.forget(viewId);
      throw new Refusal("exposure.view_gone");
    },
  });
  if (decision.kind === "refused") {
    const { why, until } = decision;
    return { kind: "refused", why, until: new Date(until).toISOString(), budget: budgetView(budget) };
  }
  const longestSide = body.filters.includes("smaller") ? smallerRevealSide : longestRevealSide;
  const drawn = await decoder.draw({ bytes: picture.bytes, region, filters: body.filters, longestSide });
  if ("problem" in drawn) throw new Refusal("exposure.not_drawn");
  return {
    kind: "shown",
    picture: Buffer.from(drawn.bytes).toString("base64"),
    width: drawn.width,
    height: drawn.height,
    seconds: revealSeconds,
    until: new Date(decision.endedAt).toISOString(),
    budget: budgetView(budget),
  };
}
