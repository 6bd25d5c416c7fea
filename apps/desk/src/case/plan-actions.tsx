import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { useOpenCase } from "./case-context.ts";

/** Every action of a case, each with its key. */
export function PlanActions({ onCheck, isChecking }: { onCheck: () => void; isChecking: boolean }) {
  const texts = useTexts();
  const { view, openPanel, plan } = useOpenCase();
  const panels = ["assess", "notice", "refer", "message", "note", "history"] as const;
  return (
    <fieldset className="plan-actions" aria-label={texts.plan.actions}>
      {panels.map((panel) => (
        <ActionButton
          key={panel}
          small
          keyAction={panel}
          onPress={() => openPanel(panel, panel === "notice" ? plan.toNotify?.id : undefined)}
        >
          {texts.plan[panel]}
        </ActionButton>
      ))}
      {view.allowed.check && (
        <ActionButton small keyAction="check" onPress={onCheck} isDisabled={isChecking}>
          {texts.plan.check}
        </ActionButton>
      )}
      <ActionButton small onPress={() => openPanel("close")}>
        {texts.plan.close}
      </ActionButton>
    </fieldset>
  );
}
