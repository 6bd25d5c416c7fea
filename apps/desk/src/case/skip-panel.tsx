import { type SkipReason, skipReasons } from "@vigie/contract";
import { useState } from "react";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Choice } from "../ui/choice.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { Panel } from "./panel.tsx";
import { useCaseAction } from "./use-case-action.ts";
import { useNextCase } from "./use-next-case.ts";

/** Leaving a case to others: a reason by one key, then the next case. */
export function SkipPanel() {
  const texts = useTexts();
  const { view, reload } = useOpenCase();
  const words = texts.queue.skip;
  const caseId = view.summary.id;
  const next = useNextCase();
  const [draft, change, forget] = useDraft<{ reason: SkipReason | null }>(`${caseId}/skip`, () => ({
    reason: null,
  }));
  const [tried, setTried] = useState(false);
  const skip = useCaseAction({
    caseId,
    run: (reason: SkipReason) => api.skipCase(caseId, { reason }),
    done: words.done,
    onDone: () => {
      forget();
      next.mutate();
    },
  });
  const submit = () => {
    setTried(true);
    const { reason } = draft;
    if (reason !== null && !skip.isPending) skip.mutate(reason);
  };
  useKeys("skip", (action, _event, key) => {
    const reason = action === "choose" ? skipReasons[Number(key) - 1] : undefined;
    if (reason === undefined) return false;
    change({ reason });
    return true;
  });
  useKeys("case", (action) => {
    if (action !== "send") return false;
    submit();
    return true;
  });
  return (
    <Panel title={words.title}>
      <p className="quiet">{words.help}</p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Choice
          label={words.reason}
          error={tried && draft.reason === null ? words.needReason : null}
          options={skipReasons.map((value, index) => ({
            value,
            label: `${index + 1}. ${words.reasons[value]}`,
          }))}
          value={draft.reason}
          onChange={(reason) => change({ reason })}
        />
        <Trouble error={skip.error} onReload={reload} />
        <div className="form-actions">
          <ActionButton
            look="main"
            type="submit"
            keyAction="send"
            isPending={skip.isPending || next.isPending}
          >
            {words.submit}
          </ActionButton>
        </div>
      </form>
    </Panel>
  );
}
