import type { EscalationView, Language, NoticeKind, NoticeView, Rung } from "@vigie/contract";
import { emptyRecipient, everyHost, type RecipientDraft } from "./notice-rules.ts";

/** Escalations that wait for a person, those that can be taken before those that are held. */
export function openEscalations(escalations: readonly EscalationView[]): EscalationView[] {
  return [
    ...escalations.filter(({ status }) => status === "proposed"),
    ...escalations.filter(({ status }) => status === "held"),
  ];
}

/** How a rung is taken: by a notice that is written, by a referral that a person files, or by a call. */
export function wayOf({
  rung,
  authority,
}: Pick<EscalationView, "rung" | "authority">): "notice" | "refer" | "call" {
  if (rung === "call") return "call";
  return authority !== null || rung === "sister_hotline" ? "refer" : "notice";
}

const kindOfRung = {
  host: "host",
  upstream: "upstream",
  registrar: "registrar",
  search_engine: "search_engine",
  payment_service: "payment_service",
  data_authority: "complaint",
  regulator: "complaint",
  remind: null,
  sister_hotline: null,
  call: null,
} as const satisfies Record<Rung, NoticeKind | null>;

/** The recipient that an escalation proposes, for all its contents; a reminder goes the way the first notice took. */
export function recipientOfEscalation(
  escalation: Pick<EscalationView, "rung" | "to">,
  notice: NoticeView | undefined,
  language: Language,
): RecipientDraft {
  const again = escalation.rung === "remind" ? notice : undefined;
  const to = escalation.to ?? again?.to ?? null;
  const empty = emptyRecipient(everyHost, notice?.language ?? language);
  const kind = kindOfRung[escalation.rung] ?? notice?.kind ?? empty.kind;
  if (to === null) return { ...empty, kind };
  return {
    ...empty,
    kind,
    channel:
      again?.channel ??
      (to.email !== null ? "email" : to.url !== null ? "web_form" : to.postal !== null ? "post" : "email"),
    channelId: again?.channelId ?? null,
    name: to.name,
    email: to.email ?? "",
    url: to.url ?? "",
    postal: to.postal?.join("\n") ?? "",
  };
}
