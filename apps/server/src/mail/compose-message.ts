import MailComposer from "nodemailer/lib/mail-composer";
import { headerText } from "./header-text.ts";
import type { OutgoingMessage } from "./mailer.ts";

/** The message as it travels. Names and subject are encoded; addresses must already be plain. */
export async function composeMessage(
  from: { name: string; address: string },
  message: OutgoingMessage,
): Promise<Buffer> {
  const { messageId, to, subject, text, language, date, automatic, replyTo, headers = {} } = message;
  const composer = new MailComposer({
    // What the machine writes by itself goes to private mailboxes: the hotline's name would tell what it is about.
    from: { name: automatic ? "" : headerText(from.name), address: from.address },
    to: { name: headerText(to.name), address: to.address },
    ...(replyTo === undefined ? {} : { replyTo: { name: "", address: replyTo } }),
    subject: headerText(subject),
    messageId: `<${messageId}>`,
    date,
    text,
    // Long addresses stay whole for the reader: the soft breaks of this encoding vanish when it is decoded.
    textEncoding: "quoted-printable",
    newline: "win",
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: {
      "Content-Language": language,
      ...(automatic ? { "Auto-Submitted": "auto-generated" } : {}),
      ...headers,
    },
  });
  return composer.compile().build();
}
