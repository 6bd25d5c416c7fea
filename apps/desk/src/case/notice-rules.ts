import type {
  CaseView,
  ContentView,
  Language,
  NoticeChannel,
  NoticeKind,
  NoticeRequestBody,
  NoticeView,
} from "@vigie/contract";
import { newestFirst } from "./newest-first.ts";

/** Why no notice can be written now, or null when one can. */
export type NoticeBar = "no_fetch" | "not_assessed" | "not_ready" | "not_allowed";

export function noticeBar(view: Pick<CaseView, "summary" | "assessments" | "allowed">): NoticeBar | null {
  if (view.summary.handling === "no_fetch") return "no_fetch";
  const [latest] = newestFirst(view.assessments, ({ at }) => at);
  if (latest === undefined) return "not_assessed";
  if (latest.minor === "unsure" || view.summary.handling === "unknown") return "not_ready";
  return view.allowed.notify ? null : "not_allowed";
}

export type NoticeTarget =
  | { kind: "open"; content: ContentView; host: string; url: string; notified: boolean }
  | { kind: "removed"; content: ContentView }
  | { kind: "no_host"; content: ContentView };

/** What each content of the case is to a notice. */
export function noticeTargets(view: Pick<CaseView, "contents" | "notices">): NoticeTarget[] {
  const notified = new Set(
    view.notices
      .filter(({ status }) => status !== "cancelled" && status !== "failed")
      .flatMap(({ contents }) => contents.map(({ contentId }) => contentId)),
  );
  return view.contents.map((content) => {
    const { host, url } = content;
    if (host === null || url === null) return { kind: "no_host", content };
    if (content.watch.status === "removed") return { kind: "removed", content };
    return { kind: "open", content, host, url, notified: notified.has(content.id) };
  });
}

/** Where one notice goes, as it is being written. What its channel does not need is kept, and not sent. */
export interface RecipientDraft {
  /** Whose locations go there; `everyHost` for all of them. */
  host: string;
  name: string;
  kind: NoticeKind;
  channel: NoticeChannel;
  channelId: string | null;
  email: string;
  url: string;
  /** One line each. */
  postal: string;
  language: Language;
}

export const everyHost = "*";

/** What a channel cannot do without. An agreement is found by the row of the catalogue, and needs no address. */
export function neededBy(channel: NoticeChannel): "email" | "url" | "postal" | "channelId" {
  if (channel === "email") return "email";
  if (channel === "post") return "postal";
  return channel === "agreement" ? "channelId" : "url";
}

/**
 * The recipient by another way. A row of the catalogue belongs to the way it describes; an agreement is the service's,
 * whichever row names it.
 */
export function withChannel(
  recipient: RecipientDraft,
  channel: NoticeChannel,
  { proposed, service }: { proposed: RecipientDraft | undefined; service: string | null },
): RecipientDraft {
  const row = proposed?.channelId ?? null;
  if (channel === "agreement") return { ...recipient, channel, channelId: row ?? service };
  return { ...recipient, channel, channelId: channel === proposed?.channel ? row : null };
}

/** True for channels that a person carries: what is queued is then only prepared. */
export function isCarried(channel: NoticeChannel): boolean {
  return channel === "web_form" || channel === "post";
}

/** True for requests that speak for a person, who is then named to that recipient alone. */
export function speaksForPerson(kind: NoticeKind): boolean {
  return kind === "erasure" || kind === "delisting" || kind === "complaint";
}

/** A recipient of whom nothing is known but the language to write in. */
export function emptyRecipient(host: string, language: Language): RecipientDraft {
  return {
    host,
    name: host === everyHost ? "" : host,
    kind: "service",
    channel: "email",
    channelId: null,
    email: "",
    url: "",
    postal: "",
    language,
  };
}

interface ShownRecipient {
  draft: RecipientDraft;
  known: ContentView["recipient"];
}

/**
 * One recipient per host of the chosen contents, filled with what is known and what was typed; or, once one was
 * written for every host, that one alone.
 */
