import type { Role } from "./statuses.ts";

/**
 * Who may call a route. `public`: anybody. `session`: whoever is signed in, whatever the role.
 * A list: these roles only. The authorisation matrix in the tests is generated from this table,
 * and the server refuses to start with a route that is not in it.
 */
export type Policy = "public" | "session" | readonly Role[];

const caseWorkers = ["analyst", "reviewer", "manager", "admin"] as const;
const deciders = ["analyst", "reviewer", "manager"] as const;

interface RouteEntry {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  policy: Policy;
  /** One sentence for the API pages. */
  does: string;
}

/** Every route of the HTTP API, by name. Paths use `:name` for parameters. */
export const routes = {
  createReport: {
    method: "POST",
    path: "/api/v1/reports",
    policy: "public",
    does: "Report one or many locations.",
  },
  openReceipt: { method: "POST", path: "/api/v1/receipts/open", policy: "public", does: "Open a receipt." },
  writeUnderReceipt: {
    method: "POST",
    path: "/api/v1/receipts/messages",
    policy: "public",
    does: "Write to the hotline under a receipt.",
  },
  withdrawReport: {
    method: "POST",
    path: "/api/v1/receipts/withdraw",
    policy: "public",
    does: "Withdraw a report.",
  },
  receiptPlan: {
    method: "POST",
    path: "/api/v1/receipts/plan",
    policy: "public",
    does: "The plan for one's own report: say more about the situation, tick a step.",
  },
  checkpoint: {
    method: "GET",
    path: "/api/v1/checkpoint",
    policy: "public",
    does: "Last published checkpoint of the event chain.",
  },
  publicKeys: {
    method: "GET",
    path: "/api/v1/keys",
    policy: "public",
    does: "Public keys with which documents of this installation are verified.",
  },
  openapi: {
    method: "GET",
    path: "/api/v1/openapi.json",
    policy: "public",
    does: "This API as OpenAPI 3.1.",
  },
  apiDocs: { method: "GET", path: "/api/docs", policy: "public", does: "This API as a page." },
  healthz: { method: "GET", path: "/healthz", policy: "public", does: "The process answers." },
  readyz: {
    method: "GET",
    path: "/readyz",
    policy: "public",
    does: "The process can serve: database reachable, schema current.",
  },
  metrics: { method: "GET", path: "/metrics", policy: "public", does: "Prometheus metrics, figures only." },

  signIn: {
    method: "POST",
    path: "/api/v1/desk/session",
    policy: "public",
    does: "Sign in with name, password and code.",
  },
  askPasskey: {
    method: "POST",
    path: "/api/v1/desk/session/passkey/question",
    policy: "public",
    does: "What a passkey has to sign, to sign in.",
  },
  passkeySignIn: {
    method: "POST",
    path: "/api/v1/desk/session/passkey",
    policy: "public",
    does: "Sign in with a passkey.",
  },
  me: { method: "GET", path: "/api/v1/desk/session", policy: "session", does: "Who I am." },
  signOut: { method: "DELETE", path: "/api/v1/desk/session", policy: "session", does: "Sign out." },
  unlock: {
    method: "POST",
    path: "/api/v1/desk/session/unlock",
    policy: caseWorkers,
    does: "Unlock the team key for this session.",
  },
  lock: {
    method: "POST",
    path: "/api/v1/desk/session/lock",
    policy: caseWorkers,
    does: "Lock the team key again.",
  },
  openInvitation: {
    method: "POST",
    path: "/api/v1/desk/invitations/open",
    policy: "public",
    does: "See what an invitation offers.",
  },
  join: {
    method: "POST",
    path: "/api/v1/desk/join",
    policy: "public",
    does: "Create an account from an invitation.",
  },
  team: { method: "GET", path: "/api/v1/desk/team", policy: ["manager", "admin"], does: "The team." },
  invite: {
    method: "POST",
    path: "/api/v1/desk/team/invitations",
    policy: ["manager", "admin"],
    does: "Invite somebody; the link is shown once.",
  },
  deactivateMember: {
    method: "DELETE",
    path: "/api/v1/desk/team/:memberId",
    policy: ["manager", "admin"],
    does: "End somebody's access.",
  },
  setMember: {
    method: "PUT",
    path: "/api/v1/desk/team/:memberId",
    policy: ["manager", "admin"],
    does: "Set somebody's role and topics; it holds at once.",
  },
  colleagues: {
    method: "GET",
    path: "/api/v1/desk/team/colleagues",
    policy: caseWorkers,
    does: "Who works here, and who is away.",
  },
  ownSettings: {
    method: "GET",
    path: "/api/v1/desk/team/me",
    policy: "session",
    does: "My own settings.",
  },
  saveOwnSettings: {
    method: "PUT",
    path: "/api/v1/desk/team/me",
    policy: "session",
    does: "Save my own settings.",
  },
  ownActivity: {
    method: "GET",
    path: "/api/v1/desk/team/me/activity",
    policy: "session",
    does: "What I did, for myself alone.",
  },
  passkeys: {
    method: "GET",
    path: "/api/v1/desk/team/me/passkeys",
    policy: "session",
    does: "My passkeys.",
  },
  askNewPasskey: {
    method: "POST",
    path: "/api/v1/desk/team/me/passkeys/question",
    policy: "session",
    does: "What a new passkey has to sign; asks for the password.",
  },
  addPasskey: {
    method: "POST",
    path: "/api/v1/desk/team/me/passkeys",
    policy: "session",
    does: "Add a passkey.",
  },
  renamePasskey: {
    method: "PUT",
    path: "/api/v1/desk/team/me/passkeys/:passkeyId",
    policy: "session",
    does: "Rename one of my passkeys.",
  },
  removePasskey: {
    method: "POST",
    path: "/api/v1/desk/team/me/passkeys/:passkeyId/remove",
    policy: "session",
    does: "Remove one of my passkeys; asks for the password.",
  },
  handovers: {
    method: "GET",
    path: "/api/v1/desk/handovers",
    policy: caseWorkers,
    does: "Handover notes for me that I have not read, and my own.",
  },
  writeHandover: {
    method: "POST",
    path: "/api/v1/desk/handovers",
    policy: caseWorkers,
    does: "Write a handover note to the team or a colleague.",
  },
  readHandover: {
    method: "POST",
    path: "/api/v1/desk/handovers/:noteId/read",
    policy: caseWorkers,
    does: "I have read this handover note.",
  },
  takeBackHandover: {
    method: "DELETE",
    path: "/api/v1/desk/handovers/:noteId",
    policy: caseWorkers,
    does: "Take back a handover note of mine.",
  },

  catalogue: {
    method: "GET",
    path: "/api/v1/desk/catalogue",
    policy: "session",
    does: "Grounds and authorities.",
  },
  figures: {
    method: "GET",
    path: "/api/v1/desk/figures",
    policy: "session",
    does: "Figures of the installation.",
  },
  live: {
    method: "GET",
    path: "/api/v1/desk/live",
    policy: caseWorkers,
    does: "Live changes (server-sent events).",
  },

  listCases: {
    method: "GET",
    path: "/api/v1/desk/cases",
    policy: caseWorkers,
    does: "List and search cases.",
  },
  getCase: {
    method: "GET",
    path: "/api/v1/desk/cases/:caseId",
    policy: caseWorkers,
    does: "One case, whole.",
  },
  nextCase: {
    method: "POST",
    path: "/api/v1/desk/queue/next",
    policy: deciders,
    does: "Claim the most pressing case that I may work on and nobody has.",
  },
  claimCase: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/claim",
    policy: deciders,
    does: "Say that I work on a case, or go on with it; take it over when asked to.",
  },
  releaseCase: {
    method: "DELETE",
    path: "/api/v1/desk/cases/:caseId/claim",
    policy: deciders,
    does: "Give a case back that I had claimed.",
  },
  skipCase: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/skip",
    policy: deciders,
    does: "Leave a case to others, with a reason.",
  },
  savedFilters: {
    method: "GET",
    path: "/api/v1/desk/filters",
    policy: caseWorkers,
    does: "My saved filters of the list.",
  },
  saveFilter: {
    method: "POST",
    path: "/api/v1/desk/filters",
    policy: caseWorkers,
    does: "Save a filter of the list under a name.",
  },
  deleteFilter: {
    method: "DELETE",
    path: "/api/v1/desk/filters/:filterId",
    policy: caseWorkers,
    does: "Delete one of my saved filters.",
  },
  caseWords: {
    method: "GET",
    path: "/api/v1/desk/cases/:caseId/words",
    policy: deciders,
    does: "The reporters' words, for an unlocked session.",
  },
  assessCase: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/assessments",
    policy: deciders,
    does: "Assess a case.",
  },
  undoAssessment: {
    method: "DELETE",
    path: "/api/v1/desk/cases/:caseId/assessments/newest",
    policy: deciders,
    does: "Take back one's own newest assessment, before anything followed from it.",
  },
  decideProposed: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/proposed",
    policy: deciders,
    does: "Confirm or decline an assessment that waits for a second person.",
  },
  caseGroup: {
    method: "GET",
    path: "/api/v1/desk/cases/:caseId/group",
    policy: caseWorkers,
    does: "Open cases that are one thing with this one.",
  },
  assessGroup: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/group/assessments",
    policy: deciders,
    does: "Give one assessment to a case and to cases of its group.",
  },
  week: {
    method: "GET",
    path: "/api/v1/desk/week",
    policy: caseWorkers,
    does: "What became this week of the cases in which I had a part.",
  },
  previewNotices: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/notices/preview",
    policy: deciders,
    does: "See the notices as their recipients will.",
  },
  sendNotices: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/notices",
    policy: deciders,
    does: "Send the notices.",
  },
  settleNotice: {
    method: "POST",
    path: "/api/v1/desk/notices/:noticeId/settle",
    policy: deciders,
    does: "Decide about a notice in doubt or failed.",
  },
  recordNotice: {
    method: "POST",
    path: "/api/v1/desk/notices/:noticeId/record",
    policy: deciders,
    does: "Record that a prepared notice was handed over by a person, or that it will not be.",
  },
  noticeLetter: {
    method: "GET",
    path: "/api/v1/desk/notices/:noticeId/letter.pdf",
    policy: caseWorkers,
    does: "A notice as a letter to print (PDF/UA-1).",
  },
  confirmAnswer: {
    method: "POST",
    path: "/api/v1/desk/answers/:answerId/confirm",
    policy: deciders,
    does: "Say what an answer means for its notice.",
  },
  writeAnswer: {
    method: "POST",
    path: "/api/v1/desk/notices/:noticeId/answers",
    policy: deciders,
    does: "Write down an answer that came by another way.",
  },
  quarantine: {
    method: "GET",
    path: "/api/v1/desk/mailbox",
    policy: caseWorkers,
    does: "Messages of the mailbox that the machine would not take, and how the mailbox is.",
  },
  settleQuarantined: {
    method: "POST",
    path: "/api/v1/desk/mailbox/:messageId",
    policy: deciders,
    does: "Put a message of the quarantine with its notice, or discard it.",
  },
  decideEscalation: {
    method: "POST",
    path: "/api/v1/desk/escalations/:escalationId",
    policy: deciders,
    does: "Take a proposed escalation, dismiss it, or release one that is held.",
  },
  notifierRecord: {
    method: "GET",
    path: "/api/v1/desk/record",
    policy: caseWorkers,
    does: "What became of our notices, by provider and ground.",
  },
  deskLabel: {
    method: "GET",
    path: "/api/v1/desk/label",
    policy: "session",
    does: "The label of this hotline, and whether it is valid now.",
  },
  ownLabel: {
    method: "GET",
    path: "/.well-known/vigie-label.json",
    policy: "public",
    does: "The label of this hotline with its keys.",
  },
  labelRevocations: {
    method: "GET",
    path: "/.well-known/vigie-label-revocations.json",
    policy: "public",
    does: "Labels that this hotline has revoked, signed.",
  },
  answerNotice: {
    method: "POST",
    path: "/api/v1/answers",
    policy: "public",
    does: "Answer a notice with the token it carries.",
  },
  prepareReferral: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/referrals",
    policy: deciders,
    does: "Prepare a referral to an authority.",
  },
  recordReferral: {
    method: "POST",
    path: "/api/v1/desk/referrals/:referralId",
    policy: deciders,
    does: "Record that a referral was filed or answered.",
  },
  writeNote: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/notes",
    policy: deciders,
    does: "Write an internal note.",
  },
  answerReporter: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/messages",
    policy: deciders,
    does: "Write to a reporter under the receipt.",
  },
  closeCase: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/close",
    policy: deciders,
    does: "Close a case.",
  },
  settleMatch: {
    method: "POST",
    path: "/api/v1/desk/matches/:matchId",
    policy: deciders,
    does: "Say whether two fingerprints are of the same thing.",
  },
  caseLinks: {
    method: "GET",
    path: "/api/v1/desk/cases/:caseId/links",
    policy: caseWorkers,
    does: "Cases that share something with this one: suggested and confirmed links with their evidence.",
  },
  settleLink: {
    method: "POST",
    path: "/api/v1/desk/links/:linkId",
    policy: deciders,
    does: "Say whether two cases belong together.",
  },
  caseNetwork: {
    method: "GET",
    path: "/api/v1/desk/cases/:caseId/network",
    policy: caseWorkers,
    does: "The cases that confirmed links hold together with this one.",
  },
  banks: {
    method: "GET",
    path: "/api/v1/desk/banks",
    policy: caseWorkers,
    does: "The banks of fingerprints, their imports and how they match. No hash is shown.",
  },
  changeBank: {
    method: "POST",
    path: "/api/v1/desk/banks/:bankId",
    policy: ["manager", "admin"],
    does: "Suspend or resume a bank, accept an import in quarantine, or take one back.",
  },
  releaseEntry: {
    method: "POST",
    path: "/api/v1/desk/banks/:bankId/entries/:entryId/release",
    policy: ["manager", "admin"],
    does: "Compare again with an entry that was suspended because it suddenly matched everything.",
  },
  matchHashes: {
    method: "POST",
    path: "/api/v1/match",
    policy: "public",
    does: "For partners with a key: whether hashes are near an entry of their banks.",
  },
  casePlan: {
    method: "GET",
    path: "/api/v1/desk/cases/:caseId/plan",
    policy: caseWorkers,
    does: "The plan of a case, and who hosts its contents.",
  },
  setSituation: {
    method: "PUT",
    path: "/api/v1/desk/cases/:caseId/situation",
    policy: deciders,
    does: "Say what the choice of routes depends on.",
  },
  tickCaseStep: {
    method: "POST",
    path: "/api/v1/desk/cases/:caseId/plan/steps",
    policy: deciders,
    does: "Mark a step of the plan as done, or not done.",
  },
  lookUpHost: {
    method: "POST",
    path: "/api/v1/desk/contents/:contentId/hosting",
    policy: deciders,
    does: "Look up who hosts a content, where its handling allows it.",
  },
  correctHosting: {
    method: "PUT",
    path: "/api/v1/desk/contents/:contentId/hosting",
    policy: deciders,
    does: "Correct by hand who hosts a content.",
  },
  openView: {
    method: "POST",
    path: "/api/v1/desk/contents/:contentId/views",
    policy: deciders,
    does: "Open a view of a content's media, covered, where its handling allows it.",
  },
  reveal: {
    method: "POST",
    path: "/api/v1/desk/views/:viewId/reveals",
    policy: deciders,
    does: "Show a region of a medium for a few seconds, within one's budget.",
  },
  closeView: {
    method: "DELETE",
    path: "/api/v1/desk/views/:viewId",
    policy: deciders,
    does: "Close a view: its media are forgotten at once.",
  },
  ownExposure: {
    method: "GET",
    path: "/api/v1/desk/exposure/mine",
    policy: deciders,
    does: "My budgets now, and my own exposure ledger by day and hour.",
  },
  teamExposure: {
    method: "GET",
    path: "/api/v1/desk/exposure/team",
    policy: ["manager"],
    does: "The state of each member's budget, and sums over at least five people.",
  },
  requestOverride: {
    method: "POST",
    path: "/api/v1/desk/exposure/overrides",
    policy: deciders,
    does: "Ask a second person to let me look on past my budget.",
  },
  overrides: {
    method: "GET",
    path: "/api/v1/desk/exposure/overrides",
    policy: ["reviewer", "manager"],
    does: "Requests of others to look on past their budget.",
  },
  grantOverride: {
    method: "POST",
    path: "/api/v1/desk/exposure/overrides/:overrideId/grant",
    policy: ["reviewer", "manager"],
    does: "Grant an override to somebody else, for half an hour at most.",
  },
  checkContent: {
    method: "POST",
    path: "/api/v1/desk/contents/:contentId/check",
    policy: deciders,
    does: "Check a location now.",
  },
} as const satisfies Record<string, RouteEntry>;

export type RouteName = keyof typeof routes;
