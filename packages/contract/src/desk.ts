import { z } from "zod";
import { eventTypes } from "./event-types.ts";
import { evidenceEntry } from "./evidence.ts";
import { proposedAssessmentView, statedGrade } from "./judgement.ts";
import { matchView } from "./matching.ts";
import { caseCounts, claimView, factor, seenVersion, urgencies, waveView } from "./queue.ts";
import {
  answerKinds,
  answerStates,
  answerWays,
  caseStatuses,
  concerns,
  escalationStatuses,
  handlings,
  labelLevels,
  languages,
  manifestness,
  minorAnswers,
  noticeChannels,
  noticeKinds,
  noticeStatuses,
  referralStatuses,
  roles,
  rungs,
  topics,
  verdicts,
  watchStatuses,
} from "./statuses.ts";
import { permittedTopicsShape } from "./team.ts";

const id = z.uuid();
const instant = z.iso.datetime();
const plainText = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .refine(
      (text) => !text.includes("\u0000") && text.isWellFormed(),
      "contains a character that cannot be stored",
    );

/* ---- session and team ---- */

export const signInBody = z
  .strictObject({ name: plainText(100), password: plainText(1000), code: plainText(12) })
  .meta({ id: "SignIn" });

export const meView = z
  .object({
    member: z.object({ id, name: z.string(), role: z.enum(roles), language: z.enum(languages) }),
    unlocked: z.boolean(),
    csrf: z
      .string()
      .meta({ description: "Send it back as `x-vigie-csrf` on every request that changes something." }),
    hotline: z.object({ name: z.string(), email: z.string() }),
  })
  .meta({ id: "Me" });
export type MeView = z.infer<typeof meView>;

export const unlockBody = z.strictObject({ passphrase: plainText(1000) }).meta({ id: "Unlock" });

export const openInvitationBody = z.strictObject({ token: plainText(200) }).meta({ id: "OpenInvitation" });
export const invitationView = z
  .object({
    role: z.enum(roles),
    name: z.string().nullable(),
    totpSecret: z.string().meta({ description: "Base32, proposed by the server for this invitation." }),
    totpUri: z.string(),
    first: z.boolean().meta({ description: "true for the first account of the installation." }),
  })
  .meta({ id: "Invitation" });
export type InvitationView = z.infer<typeof invitationView>;

export const joinBody = z
  .strictObject({
    token: plainText(200),
    name: plainText(100).min(1),
    password: plainText(1000),
    passphrase: plainText(1000),
    code: plainText(12),
    language: z.enum(languages),
  })
  .meta({ id: "Join" });

export const inviteBody = z
  .strictObject({
    name: plainText(100).min(1),
    role: z.enum(roles),
    topics: permittedTopicsShape.default(null),
  })
  .meta({ id: "Invite" });
export const inviteAnswer = z.object({ link: z.string(), expiresAt: instant }).meta({ id: "InviteAnswer" });

export const memberView = z
  .object({
    id,
    name: z.string(),
    role: z.enum(roles),
    active: z.boolean(),
    joinedAt: instant,
    holdsTeamKey: z.boolean(),
    topics: permittedTopicsShape,
    backOn: z.iso.date().nullable().meta({ description: "Absent today, and back on this day." }),
  })
  .meta({ id: "Member" });
export type MemberView = z.infer<typeof memberView>;
export const teamView = z.object({ members: z.array(memberView) }).meta({ id: "Team" });
export type TeamView = z.infer<typeof teamView>;

/* ---- grounds, authorities, recipients ---- */

export const groundView = z
  .object({
    slug: z.string(),
    family: z.string(),
    label: z.object({ fr: z.string(), en: z.string() }),
    law: z.string(),
    elements: z.object({ fr: z.array(z.string()), en: z.array(z.string()) }),
    manifest: z.enum(["always", "usual", "contextual", "rarely"]),
    handling: z.enum(handlings),
    urgency: z.enum(urgencies),
    slaHours: z.int(),
    authorities: z.array(z.string()),
    confidence: z.string(),
  })
  .meta({ id: "Ground" });
export type GroundView = z.infer<typeof groundView>;

export const authorityView = z
  .object({
    slug: z.string(),
    name: z.string(),
    country: z.string(),
    url: z.string().nullable(),
    confidence: z.string(),
  })
  .meta({ id: "Authority" });
