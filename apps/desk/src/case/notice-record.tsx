import type { NoticeStatus, NoticeView } from "@vigie/contract";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { AddressText } from "../ui/address-text.tsx";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";
import { NoticeLetter } from "./notice-letter.tsx";
import { useCaseAction } from "./use-case-action.ts";

const tones = {
  queued: "quiet",
  transmitting: "quiet",
  sent: "good",
  in_doubt: "look",
  failed: "look",
  cancelled: "quiet",
} as const satisfies Record<NoticeStatus, BadgeTone>;

type Settlement = "was_sent" | "send_again" | "give_up";
const settlements = {
  in_doubt: ["was_sent", "send_again", "give_up"],
  failed: ["send_again", "give_up"],
} as const satisfies Partial<Record<NoticeStatus, readonly Settlement[]>>;

/** One notice: where it went, what became of it, and the decision it may wait for. */
export function NoticeRecord({ notice }: { notice: NoticeView }) {
  const texts = useTexts();
  const { view, mayDecide, reload } = useOpenCase();
  const settle = useCaseAction({
    caseId: view.summary.id,
    run: (outcome: Settlement) => api.settleNotice(notice.id, { outcome }),
  });
  const choices: readonly Settlement[] =
    notice.status === "in_doubt" || notice.status === "failed" ? settlements[notice.status] : [];
  return (
    <div className="record">
      <p className="record-line">
        <Badge tone={tones[notice.status]}>{texts.notice.statuses[notice.status]}</Badge>
        <span>
          {notice.to.name} <span className="quiet">{notice.to.email}</span>
        </span>
      </p>
      <p className="small quiet">
        {notice.by}, <When at={notice.sentAt ?? notice.createdAt} /> ·{" "}
        {texts.list.contents(notice.contents.length)}
      </p>
      {notice.status === "in_doubt" && <p>{texts.notice.inDoubt}</p>}
      {notice.failure !== null && <p>{notice.failure}</p>}
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
      <details className="fold">
        <summary>{texts.notice.show}</summary>
        <NoticeLetter to={notice.to} subject={notice.subject} body={notice.body} language={notice.language} />
        <ul className="plain-list small">
          {notice.contents.map(({ contentId, url, outcome }) => (
            <li key={contentId}>
              <AddressText url={url} readableUrl={null} />
              {outcome !== null && <span className="quiet"> {texts.notice.outcomes[outcome]}</span>}
            </li>
          ))}
        </ul>
        <p className="small quiet">
          {texts.label(texts.notice.messageId)} <code className="hash">{notice.messageId}</code>
        </p>
      </details>
    </div>
  );
}
