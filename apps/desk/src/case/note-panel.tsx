import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { Panel } from "./panel.tsx";
import { useCaseAction } from "./use-case-action.ts";

export function NotePanel() {
  const texts = useTexts();
  const { view, openPanel, reload } = useOpenCase();
  const caseId = view.summary.id;
  const [draft, change, forget] = useDraft(`${caseId}/note`, () => ({ text: "" }));
  const write = useCaseAction({
    caseId,
    run: (text: string) => api.writeNote(caseId, text),
    done: texts.note.done,
    onDone: () => {
      forget();
      openPanel(null);
    },
  });
  return (
    <Panel title={texts.note.title}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.text.trim() !== "") write.mutate(draft.text.trim());
        }}
      >
        <Field
          label={texts.note.text}
          help={texts.note.help}
          lines={6}
          autoFocus
          maxLength={10_000}
          value={draft.text}
          onChange={(text) => change({ text })}
        />
        <Trouble error={write.error} onReload={reload} />
        <div className="form-actions">
          <ActionButton
            look="main"
            type="submit"
            isPending={write.isPending}
            isDisabled={draft.text.trim() === ""}
          >
            {texts.note.submit}
          </ActionButton>
        </div>
      </form>
    </Panel>
  );
}
