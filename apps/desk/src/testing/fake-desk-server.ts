import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import {
  type BankView,
  type CaseLinksView,
  type CasePlanView,
  type CaseView,
  caseStatuses,
  changeBankBody,
  confirmAnswerBody,
  decideEscalationBody,
  type ErrorCode,
  errorSentence,
  errorStatus,
  type FiguresView,
  type InvitationView,
  type Language,
  type LinkedCase,
  type MeView,
  type NoticeDraft,
  type NoticeRequestBody,
  type NotifierRecordView,
  ownSettingsBody,
  type PlanStep,
  type QuarantineView,
  type Role,
  type RouteName,
  recordNoticeBody,
  renamePasskeyBody,
  revealBody,
  routes,
  type Situation,
  setMemberBody,
  settleLinkBody,
  settleMatchBody,
  situationBody,
  writeAnswerBody,
  writeHandoverBody,
} from "@vigie/contract";
import { type FakeQueue, fakeQueue } from "./fake-queue.ts";
import { inventedBanks } from "./invented-banks.ts";
import {
  inventedCase,
  inventedForm,
  inventedKinds,
  inventedLetter,
  inventedWords,
} from "./invented-cases.ts";
import { inventedCatalogue } from "./invented-catalogue.ts";
import {
  type InventedExposure,
  inventedExposure,
  inventedOwnExposure,
  inventedReveal,
  inventedTeamExposure,
  inventedView,
} from "./invented-exposure.ts";
import { inventedLabel } from "./invented-label.ts";
import { inventedLinks } from "./invented-links.ts";
import { inventedMailbox } from "./invented-mailbox.ts";
import { inventedMatches } from "./invented-matches.ts";
import { inventedPlan } from "./invented-plan.ts";
import { inventedRecord } from "./invented-record.ts";
import { inventedActivity, inventedColleagues, inventedTeam } from "./invented-team.ts";

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface FakeDesk extends Pick<FakeQueue, "skipped" | "colleague"> {
  origin: string;
  cases: CaseView[];
  mailbox: QuarantineView;
  record: NotifierRecordView;
  banks: BankView[];
  exposure: InventedExposure;
  /** Starts a session without the form, as this role. */
  enter: (role: Role, settings?: { language?: Language; unlocked?: boolean }) => void;
  /** Ends the session: the next request answers 401. */
  leave: () => void;
  /** Makes the next call of a route be refused with this code. */
  refuseNext: (name: RouteName, code: ErrorCode) => void;
  /** Sends one live event. */
  tell: (type: string, caseId: string | null) => void;
  close: () => Promise<void>;
}

type Answer = { status?: number; body: unknown } | null;

/**
 * The contract's desk API from memory, on loopback, with invented cases in every state.
 * A double for looking at screens and for tests; it decides nothing.
 */
