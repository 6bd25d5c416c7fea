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
  checkContent: {
    method: "POST",
    path: "/api/v1/desk/contents/:contentId/check",
    policy: deciders,
    does: "Check a location now.",
  },
} as const satisfies Record<string, RouteEntry>;

export type RouteName = keyof typeof routes;
