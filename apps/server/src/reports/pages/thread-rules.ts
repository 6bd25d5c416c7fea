import type { ReceiptView, ThreadMessage } from "@vigie/contract";

/**
 * Messages of the hotline that ask something and wait for an answer: those after the last word of whoever reported.
 * Anything with a question mark counts as a question.
 */
export function waitingQuestions(messages: readonly ThreadMessage[]): ReadonlySet<ThreadMessage> {
  const lastOwn = messages.findLastIndex(({ from }) => from === "reporter");
  return new Set(
    messages.filter(({ from, text }, index) => from === "hotline" && index > lastOwn && /[?？؟]/.test(text)),
  );
}

export interface Sent {
  /** Recipient of a notice, or the authority of a referral. */
  to: string;
  at: string;
}

/** What was sent to others for this report, as its timelines tell: nobody can call it back. Each recipient once. */
export function alreadySent({ locations }: ReceiptView): Sent[] {
  const sent = new Map<string, Sent>();
  for (const { timeline } of locations) {
    for (const entry of timeline) {
      if (entry.kind !== "notified" && entry.kind !== "referred") continue;
      const { to, at } = entry;
      const first = sent.get(to);
      if (!first || at < first.at) sent.set(to, { to, at });
    }
  }
  return [...sent.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Most messages on one page: they are long, and the page must open on a slow network. */
const messagesOnPage = 30;

export interface ThreadPart {
  messages: readonly ThreadMessage[];
  /** How many come before those. */
  earlier: number;
  /** How many newer ones to leave out to see the part before. */
  nextNewer: number;
}

/**
 * The part of a conversation that one page shows.
 * @param newer how many of the newest messages to leave out; more than there are shows the newest.
 */
export function threadPart(messages: readonly ThreadMessage[], newer = 0): ThreadPart {
  const end = newer < messages.length ? messages.length - newer : messages.length;
  const start = Math.max(0, end - messagesOnPage);
  return { messages: messages.slice(start, end), earlier: start, nextNewer: messages.length - start };
}
