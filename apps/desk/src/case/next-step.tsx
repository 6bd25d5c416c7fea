import type { CaseSummary } from "@vigie/contract";
import { DueText } from "../cases/due-text.tsx";
import type { CasePanel } from "../router/desk-path.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { useOpenCase } from "./case-context.ts";

const panels = {
  assess: "assess",
  notify: "notice",
  refer: "refer",
  answer: "message",
  close: "close",
  escalate: "notice",
  wait: null,
  none: null,
} as const satisfies Record<CaseSummary["nextStep"], CasePanel | null>;

/** The one thing to look at: what to do next, by when. */
export function NextStep() {
  const texts = useTexts();
  const { view, mayDecide, openPanel } = useOpenCase();
  const { nextStep, overdue, dueAt } = view.summary;
  const panel = nextStep === "escalate" && !view.allowed.notify ? "refer" : panels[nextStep];
  const quiet = panel === null;
  return (
    <div className="next-step" data-quiet={quiet || undefined} data-late={overdue || undefined}>
      <p className="next-step-title">
        <span className="quiet">{texts.plan.next}</span>
        <strong>{texts.nextSteps[nextStep]}</strong>
        {dueAt !== null && <DueText summary={view.summary} />}
      </p>
      <p>{texts.nextStepMeans[nextStep]}</p>
      {panel !== null && mayDecide && (
        <ActionButton
          look="main"
          onPress={() => openPanel(panel)}
          {...(panel === "close" ? {} : { keyAction: panel })}
        >
          {texts.nextSteps[nextStep]}
        </ActionButton>
      )}
    </div>
  );
}
