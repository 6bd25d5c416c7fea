import { createHash } from "node:crypto";
import type { AnswerKind, AnswerState, MailAuthentication } from "@vigie/contract";
import { getDomain } from "tldts";
import type { MailFacts } from "../mail/read-message.ts";

const dayMs = 86_400_000;
/** As long as the link in a notice works. */
const answeredWithinDays = 180;
const clockMayBeAheadMs = 600_000;

/** What somebody should know before they confirm an answer, by code. */
export function cautionsOf(
  facts: Pick<MailFacts, "sender" | "date" | "attachments" | "cutShort" | "report">,
  {
    recipient,
    sentAt,
    at,
    authentication,
  }: { recipient: string | null; sentAt: Date | null; at: Date; authentication: MailAuthentication | null },
): string[] {
  const late = sentAt !== null && at.getTime() - sentAt.getTime() > answeredWithinDays * dayMs;
  const ahead = facts.date !== null && facts.date.getTime() - at.getTime() > clockMayBeAheadMs;
  // Reports come from whichever server gave up.
  const elsewhere =
    facts.report === null && recipient !== null && domainOf(facts.sender) !== domainOf(recipient);
  return [
    ...(elsewhere ? ["other_domain"] : []),
    ...(authentication !== null && authentication.dmarc !== "pass" ? ["unauthenticated"] : []),
    ...(late ? ["late"] : []),
    ...(ahead ? ["clock_off"] : []),
    ...(facts.attachments.length > 0 ? ["attachments_left_out"] : []),
    ...(facts.cutShort ? ["cut_short"] : []),
  ];
}

/** The domain somebody registered, else the whole host. */
function domainOf(address: string | null): string | null {
  const host = address?.split("@").at(-1)?.toLowerCase() ?? null;
  return host === null ? null : (getDomain(host, { allowPrivateDomains: true }) ?? host);
}

/**
 * Names what a message says, whatever its dates, identifiers and paths: the same words of the same sender about the
 * same notice are one answer, however often and however dressed they come. What a server reports is about one sending:
 * a notice that was sent again may come back in the same words.
 */
export function onceOfAnswer(
  { id, sent_at }: { id: string; sent_at: Date | null },
  facts: MailFacts,
): Buffer {
  const said = [
    id,
    facts.sender,
    facts.subject,
    facts.text.replace(/\s+/g, " "),
    facts.attachments.map(({ sha256 }) => sha256),
    facts.report && [facts.report.statuses, sent_at],
  ];
  return createHash("sha256").update(JSON.stringify(said)).digest();
}

/**
 * What the far server said about a delivery that failed for good, when it speaks of this recipient; null otherwise.
 */
export function failureOf({ report }: Pick<MailFacts, "report">, recipient: string | null): string | null {
  const failed = report?.statuses.find(
    ({ action, status, recipients }) =>
      action === "failed" &&
      !status?.startsWith("4.") &&
      recipient !== null &&
      recipients.includes(recipient.toLowerCase()),
  );
  return failed ? [failed.status, failed.diagnostic].filter(Boolean).join(" ") || "returned" : null;
}

/** What an answer is that a person wrote down or put with its notice. */
export const kindOfState = {
  none: "other",
  acknowledged: "acknowledgement",
  asked: "question",
  acted: "action",
  refused: "refusal",
} as const satisfies Record<AnswerState, AnswerKind>;
