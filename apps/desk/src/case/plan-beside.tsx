import { useTexts } from "../texts/texts.ts";
import { CasePlan } from "./case-plan.tsx";

/** The plan of the saved case, beside a panel whose answers it depends on. */
export function PlanBeside() {
  const texts = useTexts();
  return (
    <section className="zone zone-beside" aria-labelledby="zone-beside">
      <h2 className="zone-title" id="zone-beside">
        {texts.case.zones.plan}
      </h2>
      <h3 className="title-3">{texts.route.title}</h3>
      <CasePlan />
    </section>
  );
}
