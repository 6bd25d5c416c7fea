import type {
  answerReporterBody,
  changeBankBody,
  closeCaseBody,
  confirmAnswerBody,
  correctHostingBody,
  decideEscalationBody,
  inviteBody,
  joinBody,
  recordNoticeBody,
  recordReferralBody,
  settleMatchBody,
  settleNoticeBody,
  settleQuarantinedBody,
  signInBody,
  tickStepBody,
  writeAnswerBody,
} from "@vigie/contract";
import {
  type AssessCaseBody,
  banksView,
  caseList,
  casePlanView,
  caseView,
  caseWordsView,
  catalogueView,
  deskLabelView,
  figuresView,
  invitationView,
  inviteAnswer,
  type Language,
  meView,
  type NoticeRequestBody,
  noticeDrafts,
  noticesQueued,
  notifierRecordView,
  quarantineView,
  type RouteName,
  routes,
  type Situation,
  teamView,
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

export interface CaseFilter {
  q: string;
  /** A case status, `open`, or empty for all. */
  status: string;
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

  catalogue: (signal?: AbortSignal) =>
    call("catalogue", { parameters: none, ...optional(signal) }, catalogueView),
  label: (signal?: AbortSignal) =>
    call("deskLabel", { parameters: none, ...optional(signal) }, deskLabelView),
  notifierRecord: (signal?: AbortSignal) =>
    call("notifierRecord", { parameters: none, ...optional(signal) }, notifierRecordView),
  banks: (signal?: AbortSignal) => call("banks", { parameters: none, ...optional(signal) }, banksView),
  changeBank: (bankId: string, body: z.infer<typeof changeBankBody>) =>
    call("changeBank", { parameters: { bankId }, body }, banksView),
  figures: (signal?: AbortSignal) => call("figures", { parameters: none, ...optional(signal) }, figuresView),

  listCases: ({ q, status, after }: CaseFilter & { after: string | null }, signal?: AbortSignal) =>
    call(
      "listCases",
      { parameters: none, query: { q, status, after: after ?? undefined, limit: 100 }, ...optional(signal) },
      caseList,
    ),
  getCase: (caseId: string, signal?: AbortSignal) =>
    call("getCase", { parameters: { caseId }, ...optional(signal) }, caseView),
  caseWords: (caseId: string, signal?: AbortSignal) =>
    call("caseWords", { parameters: { caseId }, ...optional(signal) }, caseWordsView),
  assessCase: (caseId: string, body: AssessCaseBody) => call("assessCase", { parameters: { caseId }, body }),
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
  settleMatch: (matchId: string, body: z.infer<typeof settleMatchBody>) =>
    call("settleMatch", { parameters: { matchId }, body }),
  decideEscalation: (escalationId: string, body: z.infer<typeof decideEscalationBody>) =>
    call("decideEscalation", { parameters: { escalationId }, body }),
  quarantine: (signal?: AbortSignal) =>
    call("quarantine", { parameters: none, ...optional(signal) }, quarantineView),
  settleQuarantined: (messageId: string, body: z.infer<typeof settleQuarantinedBody>) =>
    call("settleQuarantined", { parameters: { messageId }, body }),
  prepareReferral: (caseId: string, authority: string) =>
    call("prepareReferral", { parameters: { caseId }, body: { authority } }),
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
  checkContent: (contentId: string) => call("checkContent", { parameters: { contentId } }),
};

function optional(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
