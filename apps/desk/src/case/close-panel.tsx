import { closeCaseBody } from "@vigie/contract";
import type { z } from "zod";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Choice } from "../ui/choice.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { Panel } from "./panel.tsx";
import { useCaseAction } from "./use-case-action.ts";

type CloseReason = z.infer<typeof closeCaseBody>["reason"];
const reasons: readonly CloseReason[] = closeCaseBody.shape.reason.options;

export function ClosePanel() {
  const texts = useTexts();
  const { view, openPanel, reload } = useOpenCase();
  const caseId = view.summary.id;
  const [draft, change, forget] = useDraft<{ reason: CloseReason | null }>(`${caseId}/close`, () => ({
    reason: null,
  }));
  const close = useCaseAction({
    caseId,
    run: (reason: CloseReason) => api.closeCase(caseId, { reason, seen: view.summary.version }),
    done: texts.closing.done,
    onDone: () => {
      forget();
      openPanel(null);
    },
  });
  return (
    <Panel title={texts.closing.title}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.reason !== null) close.mutate(draft.reason);
        }}
      >
        <Choice
          label={texts.closing.reason}
          help={texts.closing.help}
          options={reasons.map((value) => ({ value, label: texts.closing.reasons[value] }))}
          value={draft.reason}
          onChange={(reason) => change({ reason })}
        />
        <Trouble error={close.error} onReload={reload} />
        <div className="form-actions">
          <ActionButton
            look="main"
            type="submit"
            isPending={close.isPending}
            isDisabled={draft.reason === null}
          >
            {texts.closing.submit}
          </ActionButton>
        </div>
      </form>
    </Panel>
  );
}
