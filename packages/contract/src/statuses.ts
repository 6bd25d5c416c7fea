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

/**
 * `prepared`: a person carries it (a web form, a letter) and records that it went. `in_doubt`: the connection broke
 * after the last byte and before the answer; a person decides.
 */
export const noticeStatuses = [
  "prepared",
  "queued",
  "transmitting",
  "sent",
  "in_doubt",
  "failed",
  "cancelled",
] as const;
export type NoticeStatus = (typeof noticeStatuses)[number];

/** To whom a notice speaks, and with which law: each has words of its own. */
export const noticeKinds = [
  "service",
  "host",
  "upstream",
  "registrar",
  "site_owner",
  "search_engine",
  "payment_service",
  "erasure",
  "delisting",
  "complaint",
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/**
 * The way a notice takes. The machine sends `email`, `api` and `agreement`; a person carries `web_form` and `post`.
 * `agreement`: the documented interface of a service that wants an agreement or an account first.
 */
export const noticeChannels = ["email", "web_form", "post", "api", "agreement"] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/** What a recipient has said about a notice, the furthest of it. `asked`: it wants to know more. */
export const answerStates = ["none", "acknowledged", "asked", "acted", "refused"] as const;
export type AnswerState = (typeof answerStates)[number];

/** What an answer that came back is. `automatic`: a machine's acknowledgement or absence note. */
export const answerKinds = [
  "automatic",
  "bounce",
  "acknowledgement",
  "question",
  "action",
  "refusal",
  "other",
] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** How an answer came: by mail, on the answer page, by the interface, or told to the team. */
export const answerWays = ["mail", "page", "api", "team"] as const;
export type AnswerWay = (typeof answerWays)[number];

/**
 * The next contact when a notice led to nothing. `remind`: the same recipient once more. `call`: nobody is left to
 * write to, somebody to call is named.
 */
export const rungs = [
  "remind",
  "host",
  "upstream",
  "registrar",
  "search_engine",
  "payment_service",
  "sister_hotline",
  "data_authority",
  "regulator",
  "call",
] as const;
export type Rung = (typeof rungs)[number];

/** `held`: something changed since it was proposed (who hosts it, above all); a person looks again. */
export const escalationStatuses = ["proposed", "held", "taken", "dismissed", "superseded"] as const;
export type EscalationStatus = (typeof escalationStatuses)[number];

/**
 * How far a label is vouched for: signed by its own holder, by a key the recipient chose to trust, or matched by a
 * person to a dated entry of the public register (DSA Art. 22(5)).
 */
export const labelLevels = ["declared", "vouched", "registered"] as const;
export type LabelLevel = (typeof labelLevels)[number];

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

/**
 * Kinds of content as services and hotlines tell them apart, coarser than grounds. `other` stands for whatever is
 * illegal and fits none of them: a channel that takes `other` takes anything. Permissions of the team go by topic too.
 */
export const topics = [
  "intimate_image",
  "blackmail",
  "impersonation",
  "hate",
  "terrorism",
  "minors",
  "fraud",
  "privacy",
  "copyright",
  "defamation",
  "harassment",
  "threats",
  "other",
] as const;
export type Topic = (typeof topics)[number];
