import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useSession } from "../shell/session-context.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useNow } from "../ui/use-now.ts";
import { useOpenCase } from "./case-context.ts";
import { leftInWords, undoableAssessment } from "./undo-rules.ts";
import { useCaseAction } from "./use-case-action.ts";

/** A quiet line after one's own assessment, as long as it can be taken back. */
export function UndoBar() {
  const texts = useTexts();
  const language = useLanguage();
  const now = useNow();
  const { me } = useSession();
  const { view, mayDecide, reload } = useOpenCase();
  const words = texts.queue.judge.undo;
  const assessment = undoableAssessment(view, { name: me.member.name, now });
  const undo = useCaseAction({
    caseId: view.summary.id,
    run: () => api.undoAssessment(view.summary.id),
    done: words.done,
  });
  useKeys("case", (action) => {
    if (action !== "undo" || !mayDecide) return false;
    if (assessment === null) announce(words.tooLate);
    else if (!undo.isPending) undo.mutate(undefined);
    return true;
  });
  if (!mayDecide || (assessment === null && undo.error === null)) return null;
  return (
    <div className="undo-bar">
      {assessment?.undoableUntil != null && (
        <>
          <p>{words.text(leftInWords(assessment.undoableUntil, now, language))}</p>
          <ActionButton
            small
            keyAction="undo"
            isPending={undo.isPending}
            onPress={() => undo.mutate(undefined)}
          >
            {words.action}
          </ActionButton>
        </>
      )}
      <Trouble error={undo.error} onReload={reload} />
    </div>
  );
}
