import { useMutation } from "@tanstack/react-query";
import type { NoticeDraft } from "@vigie/contract";
import { useEffect, useRef, useState } from "react";
import { api } from "../api.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { AddressText } from "../ui/address-text.tsx";
import { Badge } from "../ui/badge.tsx";
import { Field } from "../ui/field.tsx";
import { Tick } from "../ui/tick.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { newestFirst } from "./newest-first.ts";
import { NoticeLetter } from "./notice-letter.tsx";
import { noticeBody, noticeTargets, type RecipientDraft, recipientsOf } from "./notice-rules.ts";
import { contentsOfStep, recipientsFromStep } from "./plan-rules.ts";
import { RecipientFields } from "./recipient-fields.tsx";
import { useCaseAction } from "./use-case-action.ts";

interface ComposerDraft {
  chosen: readonly string[];
  typed: Readonly<Record<string, RecipientDraft>>;
  explanation: string;
}

/** Which locations, to whom, in which words; then the preview, and only from the preview the sending. */
export function NoticeComposer() {
  const texts = useTexts();
  const language = useLanguage();
  const { view, openPanel, reload, plan, panelStep } = useOpenCase();
  const caseId = view.summary.id;
  const targets = noticeTargets(view);
  const [draft, change, forget] = useDraft<ComposerDraft>(
    panelStep === null ? `${caseId}/notice` : `${caseId}/notice/${panelStep.id}`,
    () => {
      const about =
        panelStep === null || plan.data === undefined
          ? []
          : contentsOfStep(panelStep, plan.data.plan, view.contents).map(({ id }) => id);
      const begun = targets.flatMap((target) => {
        if (target.kind !== "open") return [];
        return (about.length > 0 ? about.includes(target.content.id) : !target.notified)
          ? [target.content.id]
          : [];
      });
      return {
        chosen: begun,
        typed: panelStep === null ? {} : recipientsFromStep(panelStep, targets, begun, language),
        explanation: newestFirst(view.assessments, ({ at }) => at)[0]?.reasons ?? "",
      };
    },
  );
  const [tried, setTried] = useState(false);
  // A content may have left the case or been removed since the draft was begun.
  const chosen = draft.chosen.filter((id) =>
    targets.some((target) => target.kind === "open" && target.content.id === id),
  );
  const recipients = recipientsOf(targets, chosen, draft.typed, language);
  const body = noticeBody(
    chosen,
    recipients.map((recipient) => recipient.draft),
    draft.explanation,
  );
  const signature = JSON.stringify(body);

  const preview = useMutation({
    mutationFn: async () => ({ signature, drafts: (await api.previewNotices(caseId, body)).drafts }),
  });
  const send = useCaseAction({
    caseId,
    run: () => api.sendNotices(caseId, body),
    done: ({ noticeIds }) => texts.notice.queued(noticeIds.length),
    onDone: () => {
      forget();
      openPanel(null);
    },
  });
  const drafts = preview.data?.drafts;
  const current = preview.data?.signature === signature;

  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (chosen.length > 0 && body.explanation !== "") preview.mutate();
      }}
    >
      <fieldset className="form-part">
        <legend className="field-label">{texts.notice.contents}</legend>
        <div className="ticks">
          {targets.map((target) => (
            <Tick
              key={target.content.id}
              isDisabled={target.kind !== "open"}
              isSelected={chosen.includes(target.content.id)}
              onChange={(selected) =>
                change({
                  chosen: selected
                    ? [...chosen, target.content.id]
                    : chosen.filter((contentId) => contentId !== target.content.id),
                })
              }
            >
              {target.content.url === null ? (
                <span>{target.content.readableUrl ?? texts.contents.wordsKind}</span>
              ) : (
                <AddressText url={target.content.url} readableUrl={target.content.readableUrl} />
              )}
              {target.kind === "open" && target.notified && <Badge>{texts.notice.already}</Badge>}
              {target.kind === "removed" && <Badge tone="good">{texts.notice.removed}</Badge>}
              {target.kind === "no_host" && <span className="small quiet"> {texts.notice.noHost}</span>}
            </Tick>
          ))}
        </div>
        {tried && chosen.length === 0 && <p className="field-error">{texts.notice.needContent}</p>}
      </fieldset>
      {recipients.map(({ draft: recipient, known }) => (
        <RecipientFields
          key={recipient.host}
          recipient={recipient}
          known={known}
          fromPlan={panelStep?.channel.email != null && panelStep.channel.email === recipient.email}
          onChange={(next) => change({ typed: { ...draft.typed, [recipient.host]: next } })}
        />
      ))}
      <Field
        label={texts.notice.explanation}
        help={texts.notice.explanationHelp}
        error={tried && body.explanation === "" ? texts.notice.needExplanation : null}
        lines={6}
        maxLength={10_000}
        value={draft.explanation}
        onChange={(explanation) => change({ explanation })}
      />
      <Trouble error={preview.error} onReload={reload} />
      <div className="form-actions">
        <ActionButton look={current ? "plain" : "main"} type="submit" isPending={preview.isPending}>
          {texts.notice.preview}
        </ActionButton>
      </div>
      {drafts !== undefined && (
        <Previews drafts={drafts} isCurrent={current}>
          <Trouble error={send.error} onReload={reload} />
          {current && (
            <div className="form-actions">
              <ActionButton look="main" isPending={send.isPending} onPress={() => send.mutate(undefined)}>
                {texts.notice.send(drafts.length)}
              </ActionButton>
            </div>
          )}
        </Previews>
      )}
    </form>
  );
}

interface PreviewsProps {
  drafts: readonly NoticeDraft[];
  isCurrent: boolean;
  children: React.ReactNode;
}

function Previews({ drafts, isCurrent, children }: PreviewsProps) {
  const texts = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new preview takes the focus, not only the first.
  useEffect(() => {
    heading.current?.focus();
  }, [drafts]);
  return (
    <section className="previews" aria-labelledby="previews-title" data-stale={!isCurrent || undefined}>
      <h3 className="title-2" id="previews-title" tabIndex={-1} ref={heading}>
        {texts.notice.previewTitle}
      </h3>
      {!isCurrent && <p className="look-here">{texts.notice.previewStale}</p>}
      {drafts.map((draft, index) => (
        <div key={draft.to.email + draft.language}>
          {drafts.length > 1 && <p className="small quiet">{texts.notice.of(index + 1, drafts.length)}</p>}
          <NoticeLetter to={draft.to} subject={draft.subject} body={draft.body} language={draft.language} />
        </div>
      ))}
      <p className="small quiet">{texts.notice.sendHelp}</p>
      {children}
    </section>
  );
}
