import { useTexts } from "../texts/texts.ts";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { PlanMargins } from "./plan-margins.tsx";
import { PlanPeople } from "./plan-people.tsx";
import { PlanSteps } from "./plan-steps.tsx";
import { SituationLine } from "./situation-line.tsx";

/** The plan: one sentence, whom to call, the steps in order, then what surrounds them. */
export function CasePlan() {
  const texts = useTexts();
  const { data, error, refetch } = useOpenCase().plan;
  if (data === undefined) {
    return error === null ? (
      <p className="quiet" role="status">
        {texts.route.waitingForPlan}
      </p>
    ) : (
      <Trouble error={error} onRetry={refetch} />
    );
  }
  const { plan } = data;
  return (
    <div className="route">
      <p className={plan.kind === "refused" ? "look-here" : "route-says"}>{plan.says}</p>
      <SituationLine situation={plan.situation} />
      <PlanPeople people={plan.people} />
      {plan.kind === "plan" && <PlanSteps plan={plan} />}
      <PlanMargins plan={plan} />
    </div>
  );
}
