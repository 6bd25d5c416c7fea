import { blackmailStages, type Situation, standings } from "@vigie/contract";
import { useState } from "react";
import { api } from "../api.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { Panel } from "./panel.tsx";
import { countryName, type SituationDraft, situationDraft, situationOf } from "./situation-rules.ts";
import { useCaseAction } from "./use-case-action.ts";

/** What the choice of routes depends on. It opens with what is already known. */
export function SituationPanel() {
  const texts = useTexts();
  const { plan } = useOpenCase();
  const situation = plan.data?.plan.situation;
  return (
    <Panel title={texts.situation.title}>
      {situation === undefined ? (
        <>
          <p className="quiet">{texts.route.waitingForPlan}</p>
          <Trouble error={plan.error} onRetry={plan.refetch} />
        </>
      ) : (
        <SituationForm situation={situation} />
      )}
    </Panel>
  );
}

const threeAnswers = ["yes", "no", "unknown"] as const;

function SituationForm({ situation }: { situation: Situation }) {
  const texts = useTexts();
  const language = useLanguage();
  const { view, openPanel, reload } = useOpenCase();
  const caseId = view.summary.id;
  const [draft, change, forget] = useDraft<SituationDraft>(`${caseId}/situation`, () =>
    situationDraft(situation),
  );
  const [tried, setTried] = useState(false);
  const body = situationOf(draft);
  const save = useCaseAction({
    caseId,
    run: (next: Situation) => api.setSituation(caseId, next),
    done: texts.situation.done,
    onDone: () => {
      forget();
      openPanel(null);
    },
  });
  const { questions, helps } = texts.situation;
  const answers = threeAnswers.map((value) => ({ value, label: texts.situation.answers[value] }));
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (body !== null) save.mutate(body);
      }}
    >
      <p className="quiet">{texts.situation.help}</p>
      <Choice
        label={questions.uploaderHostile}
        help={helps.uploaderHostile}
        options={answers}
        value={draft.uploaderHostile}
        onChange={(uploaderHostile) => change({ uploaderHostile })}
      />
      <Choice
        label={questions.blackmail}
        options={blackmailStages.map((value) => ({ value, label: texts.situation.blackmail[value] }))}
        value={draft.blackmail}
        onChange={(blackmail) => change({ blackmail })}
      />
      <Choice
        label={questions.uploaderKnowsVictim}
        help={helps.uploaderKnowsVictim}
        options={answers}
        value={draft.uploaderKnowsVictim}
        onChange={(uploaderKnowsVictim) => change({ uploaderKnowsVictim })}
      />
      <Choice
        label={questions.minor}
        options={answers}
        value={draft.minor}
        onChange={(minor) => change({ minor })}
      />
      <Choice
        label={questions.fileAtHand}
        help={helps.fileAtHand}
        options={answers}
        value={draft.fileAtHand}
        onChange={(fileAtHand) => change({ fileAtHand })}
      />
      <Choice
        label={questions.standing}
        options={standings.map((value) => ({ value, label: texts.situation.standing[value] }))}
        value={draft.standing}
        onChange={(standing) => change({ standing })}
      />
      <Field
        label={questions.country}
        help={countryName(draft.country, language) ?? helps.country}
        error={tried && body === null ? texts.situation.countryWrong : null}
        maxLength={2}
        autoComplete="off"
        value={draft.country}
        onChange={(country) => change({ country: country.toUpperCase() })}
      />
      <Trouble error={save.error} onReload={reload} />
      <div className="form-actions">
        <ActionButton look="main" type="submit" isPending={save.isPending}>
          {texts.situation.submit}
        </ActionButton>
      </div>
    </form>
  );
}
