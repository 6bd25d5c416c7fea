import { answerStates, type NoticeView } from "@vigie/contract";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { Picker } from "../ui/picker.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { mayBeAnswered } from "./answer-rules.ts";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { newestFirst } from "./newest-first.ts";
import { Panel } from "./panel.tsx";
import { useCaseAction } from "./use-case-action.ts";

type WrittenState = Exclude<NoticeView["answer"], "none">;
const states = answerStates.filter((state): state is WrittenState => state !== "none");

/** An answer that came by telephone, by post or on a site, written down by whoever had it. */
export function AnswerPanel() {
  const texts = useTexts();
  const { view, openPanel, panelSubject, reload } = useOpenCase();
  const caseId = view.summary.id;
  const notices = newestFirst(
    view.notices.filter(({ status }) => mayBeAnswered(status)),
    ({ createdAt }) => createdAt,
  );
  const [draft, change, forget] = useDraft<{
    noticeId: string | null;
    as: WrittenState | null;
    text: string;
    ticket: string;
  }>(`${caseId}/answer/${panelSubject ?? ""}`, () => ({
    noticeId: panelSubject,
    as: null,
    text: "",
    ticket: "",
  }));
  const notice = notices.find(({ id }) => id === draft.noticeId) ?? notices[0];
  const write = useCaseAction({
    caseId,
    run: ({ noticeId, as }: { noticeId: string; as: WrittenState }) =>
      api.writeAnswer(noticeId, {
        as,
        text: draft.text.trim(),
        ...(draft.ticket.trim() === "" ? {} : { ticket: draft.ticket.trim() }),
      }),
    done: texts.answer.written,
    onDone: () => {
      forget();
      openPanel(null);
    },
  });
  const submit = () => {
    if (notice !== undefined && draft.as !== null && !write.isPending) {
      write.mutate({ noticeId: notice.id, as: draft.as });
    }
  };
  useKeys("case", (action) => {
    if (action !== "send") return false;
    submit();
    return true;
  });
  if (notice === undefined) {
    return (
      <Panel title={texts.answer.write}>
        <p>{texts.answer.noNotice}</p>
      </Panel>
    );
  }
  return (
    <Panel title={texts.answer.write}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {notices.length > 1 ? (
          <Picker
            label={texts.answer.about}
            sections={[
              {
                title: null,
                options: notices.map(({ id, to, subject }) => ({
                  value: id,
                  label: `${to.name}, ${subject}`,
                })),
              },
            ]}
            value={notice.id}
            onChange={(noticeId) => change({ noticeId })}
          />
        ) : (
          <p>
            {texts.label(texts.answer.about)} <strong>{notice.to.name}</strong>
          </p>
        )}
        <Choice
          label={texts.answer.says}
          options={states.map((value) => ({ value, label: texts.answer.states[value] }))}
          value={draft.as}
          onChange={(as) => change({ as })}
        />
        <Field
          label={texts.answer.text}
          help={texts.answer.textHelp}
          lines={5}
          maxLength={10_000}
          value={draft.text}
          onChange={(text) => change({ text })}
        />
        <Field
          label={texts.answer.ticket}
          autoComplete="off"
          maxLength={200}
          value={draft.ticket}
          onChange={(ticket) => change({ ticket })}
        />
        <Trouble error={write.error} onReload={reload} />
        <div className="form-actions">
          <ActionButton
            look="main"
            type="submit"
            keyAction="send"
            isPending={write.isPending}
            isDisabled={draft.as === null}
          >
            {texts.answer.submit}
          </ActionButton>
        </div>
      </form>
    </Panel>
  );
}
