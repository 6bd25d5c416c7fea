import type { DutyReminder } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";

/** Duties that may apply, as plain sentences. A reminder, never a decision. */
export function Duties({ duties }: { duties: readonly DutyReminder[] }) {
  const texts = useTexts();
  if (duties.length === 0) return null;
  return (
    <section className="plan-part duties">
      <h3 className="title-3">{texts.plan.duties}</h3>
      <dl>
        {duties.map((duty) => (
          <div key={duty}>
            <dt>{texts.duties[duty].title}</dt>
            <dd>{texts.duties[duty].text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
