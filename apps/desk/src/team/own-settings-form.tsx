import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  type OwnSettingsBody,
  type OwnSettingsView,
  type Topic,
  topics,
  type Viewing,
  viewingFilters,
} from "@vigie/contract";
import { useState } from "react";
import { mayCall, queryKeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { useSession } from "../shell/session-context.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { Picker } from "../ui/picker.tsx";
import { Tick } from "../ui/tick.tsx";
import { TickList } from "../ui/tick-list.tsx";
import { Trouble } from "../ui/trouble.tsx";

/** Those that reports in France and its neighbours come in most. */
const offeredLanguages = ["fr", "en", "ar", "de", "es", "it", "nl", "pl", "pt", "ro", "ru", "tr", "uk", "zh"];

/** Opt-outs, languages, viewing filters and absence, saved together. */
export function OwnSettingsForm({ stored }: { stored: OwnSettingsView }) {
  const texts = useTexts();
  const language = useLanguage();
  const client = useQueryClient();
  const { role } = useSession().me.member;
  const { topics: permitted, ...choices } = stored;
  const [draft, setDraft] = useState<OwnSettingsBody>(choices);
  const change = (part: Partial<OwnSettingsBody>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => api.saveOwnSettings(draft),
    onSuccess: async () => {
      client.setQueryData(queryKeys.ownSettings, { ...draft, topics: permitted });
      await client.invalidateQueries({ queryKey: queryKeys.colleagues });
      announce(texts.me.saved);
    },
  });
  const changed = JSON.stringify(draft) !== JSON.stringify(choices);
  const { absence } = draft;
  const wrongOrder = absence !== null && !(absence.from < absence.backOn);
  const names = new Intl.DisplayNames(language, { type: "language" });
  const known = [...new Set([...offeredLanguages, ...draft.languagesRead])];
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrongOrder) save.mutate();
      }}
    >
      {mayCall(role, "listCases") && (
        <>
          <section className="side-card">
            <p className="quiet">
              {permitted === null
                ? texts.me.allTopics
                : texts.me.topics(permitted.map((topic) => texts.topics[topic]).join(", "))}
            </p>
            <TickList
              label={texts.me.optOuts}
              help={texts.me.optOutsHelp}
              options={topics.map((topic) => ({ value: topic, label: texts.topics[topic] }))}
              values={draft.optOuts}
              onChange={(optOuts) => change({ optOuts })}
            />
          </section>
          <section className="side-card">
            <TickList
              label={texts.me.languages}
              help={texts.me.languagesHelp}
              options={known.map((code) => ({ value: code, label: names.of(code) ?? code }))}
              values={draft.languagesRead}
              onChange={(languagesRead) => change({ languagesRead })}
            />
          </section>
          <ViewingPart viewing={draft.viewing} onChange={(viewing) => change({ viewing })} />
        </>
      )}
      <section className="side-card" aria-labelledby="absence-title">
        <h2 className="title-2" id="absence-title">
          {texts.me.absence}
        </h2>
        <p className="field-help">{texts.me.absenceHelp}</p>
        <Tick
          isSelected={absence !== null}
          onChange={(away) => change({ absence: away ? { from: "", backOn: "" } : null })}
        >
          {texts.me.absent}
        </Tick>
        {absence !== null && (
          <div className="field-pair">
            <Field
              label={texts.me.absentFrom}
              type="date"
              value={absence.from}
              onChange={(from) => change({ absence: { ...absence, from } })}
            />
            <Field
              label={texts.me.backOn}
              type="date"
              value={absence.backOn}
              error={
                wrongOrder && absence.from !== "" && absence.backOn !== "" ? texts.me.absenceOrder : null
              }
              onChange={(backOn) => change({ absence: { ...absence, backOn } })}
            />
          </div>
        )}
      </section>
      <Trouble error={save.error} />
      <div className="form-actions own-save">
        <ActionButton
          look="main"
          type="submit"
          isPending={save.isPending}
          isDisabled={!changed || wrongOrder}
        >
          {texts.me.save}
        </ActionButton>
        {changed && (
          <p className="small quiet" role="status">
            {texts.me.unsaved}
          </p>
        )}
      </div>
    </form>
  );
}

function ViewingPart({ viewing, onChange }: { viewing: Viewing; onChange: (viewing: Viewing) => void }) {
  const texts = useTexts();
  const filters = viewingFilters.map((value) => ({ value, label: texts.me.filters[value] }));
  const ruled = topics.filter((topic) => viewing.byTopic[topic] !== undefined);
  const free = topics.filter((topic) => viewing.byTopic[topic] === undefined);
  const without = (topic: Topic) => {
    const { [topic]: _, ...byTopic } = viewing.byTopic;
    return byTopic;
  };
  return (
    <section className="side-card" aria-labelledby="viewing-title">
      <h2 className="title-2" id="viewing-title">
        {texts.me.viewing}
      </h2>
      <p className="field-help">{texts.me.viewingHelp}</p>
      <TickList
        label={texts.me.viewingUsual}
        options={filters}
        values={viewing.usual}
        onChange={(usual) => onChange({ ...viewing, usual })}
      />
      {ruled.map((topic) => (
        <div className="viewing-rule" key={topic}>
          <TickList
            label={texts.me.viewingFor(texts.topics[topic])}
            options={filters}
            values={viewing.byTopic[topic] ?? []}
            onChange={(chosen) => onChange({ ...viewing, byTopic: { ...viewing.byTopic, [topic]: chosen } })}
          />
          <ActionButton
            look="bare"
            small
            aria-label={texts.me.viewingRemove(texts.topics[topic])}
            onPress={() => onChange({ ...viewing, byTopic: without(topic) })}
          >
            <Icon name="close" />
          </ActionButton>
        </div>
      ))}
      {free.length > 0 && (
        <Picker
          label={texts.me.viewingAdd}
          sections={[
            { title: null, options: free.map((topic) => ({ value: topic, label: texts.topics[topic] })) },
          ]}
          value={null}
          onChange={(value) => {
            const topic = free.find((each) => each === value);
            if (topic !== undefined) {
              onChange({ ...viewing, byTopic: { ...viewing.byTopic, [topic]: [...viewing.usual] } });
            }
          }}
        />
      )}
    </section>
  );
}
