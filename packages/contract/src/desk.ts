import { z } from "zod";
import { eventTypes } from "./event-types.ts";
import { evidenceEntry } from "./evidence.ts";
import {
  caseStatuses,
  concerns,
  handlings,
  languages,
  manifestness,
  minorAnswers,
  noticeStatuses,
  referralStatuses,
  roles,
  verdicts,
  watchStatuses,
} from "./statuses.ts";

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
  .strictObject({ name: plainText(100).min(1), role: z.enum(roles) })
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
    urgency: z.enum(["P0", "P1", "P2", "P3", "P4"]),
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

export const listCasesQuery = z
  .object({
    q: plainText(200).optional(),
    status: z.enum([...caseStatuses, "open"]).optional(),
    after: plainText(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).optional(),
  })
  .meta({ id: "ListCasesQuery" });

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
    urgency: z.enum(["P0", "P1", "P2", "P3", "P4"]),
    dangerAt: instant.nullable().meta({
      description:
        "When a reporter last wrote words that may mean a life is in danger; null once assessed or answered since.",
    }),
    firstReportedAt: instant,
    dueAt: instant.nullable(),
    overdue: z.boolean(),
    nextStep: z.enum(["assess", "notify", "refer", "wait", "escalate", "answer", "close", "none"]),
    unread: z.int().meta({ description: "Messages from reporters that nobody opened." }),
  })
  .meta({ id: "CaseSummary" });
export type CaseSummary = z.infer<typeof caseSummary>;

export const caseList = z
  .object({
    cases: z.array(caseSummary),
    next: z.string().nullable(),
    counts: z.object({ open: z.int(), total: z.int() }),
  })
  .meta({ id: "CaseList" });
export type CaseList = z.infer<typeof caseList>;

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
    reasons: z.string(),
  })
  .meta({ id: "Assessment" });
export type AssessmentView = z.infer<typeof assessmentView>;

export const noticeView = z
  .object({
    id,
    status: z.enum(noticeStatuses),
    to: z.object({ name: z.string(), email: z.string() }),
    language: z.enum(languages),
    subject: z.string(),
    body: z.string(),
    contents: z.array(
      z.object({
        contentId: id,
        url: z.string(),
        outcome: z.enum(["included", "already_removed"]).nullable(),
      }),
    ),
    createdAt: instant,
    sentAt: instant.nullable(),
    failure: z.string().nullable(),
    messageId: z.string(),
    by: z.string(),
  })
  .meta({ id: "Notice" });
export type NoticeView = z.infer<typeof noticeView>;

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
    notices: z.array(noticeView),
    referrals: z.array(referralView),
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
  })
  .meta({ id: "AssessCase" });
export type AssessCaseBody = z.infer<typeof assessCaseBody>;

const noticeRecipient = z.strictObject({
  host: plainText(253),
  name: plainText(200).min(1),
  email: plainText(254),
  language: z.enum(languages),
});

/** One notice per recipient: contents whose hosts share an e-mail address go together. */
export const noticeRequestBody = z
  .strictObject({
    contentIds: z.array(id).min(1).max(200),
    recipients: z.array(noticeRecipient).max(50).meta({
      description: "Where each host's notice goes. A host left out uses the recipient already known.",
    }),
    explanation: plainText(10_000),
  })
  .meta({ id: "NoticeRequest" });
export type NoticeRequestBody = z.infer<typeof noticeRequestBody>;

export const noticeDraft = z
  .object({
    to: z.object({ name: z.string(), email: z.string() }),
    language: z.enum(languages),
    subject: z.string(),
    body: z.string(),
    contentIds: z.array(id),
    hosts: z.array(z.string()),
  })
  .meta({ id: "NoticeDraft" });
export type NoticeDraft = z.infer<typeof noticeDraft>;
export const noticeDrafts = z.object({ drafts: z.array(noticeDraft) }).meta({ id: "NoticeDrafts" });
export const noticesQueued = z.object({ noticeIds: z.array(id) }).meta({ id: "NoticesQueued" });

export const settleNoticeBody = z
  .strictObject({ outcome: z.enum(["was_sent", "send_again", "give_up"]) })
  .meta({ id: "SettleNotice" });

export const prepareReferralBody = z
  .strictObject({ authority: plainText(100) })
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
  .strictObject({ reason: z.enum(["not_illegal", "out_of_scope", "duplicate", "done", "test"]) })
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
