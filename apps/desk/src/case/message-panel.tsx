import { api } from "../api.ts";
import { relativeTime } from "../format/time.ts";
import { useSession } from "../shell/session-context.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Field } from "../ui/field.tsx";
import { Picker } from "../ui/picker.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useNow } from "../ui/use-now.ts";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { Panel } from "./panel.tsx";
import { Thread } from "./thread.tsx";
import { useCaseAction } from "./use-case-action.ts";

/** Writing to one reporter, under the receipt; the thread above once the words are open. */
export function MessagePanel() {
  const texts = useTexts();
  const language = useLanguage();
  const now = useNow();
  const { me, askUnlock } = useSession();
  const { view, words, openPanel, reload } = useOpenCase();
  const caseId = view.summary.id;
  const reachable = view.reports
    .map((report, index) => ({ report, number: index + 1 }))
    .filter(({ report }) => report.hasReceipt && !report.withdrawn);
  const [draft, change, forget] = useDraft<{ reportId: string | null; text: string }>(
    `${caseId}/message`,
    () => ({
      reportId: reachable[0]?.report.id ?? null,
      text: "",
    }),
  );
  const answer = useCaseAction({
    caseId,
    run: (body: { reportId: string; text: string }) => api.answerReporter(caseId, body),
    done: texts.message.done,
    onDone: () => {
      forget();
      openPanel(null);
    },
  });
  const chosen = reachable.find(({ report }) => report.id === draft.reportId) ?? reachable[0];
  if (chosen === undefined) {
    return (
      <Panel title={texts.message.title}>
        <p>{texts.message.none}</p>
      </Panel>
    );
  }
  const thread = words?.reports.find(({ id }) => id === chosen.report.id)?.messages;
  return (
    <Panel title={texts.message.title}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.text.trim() !== "")
            answer.mutate({ reportId: chosen.report.id, text: draft.text.trim() });
        }}
      >
        <Picker
          label={texts.message.to}
          sections={[
            {
              title: null,
              options: reachable.map(({ report, number }) => ({
                value: report.id,
                label: `${texts.words.report(number)}, ${relativeTime(report.at, now, language)}, ${texts.words.languages[report.language]}`,
              })),
            },
          ]}
          value={chosen.report.id}
          onChange={(reportId) => change({ reportId })}
        />
        {!me.unlocked && (
          <p className="record-line quiet">
            {texts.message.locked}
            <ActionButton small keyAction="unlock" onPress={askUnlock}>
              {texts.words.action}
            </ActionButton>
          </p>
        )}
        {thread !== undefined &&
          (thread.length === 0 ? (
            <p className="quiet">{texts.message.empty}</p>
          ) : (
            <Thread messages={thread} />
          ))}
        <Field
          label={texts.message.text}
          help={texts.message.help}
          lines={6}
          autoFocus
          maxLength={10_000}
          value={draft.text}
          onChange={(text) => change({ text })}
        />
        <Trouble error={answer.error} onReload={reload} />
        <div className="form-actions">
          <ActionButton
            look="main"
            type="submit"
            isPending={answer.isPending}
            isDisabled={draft.text.trim() === ""}
          >
            {texts.message.submit}
          </ActionButton>
        </div>
      </form>
    </Panel>
  );
}
