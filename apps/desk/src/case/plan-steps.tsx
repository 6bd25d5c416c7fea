import type { PlanView } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { nextStepOf } from "./plan-rules.ts";
import { StepRow } from "./step-row.tsx";

/** The steps in order; the first that can be done now shows its action. */
export function PlanSteps({ plan }: { plan: PlanView }) {
  const texts = useTexts();
  const next = nextStepOf(plan.steps);
  const done = plan.steps.filter((step) => step.done !== null).length;
  return (
    <section className="route-part" aria-label={texts.route.steps}>
      <h4 className="route-title">
        {texts.route.steps}{" "}
        {done > 0 && <span className="quiet">{texts.route.progress(done, plan.steps.length)}</span>}
      </h4>
      {plan.steps.length === 0 && <p className="quiet">{texts.route.noStep}</p>}
      <ol className="route-steps">
        {plan.steps.map((step, index) => (
          <StepRow key={step.id} step={step} number={index + 1} plan={plan} isNext={step.id === next?.id} />
        ))}
      </ol>
    </section>
  );
}
