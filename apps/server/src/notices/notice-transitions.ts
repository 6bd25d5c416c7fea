import { type AnswerState, type NoticeChannel, type NoticeStatus, Refusal } from "@vigie/contract";

/**
 * From each status, where a notice may go. Only from `queued` may the machine send; nothing leads from `transmitting`
 * back to `queued` but the certainty that the last byte never left, or that arriving twice does no harm. What a person
 * carries is `prepared` until they say that it went, and again once it came back. What was sent fails when it comes back.
 */
export const noticeTransitions = {
  prepared: ["sent", "cancelled"],
  queued: ["transmitting", "failed", "cancelled"],
  transmitting: ["sent", "queued", "failed", "in_doubt"],
  in_doubt: ["sent", "queued", "failed"],
  failed: ["queued", "prepared", "cancelled"],
  sent: ["failed"],
  cancelled: [],
} as const satisfies Record<NoticeStatus, readonly NoticeStatus[]>;

export function mayNoticeBecome(from: NoticeStatus, to: NoticeStatus): boolean {
  return (noticeTransitions[from] as readonly NoticeStatus[]).includes(to);
}

/** @throws Refusal `notice.step_impossible` */
export function assertNoticeTransition(from: NoticeStatus, to: NoticeStatus): void {
  if (!mayNoticeBecome(from, to)) throw new Refusal("notice.step_impossible", { from, to });
}

export type Settlement = "was_sent" | "send_again" | "give_up" | "came_back";

/**
 * What a person's decision makes of a notice. Giving up on one in doubt leaves it `failed`, so that the case still
 * asks for another recipient; giving up on a failed one ends it. What came back failed, and what a person carries goes
 * again by their hand.
 */
export function settledStatus(
  { status: from, channel }: { status: NoticeStatus; channel: NoticeChannel },
  settlement: Settlement,
): NoticeStatus {
  if (settlement === "was_sent") return "sent";
  if (settlement === "send_again") return isSentByMachine(channel) ? "queued" : "prepared";
  if (settlement === "came_back") return "failed";
  return from === "failed" ? "cancelled" : "failed";
}

/** What is in doubt or failed waits for a person; that a notice came back can be told of any that left. */
export function mayBeSettled(status: NoticeStatus, settlement: Settlement): boolean {
  if (settlement === "came_back") return status === "sent" || status === "in_doubt";
  return status === "in_doubt" || status === "failed";
}

/** A web form and a letter are carried by a person, who records that they went. */
export function isSentByMachine(channel: NoticeChannel): boolean {
  return channel !== "web_form" && channel !== "post";
}

/**
 * From what a recipient has said to what it says now. An acknowledgement undoes nothing; a decision may only be
 * replaced by another one.
 */
const answerTransitions = {
  none: ["acknowledged", "asked", "acted", "refused"],
  acknowledged: ["asked", "acted", "refused"],
  asked: ["acted", "refused"],
  acted: ["refused"],
  refused: ["acted"],
} as const satisfies Record<AnswerState, readonly AnswerState[]>;

/** What stands after an answer: what it says when that leads on, else what stood before. */
export function answerAfter(now: AnswerState, said: AnswerState): AnswerState {
  return (answerTransitions[now] as readonly AnswerState[]).includes(said) ? said : now;
}

export function isDecision(answer: AnswerState): boolean {
  return answer === "acted" || answer === "refused";
}
