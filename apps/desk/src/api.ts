import type {
  AddPasskeyBody,
  answerReporterBody,
  changeBankBody,
  closeCaseBody,
  confirmAnswerBody,
  correctHostingBody,
  decideEscalationBody,
  decideProposedBody,
  inviteBody,
  joinBody,
  OpenViewBody,
  OwnSettingsBody,
  PasskeySignInBody,
  prepareReferralBody,
  RequestOverrideBody,
  RevealBody,
  recordNoticeBody,
  recordReferralBody,
  SettleLinkBody,
  setMemberBody,
  settleMatchBody,
  settleNoticeBody,
  settleQuarantinedBody,
  signInBody,
  skipCaseBody,
  tickStepBody,
  WriteHandoverBody,
  writeAnswerBody,
} from "@vigie/contract";
import {
  type AssessCaseBody,
  assessGroupAnswer,
  banksView,
  caseGroupView,
  caseLinksView,
  caseList,
  casePlanView,
  caseView,
  caseWordsView,
  catalogueView,
  colleaguesView,
  deskLabelView,
  exposedView,
  figuresView,
  handoversView,
  invitationView,
  inviteAnswer,
  type Language,
  meView,
  type NoticeRequestBody,
  networkView,
  nextCaseAnswer,
  noticeDrafts,
  noticesQueued,
  notifierRecordView,
  overrideAnswer,
  overrideList,
  ownActivityView,
  ownExposure,
  ownSettingsView,
  passkeyCreation,
  passkeyQuestion,
  passkeysView,
  quarantineView,
  type RouteName,
  requestOverrideAnswer,
  revealAnswer,
  routes,
  type Situation,
  savedFilters,
  savedFilterView,
  teamExposure,
  teamView,
  weekView,
} from "@vigie/contract";
import type { z } from "zod";
import { ApiError, readTrouble } from "./api/problem.ts";
import { type RouteParameters, routePath } from "./api/route-path.ts";

/** What every call needs to know about the person at the desk. */
export interface ApiSettings {
  language: Language;
  /** From `me`; null before the session is known. */
  csrf: string | null;
}

const settings: ApiSettings = { language: "fr", csrf: null };

/** Says in which language refusals are worded and which token proves that a request comes from the desk. */
export function setApi(changes: Partial<ApiSettings>): void {
  Object.assign(settings, changes);
}

interface Call<Name extends RouteName> {
  parameters: RouteParameters<Name>;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
  signal?: AbortSignal;
}

