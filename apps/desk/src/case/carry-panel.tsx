import type { NoticeView } from "@vigie/contract";
import { useRef, useState } from "react";
import { routePath } from "../api/route-path.ts";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { AddressText } from "../ui/address-text.tsx";
import { announce } from "../ui/announcement.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { answerAfter, noticeToCarry } from "./carry-rules.ts";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { FormAnswers } from "./form-answers.tsx";
import { NoticeLetter } from "./notice-letter.tsx";
import { OfficialLink } from "./official-link.tsx";
import { Panel } from "./panel.tsx";
import { useCaseAction } from "./use-case-action.ts";

/** A prepared notice on its way by hand: where to bring it, what to put there, and the record of having done so. */
export function CarryPanel() {
  const texts = useTexts();
  const { view, panelSubject } = useOpenCase();
  const notice = noticeToCarry(view.notices, panelSubject);
  if (notice === null) {
    return (
      <Panel title={texts.carry.title}>
        <p>{texts.carry.nothing}</p>
      </Panel>
    );
  }
  return (
    <Panel title={texts.carry.titleFor(notice.to.name)}>
      <p>{texts.carry.why[notice.channel === "post" ? "post" : "web_form"]}</p>
      {notice.channel === "post" ? <Letter notice={notice} /> : <OfficialForm notice={notice} />}
      <details className="fold">
        <summary>{texts.notice.show}</summary>
        <NoticeLetter notice={notice} />
      </details>
      <RecordForm key={notice.id} notice={notice} />
    </Panel>
  );
}

function Letter({ notice }: { notice: NoticeView }) {
  const texts = useTexts();
  return (
    <div className="carry-place">
      <address className="step-postal">
        <strong>{notice.to.name}</strong>
        {notice.to.postal?.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </address>
      <p className="copy-list">
        <a
          className="official-link"
          href={routePath("noticeLetter", { noticeId: notice.id })}
          target="_blank"
          rel="noopener noreferrer"
        >
          {texts.carry.letter}
        </a>
      </p>
    </div>
  );
}

/** The official form's address and the prepared answers, copied one by one with a key. */
function OfficialForm({ notice }: { notice: NoticeView }) {
  const texts = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const [copied, setCopied] = useState<ReadonlySet<number>>(new Set());
  // Where copying failed, the text stays selected for the browser's own keys; the next press moves on.
  const [selected, setSelected] = useState<number | null>(null);
  const { form, to } = notice;
  const place = (index: number) => texts.carry.place(index + 1, form.length, form[index]?.label ?? "");

  const moveOn = (from: number, said: string) => {
    const next = answerAfter(from, form.length);
    setCurrent(next);
    setSelected(null);
    announce(next === from ? `${said} ${texts.carry.last}` : `${said} ${texts.carry.next(place(next))}`);
    list.current?.querySelector(`[data-form-answer="${next}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const copy = async (index: number) => {
    if (selected === index) return moveOn(index, "");
    try {
      await navigator.clipboard.writeText(form[index]?.value ?? "");
    } catch {
      const value = list.current?.querySelector(`[data-form-answer="${index}"]`);
      if (value) window.getSelection()?.selectAllChildren(value);
      setCurrent(index);
      setSelected(index);
      return announce(texts.carry.copyByHand(place(index)));
    }
    setCopied((before) => new Set([...before, index]));
    moveOn(index, texts.carry.copied(place(index)));
  };
  useKeys("carry", (action) => {
    if (action !== "copy" || form.length === 0) return false;
    void copy(current);
    return true;
  });

  return (
    <div className="carry-place">
      {to.url !== null && (
        <p className="copy-list">
          <AddressText url={to.url} readableUrl={null} />
          <CopyButton text={to.url} label={`${texts.route.copyUrl}, ${to.name}`} />
          <OfficialLink url={to.url} name={to.name} />
        </p>
      )}
      <section aria-labelledby="carry-answers" ref={list}>
        <h3 className="title-3" id="carry-answers">
          {texts.carry.answers}{" "}
          <span className="quiet">{texts.carry.progress(copied.size, form.length)}</span>
        </h3>
        {form.length > 0 && (
          <div className="form-actions">
            <ActionButton look="main" keyAction="copy" onPress={() => void copy(current)}>
              {texts.carry.copyNext}
            </ActionButton>
          </div>
        )}
        <FormAnswers
          answers={form}
          language={notice.language}
          current={current}
          beside={(index) => (
            <ActionButton
              look="bare"
              small
              aria-label={`${copied.has(index) ? texts.copied : texts.copy}, ${place(index)}`}
              onPress={() => void copy(index)}
            >
              <Icon name={copied.has(index) ? "done" : "copy"} />
              {copied.has(index) ? texts.copied : texts.copy}
            </ActionButton>
          )}
        />
      </section>
    </div>
  );
}

/** What came of it: a reference and a proof, or that it will not go. */
function RecordForm({ notice }: { notice: NoticeView }) {
  const texts = useTexts();
  const { view, openPanel, reload } = useOpenCase();
  const caseId = view.summary.id;
  const [draft, change, forget] = useDraft(`${caseId}/carry/${notice.id}`, () => ({
    reference: "",
    proof: "",
  }));
  const goOn = () => {
    forget();
    const others = view.notices.filter(({ id }) => id !== notice.id);
    openPanel(noticeToCarry(others, null) === null ? null : "carry");
  };
  const record = useCaseAction({
    caseId,
    run: () =>
      api.recordNotice(notice.id, {
        outcome: "handed_over",
        reference: draft.reference.trim() || null,
        proof: draft.proof.trim() || null,
      }),
    done: texts.carry.recorded,
    onDone: goOn,
  });
  const giveUp = useCaseAction({
    caseId,
    run: () => api.recordNotice(notice.id, { outcome: "given_up" }),
    done: texts.carry.gaveUp,
    onDone: goOn,
  });
  const busy = record.isPending || giveUp.isPending;
  useKeys("case", (action) => {
    if (action !== "send") return false;
    if (!busy) record.mutate(undefined);
    return true;
  });
  return (
    <form
      className="form carry-record"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) record.mutate(undefined);
      }}
    >
      <h3 className="title-3">{texts.carry.after}</h3>
      <Field
        label={texts.carry.reference}
        help={texts.carry.referenceHelp}
        autoComplete="off"
        maxLength={200}
        value={draft.reference}
        onChange={(reference) => change({ reference })}
      />
      <Field
        label={texts.carry.proof}
        help={texts.carry.proofHelp}
        lines={3}
        maxLength={4000}
        value={draft.proof}
        onChange={(proof) => change({ proof })}
      />
      <Trouble error={record.error ?? giveUp.error} onReload={reload} />
      <div className="form-actions">
        <ActionButton
          look="main"
          type="submit"
          keyAction="send"
          isPending={record.isPending}
          isDisabled={busy}
        >
          {texts.carry.record}
        </ActionButton>
        <ActionButton isPending={giveUp.isPending} isDisabled={busy} onPress={() => giveUp.mutate(undefined)}>
          {texts.carry.giveUp}
        </ActionButton>
      </div>
    </form>
  );
}
