import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { HandoverView } from "@vigie/contract";
import { useState } from "react";
import { queryKeys, useColleagues, useHandovers } from "../api/queries.ts";
import { api } from "../api.ts";
import { fullDay } from "../format/time.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useSession } from "../shell/session-context.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { Field } from "../ui/field.tsx";
import { Picker } from "../ui/picker.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { When } from "../ui/when.tsx";

interface HandoverNotesProps {
  /** The case that a new note may be about, where one is open. */
  about?: { id: string; number: string };
}

/** What colleagues left for the next shift, and a place to leave something. For whoever works on cases. */
export function HandoverNotes({ about }: HandoverNotesProps) {
  const texts = useTexts();
  const notes = useHandovers();
  const [writing, setWriting] = useState(false);
  const shown = notes.data?.pages.flatMap((page) => page.notes) ?? [];
  return (
    <section className="side-card handover" aria-labelledby="handover-title">
      <div className="handover-head">
        <h2 className="title-2" id="handover-title">
          {texts.handover.title}
        </h2>
        {!writing && (
          <ActionButton small onPress={() => setWriting(true)}>
            {texts.handover.write}
          </ActionButton>
        )}
      </div>
      {writing && <WriteForm {...(about ? { about } : {})} onDone={() => setWriting(false)} />}
      <Trouble error={notes.error} onRetry={() => void notes.refetch()} />
      {notes.isSuccess && shown.length === 0 && <p className="quiet">{texts.handover.empty}</p>}
      {shown.length > 0 && (
        <ul className="handover-list">
          {shown.map((note) => (
            <li key={note.id}>
              <Note note={note} />
            </li>
          ))}
        </ul>
      )}
      {notes.hasNextPage && (
        <ActionButton small isPending={notes.isFetchingNextPage} onPress={() => void notes.fetchNextPage()}>
          {texts.handover.more}
        </ActionButton>
      )}
    </section>
  );
}

function Note({ note }: { note: HandoverView }) {
  const texts = useTexts();
  const client = useQueryClient();
  const { id, mine, by, to, at, text } = note;
  const settle = useMutation({
    mutationFn: () => (mine ? api.takeBackHandover(id) : api.readHandover(id)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.handovers });
      announce(mine ? texts.handover.takenBack : texts.handover.readDone);
    },
  });
  return (
    <article className="handover-note">
      <p className="small quiet">
        <bdi>{mine ? texts.handover.mine : texts.handover.from(by)}</bdi>,{" "}
        {to === null ? texts.handover.toTeam : <bdi>{texts.handover.toName(to)}</bdi>}, <When at={at} />
        {note.case !== null && (
          <>
            {", "}
            <PlaceLink to={{ page: "case", caseId: note.case.id, panel: null }}>{note.case.number}</PlaceLink>
          </>
        )}
      </p>
      <p className="handover-text" dir="auto">
        {text}
      </p>
      <Trouble error={settle.error} />
      <ActionButton
        look="bare"
        small
        isPending={settle.isPending}
        aria-label={mine ? texts.handover.takeBackOf : texts.handover.readOf(by)}
        onPress={() => settle.mutate()}
      >
        {mine ? texts.handover.takeBack : texts.handover.read}
      </ActionButton>
    </article>
  );
}

const everybody = "everybody";
const noCase = "none";

function WriteForm({ about, onDone }: HandoverNotesProps & { onDone: () => void }) {
  const texts = useTexts();
  const language = useLanguage();
  const client = useQueryClient();
  const { me } = useSession();
  const [text, setText] = useState("");
  const [to, setTo] = useState(everybody);
  const [aboutCase, setAboutCase] = useState(about?.id ?? noCase);
  const others = (useColleagues().data?.colleagues ?? []).filter(
    ({ id, role }) => id !== me.member.id && role !== "observer",
  );
  const write = useMutation({
    mutationFn: () =>
      api.writeHandover({
        text: text.trim(),
        to: to === everybody ? null : to,
        caseId: aboutCase === noCase ? null : aboutCase,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.handovers });
      announce(texts.handover.written);
      onDone();
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") write.mutate();
      }}
    >
      <Field
        label={texts.handover.text}
        help={texts.handover.placeholder}
        lines={3}
        autoFocus
        maxLength={2000}
        value={text}
        onChange={setText}
      />
      <Picker
        label={texts.handover.to}
        sections={[
          {
            title: null,
            options: [
              { value: everybody, label: texts.handover.wholeTeam },
              ...others.map(({ id, name, backOn }) => ({
                value: id,
                label:
                  backOn === null
                    ? name
                    : `${name} (${texts.handover.away(fullDay(backOn, language) ?? backOn)})`,
              })),
            ],
          },
        ]}
        value={to}
        onChange={setTo}
      />
      {about !== undefined && (
        <Picker
          label={texts.handover.case}
          sections={[
            {
              title: null,
              options: [
                { value: about.id, label: about.number },
                { value: noCase, label: texts.handover.noCase },
              ],
            },
          ]}
          value={aboutCase}
          onChange={setAboutCase}
        />
      )}
      <p className="field-help">{texts.handover.expires}</p>
      <Trouble error={write.error} />
      <div className="form-actions">
        <ActionButton look="main" type="submit" isPending={write.isPending} isDisabled={text.trim() === ""}>
          {texts.handover.submit}
        </ActionButton>
        <ActionButton look="bare" onPress={onDone}>
          {texts.cancel}
        </ActionButton>
      </div>
    </form>
  );
}