/** One request. The answer is parsed by its schema; without a schema it is not looked at. */
async function call<Name extends RouteName, Answer = void>(
  name: Name,
  { parameters, query, body, signal }: Call<Name>,
  answer?: z.ZodType<Answer>,
): Promise<Answer> {
  const { method } = routes[name];
  const headers = new Headers({ accept: "application/json", "accept-language": settings.language });
  if (method !== "GET" && settings.csrf !== null) headers.set("x-vigie-csrf", settings.csrf);
  if (body !== undefined) headers.set("content-type", "application/json");
  let response: Response;
  try {
    response = await fetch(routePath(name, parameters, query), {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ kind: "network" });
  }
  if (!response.ok) throw new ApiError(readTrouble(response.status, await readJson(response)));
  if (answer === undefined) return undefined as Answer;
  const parsed = answer.safeParse(await readJson(response));
  if (!parsed.success) throw new ApiError({ kind: "unreadable", status: response.status });
  return parsed.data;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** What the list is narrowed to, as the query of its address; a field left out or empty narrows nothing. */
export interface CaseFilter {
  q: string;
  /** A case status, `open`, or empty for all. */
  status: string;
  topic?: string;
  urgency?: string;
  claimed?: string;
  host?: string;
  language?: string;
  overdue?: string;
}

const none = {};

/** The desk's calls, named as the contract's routes. */
export const api = {
  signIn: (body: z.infer<typeof signInBody>) => call("signIn", { parameters: none, body }),
  me: (signal?: AbortSignal) => call("me", { parameters: none, ...optional(signal) }, meView),
  signOut: () => call("signOut", { parameters: none }),
  unlock: (passphrase: string) => call("unlock", { parameters: none, body: { passphrase } }),
  lock: () => call("lock", { parameters: none }),
  openInvitation: (token: string) =>
    call("openInvitation", { parameters: none, body: { token } }, invitationView),
  join: (body: z.infer<typeof joinBody>) => call("join", { parameters: none, body }),

  team: (signal?: AbortSignal) => call("team", { parameters: none, ...optional(signal) }, teamView),
  invite: (body: z.infer<typeof inviteBody>) => call("invite", { parameters: none, body }, inviteAnswer),
  deactivateMember: (memberId: string) => call("deactivateMember", { parameters: { memberId } }),
  setMember: (memberId: string, body: z.infer<typeof setMemberBody>) =>
    call("setMember", { parameters: { memberId }, body }),
  colleagues: (signal?: AbortSignal) =>
    call("colleagues", { parameters: none, ...optional(signal) }, colleaguesView),
  ownSettings: (signal?: AbortSignal) =>
    call("ownSettings", { parameters: none, ...optional(signal) }, ownSettingsView),
  saveOwnSettings: (body: OwnSettingsBody) => call("saveOwnSettings", { parameters: none, body }),
  ownActivity: (before: number | null, signal?: AbortSignal) =>
    call(
      "ownActivity",
      { parameters: none, query: { before: before ?? undefined }, ...optional(signal) },
      ownActivityView,
    ),
  askPasskey: () => call("askPasskey", { parameters: none }, passkeyQuestion),
  passkeySignIn: (body: PasskeySignInBody) => call("passkeySignIn", { parameters: none, body }, meView),
  passkeys: (signal?: AbortSignal) =>
    call("passkeys", { parameters: none, ...optional(signal) }, passkeysView),
  askNewPasskey: (password: string) =>
    call("askNewPasskey", { parameters: none, body: { password } }, passkeyCreation),
  addPasskey: (body: AddPasskeyBody) => call("addPasskey", { parameters: none, body }),
  renamePasskey: (passkeyId: string, name: string) =>
    call("renamePasskey", { parameters: { passkeyId }, body: { name } }),
  removePasskey: (passkeyId: string, password: string) =>
    call("removePasskey", { parameters: { passkeyId }, body: { password } }),
  handovers: (after: string | null, signal?: AbortSignal) =>
    call(
      "handovers",
      { parameters: none, query: { after: after ?? undefined }, ...optional(signal) },
      handoversView,
    ),
  writeHandover: (body: WriteHandoverBody) => call("writeHandover", { parameters: none, body }),
  readHandover: (noteId: string) => call("readHandover", { parameters: { noteId } }),
  takeBackHandover: (noteId: string) => call("takeBackHandover", { parameters: { noteId } }),

  catalogue: (signal?: AbortSignal) =>
    call("catalogue", { parameters: none, ...optional(signal) }, catalogueView),
  label: (signal?: AbortSignal) =>
    call("deskLabel", { parameters: none, ...optional(signal) }, deskLabelView),
  notifierRecord: (signal?: AbortSignal) =>
    call("notifierRecord", { parameters: none, ...optional(signal) }, notifierRecordView),
  banks: (signal?: AbortSignal) => call("banks", { parameters: none, ...optional(signal) }, banksView),
  changeBank: (bankId: string, body: z.infer<typeof changeBankBody>) =>
    call("changeBank", { parameters: { bankId }, body }, banksView),
  releaseEntry: (bankId: string, entryId: string) =>
    call("releaseEntry", { parameters: { bankId, entryId } }, banksView),
  figures: (signal?: AbortSignal) => call("figures", { parameters: none, ...optional(signal) }, figuresView),

  listCases: (
    { after, limit = 100, ...filter }: CaseFilter & { after: string | null; limit?: number },
    signal?: AbortSignal,
  ) =>
    call(
      "listCases",
      { parameters: none, query: { ...filter, after: after ?? undefined, limit }, ...optional(signal) },
      caseList,
    ),
  nextCase: () => call("nextCase", { parameters: none }, nextCaseAnswer),
  claimCase: (caseId: string, takeOver: boolean) =>
    call("claimCase", { parameters: { caseId }, body: { takeOver } }),
  releaseCase: (caseId: string) => call("releaseCase", { parameters: { caseId } }),
  skipCase: (caseId: string, body: z.infer<typeof skipCaseBody>) =>
    call("skipCase", { parameters: { caseId }, body }),
  savedFilters: (after: string | null, signal?: AbortSignal) =>
    call(
      "savedFilters",
      { parameters: none, query: { after: after ?? undefined }, ...optional(signal) },
      savedFilters,
    ),
  saveFilter: (name: string, filter: Readonly<Record<string, string>>) =>
    call("saveFilter", { parameters: none, body: { name, filter } }, savedFilterView),
  deleteFilter: (filterId: string) => call("deleteFilter", { parameters: { filterId } }),
  week: (signal?: AbortSignal) => call("week", { parameters: none, ...optional(signal) }, weekView),
  getCase: (caseId: string, signal?: AbortSignal) =>
    call("getCase", { parameters: { caseId }, ...optional(signal) }, caseView),
  caseWords: (caseId: string, signal?: AbortSignal) =>
    call("caseWords", { parameters: { caseId }, ...optional(signal) }, caseWordsView),
  assessCase: (caseId: string, body: AssessCaseBody) =>
    call("assessCase", { parameters: { caseId }, body }, caseView),
  undoAssessment: (caseId: string) => call("undoAssessment", { parameters: { caseId } }, caseView),
  decideProposed: (caseId: string, body: z.infer<typeof decideProposedBody>) =>
    call("decideProposed", { parameters: { caseId }, body }, caseView),
  caseGroup: (caseId: string, signal?: AbortSignal) =>
    call("caseGroup", { parameters: { caseId }, ...optional(signal) }, caseGroupView),
  assessGroup: (caseId: string, caseIds: readonly string[], assessment: AssessCaseBody) =>
    call("assessGroup", { parameters: { caseId }, body: { caseIds, assessment } }, assessGroupAnswer),
  previewNotices: (caseId: string, body: NoticeRequestBody) =>
    call("previewNotices", { parameters: { caseId }, body }, noticeDrafts),
  sendNotices: (caseId: string, body: NoticeRequestBody) =>
    call("sendNotices", { parameters: { caseId }, body }, noticesQueued),
  settleNotice: (noticeId: string, body: z.infer<typeof settleNoticeBody>) =>
    call("settleNotice", { parameters: { noticeId }, body }),
  recordNotice: (noticeId: string, body: z.input<typeof recordNoticeBody>) =>
    call("recordNotice", { parameters: { noticeId }, body }),
  confirmAnswer: (answerId: string, body: z.infer<typeof confirmAnswerBody>) =>
    call("confirmAnswer", { parameters: { answerId }, body }),
  writeAnswer: (noticeId: string, body: z.infer<typeof writeAnswerBody>) =>
    call("writeAnswer", { parameters: { noticeId }, body }),
  caseLinks: (
    caseId: string,
    { after, values }: { after: string | null; values: boolean },
    signal?: AbortSignal,
  ) =>
    call(
      "caseLinks",
      {
        parameters: { caseId },
        query: { after: after ?? undefined, values: values ? "true" : undefined },
        ...optional(signal),
      },
      caseLinksView,
    ),
  settleLink: (linkId: string, body: SettleLinkBody) => call("settleLink", { parameters: { linkId }, body }),
  caseNetwork: (caseId: string, signal?: AbortSignal) =>
    call("caseNetwork", { parameters: { caseId }, ...optional(signal) }, networkView),
  settleMatch: (matchId: string, body: z.infer<typeof settleMatchBody>) =>
    call("settleMatch", { parameters: { matchId }, body }),
  decideEscalation: (escalationId: string, body: z.infer<typeof decideEscalationBody>) =>
    call("decideEscalation", { parameters: { escalationId }, body }),
  quarantine: (signal?: AbortSignal) =>
    call("quarantine", { parameters: none, ...optional(signal) }, quarantineView),
  settleQuarantined: (messageId: string, body: z.infer<typeof settleQuarantinedBody>) =>
    call("settleQuarantined", { parameters: { messageId }, body }),
  prepareReferral: (caseId: string, body: z.infer<typeof prepareReferralBody>) =>
    call("prepareReferral", { parameters: { caseId }, body }),
  recordReferral: (referralId: string, body: z.infer<typeof recordReferralBody>) =>
    call("recordReferral", { parameters: { referralId }, body }),
  writeNote: (caseId: string, text: string) => call("writeNote", { parameters: { caseId }, body: { text } }),
  answerReporter: (caseId: string, body: z.infer<typeof answerReporterBody>) =>
    call("answerReporter", { parameters: { caseId }, body }),
  closeCase: (caseId: string, body: z.infer<typeof closeCaseBody>) =>
    call("closeCase", { parameters: { caseId }, body }),
  casePlan: (caseId: string, language: Language, signal?: AbortSignal) =>
    call("casePlan", { parameters: { caseId }, query: { language }, ...optional(signal) }, casePlanView),
  setSituation: (caseId: string, body: Situation) => call("setSituation", { parameters: { caseId }, body }),
  tickCaseStep: (caseId: string, body: z.infer<typeof tickStepBody>) =>
    call("tickCaseStep", { parameters: { caseId }, body }),
  lookUpHost: (contentId: string) => call("lookUpHost", { parameters: { contentId } }),
  correctHosting: (contentId: string, body: z.input<typeof correctHostingBody>) =>
    call("correctHosting", { parameters: { contentId }, body }),
  openView: (contentId: string, body: OpenViewBody) =>
    call("openView", { parameters: { contentId }, body }, exposedView),
  reveal: (viewId: string, body: RevealBody, signal: AbortSignal) =>
    call("reveal", { parameters: { viewId }, body, signal }, revealAnswer),
  closeView: (viewId: string) => call("closeView", { parameters: { viewId } }),
  ownExposure: (before: string | null, signal?: AbortSignal) =>
    call(
      "ownExposure",
      { parameters: none, query: { before: before ?? undefined }, ...optional(signal) },
      ownExposure,
    ),
  teamExposure: (signal?: AbortSignal) =>
    call("teamExposure", { parameters: none, ...optional(signal) }, teamExposure),
  requestOverride: (body: RequestOverrideBody) =>
    call("requestOverride", { parameters: none, body }, requestOverrideAnswer),
  overrides: (after: string | null, signal?: AbortSignal) =>
    call(
      "overrides",
      { parameters: none, query: { after: after ?? undefined }, ...optional(signal) },
      overrideList,
    ),
  grantOverride: (overrideId: string) =>
    call("grantOverride", { parameters: { overrideId } }, overrideAnswer),
  checkContent: (contentId: string) => call("checkContent", { parameters: { contentId } }),
};

function optional(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
