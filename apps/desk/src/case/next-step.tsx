import type { CaseSummary } from "@vigie/contract";
import { DueText } from "../cases/due-text.tsx";
import type { CasePanel } from "../router/desk-path.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { focusAnswer } from "./answer-record.tsx";
import { unreadAnswers } from "./answer-rules.ts";
import { noticeToCarry } from "./carry-rules.ts";
import { useOpenCase } from "./case-context.ts";
import { openEscalations } from "./escalation-rules.ts";
import { Escalations } from "./escalations.tsx";

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
  const { view, mayDecide, openPanel, plan } = useOpenCase();
  const { nextStep, overdue, dueAt } = view.summary;
  // The proposal above it is what waits.
  if (view.proposed !== null && nextStep === "assess") return null;
  const prepared = noticeToCarry(view.notices, null);
  const unread = unreadAnswers(view.answers);
  const [firstUnread] = unread;
  const escalated = nextStep === "escalate" && openEscalations(view.escalations).length > 0;
  const panel = nextStep === "escalate" && !view.allowed.notify ? "refer" : panels[nextStep];
  const quiet = panel === null;
  return (
    <div className="next-step" data-quiet={quiet || undefined} data-late={overdue || undefined}>
      <p className="next-step-title">
        <span className="quiet">{texts.plan.next}</span>
        <strong>{texts.nextSteps[nextStep]}</strong>
        {dueAt !== null && <DueText summary={view.summary} />}
      </p>
      {!escalated && <p>{texts.nextStepMeans[nextStep]}</p>}
      <Escalations />
      {firstUnread !== undefined && (
        <div className="next-carry">
          <p>{texts.answer.wait(unread.length)}</p>
          <ActionButton keyAction="confirm" onPress={() => focusAnswer(firstUnread.id)}>
            {texts.answer.goTo}
          </ActionButton>
        </div>
      )}
      {prepared !== null && (
        <div className="next-carry">
          <p>{texts.carry.waits(prepared.to.name)}</p>
          {mayDecide && (
            <ActionButton keyAction="carry" onPress={() => openPanel("carry", prepared.id)}>
              {texts.carry.title}
            </ActionButton>
          )}
        </div>
      )}
      {panel !== null && mayDecide && !escalated && (
        <ActionButton
          look="main"
          onPress={() => openPanel(panel, nextStep === "notify" ? plan.toNotify?.id : undefined)}
          {...(panel === "close" ? {} : { keyAction: panel })}
        >
          {texts.nextSteps[nextStep]}
        </ActionButton>
      )}
    </div>
  );
}
