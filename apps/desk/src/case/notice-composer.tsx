import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { AddressText } from "../ui/address-text.tsx";
import { announce } from "../ui/announcement.tsx";
import { Badge } from "../ui/badge.tsx";
import { Field } from "../ui/field.tsx";
import { Tick } from "../ui/tick.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { recipientOfEscalation } from "./escalation-rules.ts";
import { MovedOn, useAsRead } from "./moved-on.tsx";
import { newestFirst } from "./newest-first.ts";
import { NoticePreviews } from "./notice-previews.tsx";
import {
  emptyRecipient,
  everyHost,
  type IdentityDraft,
  isCarried,
  type NoticeGap,
  noticeBody,
  noticeGaps,
  noticeTargets,
  type RecipientDraft,
  recipientsOf,
  speaksForPerson,
} from "./notice-rules.ts";
import { contentsOfStep, recipientsFromStep } from "./plan-rules.ts";
import { RecipientFields } from "./recipient-fields.tsx";
import { useCaseAction } from "./use-case-action.ts";

interface ComposerDraft {
  chosen: readonly string[];
  /** By host, or for every host. */
  typed: Readonly<Record<string, RecipientDraft>>;
  /** What stood in `typed` before anybody changed it. */
  proposed: Readonly<Record<string, RecipientDraft>>;
  explanation: string;
  identity: IdentityDraft;
}

