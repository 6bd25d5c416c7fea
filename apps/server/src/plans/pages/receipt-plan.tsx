import type { PlanView } from "@vigie/contract";
import type { ReactElement } from "react";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { isOpen } from "./plan-page.tsx";
import { planPageText } from "./plan-page-text.ts";

interface ReceiptPlanProps {
  site: PublicSite;
  receipt: string;
  /** Absent where the page answers something else: the plan is then only named. */
  plan?: PlanView | undefined;
}

/** On the opened receipt: the plan in a few lines, and the way to it. */
export function ReceiptPlan({ site, receipt, plan }: ReceiptPlanProps): ReactElement {
  const p = planPageText(site.voice);
  const next = plan?.steps.find((step) => step.done === null && isOpen(step));
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">{p("plan.title")}</h2>
      <p>{plan?.says ?? p("plan.unread")}</p>
      {plan?.kind === "plan" && (
        <p>
          {p("plan.done", { count: plan.steps.filter(({ done }) => done !== null).length })}{" "}
          {next === undefined ? (
            p("plan.nothing_open")
          ) : (
            <>
              {p("plan.next")} <strong>{next.title}</strong>
            </>
          )}
        </p>
      )}
      <form className="no-print" method="post" action={publicPaths.follow[site.language]}>
        <input type="hidden" name="receipt" value={receipt} />
        <button type="submit" name="do" value="plan">
          {p(plan?.kind === "refused" ? "plan.open_refused" : "plan.open")}
        </button>
      </form>
    </section>
  );
}
