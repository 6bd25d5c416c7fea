/** What the mail of the tests needs of a notice. */
export interface MailedNotice {
  tag: string | null;
  message_id: string;
  to_email: string | null;
}

export interface MailParts {
  from: string;
  /** Values of `To`; one header each. */
  to: string[];
  subject: string;
  messageId: string;
  inReplyTo: string | null;
  references: string[];
  date: Date;
  /** Whole lines, above the others. */
  headers: string[];
  body: string;
}

/** Where the answers of the tests go. */
export const answerPattern = "reponses+{tag}@ligne.example";
export const answerAddress = (tag: string | null) => answerPattern.replace("{tag}", tag ?? "");

let made = 0;

/** A recipient's reply to a notice, as a mail program writes it. */
export function replyParts(notice: MailedNotice, changes: Partial<MailParts> = {}): MailParts {
  made += 1;
  return {
    from: notice.to_email ?? "abuse@hote.example",
    to: [answerAddress(notice.tag)],
    subject: "Re: Notification",
    messageId: `reply-${made}@hote.example`,
    inReplyTo: notice.message_id,
    references: [notice.message_id],
    date: new Date("2026-03-02T07:00:00Z"),
    headers: [],
    body: "Bonjour,\r\n\r\nnous avons bien reçu votre notification.\r\n",
    ...changes,
  };
}

export function rawMail(parts: MailParts): Buffer {
  return Buffer.from(
    [
      ...parts.headers,
      `From: ${parts.from}`,
      ...parts.to.map((to) => `To: ${to}`),
      `Subject: ${parts.subject}`,
      `Date: ${parts.date.toUTCString()}`,
      ...(parts.messageId ? [`Message-ID: <${parts.messageId}>`] : []),
      ...(parts.inReplyTo ? [`In-Reply-To: <${parts.inReplyTo}>`] : []),
      ...(parts.references.length > 0
        ? [`References: ${parts.references.map((id) => `<${id}>`).join(" ")}`]
        : []),
      "MIME-Version: 1.0",
      ...(parts.headers.some((line) => /^content-type:/i.test(line))
        ? []
        : ["Content-Type: text/plain; charset=utf-8"]),
      "",
      parts.body,
    ].join("\r\n"),
  );
}

export const replyTo = (notice: MailedNotice, changes: Partial<MailParts> = {}) =>
  rawMail(replyParts(notice, changes));

/** What a mail server sends back (RFC 3464). */
export function bounceOf(
  notice: MailedNotice,
  {
    action = "failed",
    status = "5.1.1",
    recipient = notice.to_email ?? "",
    original = notice.message_id,
    ...changes
  }: Partial<MailParts> & { action?: string; status?: string; recipient?: string; original?: string } = {},
): Buffer {
  return replyTo(notice, {
    from: "Mail Delivery System <mailer-daemon@mx.hote.example>",
    subject: "Undelivered Mail Returned to Sender",
    inReplyTo: null,
    references: [],
    headers: [
      "Return-Path: <>",
      "Auto-Submitted: auto-replied",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ],
    body: [
      "--b",
      "",
      "Your message could not be delivered.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.hote.example",
      "",
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${action}`,
      `Status: ${status}`,
      "Diagnostic-Code: smtp; 550 5.1.1 no such user",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      `Message-ID: <${original}>`,
      "--b--",
      "",
    ].join("\r\n"),
    ...changes,
  });
}
