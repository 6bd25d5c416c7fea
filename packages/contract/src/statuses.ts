/** Languages in which every page and message exists. */
export const languages = ["fr", "en"] as const;
export type Language = (typeof languages)[number];

/** What a reporter may say it is: eight plain choices, never an article of law. */
export const concerns = [
  "minor_abuse",
  "intimate_images",
  "blackmail",
  "threat_or_violence",
  "harassment",
  "hate",
  "terrorism",
  "scam_or_other",
] as const;
export type Concern = (typeof concerns)[number];

/** What Vigie may do with an address. Decided before the first byte, checked inside the fetcher. */
export const handlings = ["unknown", "no_fetch", "restricted", "normal"] as const;
export type Handling = (typeof handlings)[number];

export const caseStatuses = [
  "received",
  "assessed",
  "notified",
  "referred",
  "removed",
  "returned",
  "closed",
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** `in_doubt`: the connection broke after the last byte and before the answer; a person decides. */
export const noticeStatuses = ["queued", "transmitting", "sent", "in_doubt", "failed", "cancelled"] as const;
export type NoticeStatus = (typeof noticeStatuses)[number];

export const referralStatuses = ["prepared", "filed", "acknowledged", "acted", "refused"] as const;
export type ReferralStatus = (typeof referralStatuses)[number];

export const watchStatuses = [
  "waiting",
  "watching",
  "removal_seen",
  "removed",
  "returned",
  "stopped",
] as const;
export type WatchStatus = (typeof watchStatuses)[number];

/** What one check saw, from where Vigie stands. */
export const verdicts = [
  "online",
  "removed",
  "soft_removed",
  "moved",
  "geo_blocked",
  "blocked",
  "unreachable",
  "unknown",
] as const;
export type Verdict = (typeof verdicts)[number];

/** How plain the illegality is to a reader without legal training (DSA recital 22, Art. 16(3)). */
export const manifestness = ["manifest", "likely", "needs_context", "not_illegal"] as const;
export type Manifestness = (typeof manifestness)[number];

/** Whether a person under 18 is concerned, as an analyst sees it. */
export const minorAnswers = ["yes", "no", "unsure"] as const;
export type MinorAnswer = (typeof minorAnswers)[number];

export const roles = ["analyst", "reviewer", "manager", "admin", "observer"] as const;
export type Role = (typeof roles)[number];
