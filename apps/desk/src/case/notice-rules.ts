import type { CaseView, ContentView, Language, NoticeRequestBody } from "@vigie/contract";
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

export interface RecipientDraft {
  host: string;
  name: string;
  email: string;
  language: Language;
}

/** One recipient per host of the chosen contents, filled with what is known and what was typed. */
export function recipientsOf(
  targets: readonly NoticeTarget[],
  chosen: readonly string[],
  typed: Readonly<Record<string, RecipientDraft>>,
  language: Language,
): { draft: RecipientDraft; known: ContentView["recipient"] }[] {
  const byHost = new Map<string, { draft: RecipientDraft; known: ContentView["recipient"] }>();
  for (const target of targets) {
    if (target.kind !== "open" || !chosen.includes(target.content.id) || byHost.has(target.host)) continue;
    const known = target.content.recipient;
    const draft = typed[target.host] ?? {
      host: target.host,
      name: known?.name ?? target.host,
      email: known?.email ?? "",
      language: known?.language ?? language,
    };
    byHost.set(target.host, { draft, known });
  }
  return [...byHost.values()];
}

/** The request for a preview or for sending: the same body, so that what was read is what leaves. */
export function noticeBody(
  chosen: readonly string[],
  recipients: readonly RecipientDraft[],
  explanation: string,
): NoticeRequestBody {
  return {
    contentIds: [...chosen],
    recipients: recipients.map(({ host, name, email, language }) => ({
      host,
      name: name.trim(),
      email: email.trim(),
      language,
    })),
    explanation: explanation.trim(),
  };
}
