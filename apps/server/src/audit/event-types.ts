/** Everything that is recorded. Past tense: an event states what is already true. */
export const eventTypes = [
  "report.received",
  "report.withdrawn",
  "report.message_received",
  "report.answered",
  "case.opened",
  "case.assessed",
  "case.status_changed",
  "case.handling_changed",
  "case.deadline_set",
  "case.deadline_passed",
  "case.closed",
  "case.note_written",
  "case.words_read",
  "case.expired",
  "content.check_made",
  "content.removal_seen",
  "content.removed",
  "content.returned",
  "content.watch_started",
  "content.check_refused",
  "notice.queued",
  "notice.sent",
  "notice.cancelled",
  "notice.failed",
  "notice.in_doubt",
  "notice.settled",
  "referral.prepared",
  "referral.filed",
  "referral.answered",
  "recipient.corrected",
  "member.invited",
  "member.joined",
  "member.deactivated",
  "session.started",
  "session.ended",
  "session.unlocked",
] as const;

export type EventType = (typeof eventTypes)[number];

/** Figures, statuses and codes only: no words, no addresses, no names. */
export type EventDetails = Record<string, string | number | boolean | null>;