export type AuthorityView = z.infer<typeof authorityView>;

export const catalogueView = z
  .object({ grounds: z.array(groundView), authorities: z.array(authorityView) })
  .meta({ id: "Catalogue" });
export type CatalogueView = z.infer<typeof catalogueView>;

export const recipientView = z
  .object({
    host: z.string(),
    name: z.string(),
    email: z.string(),
    language: z.enum(languages),
    source: z.enum(["team", "catalogue", "rdap"]),
    confidence: z.string().nullable(),
  })
  .meta({ id: "Recipient" });
export type RecipientView = z.infer<typeof recipientView>;

/* ---- cases ---- */

export const caseSummary = z
  .object({
    id,
    number: z.string().meta({ description: "For people, e.g. 2026-000042." }),
    status: z.enum(caseStatuses),
    handling: z.enum(handlings),
    concern: z.enum(concerns).nullable(),
    title: z.string().nullable().meta({ description: "First host, or null when the address is sealed." }),
    hosts: z.array(z.string()),
    reports: z.int(),
    contents: z.int(),
    urgency: z.enum(urgencies),
    dangerAt: instant.nullable().meta({
      description:
        "When a reporter last wrote words that may mean a life is in danger; null once assessed or answered since.",
    }),
    firstReportedAt: instant,
    dueAt: instant.nullable(),
    overdue: z.boolean(),
    nextStep: z.enum(["assess", "notify", "refer", "wait", "escalate", "answer", "close", "none"]),
    unread: z.int().meta({ description: "Messages from reporters that nobody opened." }),
    topics: z.array(z.enum(topics)).meta({
      description: "From the grounds of the newest assessment, before it from the reporter's concern.",
    }),
    languages: z.array(z.string()).meta({ description: "Languages of its reports." }),
    why: z.array(factor).meta({ description: "Why it stands where it does, the heaviest factor first." }),
    claim: claimView.nullable().meta({ description: "Who works on it now." }),
    wave: waveView.nullable(),
    version: seenVersion,
  })
  .meta({ id: "CaseSummary" });
export type CaseSummary = z.infer<typeof caseSummary>;

export const caseList = z
  .object({
    cases: z.array(caseSummary),
    alike: z.int().meta({
      description:
        "How many at the end of `cases` are only like `q`, the likest first: given on the first page when few hold it.",
    }),
    next: z.string().nullable(),
    counts: caseCounts.nullable().meta({ description: "On the first page only." }),
  })
  .meta({ id: "CaseList" });
export type CaseList = z.infer<typeof caseList>;

export const nextCaseAnswer = z
  .object({
    case: caseSummary.nullable().meta({ description: "Claimed for whoever asks; null when nothing waits." }),
  })
  .meta({ id: "NextCase" });
export type NextCaseAnswer = z.infer<typeof nextCaseAnswer>;

export const checkView = z
  .object({
    id,
    at: instant,
    verdict: z.enum(verdicts),
    reasons: z.array(z.string()),
    httpStatus: z.int().nullable(),
    finalUrl: z.string().nullable(),
    bodySha256: z.string().nullable(),
    proof: z.boolean().meta({ description: "true when this check is one of the two that prove a removal." }),
  })
  .meta({ id: "Check" });
export type CheckView = z.infer<typeof checkView>;

export const contentView = z
  .object({
    id,
    kind: z.enum(["url", "words"]),
    key: z.string().nullable().meta({ description: "Canonical key; null while the address is sealed." }),
    url: z.string().nullable(),
    readableUrl: z.string().nullable(),
    host: z.string().nullable(),
    service: z.string().nullable(),
    object: z.string().nullable(),
    sealed: z.boolean(),
    privateReported: z.boolean(),
    minorReported: z.boolean(),
    reports: z.int(),
    watch: z.object({
      status: z.enum(watchStatuses),
      verdict: z.enum(verdicts).nullable(),
      lastCheckAt: instant.nullable(),
      nextCheckAt: instant.nullable(),
      removedAt: instant.nullable(),
    }),
    checks: z.array(checkView),
    recipient: recipientView.nullable(),
  })
  .meta({ id: "Content" });
export type ContentView = z.infer<typeof contentView>;

