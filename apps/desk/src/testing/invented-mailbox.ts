import { randomUUID } from "node:crypto";
import type { QuarantineView } from "@vigie/contract";

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** A mailbox with messages that the machine would not take; one seems to answer `noticeId`. */
export function inventedMailbox(noticeId: string | null): QuarantineView {
  return {
    mailbox: { read: true, readAt: ago(0.05), problem: null, leftOut: 0 },
    messages: [
      {
        id: randomUUID(),
        at: ago(2),
        why: "failed_authentication",
        sender: "abuse@forum-des-quais.example",
        subject: "Re: Notification de contenu illicite",
        text: "Le contenu a été retiré, vous pouvez clore votre dossier.",
        bytes: 4_812,
        noticeId,
      },
      {
        id: randomUUID(),
        at: ago(5),
        why: "unknown_notice",
        sender: "support@service-inconnu.example",
        subject: "[Ticket 9917] Your request",
        text: `Hello,\n\nWe received your request and will look at it.\n\n${"Kind regards from a team that writes at length. ".repeat(30)}`,
        bytes: 12_040,
        noticeId: null,
      },
      {
        id: randomUUID(),
        at: ago(30),
        why: "too_large",
        sender: null,
        subject: null,
        text: "",
        bytes: 31_457_280,
        noticeId: null,
      },
    ],
  };
}
