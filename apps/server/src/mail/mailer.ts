import type { Language } from "@vigie/contract";
import { createFileMailer } from "./file-mailer.ts";
import { createSmtpMailer, type SmtpTuning } from "./smtp-mailer.ts";

/** A plain-text message of the hotline to one address. */
export interface OutgoingMessage {
  /** Without angle brackets, the same at every try: `<uuid>@<domain>`. */
  messageId: string;
  /** `address` as `parseMailAddress` gave it. */
  to: { name: string; address: string };
  subject: string;
  text: string;
  language: Language;
  date: Date;
  /** true when the machine writes by itself (RFC 3834); false for what a person decided to send. */
  automatic: boolean;
  /** Where answers go, when not to the sender; an address as `parseMailAddress` gave it. */
  replyTo?: string | undefined;
  /** Further headers, ASCII. Lines are folded at spaces only, so that no word may be longer than 70 characters. */
  headers?: Readonly<Record<string, string>>;
}

export interface Envelope {
  messageId: string;
  to: string;
  /** Whom the servers tell that it could not be delivered; the sender of the mailer when absent. */
  from?: string;
}

/**
 * How a delivery ended. `in_doubt`: the last byte left and no answer came back, so the message may or may not
 * have been taken. In every other case but `accepted` it certainly was not.
 */
export type DeliveryOutcome =
  | { kind: "accepted"; response: string }
  | { kind: "refused"; permanent: boolean; response: string }
  | { kind: "unreachable"; why: string }
  | { kind: "in_doubt" };

export type MailReadiness = { kind: "ready" } | { kind: "unusable"; why: string };

export interface Mailer {
  kind: "smtp" | "files";
  /** The complete message (RFC 5322), 7-bit. Reads neither files nor addresses. */
  compose(message: OutgoingMessage): Promise<Buffer>;
  /**
   * Hands a message over, at most once.
   * @param steps.beforeLastByte awaited when all but the end of the message has left. Until it resolves the other
   * side cannot take the message; once it has, a crash leaves doubt. What it throws abandons the delivery, and is
   * thrown on.
   */
  deliver(
    raw: Buffer,
    envelope: Envelope,
    steps: { beforeLastByte(): Promise<void> },
  ): Promise<DeliveryOutcome>;
  /** What this mailer can tell, after a crash, about a delivery that had begun. */
  traceOf(messageId: string): Promise<"delivered" | "not_delivered" | "unknown">;
  /** Whether mail could leave now. Sends nothing. */
  verify(): Promise<MailReadiness>;
  close(): Promise<void>;
}

/**
 * Mail by a real server when there is a URL, else as `.eml` files in `<dataDir>/outbox`.
 * @param options.smtpUrl see `readSmtpUrl`.
 * @param options.from name and address of the hotline.
 * @throws Error with a sentence for the operator when the URL or the address cannot be used.
 */
export function createMailer(options: {
  smtpUrl: string | undefined;
  dataDir: string;
  from: { name: string; address: string };
  smtp?: SmtpTuning;
}): Mailer {
  const { smtpUrl, dataDir, from, smtp = {} } = options;
  return smtpUrl === undefined
    ? createFileMailer({ dataDir, from })
    : createSmtpMailer({ smtpUrl, from, tuning: smtp });
}