export const assessmentView = z
  .object({
    id,
    at: instant,
    by: z.string(),
    grounds: z.array(z.string()),
    manifest: z.enum(manifestness),
    minor: z.enum(minorAnswers),
    reasons: z.string().meta({ description: "For the team only." }),
    publicReasons: z.string().nullable().meta({ description: "Reporters read it on their receipts." }),
    grade: statedGrade.nullable(),
    second: z.string().nullable().meta({ description: "Who agreed, where two people were asked for." }),
    undoableUntil: instant
      .nullable()
      .meta({ description: "Until when its author may take it back; null when it stands." }),
  })
  .meta({ id: "Assessment" });
export type AssessmentView = z.infer<typeof assessmentView>;

/** Where a notice goes: what its channel needs is set, the rest may be null. */
const noticeTo = z.object({
  name: z.string(),
  email: z.string().nullable(),
  url: z.string().nullable().meta({ description: "The official form, or the address of an interface." }),
  postal: z.array(z.string()).nullable(),
});

/** One box of a recipient's form, with what to put there. */
const formAnswer = z.object({ label: z.string(), value: z.string() }).meta({ id: "FormAnswer" });

export const noticeView = z
  .object({
    id,
    kind: z.enum(noticeKinds),
    channel: z.enum(noticeChannels),
    channelId: z
      .string()
      .nullable()
      .meta({ description: "Row of the catalogue, when the route came from there." }),
    status: z.enum(noticeStatuses),
    to: noticeTo,
    language: z.enum(languages),
    subject: z.string(),
    body: z.string(),
    form: z.array(formAnswer).meta({ description: "Prepared answers, in the order of use; for `web_form`." }),
    contents: z.array(
      z.object({
        contentId: id,
        url: z.string(),
        outcome: z.enum(["included", "already_removed"]).nullable(),
      }),
    ),
    createdAt: instant,
    sentAt: instant.nullable(),
    dueAt: instant
      .nullable()
      .meta({ description: "When an answer is due; null when its clock does not run." }),
    failure: z.string().nullable(),
    reference: z.string().nullable().meta({ description: "The recipient's ticket or confirmation number." }),
    proof: z.string().nullable().meta({ description: "What a person kept as proof of handing it over." }),
    answer: z.enum(answerStates),
    answeredAt: instant.nullable(),
    messageId: z.string(),
    by: z.string(),
  })
  .meta({ id: "Notice" });
export type NoticeView = z.infer<typeof noticeView>;

/** What the trusted mail server said about a message (RFC 8601). `none`: it said nothing. */
export const mailChecks = ["pass", "fail", "none"] as const;
export const mailAuthentication = z
  .object({ spf: z.enum(mailChecks), dkim: z.enum(mailChecks), dmarc: z.enum(mailChecks) })
  .meta({ id: "MailAuthentication" });
export type MailAuthentication = z.infer<typeof mailAuthentication>;

export const answerView = z
  .object({
    id,
    noticeId: id,
    way: z.enum(answerWays),
    kind: z.enum(answerKinds),
    at: instant,
    sender: z.string().nullable(),
    subject: z.string().nullable(),
    text: z.string(),
    ticket: z.string().nullable(),
    proposed: z.enum(answerStates).nullable().meta({ description: "What the machine reads in it." }),
    confirmed: z
      .enum(answerStates)
      .nullable()
      .meta({ description: "What counts; null until somebody says." }),
    by: z.string().nullable(),
    authentication: mailAuthentication.nullable(),
    cautions: z.array(z.string()).meta({
      description: "Codes: other_domain, unauthenticated, late, clock_off, attachments_left_out, cut_short.",
    }),
    attachments: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })).meta({
      description: "Named only: no file from outside is kept.",
    }),
  })
  .meta({ id: "Answer" });
export type AnswerView = z.infer<typeof answerView>;

export const confirmAnswerBody = z.strictObject({ as: z.enum(answerStates) }).meta({ id: "ConfirmAnswer" });
export const writeAnswerBody = z
  .strictObject({
    as: z.enum(answerStates).exclude(["none"]),
    text: plainText(10_000),
    ticket: plainText(200).optional(),
  })
  .meta({ id: "WriteAnswer" });

