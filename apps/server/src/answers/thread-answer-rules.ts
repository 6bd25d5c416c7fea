import type { MailFacts } from "../mail/read-message.ts";

/** Which notice a message is about, or why that cannot be said. `noticeId` of a refusal: the notice it seems to mean. */
export type Thread =
  | { kind: "notice"; noticeId: string }
  | { kind: "refused"; why: "wrong_tag" | "unknown_notice"; noticeId: string | null };

/**
 * What stands in the place of `{tag}` in the addresses of a message, whether it is a tag of ours or not.
 * @param pattern `answers+{tag}@example.org`
 */
export function tagsIn(recipients: readonly string[], pattern: string): string[] {
  const [before = "", after = ""] = pattern.toLowerCase().split("{tag}");
  const tags = recipients
    .map((recipient) => recipient.toLowerCase())
    .filter(
      (recipient) =>
        recipient.length > before.length + after.length &&
        recipient.startsWith(before) &&
        recipient.endsWith(after),
    )
    .map((recipient) => recipient.slice(before.length, recipient.length - after.length));
  return [...new Set(tags)];
}

/** Message-IDs by which a message may name ours, the nearest first. */
export function idsNamedIn({
  inReplyTo,
  references,
  report,
}: Pick<MailFacts, "inReplyTo" | "references" | "report">): string[] {
  return [
    ...new Set([...(report?.originalIds ?? []), ...inReplyTo.toReversed(), ...references.toReversed()]),
  ];
}

/**
 * The tag names the notice, Message-IDs where there is no tag. A tag that is not ours, one among several, or one that
 * the Message-IDs contradict is no answer to anything: it may have been guessed.
 * @param tags as `tagsIn` found them, with the notice of each; null: not one of ours.
 * @param named notices whose Message-IDs the message names, the nearest first.
 */
export function threadAnswer(tags: readonly { noticeId: string | null }[], named: readonly string[]): Thread {
  const nearest = named[0] ?? null;
  const tagged = [...new Set(tags.map(({ noticeId }) => noticeId))];
  const [one = null, ...more] = tagged;
  if (tagged.length === 0) {
    return nearest === null
      ? { kind: "refused", why: "unknown_notice", noticeId: null }
      : { kind: "notice", noticeId: nearest };
  }
  if (one === null || more.length > 0 || (named.length > 0 && !named.includes(one))) {
    return { kind: "refused", why: "wrong_tag", noticeId: one ?? nearest };
  }
  return { kind: "notice", noticeId: one };
}