export async function startFakeDesk({
  assets,
  extraCases = 0,
}: {
  assets: string;
  extraCases?: number;
}): Promise<FakeDesk> {
  const cases = inventedKinds.map((kind) => inventedCase(kind));
  for (let index = 0; index < extraCases; index++) {
    // Few are late, as on an ordinary day.
    const kinds = index < 12 ? inventedKinds : quietKinds;
    cases.push(inventedCase(kinds[index % kinds.length] ?? "received"));
  }
  let me: MeView | null = null;
  const refusals = new Map<RouteName, ErrorCode>();
  const streams = new Set<ServerResponse>();
  const situations = new Map<string, Situation>();
  const ticks = new Map<string, PlanStep["done"]>();
  const mailbox = inventedMailbox(
    cases.flatMap(({ notices }) => notices).find(({ status }) => status === "sent")?.id ?? null,
  );
  const team = inventedTeam(memberId);
  const { banks } = inventedBanks();
  const exposure = inventedExposure();
  const record = inventedRecord();
  const ofKind = (kind: (typeof inventedKinds)[number]) => cases[inventedKinds.indexOf(kind)];
  const [met, other] = [ofKind("received"), ofKind("notified")];
  if (met !== undefined && other !== undefined) {
    met.matches = inventedMatches({ caseId: other.summary.id, number: other.summary.number });
  }
  const queue = fakeQueue({
    cases,
    memberId,
    // The case with links is one of a group.
    groupOf: (caseId) =>
      caseId === met?.summary.id
        ? (["assessed", "words_only", "referred"] as const).flatMap((kind) => ofKind(kind) ?? [])
        : [],
  });
  const held = ofKind("referred");
  if (held !== undefined) queue.colleague(held.summary.id, "claim");
  const links = new Map<string, CaseLinksView>();
  /** One case shares something with two others. */
  const linksOf = (caseId: string): CaseLinksView => {
    const isMet = met !== undefined && caseId === met.summary.id;
    const others = isMet
      ? [other, ofKind("assessed")].flatMap((one) => (one ? [linkedCaseOf(one)] : []))
      : [];
    const kept = links.get(caseId) ?? inventedLinks({ values: true, others });
    links.set(caseId, kept);
    return { ...kept, links: kept.links.filter(({ status }) => status !== "refused") };
  };
  const noticeOf = (noticeId: string | undefined) =>
    cases.flatMap(({ notices }) => notices).find(({ id }) => id === noticeId);
  let seq = 0;

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => {
      response.statusCode = 500;
      response.end();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://desk.example");
    response.setHeader("content-security-policy", policy);
    if (!url.pathname.startsWith("/api/")) return serveFile(url.pathname, response);
    const language: Language = request.headers["accept-language"]?.startsWith("en") ? "en" : "fr";
    const found = findRoute(request.method ?? "GET", url.pathname);
    if (found === null) return refuse(response, "request.not_found", language);
    const refused = refusals.get(found.name);
    if (refused !== undefined) {
      refusals.delete(found.name);
      return refuse(response, refused, language);
    }
    const entry = routes[found.name];
    if (entry.policy !== "public") {
      if (me === null) return refuse(response, "session.required", language);
      const { role } = me.member;
      if (entry.policy !== "session" && !(entry.policy as readonly Role[]).includes(role)) {
        return refuse(response, "role.forbidden", language);
      }
      if (entry.method !== "GET" && request.headers["x-vigie-csrf"] !== me.csrf) {
        return refuse(response, "session.forged", language);
      }
    }
    if (found.name === "live") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(": hello\n\n");
      streams.add(response);
      request.on("close", () => streams.delete(response));
      return;
    }
    const answer = answerTo(found.name, found.parameters, url.searchParams, await readBody(request));
    if (typeof answer === "string") return refuse(response, answer, language);
    response.writeHead(answer === null ? 204 : (answer.status ?? 200), {
      "content-type": "application/json",
    });
    response.end(answer === null ? undefined : JSON.stringify(answer.body));
  }

  function answerTo(
    name: RouteName,
    parameters: Readonly<Record<string, string>>,
    query: URLSearchParams,
    body: Record<string, unknown>,
  ): Answer | ErrorCode {
    const view = cases.find(({ summary }) => summary.id === parameters["caseId"]);
    if (parameters["caseId"] !== undefined && view === undefined) return "case.unknown";
    const ofQueue = queue.answer(name, { view, parameters, body });
    if (ofQueue !== undefined) return ofQueue;
    switch (name) {
      case "signIn":
        if (body["code"] !== "123456") return "session.wrong_credentials";
        me = newSession("analyst");
        return { body: me };
      case "me":
        return { body: me };
      case "signOut":
        me = null;
        return null;
      case "unlock":
        if (body["passphrase"] !== "four unrelated words here") return "session.wrong_passphrase";
        if (me !== null) me = { ...me, unlocked: true };
        return null;
      case "lock":
        if (me !== null) me = { ...me, unlocked: false };
        return null;
      case "openInvitation":
        return body["token"] === "spent" ? "invitation.unusable" : { body: invitation };
      case "join":
        return { status: 201, body: {} };
      case "team":
        return { body: { members: team.members } };
      case "setMember": {
        const change = setMemberBody.parse(body);
        const member = team.members.find(({ id }) => id === parameters["memberId"]);
        if (member === undefined) return "request.not_found";
        Object.assign(member, change, { holdsTeamKey: change.role !== "observer" });
        return null;
      }
      case "colleagues":
        return { body: { colleagues: inventedColleagues(team.members) } };
      case "ownSettings":
        return { body: team.settings };
      case "saveOwnSettings":
        Object.assign(team.settings, ownSettingsBody.parse(body));
        return null;
      case "ownActivity": {
        const [first] = cases;
        return { body: inventedActivity(first === undefined ? null : first.summary) };
      }
      case "passkeys":
        return { body: { passkeys: team.passkeys } };
      case "renamePasskey":
      case "removePasskey": {
        const passkey = team.passkeys.find(({ id }) => id === parameters["passkeyId"]);
        if (passkey === undefined) return "request.not_found";
        if (name === "renamePasskey") passkey.name = renamePasskeyBody.parse(body).name;
        else if (body["password"] !== "a long invented password") return "session.wrong_password";
        else team.passkeys.splice(team.passkeys.indexOf(passkey), 1);
        return null;
      }
      case "handovers":
        return { body: { notes: team.handovers, next: null } };
      case "writeHandover": {
        const { text, to } = writeHandoverBody.parse(body);
        const at = new Date();
        team.handovers.unshift({
          id: randomUUID(),
          at: at.toISOString(),
          expiresAt: new Date(at.getTime() + 14 * 86_400_000).toISOString(),
          text,
          by: me?.member.name ?? "",
          mine: true,
          to: team.members.find(({ id }) => id === to)?.name ?? null,
          case: null,
        });
        return null;
      }
      case "readHandover":
      case "takeBackHandover": {
        const index = team.handovers.findIndex(({ id }) => id === parameters["noteId"]);
        if (index < 0) return "request.not_found";
        team.handovers.splice(index, 1);
        return null;
      }
      case "invite":
        return {
          status: 201,
          body: {
            link: "https://vigie.example/desk/join#b3JhbmdlLWxhbXBlLXZlbnQ",
            expiresAt: new Date(Date.now() + 172_800_000).toISOString(),
          },
        };
      case "catalogue":
        return { body: inventedCatalogue };
      case "figures":
        return { body: figures };
      case "listCases":
        return { body: listed(query) };
      case "getCase":
        return { body: view };
      case "caseWords":
        if (!me?.unlocked) return "session.locked";
        return view === undefined ? "case.unknown" : { body: inventedWords(view) };
      case "previewNotices":
        return view === undefined
          ? "case.unknown"
          : { body: { drafts: drafts(view, body as NoticeRequestBody) } };
      case "sendNotices": {
        if (view === undefined) return "case.unknown";
        const request = body as NoticeRequestBody;
        const written = drafts(view, request);
        if (written.some(({ placeholders }) => placeholders.length > 0)) return "notice.placeholder_unfilled";
        const notices = written.map((draft) => queued(draft, view));
        view.notices.push(...notices);
        const taken = view.escalations.find(({ id }) => id === request.escalationId);
        if (taken !== undefined) taken.status = "taken";
        return { status: 202, body: { noticeIds: notices.map(({ id }) => id) } };
      }
      case "recordNotice": {
        const notice = noticeOf(parameters["noticeId"]);
        if (notice === undefined) return "notice.unknown";
        if (notice.status !== "prepared") return "notice.step_impossible";
        const recorded = recordNoticeBody.parse(body);
        if (recorded.outcome === "given_up") {
          notice.status = "cancelled";
          return null;
        }
        notice.status = "sent";
        notice.sentAt = new Date().toISOString();
        notice.reference = recorded.reference;
        notice.proof = recorded.proof;
        return null;
      }
      case "confirmAnswer": {
        const answer = cases
          .flatMap(({ answers }) => answers)
          .find(({ id }) => id === parameters["answerId"]);
        const notice = noticeOf(answer?.noticeId);
        if (answer === undefined || notice === undefined) return "answer.unknown";
        answer.confirmed = confirmAnswerBody.parse(body).as;
        answer.by = "Camille";
        notice.answer = answer.confirmed;
        return null;
      }
      case "writeAnswer": {
        const notice = noticeOf(parameters["noticeId"]);
        if (notice === undefined) return "notice.unknown";
        const { as, text, ticket } = writeAnswerBody.parse(body);
        notice.answer = as;
        cases
          .find(({ notices }) => notices.includes(notice))
          ?.answers.push({
            id: randomUUID(),
            noticeId: notice.id,
            way: "team",
            kind: "other",
            at: new Date().toISOString(),
            sender: null,
            subject: null,
            text,
            ticket: ticket ?? null,
            proposed: null,
            confirmed: as,
            by: "Camille",
            authentication: null,
            cautions: [],
            attachments: [],
          });
        return null;
      }
      case "decideEscalation": {
        const escalation = cases
          .flatMap(({ escalations }) => escalations)
          .find(({ id }) => id === parameters["escalationId"]);
        if (escalation === undefined) return "escalation.unknown";
        const { outcome } = decideEscalationBody.parse(body);
        escalation.status = ({ take: "taken", dismiss: "dismissed", release: "proposed" } as const)[outcome];
        escalation.heldWhy = null;
        return null;
      }
      case "quarantine":
        return { body: mailbox };
      case "settleQuarantined": {
        const index = mailbox.messages.findIndex(({ id }) => id === parameters["messageId"]);
        if (index < 0) return "mailbox.message_unknown";
        mailbox.messages.splice(index, 1);
        return null;
      }
      case "caseLinks":
        return { body: linksOf(parameters["caseId"] ?? "") };
      case "settleLink": {
        const link = [...links.values()]
          .flatMap((one) => one.links)
          .find(({ id }) => id === parameters["linkId"]);
        if (link === undefined) return "link.unknown";
        const asked = settleLinkBody.parse(body);
        if (link.status !== asked.seen) return "request.conflict";
        link.status = asked.outcome === "confirm" ? "confirmed" : "refused";
        link.settledAt = new Date().toISOString();
        link.by = "Camille";
        return null;
      }
      case "caseNetwork": {
        const joined = linksOf(parameters["caseId"] ?? "").links.filter(
          ({ status }) => status === "confirmed",
        );
        const own = cases.find(({ summary }) => summary.id === parameters["caseId"]);
        if (own === undefined) return "case.unknown";
        return {
          body: {
            nodes: [
              { ...linkedCaseOf(own), distance: 0 },
              ...joined.map(({ other: linked }) => ({ ...linked, distance: 1 })),
            ],
            edges: joined.map(({ id, other: linked }) => ({
              linkId: id,
              a: own.summary.id,
              b: linked.id,
              types: ["match"],
            })),
            more: false,
          },
        };
      }
      case "settleMatch": {
        const match = cases.flatMap(({ matches }) => matches).find(({ id }) => id === parameters["matchId"]);
        if (match === undefined) return "match.unknown";
        match.status = settleMatchBody.parse(body).outcome === "confirm" ? "confirmed" : "refused";
        match.by = "Camille";
        return null;
      }
      case "notifierRecord":
        return { body: record };
      case "banks":
        return { body: { banks } };
      case "changeBank": {
        const bank = banks.find(({ id }) => id === parameters["bankId"]);
        if (bank === undefined) return "bank.unknown";
        const asked = changeBankBody.parse(body);
        if ("importId" in asked) {
          const made = bank.imports.find(({ id }) => id === asked.importId);
          if (made !== undefined) made.status = asked.act === "accept_import" ? "applied" : "rolled_back";
        } else {
          bank.suspended =
            asked.act === "resume" ? null : { at: new Date().toISOString(), why: "by_a_person" };
        }
        return { body: { banks } };
      }
      case "releaseEntry": {
        const bank = banks.find(({ id }) => id === parameters["bankId"]);
        if (bank === undefined) return "bank.unknown";
        const held = bank.suspendedEntries;
        const at = held.newest.findIndex(({ id }) => id === parameters["entryId"]);
        if (at === -1) return "bank.step_impossible";
        held.newest.splice(at, 1);
        held.count -= 1;
        return { body: { banks } };
      }
      case "openView": {
        const opened = inventedView(exposure, parameters["contentId"] ?? "");
        exposure.views.set(opened.viewId, opened);
        return { status: 201, body: opened };
      }
      case "reveal":
        return exposure.views.has(parameters["viewId"] ?? "")
          ? { body: inventedReveal(exposure, revealBody.parse(body)) }
          : "exposure.view_gone";
      case "closeView":
        return exposure.views.delete(parameters["viewId"] ?? "") ? null : "exposure.view_gone";
      case "ownExposure":
        return { body: inventedOwnExposure(exposure) };
      case "teamExposure":
        return { body: inventedTeamExposure() };
      case "overrides":
        return { body: { overrides: exposure.overrides, next: null } };
      case "requestOverride":
        exposure.budget.overrideRequestedAt = new Date().toISOString();
        return { status: 201, body: { overrideId: randomUUID() } };
      case "grantOverride": {
        const at = exposure.overrides.findIndex(({ overrideId }) => overrideId === parameters["overrideId"]);
        if (at === -1) return "exposure.override_unknown";
        exposure.overrides.splice(at, 1);
        return { body: { until: new Date(Date.now() + 30 * 60_000).toISOString() } };
      }
      case "deskLabel":
        return { body: inventedLabel() };
      case "prepareReferral": {
        const authority = inventedCatalogue.authorities.find(({ slug }) => slug === body["authority"]);
        if (authority === undefined) return "referral.authority_unknown";
        view?.referrals.push({
          id: randomUUID(),
          status: "prepared",
          authority,
          reference: null,
          filedAt: null,
          answeredAt: null,
          note: null,
          createdAt: new Date().toISOString(),
          by: "Camille",
        });
        return { status: 201, body: {} };
      }
      case "recordReferral": {
        const referral = cases
          .flatMap(({ referrals }) => referrals)
          .find(({ id }) => id === parameters["referralId"]);
        if (referral === undefined) return "referral.unknown";
        referral.status = body["status"] as typeof referral.status;
        referral.reference = typeof body["reference"] === "string" ? body["reference"] : referral.reference;
        referral.filedAt ??= new Date().toISOString();
        return { body: referral };
      }
      case "writeNote":
        view?.notes.push({
          id: randomUUID(),
          at: new Date().toISOString(),
          by: "Camille",
          text: String(body["text"]),
        });
        return { status: 201, body: {} };
      case "casePlan":
        return view === undefined
          ? "case.unknown"
          : { body: planOf(view, query.get("language") === "en" ? "en" : "fr") };
      case "setSituation":
        situations.set(view?.summary.id ?? "", situationBody.parse(body));
        return null;
      case "tickCaseStep": {
        const key = `${view?.summary.id} ${String(body["stepId"])}`;
        ticks.set(key, body["done"] === true ? { at: new Date().toISOString(), by: "Camille" } : null);
        return null;
      }
      case "lookUpHost":
      case "correctHosting":
        return null;
      default:
        return null;
    }
  }

  /** The invented plan with what was said and ticked meanwhile. */
  function planOf(view: CaseView, language: Language): CasePlanView {
    const invented = inventedPlan(view, language);
    const { id } = view.summary;
    return {
      ...invented,
      plan: {
        ...invented.plan,
        situation: situations.get(id) ?? invented.plan.situation,
        steps: invented.plan.steps.map((step) => {
          const done = ticks.get(`${id} ${step.id}`);
          return done === undefined ? step : { ...step, done };
        }),
      },
    };
  }

  function listed(query: URLSearchParams) {
    const q = query.get("q")?.toLowerCase() ?? "";
    const status = query.get("status") ?? "";
    const limit = Number(query.get("limit") ?? "50");
    const start = Number(query.get("after") ?? "0");
    const isOpen = (name: string) => name !== "closed" && name !== "removed";
    const claimedOpen = (state: string) =>
      cases.filter(({ summary }) => isOpen(summary.status) && queue.claimStateOf(summary) === state).length;
    const found = cases
      .map(({ summary }) => summary)
      .filter(
        (summary) =>
          status === "" || (status === "open" ? isOpen(summary.status) : summary.status === status),
      )
      .filter(
        (summary) =>
          (!query.has("topic") || summary.topics.some((topic) => topic === query.get("topic"))) &&
          (!query.has("urgency") || summary.urgency === query.get("urgency")) &&
          (!query.has("overdue") || summary.overdue) &&
          (!query.has("claimed") || queue.claimStateOf(summary) === query.get("claimed")),
      )
      .filter(
        (summary) => q === "" || `${summary.number} ${summary.hosts.join(" ")}`.toLowerCase().includes(q),
      )
      .sort(
        (left, right) =>
          Number(right.dangerAt !== null) - Number(left.dangerAt !== null) ||
          Number(right.overdue) - Number(left.overdue) ||
          (left.dueAt ?? "9").localeCompare(right.dueAt ?? "9"),
      );
    return {
      cases: found.slice(start, start + limit),
      next: start + limit < found.length ? String(start + limit) : null,
      alike: 0,
      counts: {
        open: cases.filter(({ summary }) => isOpen(summary.status)).length,
        total: cases.length,
        byStatus: Object.fromEntries(
          caseStatuses.map((each) => [each, cases.filter(({ summary }) => summary.status === each).length]),
        ),
        overdue: cases.filter(({ summary }) => summary.overdue).length,
        danger: cases.filter(({ summary }) => summary.dangerAt !== null).length,
        mine: claimedOpen("mine"),
        free: claimedOpen("free"),
      },
    };
  }

  async function serveFile(pathname: string, response: ServerResponse): Promise<void> {
    const name = path.basename(pathname);
    if (name === "desk.js" || name === "desk.css") {
      response.setHeader("content-type", name.endsWith("js") ? "text/javascript" : "text/css");
      response.end(await readFile(path.join(assets, name)));
      return;
    }
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Vigie</title><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/assets/desk/desk.css"><link rel="icon" href="data:,"></head><body><div id="desk"></div><script type="module" src="/assets/desk/desk.js"></script></body></html>',
    );
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    cases,
    mailbox,
    record,
    banks,
    exposure,
    skipped: queue.skipped,
    colleague: queue.colleague,
    enter: (role, { language = "fr", unlocked = false } = {}) => {
      me = newSession(role, language, unlocked);
    },
    leave: () => {
      me = null;
      for (const stream of streams) stream.end();
    },
    refuseNext: (name, code) => refusals.set(name, code),
    tell: (type, caseId) => {
      seq += 1;
      for (const stream of streams) stream.write(`data: ${JSON.stringify({ seq, type, caseId })}\n\n`);
    },
    close: () =>
      new Promise((resolve) => {
        for (const stream of streams) stream.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const memberId = randomUUID();
const quietKinds = inventedKinds.filter(
  (kind) => !["notified", "failed", "unknown_minor", "returned"].includes(kind),
);

function newSession(role: Role, language: Language = "fr", unlocked = false): MeView {
  return {
    member: { id: memberId, name: "Camille", role, language },
    unlocked,
    csrf: "invented-token",
    hotline: { name: "Ligne d'écoute des Quais", email: "notifications@quais.example" },
  };
}

const invitation: InvitationView = {
  role: "analyst",
  name: "Camille",
  totpSecret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  totpUri: "otpauth://totp/Vigie:Camille?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Vigie",
  first: false,
};

const figures: FiguresView = {
  reports: 1284,
  openCases: 37,
  noticesSent: 412,
  referralsFiled: 96,
  removed: 371,
  medianHoursToRemoval: 18.4,
  byDay: Array.from({ length: 30 }, (_, index) => ({
    day: new Date(Date.UTC(2026, 9, 23 + index)).toISOString().slice(0, 10),
    reports: 20 + ((index * 7919) % 31),
    removed: 6 + ((index * 104_729) % 17),
  })),
  byStatus: [
    { status: "received", cases: 12 },
    { status: "assessed", cases: 6 },
    { status: "notified", cases: 14 },
    { status: "referred", cases: 5 },
    { status: "removed", cases: 371 },
    { status: "returned", cases: 2 },
    { status: "closed", cases: 118 },
  ],
};

function drafts(view: CaseView, body: NoticeRequestBody): NoticeDraft[] {
  return body.recipients.map(({ host, name, kind = "service", channel = "email", language, ...address }) => {
    const contents = view.contents.filter(
      (content) => body.contentIds.includes(content.id) && (host === "*" || content.host === host),
    );
    const urls = contents.flatMap(({ url }) => (url === null ? [] : [url]));
    return {
      kind,
      channel,
      to: {
        name,
        email: address.email ?? null,
        url: address.url ?? null,
        postal: address.postal ?? null,
      },
      language,
      subject: `Notification de contenu illicite, dossier ${view.summary.number}`,
      body: inventedLetter(urls, body.explanation),
      identity:
        body.identity == null
          ? null
          : `À ne pas transmettre ni publier.\n\nNous écrivons au nom de ${body.identity.name}, qui nous en a donné mandat.`,
      form: channel === "web_form" ? inventedForm(urls[0] ?? "") : [],
      placeholders: [...body.explanation.matchAll(/\[\[(.+?)\]\]/g)].map(([, place]) => place ?? ""),
      contentIds: contents.map(({ id }) => id),
      hosts: [...new Set(contents.flatMap((content) => content.host ?? []))],
    };
  });
}

/** What a notice is once it was ordered: on its way, or waiting for a person. */
function queued({ identity: _sealed, ...draft }: NoticeDraft, view: CaseView): CaseView["notices"][number] {
  const { contentIds, hosts: _hosts, placeholders: _filled, ...words } = draft;
  return {
    ...words,
    id: randomUUID(),
    channelId: null,
    status: draft.channel === "web_form" || draft.channel === "post" ? "prepared" : "queued",
    contents: view.contents.flatMap(({ id, url }) =>
      contentIds.includes(id) ? [{ contentId: id, url: url ?? "", outcome: null }] : [],
    ),
    createdAt: new Date().toISOString(),
    sentAt: null,
    dueAt: null,
    failure: null,
    reference: null,
    proof: null,
    answer: "none",
    answeredAt: null,
    messageId: `<${randomUUID()}@vigie.example>`,
    by: "Camille",
  };
}

function findRoute(
  method: string,
  pathname: string,
): { name: RouteName; parameters: Record<string, string> } | null {
  for (const name of Object.keys(routes) as RouteName[]) {
    const route = routes[name];
    if (route.method !== method) continue;
    const pattern = new RegExp(`^${route.path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
    const match = pattern.exec(pathname);
    if (match !== null) return { name, parameters: { ...match.groups } };
  }
  return null;
}

function refuse(response: ServerResponse, code: ErrorCode, language: Language): void {
  const status = errorStatus(code);
  response.writeHead(status, { "content-type": "application/problem+json" });
  response.end(
    JSON.stringify({
      type: `https://vigie.example/errors/${code}`,
      title: code,
      status,
      code,
      detail: errorSentence(code, language, {
        seconds: 30,
        from: "sent",
        to: "queued",
        names: "date",
        name: "Noé",
        until: "14:20",
      }),
    }),
  );
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function linkedCaseOf({ summary }: CaseView): LinkedCase {
  const { id, number, status, title, reports, contents, firstReportedAt } = summary;
  return { id, number, status, title, reports, contents, firstReportedAt };
}