export const quarantineView = z
  .object({
    mailbox: z.object({
      read: z.boolean().meta({ description: "false: no mailbox is set up." }),
      readAt: instant.nullable(),
      problem: z.string().nullable(),
      leftOut: z.int().meta({
        description:
          "Messages of the last seven days that were only counted, because the quarantine of their day was full: they are in the mailbox and nowhere else.",
      }),
    }),
    messages: z.array(
      z.object({
        id,
        at: instant,
        why: z.string().meta({
          description:
            "Codes: too_large, unknown_notice, wrong_tag, failed_authentication, loop, too_many, malformed, expired, changed_recipient.",
        }),
        sender: z.string().nullable(),
        subject: z.string().nullable(),
        text: z.string(),
        bytes: z.int(),
        noticeId: id.nullable().meta({ description: "The notice it seems to be about." }),
      }),
    ),
  })
  .meta({ id: "Quarantine" });
export type QuarantineView = z.infer<typeof quarantineView>;
export const settleQuarantinedBody = z
  .strictObject({ outcome: z.enum(["attach", "discard"]), noticeId: id.optional() })
  .meta({ id: "SettleQuarantined" });

export const escalationView = z
  .object({
    id,
    noticeId: id.meta({ description: "The notice that led to nothing." }),
    rung: z.enum(rungs),
    status: z.enum(escalationStatuses),
    because: z.enum(["deadline", "bounced", "failed", "refused", "returned", "still_there"]).meta({
      description: "`still_there`: its recipient says that it acted, and a later look saw it online.",
    }),
    to: noticeTo.nullable().meta({ description: "null while the recipient is not known." }),
    authority: z
      .string()
      .nullable()
      .meta({ description: "Slug, for rungs that are a referral or a complaint." }),
    contentIds: z.array(id),
    proposedAt: instant,
    heldWhy: z.enum(["host_changed", "handling_changed", "recipient_unknown", "handed_elsewhere"]).nullable(),
    changed: z
      .array(z.object({ host: z.string(), was: z.string().nullable(), is: z.string().nullable() }))
      .optional()
      .meta({ description: "Who was behind each host then, and who is now; where that is why it is held." }),
    automatic: z
      .boolean()
      .meta({ description: "Setting and ground allow the machine to take it by itself." }),
    by: z.string().nullable(),
    takenNoticeId: id.nullable(),
  })
  .meta({ id: "Escalation" });
export type EscalationView = z.infer<typeof escalationView>;
export const decideEscalationBody = z
  .strictObject({ outcome: z.enum(["take", "dismiss", "release"]) })
  .meta({ id: "DecideEscalation" });

/** What became of notices: one row per provider, ground and channel. Times in hours. */
export const notifierRecordView = z
  .object({
    rows: z.array(
      z.object({
        provider: z.string().meta({ description: "Slug of the catalogue, else the recipient's domain." }),
        name: z.string(),
        ground: z.string(),
        channel: z.enum(noticeChannels),
        channelId: z.string().nullable(),
        sent: z.int(),
        acknowledged: z.int(),
        acted: z.int(),
        refused: z.int(),
        undecided: z.int(),
        failed: z.int(),
        removed: z.int().meta({ description: "All its locations proven removed after it." }),
        precision: z
          .number()
          .nullable()
          .meta({ description: "acted / (acted + refused); null without a decision." }),
        hoursToAcknowledge: z.object({ median: z.number(), p90: z.number() }).nullable(),
        hoursToDecide: z.object({ median: z.number(), p90: z.number() }).nullable(),
        hoursToRemoval: z.object({ median: z.number(), p90: z.number() }).nullable(),
      }),
    ),
  })
  .meta({ id: "NotifierRecord" });
export type NotifierRecordView = z.infer<typeof notifierRecordView>;

export const deskLabelView = z
  .object({
    label: z
      .object({
        name: z.string(),
        areas: z.array(z.string()),
        level: z.enum(labelLevels),
        issuer: z.string(),
        issuedAt: instant,
        expiresAt: instant,
        revokedAt: instant.nullable(),
        jws: z.string(),
      })
      .nullable(),
    publicKey: z.string().meta({ description: "Ed25519, as a JWK in JSON." }),
    address: z
      .string()
      .nullable()
      .meta({ description: "Where others read it; null without a public address." }),
  })
  .meta({ id: "DeskLabel" });
export type DeskLabelView = z.infer<typeof deskLabelView>;

