import {
  type AssessCaseBody,
  type AssessGroupAnswer,
  type GroundView,
  manifestness,
  minorAnswers,
} from "@vigie/contract";
import { useRef, useState } from "react";
import { useCaseGroup, useCatalogue } from "../api/queries.ts";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import {
  type AssessDraft,
  type AssessGap,
  assessBody,
  assessGaps,
  elementsOf,
  forbidsFetch,
  tickElements,
  toggleGround,
  withElements,
} from "./assess-rules.ts";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { GradeField } from "./grade-field.tsx";
import { GroundElements } from "./ground-elements.tsx";
import { GroundsPicker } from "./grounds-picker.tsx";
import { GroundsProposed } from "./grounds-proposed.tsx";
import { GroupField, GroupOutcomes } from "./group-field.tsx";
import { openMatches } from "./match-rules.ts";
import { MovedOn, useAsRead } from "./moved-on.tsx";
import { newestFirst } from "./newest-first.ts";
import { Panel } from "./panel.tsx";
import { guessGrounds } from "./text-card-rules.ts";
import { useCaseAction } from "./use-case-action.ts";

/** What it is, how plain, whether a minor is concerned, and why. A new one starts from the one that stands, or from a match's. */
export function AssessPanel() {
  const texts = useTexts();
  const language = useLanguage();
  const { view, openPanel, reload, panelSubject } = useOpenCase();
  const caseId = view.summary.id;
  const words = texts.queue.judge;
  const catalogue = useCatalogue();
  const group = useCaseGroup(caseId, true).data;
  const { read, accept } = useAsRead();
  const match = view.matches.find(({ id }) => id === panelSubject);
  const [draft, change, forget] = useDraft<AssessDraft>(`${caseId}/assess/${panelSubject ?? ""}`, () => {
    const [standing] = newestFirst(view.assessments, ({ at }) => at);
    const taken = match?.proposes ?? null;
    const where =
      match === undefined
        ? ""
        : match.origin.kind === "case"
          ? words.whereCase(match.origin.number)
          : words.whereBank(match.origin.bank);
    return {
      grounds: taken?.grounds ?? standing?.grounds ?? [],
      manifest: taken?.manifest ?? standing?.manifest ?? null,
      minor: taken?.minor ?? standing?.minor ?? null,
      reasons: taken !== null ? words.fromMatch(where) : (standing?.reasons ?? ""),
      publicReasons: standing?.publicReasons ?? "",
      grade: standing?.grade ?? null,
      ticked: [],
      also: [],
    };
  });
  const [tried, setTried] = useState(false);
  const [outcomes, setOutcomes] = useState<AssessGroupAnswer["outcomes"] | null>(null);
  const matchSettled = useRef(false);
  const waits = openMatches(view.matches).some(({ id }) => id === match?.id);
  const assess = useCaseAction({
    caseId,
    run: async ({ body, also }: { body: AssessCaseBody; also: readonly string[] }) => {
      if (match !== undefined && waits && !matchSettled.current) {
        await api.settleMatch(match.id, { outcome: "confirm" });
        matchSettled.current = true;
      }
      if (also.length > 0) return api.assessGroup(caseId, also, body);
      const after = await api.assessCase(caseId, body);
      return { outcomes: null, proposed: after.proposed !== null };
    },
    done: (answer) =>
      answer.outcomes !== null ? words.groupDone : answer.proposed ? words.proposed : texts.assess.done,
    onDone: (answer) => {
      forget();
      if (answer.outcomes === null) openPanel(null);
      else setOutcomes(answer.outcomes);
    },
  });
  const gaps = tried ? assessGaps(draft) : [];
  const gapSentence = (gap: AssessGap, sentence: string) => (gaps.includes(gap) ? sentence : null);
  const grounds = catalogue.data?.grounds ?? [];
  const groundOf = (slug: string) => grounds.find((ground) => ground.slug === slug);
  const chosen = draft.grounds.flatMap((slug) => groundOf(slug) ?? []);
  const guesses = guessGrounds(view, catalogue.data);
  const textOf = (key: string) => {
    const ground = groundOf(key.slice(0, key.indexOf(" ")));
    return ground === undefined
      ? null
      : (elementsOf(ground, language).find((element) => element.key === key)?.text ?? null);
  };
  const toggle = (ground: GroundView) => change(toggleGround(draft, ground, { language, textOf }));
  const choose = (slugs: readonly string[]) => {
    const kept = draft.ticked.filter((key) => slugs.includes(key.slice(0, key.indexOf(" "))));
    change({ grounds: slugs, ...tickElements(draft, kept, textOf) });
  };
  const submit = () => {
    setTried(true);
    const body = assessBody(draft, read.version);
    if (body === null || assess.isPending) return;
    const known = new Set(group?.cases.map(({ id }) => id));
    assess.mutate({ body, also: draft.also.filter((id) => known.has(id)) });
  };
  useKeys("assess", (action, _event, key) => {
    if (outcomes !== null) return false;
    if (action === "choose") {
      const guess = guesses[Number(key) - 1];
      if (guess === undefined) return false;
      toggle(guess.ground);
    } else if (action === "minorYes") change({ minor: "yes" });
    else if (action === "minorNo") change({ minor: "no" });
    else if (action === "minorUnsure") change({ minor: "unsure" });
    else return false;
    return true;
  });
  useKeys("case", (action) => {
    if (action !== "send" || outcomes !== null) return false;
    submit();
    return true;
  });

  if (outcomes !== null) {
    const numberOf = (id: string) =>
      id === caseId ? view.summary.number : (group?.cases.find((one) => one.id === id)?.number ?? id);
    return (
      <Panel title={texts.assess.title}>
        <GroupOutcomes outcomes={outcomes} numberOf={numberOf} />
      </Panel>
    );
  }
  return (
    <Panel title={texts.assess.title}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <MovedOn
          read={read}
          onSeen={() => {
            accept();
            assess.reset();
          }}
        />
        {match?.proposes != null && waits && <p className="look-here small">{words.fromMatchHelp}</p>}
        <Trouble error={catalogue.error} onRetry={() => void catalogue.refetch()} />
        <GroundsProposed guesses={guesses} chosen={draft.grounds} onToggle={toggle} />
        <GroundsPicker
          grounds={grounds}
          chosen={draft.grounds}
          onChange={choose}
          error={gapSentence("ground", texts.assess.needGround)}
        />
        {forbidsFetch(chosen) && <p className="look-here">{texts.assess.noFetchWarning}</p>}
        {chosen.length > 0 && (
          <fieldset className="form-part">
            <legend className="field-label">{texts.assess.elements}</legend>
            <p className="field-help">{words.elementsHelp}</p>
            {chosen.map((ground) => (
              <GroundElements
                key={ground.slug}
                ground={ground}
                ticked={draft.ticked}
                onTick={(key, isTicked) =>
                  change(
                    tickElements(
                      draft,
                      isTicked ? [...draft.ticked, key] : draft.ticked.filter((other) => other !== key),
                      textOf,
                    ),
                  )
                }
              />
            ))}
            <ActionButton
              small
              isDisabled={draft.ticked.length === 0}
              onPress={() =>
                change({
                  reasons: withElements(
                    draft.reasons,
                    draft.ticked.flatMap((key) => textOf(key) ?? []),
                  ),
                })
              }
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
                : words.minorKeys
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
        <Field
          label={words.publicReasons}
          help={words.publicReasonsHelp}
          lines={3}
          maxLength={2000}
          value={draft.publicReasons}
          onChange={(publicReasons) => change({ publicReasons })}
        />
        <GradeField
          grade={draft.grade}
          authorities={catalogue.data?.authorities ?? []}
          error={gapSentence("grade", words.needGrade)}
          onChange={(grade) => change({ grade })}
        />
        {group !== undefined && (
          <GroupField group={group} chosen={draft.also} onChange={(also) => change({ also })} />
        )}
        <Trouble
          error={assess.error}
          onReload={() => {
            assess.reset();
            reload();
          }}
        />
        <div className="form-actions">
          <ActionButton look="main" type="submit" keyAction="send" isPending={assess.isPending}>
            {draft.also.length > 0 ? words.submitFor(draft.also.length + 1) : texts.assess.submit}
          </ActionButton>
        </div>
      </form>
    </Panel>
  );
}
