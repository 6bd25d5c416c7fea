import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { useOpenCase } from "./case-context.ts";
import { NoticeComposer } from "./notice-composer.tsx";
import { noticeBar } from "./notice-rules.ts";
import { Panel } from "./panel.tsx";
import { StepBrief } from "./step-brief.tsx";

/** The composer, or why there is none and what to do instead. */
export function NoticePanel() {
  const texts = useTexts();
  const { view, openPanel } = useOpenCase();
  const bar = noticeBar(view);
  if (bar === null) {
    return (
      <Panel title={texts.notice.title}>
        <StepBrief />
        <NoticeComposer />
      </Panel>
    );
  }
  if (bar === "not_assessed" || bar === "not_ready") {
    const [title, text] =
      bar === "not_assessed"
        ? [texts.notice.notAssessedTitle, texts.notice.notAssessed]
        : [texts.notice.notReadyTitle, texts.notice.notReady];
    return (
      <Panel title={title}>
        <p>{text}</p>
        <ActionButton look="main" keyAction="assess" onPress={() => openPanel("assess")}>
          {texts.plan.assess}
        </ActionButton>
      </Panel>
    );
  }
  return (
    <Panel title={texts.notice.noFetchTitle}>
      <p>{bar === "no_fetch" ? texts.notice.noFetch : texts.nextStepMeans[view.summary.nextStep]}</p>
      {view.allowed.refer && (
        <ActionButton look="main" keyAction="refer" onPress={() => openPanel("refer")}>
          {texts.notice.noFetchAction}
        </ActionButton>
      )}
    </Panel>
  );
}
