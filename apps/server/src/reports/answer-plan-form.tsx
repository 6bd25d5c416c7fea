import { errorStatus } from "@vigie/contract";
import type { PublicSite } from "../http/public/public-site.ts";
import { type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { PackPage } from "../plans/pages/pack-page.tsx";
import { packOf } from "../plans/pages/pack-rules.ts";
import { PlanPage } from "../plans/pages/plan-page.tsx";
import { type SituationDraft, situationFromFields } from "../plans/pages/situation-fields.ts";
import { answerNotOpened } from "./answer-not-opened.tsx";
import { WithdrawnPage } from "./pages/withdrawn-page.tsx";
import type { NotOpened, OpenedPlan, PublicPagesDeps } from "./public-pages-deps.ts";
import { siteIn } from "./site-in.ts";

/** A form of the plan's pages. */
interface PostedPlan {
  receipt: string;
  act: PlanAct;
  /** Id of a step. */
  step: string;
  situation: SituationDraft;
}

/** `show`: the plan with the form as it is, nothing stored. */
export const planActs = ["plan", "show", "tick", "untick", "situation", "pack"] as const;
export type PlanAct = (typeof planActs)[number];

/** Answers the forms of the plan and of the pack that comes from it. */
export function answerPlanForm(
  site: PublicSite,
  deps: PublicPagesDeps,
  posted: PostedPlan,
): Promise<RenderedPage> {
  switch (posted.act) {
    case "tick":
    case "untick":
      return tick(site, deps, posted);
    case "situation":
      return situation(site, deps, posted);
    case "pack":
      return pack(site, deps, posted);
    case "show":
      return plan(site, deps, posted, posted.situation);
    case "plan":
      return plan(site, deps, posted);
  }
}

async function plan(
  site: PublicSite,
  deps: PublicPagesDeps,
  { receipt }: PostedPlan,
  draft?: SituationDraft,
): Promise<RenderedPage> {
  const outcome = await deps.planOfReceipt({ receipt, language: site.language, voice: site.voice });
  return opened({ site, deps, receipt }, outcome, (found, own) =>
    renderPage(<PlanPage site={own} receipt={receipt} plan={found} {...(draft && { draft })} />),
  );
}

async function tick(
  site: PublicSite,
  deps: PublicPagesDeps,
  { receipt, act, step }: PostedPlan,
): Promise<RenderedPage> {
  const done = act === "tick";
  const outcome = await deps.planOfReceipt({
    receipt,
    language: site.language,
    voice: site.voice,
    step: { stepId: step, done },
  });
  return opened({ site, deps, receipt }, outcome, (found, own, isStepUnknown) => {
    const title = found.steps.find(({ id }) => id === step)?.title;
    if (isStepUnknown || title === undefined) {
      const note = { kind: "step_unknown" } as const;
      return renderPage(
        <PlanPage site={own} receipt={receipt} plan={found} note={note} />,
        errorStatus("plan.step_unknown"),
      );
    }
    const note = { kind: done ? ("done" as const) : ("undone" as const), title };
    return renderPage(<PlanPage site={own} receipt={receipt} plan={found} note={note} />);
  });
}

async function situation(
  site: PublicSite,
  deps: PublicPagesDeps,
  { receipt, situation: draft }: PostedPlan,
): Promise<RenderedPage> {
  const read = situationFromFields(draft);
  const outcome = await deps.planOfReceipt({
    receipt,
    language: site.language,
    voice: site.voice,
    ...(read.kind === "said" && { situation: read.situation }),
  });
  return opened({ site, deps, receipt }, outcome, (found, own) =>
    read.kind === "said"
      ? renderPage(<PlanPage site={own} receipt={receipt} plan={found} note={{ kind: "changed" }} />)
      : renderPage(
          <PlanPage site={own} receipt={receipt} plan={found} draft={draft} wrong={read.wrong} />,
          422,
        ),
  );
}

async function pack(site: PublicSite, deps: PublicPagesDeps, { receipt }: PostedPlan): Promise<RenderedPage> {
  const outcome = await deps.planOfReceipt({ receipt, language: site.language, voice: site.voice });
  return opened({ site, deps, receipt }, outcome, (found, own) => {
    const ready = packOf(found);
    return ready === null
      ? renderPage(<PlanPage site={own} receipt={receipt} plan={found} note={{ kind: "no_pack" }} />)
      : renderPage(
          <PackPage site={own} receipt={receipt} pack={ready} standing={found.situation.standing} />,
        );
  });
}

function opened(
  { site, deps, receipt }: { site: PublicSite; deps: PublicPagesDeps; receipt: string },
  outcome: OpenedPlan | NotOpened,
  show: (plan: OpenedPlan["plan"], own: PublicSite, isStepUnknown: boolean) => RenderedPage,
): RenderedPage {
  if (outcome.kind !== "opened") return answerNotOpened(site, receipt, outcome);
  if (outcome.view.withdrawn) return renderPage(<WithdrawnPage site={site} justNow={false} />);
  const { plan, isStepUnknown } = outcome;
  return show(plan, siteIn(site, deps, plan.situation.country), isStepUnknown);
}