/** Which locations, to whom, by which way and in which words; then the preview, and only from the preview the sending. */
export function NoticeComposer() {
  const texts = useTexts();
  const language = useLanguage();
  const { view, openPanel, reload, plan, panelSubject, panelStep } = useOpenCase();
  const caseId = view.summary.id;
  const targets = noticeTargets(view);
  const escalation = view.escalations.find(({ id }) => id === panelSubject);
  const [draft, change, forget] = useDraft<ComposerDraft>(`${caseId}/notice/${panelSubject ?? ""}`, () => {
    const about =
      escalation !== undefined
        ? escalation.contentIds
        : panelStep === null || plan.data === undefined
          ? []
          : contentsOfStep(panelStep, plan.data.plan, view.contents).map(({ id }) => id);
    const begun = targets.flatMap((target) => {
      if (target.kind !== "open") return [];
      return (about.length > 0 ? about.includes(target.content.id) : !target.notified)
        ? [target.content.id]
        : [];
    });
    const first = view.notices.find(({ id }) => id === escalation?.noticeId);
    const proposed =
      escalation !== undefined
        ? { [everyHost]: recipientOfEscalation(escalation, first, language) }
        : panelStep === null
          ? {}
          : recipientsFromStep(panelStep, targets, begun, language);
    return {
      chosen: begun,
      typed: proposed,
      proposed,
      explanation: newestFirst(view.assessments, ({ at }) => at)[0]?.reasons ?? "",
      identity: { name: "", mandate: false },
    };
  });
  const [tried, setTried] = useState(false);
  const explanation = useRef<HTMLDivElement>(null);
  // A content may have left the case or been removed since the draft was begun.
  const chosen = draft.chosen.filter((id) =>
    targets.some((target) => target.kind === "open" && target.content.id === id),
  );
  const recipients = recipientsOf(targets, chosen, draft.typed, language);
  const { read, accept } = useAsRead();
  const written = noticeBody({
    chosen,
    recipients: recipients.map((recipient) => recipient.draft),
    explanation: draft.explanation,
    identity: draft.identity,
    escalationId: escalation?.id ?? null,
  });
  const body = { ...written, seen: read.version };
  const signature = JSON.stringify(body);
  const gaps = noticeGaps(body, draft.identity);
  const shownGaps = (host: string | null) =>
    tried ? gaps.filter((missing) => missing.host === host).map(({ gap }) => gap) : [];
  const gapSentence = (gap: NoticeGap) => (shownGaps(null).includes(gap) ? texts.notice.gaps[gap] : null);

  const preview = useMutation({
    mutationFn: async () => ({ signature, drafts: (await api.previewNotices(caseId, body)).drafts }),
  });
  const drafts = preview.data?.drafts;
  const current = preview.data?.signature === signature;
  const unfilled = [...new Set(drafts?.flatMap(({ placeholders }) => placeholders) ?? [])];
  const send = useCaseAction({
    caseId,
    run: () => api.sendNotices(caseId, body),
    done: ({ noticeIds }) => texts.notice.queued(noticeIds.length),
    onDone: () => {
      const carried = drafts?.some(({ channel }) => isCarried(channel)) ?? false;
      forget();
      openPanel(carried ? "carry" : null);
    },
  });

  const askPreview = () => {
    setTried(true);
    if (gaps.length === 0 && !preview.isPending) preview.mutate();
  };
  // With everything known there is nothing to fill in first: the preview comes by itself, once.
  const begin = useEffectEvent(() => {
    if (gaps.length === 0) {
      preview.mutate(undefined, { onSuccess: () => announce(texts.notice.previewReady) });
    }
  });
  useEffect(() => begin(), []);
  useKeys("case", (action) => {
    if (action !== "send") return false;
    if (!current || drafts === undefined) askPreview();
    else if (unfilled.length > 0) announce(texts.notice.unfilled(unfilled.length));
    else if (!send.isPending) send.mutate(undefined);
    return true;
  });
  const one = draft.typed[everyHost] !== undefined;

  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        askPreview();
      }}
    >
      <MovedOn read={read} onSeen={accept} />
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
        {gapSentence("contents") !== null && <p className="field-error">{gapSentence("contents")}</p>}
      </fieldset>
      {recipients.map(({ draft: recipient, known }) => (
        <RecipientFields
          key={recipient.host}
          recipient={recipient}
          known={known}
          proposed={draft.proposed[recipient.host]}
          service={view.contents.find(({ host }) => host === recipient.host)?.service ?? null}
          proposedBy={
            draft.proposed[recipient.host] !== recipient
              ? null
              : escalation === undefined
                ? "plan"
                : "escalation"
          }
          gaps={shownGaps(recipient.host)}
          onChange={(next) => change({ typed: { ...draft.typed, [recipient.host]: next } })}
        />
      ))}
      {(one ? escalation === undefined : recipients.length > 1) && (
        <div className="form-actions">
          <ActionButton
            small
            onPress={() => {
              const { [everyHost]: _single, ...byHost } = draft.typed;
              change({
                typed: one ? byHost : { ...byHost, [everyHost]: emptyRecipient(everyHost, language) },
              });
            }}
          >
            {one ? texts.notice.oneForEach : texts.notice.oneForAll}
          </ActionButton>
        </div>
      )}
      {body.recipients.some(({ kind }) => speaksForPerson(kind ?? "service")) && (
        <fieldset className="form-part recipient">
          <legend className="field-label">{texts.notice.identity}</legend>
          <p className="field-help">{texts.notice.identityHelp}</p>
          <Field
            label={texts.notice.person}
            autoComplete="off"
            maxLength={200}
            error={gapSentence("person")}
            value={draft.identity.name}
            onChange={(name) => change({ identity: { ...draft.identity, name } })}
          />
          <Tick
            isSelected={draft.identity.mandate}
            onChange={(mandate) => change({ identity: { ...draft.identity, mandate } })}
          >
            {texts.notice.mandate}
          </Tick>
          {gapSentence("mandate") !== null && <p className="field-error">{gapSentence("mandate")}</p>}
        </fieldset>
      )}
      <div ref={explanation}>
        <Field
          label={texts.notice.explanation}
          help={texts.notice.explanationHelp}
          error={gapSentence("explanation")}
          lines={6}
          maxLength={10_000}
          value={draft.explanation}
          onChange={(text) => change({ explanation: text })}
        />
      </div>
      <Trouble error={preview.error} onReload={reload} />
      <div className="form-actions">
        <ActionButton look={current ? "plain" : "main"} type="submit" isPending={preview.isPending}>
          {texts.notice.preview}
        </ActionButton>
      </div>
      {drafts !== undefined && (
        <NoticePreviews
          drafts={drafts}
          isCurrent={current}
          unfilled={unfilled}
          explanation={draft.explanation}
          explanationField={() => explanation.current?.querySelector("textarea") ?? null}
        >
          <Trouble error={send.error} onReload={reload} />
          {current && (
            <div className="form-actions">
              <ActionButton
                look="main"
                keyAction="send"
                isPending={send.isPending}
                isDisabled={unfilled.length > 0}
                onPress={() => send.mutate(undefined)}
              >
                {drafts.every(({ channel }) => isCarried(channel))
                  ? texts.notice.prepare(drafts.length)
                  : texts.notice.send(drafts.length)}
              </ActionButton>
            </div>
          )}
        </NoticePreviews>
      )}
    </form>
  );
}