export function recipientsOf(
  targets: readonly NoticeTarget[],
  chosen: readonly string[],
  typed: Readonly<Record<string, RecipientDraft>>,
  language: Language,
): ShownRecipient[] {
  const single = typed[everyHost];
  if (single !== undefined) return [{ draft: single, known: null }];
  const byHost = new Map<string, ShownRecipient>();
  for (const target of targets) {
    if (target.kind !== "open" || !chosen.includes(target.content.id) || byHost.has(target.host)) continue;
    const known = target.content.recipient;
    const draft = typed[target.host] ?? {
      ...emptyRecipient(target.host, known?.language ?? language),
      ...(known === null ? {} : { name: known.name, email: known.email }),
    };
    byHost.set(target.host, { draft, known });
  }
  return [...byHost.values()];
}

export interface IdentityDraft {
  name: string;
  mandate: boolean;
}

/** The request for a preview or for sending: the same body, so that what was read is what leaves. */
export function noticeBody({
  chosen,
  recipients,
  explanation,
  identity,
  escalationId,
}: {
  chosen: readonly string[];
  recipients: readonly RecipientDraft[];
  explanation: string;
  identity: IdentityDraft;
  escalationId: string | null;
}): NoticeRequestBody {
  const named = recipients.some(({ kind }) => speaksForPerson(kind)) && identity.name.trim() !== "";
  return {
    contentIds: [...chosen],
    recipients: recipients.map(({ host, name, kind, channel, channelId, email, url, postal, language }) => {
      const needed = neededBy(channel);
      return {
        host,
        name: name.trim(),
        kind,
        channel,
        channelId,
        email: needed === "email" ? email.trim() : null,
        url: needed === "url" ? url.trim() : null,
        postal: needed === "postal" ? linesOf(postal) : null,
        language,
      };
    }),
    explanation: explanation.trim(),
    identity: named ? { name: identity.name.trim(), mandate: identity.mandate } : null,
    escalationId,
  };
}

export type NoticeGap =
  | "contents"
  | "explanation"
  | "name"
  | "email"
  | "url"
  | "postal"
  | "channelId"
  | "person"
  | "mandate";

/** What is missing before a preview makes sense, each with the host it is missing for. */
export function noticeGaps(
  body: NoticeRequestBody,
  identity: IdentityDraft,
): { gap: NoticeGap; host: string | null }[] {
  const gaps: { gap: NoticeGap; host: string | null }[] = [];
  if (body.contentIds.length === 0) gaps.push({ gap: "contents", host: null });
  for (const { host, name, channel, ...address } of body.recipients) {
    if (name === "") gaps.push({ gap: "name", host });
    const needed = neededBy(channel ?? "email");
    if ((address[needed] ?? "").length === 0) gaps.push({ gap: needed, host });
  }
  if (body.explanation === "") gaps.push({ gap: "explanation", host: null });
  if (body.recipients.some(({ kind }) => speaksForPerson(kind ?? "service"))) {
    if (identity.name.trim() === "") gaps.push({ gap: "person", host: null });
    if (!identity.mandate) gaps.push({ gap: "mandate", host: null });
  }
  return gaps;
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Where a place to fill stands in a text, so that it can be selected; null when the text does not hold it. */
export function placeholderAt(text: string, name: string): { start: number; end: number } | null {
  const written = [`[[${name}]]`, name].find((candidate) => text.includes(candidate));
  if (written === undefined) return null;
  const start = text.indexOf(written);
  return { start, end: start + written.length };
}

/**
 * Notices that failed, or may have, and that nothing has made good since: no later notice about the same contents is
 * under way and something of them is still there.
 */
export function loudNotices(view: Pick<CaseView, "summary" | "contents" | "notices">): NoticeView[] {
  if (view.summary.status === "closed") return [];
  const gone = new Set(view.contents.filter(({ watch }) => watch.status === "removed").map(({ id }) => id));
  return view.notices.filter((notice) => {
    if (notice.status !== "failed" && notice.status !== "in_doubt") return false;
    return notice.contents.some(
      ({ contentId }) =>
        !gone.has(contentId) &&
        !view.notices.some(
          (later) =>
            later.createdAt > notice.createdAt &&
            later.status !== "failed" &&
            later.status !== "cancelled" &&
            later.contents.some((content) => content.contentId === contentId),
        ),
    );
  });
}
