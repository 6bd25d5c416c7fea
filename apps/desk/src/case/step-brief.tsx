import { useTexts } from "../texts/texts.ts";
import { useOpenCase } from "./case-context.ts";
import { StepTags } from "./step-tags.tsx";

/** The step of the plan that the open panel is for, with what to take care of. */
export function StepBrief() {
  const texts = useTexts();
  const { panelStep } = useOpenCase();
  if (panelStep === null) return null;
  return (
    <section className="step-brief" aria-label={texts.route.forStep}>
      <p>
        <span className="small quiet">{texts.label(texts.route.forStep)}</span>{" "}
        <strong>{panelStep.title}</strong>
      </p>
      <StepTags step={panelStep} />
      {panelStep.cautions.length > 0 && (
        <ul className="step-lines small">
          {panelStep.cautions.map((caution) => (
            <li key={caution}>{caution}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
