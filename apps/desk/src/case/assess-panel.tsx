import { type AssessCaseBody, type GroundView, manifestness, minorAnswers } from "@vigie/contract";
import { useState } from "react";
import { useCatalogue } from "../api/queries.ts";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import {
  type AssessDraft,
  type AssessGap,
  assessBody,
  assessGaps,
  forbidsFetch,
  withElements,
} from "./assess-rules.ts";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { GroundElements } from "./ground-elements.tsx";
import { GroundsPicker } from "./grounds-picker.tsx";
import { newestFirst } from "./newest-first.ts";
import { Panel } from "./panel.tsx";
import { useCaseAction } from "./use-case-action.ts";

/** What it is, how plain, whether a minor is concerned, and why. A new one starts from the one that stands, or from a match's. */
export function AssessPanel() {
  const texts = useTexts();
  const { view, openPanel, reload, panelSubject } = useOpenCase();
  const caseId = view.summary.id;
  const catalogue = useCatalogue();
  const [draft, change, forget] = useDraft<AssessDraft>(`${caseId}/assess`, () => {
    const [standing] = newestFirst(view.assessments, ({ at }) => at);
    const taken = view.matches.find(({ id }) => id === panelSubject)?.proposes;
    return {
      grounds: taken?.grounds ?? standing?.grounds ?? [],
      manifest: taken?.manifest ?? standing?.manifest ?? null,
      minor: standing?.minor ?? null,
      reasons: standing?.reasons ?? "",
    };
  });
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const assess = useCaseAction({
    caseId,
    run: (body: AssessCaseBody) => api.assessCase(caseId, body),
    done: texts.assess.done,
    onDone: () => {
      forget();
      openPanel(null);
    },
  });
  const gaps = tried ? assessGaps(draft) : [];
  const gapSentence = (gap: AssessGap, sentence: string) => (gaps.includes(gap) ? sentence : null);
  const grounds = catalogue.data?.grounds ?? [];
  const chosen = draft.grounds
    .map((slug) => grounds.find((ground) => ground.slug === slug))
    .filter((ground): ground is GroundView => ground !== undefined);

  return (
    <Panel title={texts.assess.title}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          const body = assessBody(draft);
          if (body !== null) assess.mutate(body);
        }}
      >
        <Trouble error={catalogue.error} onRetry={() => void catalogue.refetch()} />
        <GroundsPicker
          grounds={grounds}
          chosen={draft.grounds}
          onChange={(slugs) => change({ grounds: slugs })}
          error={gapSentence("ground", texts.assess.needGround)}
        />
        {forbidsFetch(chosen) && <p className="look-here">{texts.assess.noFetchWarning}</p>}
        {chosen.length > 0 && (
          <fieldset className="form-part">
            <legend className="field-label">{texts.assess.elements}</legend>
            <p className="field-help">{texts.assess.elementsHelp}</p>
            {chosen.map((ground) => (
              <GroundElements
                key={ground.slug}
                ground={ground}
                ticked={ticked}
                onTick={(element, isTicked) =>
                  setTicked(isTicked ? [...ticked, element] : ticked.filter((other) => other !== element))
                }
              />
            ))}
            <ActionButton
              small
              isDisabled={ticked.length === 0}
              onPress={() => change({ reasons: withElements(draft.reasons, ticked) })}
            >
              {texts.assess.useElements}
            </ActionButton>
          </fieldset>
        )}
        <Choice
          label={texts.assess.manifest}
          help={texts.assess.manifestHelp}
          error={gapSentence("manifest", texts.assess.needMinor)}
          options={manifestness.map((value) => ({ value, label: texts.assess.manifestness[value] }))}
          value={draft.manifest}
          onChange={(manifest) => change({ manifest })}
        />
        <Choice
          label={texts.assess.minor}
          help={
            draft.minor === "yes"
              ? texts.assess.minorYes
              : draft.minor === "unsure"
                ? texts.assess.minorUnsure
                : undefined
          }
          error={gapSentence("minor", texts.assess.needMinor)}
          options={minorAnswers.map((value) => ({ value, label: texts.assess.minorAnswers[value] }))}
          value={draft.minor}
          onChange={(minor) => change({ minor })}
        />
        <Field
          label={texts.assess.reasons}
          help={texts.assess.reasonsHelp}
          error={gapSentence("reasons", texts.assess.needReasons)}
          lines={6}
          maxLength={10_000}
          value={draft.reasons}
          onChange={(reasons) => change({ reasons })}
        />
        <Trouble error={assess.error} onReload={reload} />
        <div className="form-actions">
          <ActionButton look="main" type="submit" isPending={assess.isPending}>
            {texts.assess.submit}
          </ActionButton>
        </div>
      </form>
    </Panel>
  );
}
