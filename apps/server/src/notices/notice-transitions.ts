import { type NoticeStatus, Refusal } from "@vigie/contract";

/**
 * From each status, where a notice may go. Only from `queued` may the machine send; nothing leads from
 * `transmitting` back to `queued` but the certainty that the last byte never left.
 */
export const noticeTransitions = {
  queued: ["transmitting", "failed", "cancelled"],
  transmitting: ["sent", "queued", "failed", "in_doubt"],
  in_doubt: ["sent", "queued", "failed"],
  failed: ["queued", "cancelled"],
  sent: [],
  cancelled: [],
} as const satisfies Record<NoticeStatus, readonly NoticeStatus[]>;

export function mayNoticeBecome(from: NoticeStatus, to: NoticeStatus): boolean {
  return (noticeTransitions[from] as readonly NoticeStatus[]).includes(to);
}

/** @throws Refusal `notice.step_impossible` */
export function assertNoticeTransition(from: NoticeStatus, to: NoticeStatus): void {
  if (!mayNoticeBecome(from, to)) throw new Refusal("notice.step_impossible", { from, to });
}

export type Settlement = "was_sent" | "send_again" | "give_up";

/**
 * What a person's decision makes of a notice. Giving up on one in doubt leaves it `failed`, so that the case still
 * asks for another recipient; giving up on a failed one ends it.
 */
export function settledStatus(from: NoticeStatus, settlement: Settlement): NoticeStatus {
  if (settlement === "was_sent") return "sent";
  if (settlement === "send_again") return "queued";
  return from === "failed" ? "cancelled" : "failed";
}

/** Only these two wait for a person. */
export function waitsForPerson(status: NoticeStatus): boolean {
  return status === "in_doubt" || status === "failed";
}