export const referralView = z
  .object({
    id,
    status: z.enum(referralStatuses),
    authority: authorityView,
    reference: z.string().nullable(),
    filedAt: instant.nullable(),
    answeredAt: instant.nullable(),
    note: z.string().nullable(),
    createdAt: instant,
    by: z.string(),
  })
  .meta({ id: "Referral" });
export type ReferralView = z.infer<typeof referralView>;

export const historyEntry = z
  .object({
    at: instant,
    type: z.enum(eventTypes),
    by: z.string().nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: "HistoryEntry" });
export type HistoryEntry = z.infer<typeof historyEntry>;

export const dutyReminder = z.enum(["dsa_18", "cp_434_1", "cp_434_3", "cpp_40"]).meta({ id: "DutyReminder" });
export type DutyReminder = z.infer<typeof dutyReminder>;

export const caseView = z
  .object({
    summary: caseSummary,
    contents: z.array(contentView),
    reports: z.array(
      z.object({
        id,
        at: instant,
        language: z.enum(languages),
        concern: z.enum(concerns).nullable(),
        minor: z.boolean(),
        private: z.boolean(),
        withdrawn: z.boolean(),
        hasReceipt: z.boolean(),
        hasContact: z.boolean(),
        contentIds: z.array(id),
      }),
    ),
    assessments: z.array(assessmentView),
    proposed: proposedAssessmentView
      .nullable()
      .meta({ description: "An assessment that waits for a second person." }),
    notices: z.array(noticeView),
    answers: z.array(answerView),
    escalations: z.array(escalationView),
    referrals: z.array(referralView),
    matches: z.array(matchView).meta({ description: "What its fingerprints met: open ones first." }),
    notes: z.array(z.object({ id, at: instant, by: z.string(), text: z.string() })),
    duties: z.array(dutyReminder),
    allowed: z.object({ notify: z.boolean(), refer: z.boolean(), check: z.boolean() }),
    history: z.array(historyEntry),
  })
  .meta({ id: "Case" });
export type CaseView = z.infer<typeof caseView>;

/** The reporters' own words, unsealed for an unlocked session. */
export const caseWordsView = z
  .object({
    reports: z.array(
      z.object({
        id,
        text: z.string().nullable(),
        locations: z.array(z.object({ contentId: id.nullable(), typed: z.string() })),
        messages: z.array(z.object({ from: z.enum(["reporter", "hotline"]), at: instant, text: z.string() })),
        evidence: z
          .array(evidenceEntry)
          .meta({ description: "What the reporter keeps under the receipt, in the order it was kept." }),
      }),
    ),
    addresses: z.array(z.object({ contentId: id, url: z.string() })).meta({
      description: "Addresses that are sealed at rest, for permitted roles only.",
    }),
  })
  .meta({ id: "CaseWords" });
export type CaseWordsView = z.infer<typeof caseWordsView>;

export const assessCaseBody = z
  .strictObject({
    grounds: z.array(plainText(100)).max(10),
    manifest: z.enum(manifestness),
    minor: z.enum(minorAnswers),
    reasons: plainText(10_000),
    publicReasons: plainText(2000)
      .nullable()
      .optional()
      .meta({ description: "What every reporter of the case may read on the receipt." }),
    grade: statedGrade.nullable().optional(),
    seen: seenVersion.optional(),
  })
  .meta({ id: "AssessCase" });
export type AssessCaseBody = z.infer<typeof assessCaseBody>;

export const assessGroupBody = z
  .strictObject({ caseIds: z.array(id).min(1).max(100), assessment: assessCaseBody })
  .meta({ id: "AssessGroup", description: "`caseIds`: of the group, besides the case itself." });

const noticeRecipient = z.strictObject({
  host: plainText(253).meta({ description: "Whose locations go there; `*` for all of them." }),
  name: plainText(200).min(1),
  kind: z.enum(noticeKinds).default("service"),
  channel: z.enum(noticeChannels).default("email"),
  channelId: plainText(200).nullable().default(null),
  email: plainText(254).nullable().default(null),
  url: plainText(2000).nullable().default(null),
  postal: z.array(plainText(200)).max(10).nullable().default(null),
  language: z.enum(languages),
});

