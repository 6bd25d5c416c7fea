import type { AnswerState, AnswerView, NoticeStatus, NoticeView } from "@vigie/contract";
import { api } from "../api.ts";
import { dayAndTime } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { AddressText } from "../ui/address-text.tsx";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { SpokenText } from "../ui/spoken-text.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { When } from "../ui/when.tsx";
import { AnswerRecord, answerTones } from "./answer-record.tsx";
import { mayBeAnswered } from "./answer-rules.ts";
import { useOpenCase } from "./case-context.ts";
import { NoticeLetter } from "./notice-letter.tsx";
import { useCaseAction } from "./use-case-action.ts";

const tones = {
  prepared: "look",
  queued: "quiet",
  transmitting: "quiet",
  sent: "good",
  in_doubt: "look",
  failed: "look",
  cancelled: "quiet",
} as const satisfies Record<NoticeStatus, BadgeTone>;

type Settlement = "was_sent" | "send_again" | "give_up" | "came_back";
const settlements = {
  sent: ["came_back"],
  in_doubt: ["was_sent", "came_back", "send_again", "give_up"],
  failed: ["send_again", "give_up"],
} as const satisfies Partial<Record<NoticeStatus, readonly Settlement[]>>;

interface NoticeRecordProps {
  notice: NoticeView;
  answers: readonly AnswerView[];
  onConfirm: (answer: AnswerView, as: AnswerState) => void;
  isConfirming: boolean;
}

/** One notice: where it went, what became of it, what came back, and the decision it may wait for. */
export function NoticeRecord({ notice, answers, onConfirm, isConfirming }: NoticeRecordProps) {
  const texts = useTexts();
  const language = useLanguage();
  const { view, mayDecide, reload, openPanel } = useOpenCase();
  const settle = useCaseAction({
    caseId: view.summary.id,
    run: (outcome: Settlement) => api.settleNotice(notice.id, { outcome }),
  });
  const choices: readonly Settlement[] =
    notice.status === "in_doubt" ||
    notice.status === "failed" ||
    (notice.status === "sent" && notice.answer === "none")
      ? settlements[notice.status]
      : [];
  return (
    <div className="record">
      <p className="record-line">
        <Badge tone={tones[notice.status]}>{texts.notice.statuses[notice.status]}</Badge>
        {notice.answer !== "none" && (
          <Badge tone={answerTones[notice.answer]}>{texts.answer.states[notice.answer]}</Badge>
        )}
        <span>
          {notice.to.name} <span className="quiet">{notice.to.email}</span>
        </span>
      </p>
      <p className="small quiet">
        {texts.notice.channels[notice.channel]} · {texts.notice.kinds[notice.kind]} · {notice.by},{" "}
        <When at={notice.sentAt ?? notice.createdAt} /> · {texts.list.contents(notice.contents.length)}
      </p>
      {notice.dueAt !== null && (notice.answer === "none" || notice.answer === "acknowledged") && (
        <p className="small">
          {texts.label(texts.notice.answerDue)}{" "}
          <time dateTime={notice.dueAt}>{dayAndTime(notice.dueAt, language)}</time>
        </p>
      )}
      {notice.reference !== null && (
        <p className="small">
          {texts.label(texts.carry.reference)} <bdi className="address">{notice.reference}</bdi>
        </p>
      )}
      {notice.channel === "agreement" && <p className="small">{texts.notice.agreement}</p>}
      {notice.status === "in_doubt" && <p>{texts.notice.inDoubt}</p>}
      {notice.failure !== null && <p>{notice.failure}</p>}
      {mayDecide && notice.status === "prepared" && (
        <div className="form-actions">
          <ActionButton small keyAction="carry" onPress={() => openPanel("carry", notice.id)}>
            {texts.carry.title}
          </ActionButton>
        </div>
      )}
      {mayDecide && choices.length > 0 && (
        <div className="form-actions">
          {choices.map((choice) => (
            <ActionButton
              key={choice}
              small
              isDisabled={settle.isPending}
              onPress={() => settle.mutate(choice)}
            >
              {texts.notice.settle[choice]}
            </ActionButton>
          ))}
        </div>
      )}
      <Trouble error={settle.error} onReload={reload} />
      {answers.length > 0 && (
        <ol className="answers" aria-label={texts.answer.title(notice.to.name)}>
          {answers.map((answer) => (
            <AnswerRecord key={answer.id} answer={answer} onConfirm={onConfirm} isConfirming={isConfirming} />
          ))}
        </ol>
      )}
      {mayDecide && mayBeAnswered(notice.status) && (
        <ActionButton small onPress={() => openPanel("answer", notice.id)}>
          {texts.answer.write}
        </ActionButton>
      )}
      <details className="fold">
        <summary>{texts.notice.show}</summary>
        <NoticeLetter notice={notice} />
        <ul className="plain-list small">
          {notice.contents.map(({ contentId, url, outcome }) => (
            <li key={contentId}>
              <AddressText url={url} readableUrl={null} />
              {outcome !== null && <span className="quiet"> {texts.notice.outcomes[outcome]}</span>}
            </li>
          ))}
        </ul>
        {notice.proof !== null && (
          <>
            <p className="small quiet">{texts.label(texts.carry.proof)}</p>
            <SpokenText text={notice.proof} />
          </>
        )}
        <p className="small quiet">
          {texts.label(texts.notice.messageId)} <code className="hash">{notice.messageId}</code>
        </p>
      </details>
    </div>
  );
}
