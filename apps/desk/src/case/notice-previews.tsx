import type { NoticeDraft } from "@vigie/contract";
import { type ReactNode, useEffect, useRef } from "react";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { FormAnswers } from "./form-answers.tsx";
import { NoticeLetter } from "./notice-letter.tsx";
import { isCarried, placeholderAt } from "./notice-rules.ts";

interface NoticePreviewsProps {
  drafts: readonly NoticeDraft[];
  /** false once something was changed since. */
  isCurrent: boolean;
  /** Places that still have to be filled. */
  unfilled: readonly string[];
  explanation: string;
  explanationField: () => HTMLTextAreaElement | null;
  children: ReactNode;
}

/** Each notice as its recipient will read it, the identity block apart, and what is left to fill. */
export function NoticePreviews({
  drafts,
  isCurrent,
  unfilled,
  explanation,
  explanationField,
  children,
}: NoticePreviewsProps) {
  const texts = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new preview takes the focus, not only the first.
  useEffect(() => {
    // A preview that came by itself does not take the pen out of a hand.
    if (document.activeElement?.matches("input, textarea")) return;
    heading.current?.focus();
  }, [drafts]);
  return (
    <section className="previews" aria-labelledby="previews-title" data-stale={!isCurrent || undefined}>
      <h3 className="title-2" id="previews-title" tabIndex={-1} ref={heading}>
        {texts.notice.previewTitle}
      </h3>
      {!isCurrent && <p className="look-here">{texts.notice.previewStale}</p>}
      {unfilled.length > 0 && (
        <div className="look-here">
          <p>{texts.notice.unfilled(unfilled.length)}</p>
          <ul className="unfilled">
            {unfilled.map((name) => {
              const place = placeholderAt(explanation, name);
              return (
                <li key={name}>
                  {place === null ? (
                    <span>{name}</span>
                  ) : (
                    <ActionButton
                      small
                      onPress={() => {
                        const field = explanationField();
                        field?.focus();
                        field?.setSelectionRange(place.start, place.end);
                      }}
                    >
                      {texts.notice.fill(name)}
                    </ActionButton>
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      )}
      {drafts.map((draft, index) => (
        <div key={JSON.stringify([draft.kind, draft.channel, draft.to])} className="preview">
          {drafts.length > 1 && <p className="small quiet">{texts.notice.of(index + 1, drafts.length)}</p>}
          {draft.channel === "agreement" && <p className="look-here">{texts.notice.agreement}</p>}
          <NoticeLetter notice={draft} />
          {draft.identity !== null && (
            <section className="letter letter-identity" aria-label={texts.notice.identityBlock}>
              <p className="letter-head">
                <strong>{texts.notice.identityBlock}</strong>{" "}
                <span className="quiet">{texts.notice.identityBlockHelp}</span>
              </p>
              <div className="letter-body" lang={draft.language} dir="auto">
                {draft.identity}
              </div>
            </section>
          )}
          {draft.channel === "web_form" && draft.form.length > 0 && (
            <section aria-label={texts.carry.answers}>
              <p className="title-3">{texts.carry.answers}</p>
              <FormAnswers answers={draft.form} language={draft.language} />
            </section>
          )}
        </div>
      ))}
      <p className="small quiet">
        {drafts.some(({ channel }) => !isCarried(channel)) ? texts.notice.sendHelp : texts.notice.prepareHelp}
      </p>
      {children}
    </section>
  );
}
