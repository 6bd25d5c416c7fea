import type { Config } from "../../config.ts";
import { signMail } from "../../labels/sign-mail.ts";
import { composeWholeText } from "../compose-whole-text.ts";
import type { ChannelPort, ChannelTrace } from "./channel-port.ts";

const traces = {
  delivered: "delivered",
  not_delivered: "may_repeat",
  unknown: "unknown",
} as const satisfies Record<string, ChannelTrace>;

/** Mail in the hotline's name, with its label and a signature over all that its recipient reads. */
export const emailChannel: ChannelPort = {
  async deliver(vigie, notice, steps) {
    const { config, mailer, clock } = vigie;
    if (notice.to_email === null) throw new Error("a notice by e-mail has an address");
    const text = composeWholeText(vigie, notice);
    const date = clock.now();
    const answers = answerAddress(config, notice);
    const signed = await signMail(vigie, {
      noticeId: notice.id,
      messageId: notice.message_id,
      to: notice.to_email,
      replyTo: answers,
      subject: notice.subject,
      text,
      date,
    });
    const raw = await mailer.compose({
      messageId: notice.message_id,
      to: { name: notice.to_name, address: notice.to_email },
      subject: notice.subject,
      text,
      language: notice.language,
      date,
      automatic: false,
      replyTo: answers,
      headers: { ...signed, "Vigie-Notice": notice.id },
    });
    const envelope = { messageId: notice.message_id, to: notice.to_email, from: answers };
    const outcome = await mailer.deliver(raw, envelope, steps);
    return outcome.kind === "accepted" ? { kind: "accepted", reference: null } : outcome;
  },
  traceOf: async ({ mailer }, notice) => traces[await mailer.traceOf(notice.message_id)],
};

/** Where answers and failures go: to an address that names the notice when a mailbox is read, else to the hotline. */
function answerAddress({ answers, hotline }: Config, { tag }: { tag: string | null }): string {
  return answers.imapUrl !== undefined && tag !== null
    ? answers.address.replace("{tag}", tag)
    : hotline.email;
}