/** One notice per recipient: contents whose hosts share an address go together. */
export const noticeRequestBody = z
  .strictObject({
    contentIds: z.array(id).min(1).max(200),
    recipients: z.array(noticeRecipient).max(50).meta({
      description: "Where each host's notice goes. A host left out uses the recipient already known.",
    }),
    explanation: plainText(10_000),
    identity: z
      .strictObject({ name: plainText(200).min(1), mandate: z.boolean() })
      .nullable()
      .default(null)
      .meta({
        description:
          "The person concerned, for erasure, delisting and complaint only: it stands in a block apart, sealed until it leaves.",
      }),
    escalationId: id.nullable().default(null).meta({ description: "The escalation that this takes up." }),
    seen: seenVersion.optional(),
  })
  .meta({ id: "NoticeRequest" });
/** As it is sent: what has a default may be left out. */
export type NoticeRequestBody = z.input<typeof noticeRequestBody>;

export const noticeDraft = z
  .object({
    kind: z.enum(noticeKinds),
    channel: z.enum(noticeChannels),
    to: noticeTo,
    language: z.enum(languages),
    subject: z.string(),
    body: z.string().meta({ description: "The public text: it may be passed on." }),
    identity: z.string().nullable().meta({ description: "The identity block, which may not." }),
    form: z.array(formAnswer),
    placeholders: z.array(z.string()).meta({ description: "Still to be filled: sending is refused." }),
    contentIds: z.array(id),
    hosts: z.array(z.string()),
  })
  .meta({ id: "NoticeDraft" });
export type NoticeDraft = z.infer<typeof noticeDraft>;
export const noticeDrafts = z.object({ drafts: z.array(noticeDraft) }).meta({ id: "NoticeDrafts" });
export const noticesQueued = z.object({ noticeIds: z.array(id) }).meta({ id: "NoticesQueued" });

export const recordNoticeBody = z
  .discriminatedUnion("outcome", [
    z.strictObject({
      outcome: z.literal("handed_over"),
      reference: plainText(200).nullable().default(null),
      proof: plainText(4000).nullable().default(null),
    }),
    z.strictObject({ outcome: z.literal("given_up") }),
  ])
  .meta({ id: "RecordNotice" });
export type RecordNoticeBody = z.infer<typeof recordNoticeBody>;

export const settleNoticeBody = z
  .strictObject({ outcome: z.enum(["was_sent", "send_again", "give_up", "came_back"]) })
  .meta({ id: "SettleNotice" });

export const prepareReferralBody = z
  .strictObject({ authority: plainText(100), seen: seenVersion.optional() })
  .meta({ id: "PrepareReferral" });
export const recordReferralBody = z
  .strictObject({
    status: z.enum(["filed", "acknowledged", "acted", "refused"]),
    reference: plainText(200).optional(),
    at: instant.optional(),
    note: plainText(2000).optional(),
  })
  .meta({ id: "RecordReferral" });

export const writeNoteBody = z.strictObject({ text: plainText(10_000).min(1) }).meta({ id: "WriteNote" });
export const answerReporterBody = z
  .strictObject({ reportId: id, text: plainText(10_000).min(1) })
  .meta({ id: "AnswerReporter" });
export const closeCaseBody = z
  .strictObject({
    reason: z.enum(["not_illegal", "out_of_scope", "duplicate", "done", "test"]),
    seen: seenVersion.optional(),
  })
  .meta({ id: "CloseCase" });

export const figuresView = z
  .object({
    reports: z.int(),
    openCases: z.int(),
    noticesSent: z.int(),
    referralsFiled: z.int(),
    removed: z.int(),
    medianHoursToRemoval: z.number().nullable(),
    byDay: z.array(z.object({ day: z.string(), reports: z.int(), removed: z.int() })),
    byStatus: z.array(z.object({ status: z.enum(caseStatuses), cases: z.int() })),
  })
  .meta({ id: "Figures" });
export type FiguresView = z.infer<typeof figuresView>;

/** One line of the live stream (server-sent events): something changed, read it again. */
export const liveEvent = z
  .object({ seq: z.int(), type: z.enum(eventTypes), caseId: id.nullable() })
  .meta({ id: "LiveEvent" });
export type LiveEvent = z.infer<typeof liveEvent>;

export const checkpointView = z
  .object({ number: z.int(), hash: z.string(), at: instant })
  .meta({ id: "Checkpoint" });
