import type { NoticeKind, Rung } from "@vigie/contract";
import type { AnswerWish } from "./compose-notice.ts";
import type { NoticeVoice } from "./texts/texts-type.ts";

/**
 * In which words a kind speaks. A complaint goes to the data-protection authority or to the Digital Services
 * Coordinator: the rung of the escalation says which, else whether the recipient is one for privacy, else the grounds.
 */
export function voiceOf(
  kind: NoticeKind,
  {
    rung,
    takesPrivacy,
    families,
  }: { rung: Rung | null; takesPrivacy: boolean | null; families: readonly string[] },
): NoticeVoice {
  if (kind !== "complaint") return kind;
  const isData =
    rung === "data_authority" ||
    (rung !== "regulator" && (takesPrivacy ?? families.includes("data_protection")));
  return isData ? "complaint_data" : "complaint_regulator";
}

/** Whether a kind speaks for a person, who is named to its recipient. */
export function namesPerson(kind: NoticeKind): boolean {
  return kind === "erasure" || kind === "delisting" || kind === "complaint";
}

/**
 * By when an answer is wished for, in the terms of `dueAfter`: the shortest delay of the grounds, by the clock where
 * one of them is urgent, else in office days. Said as a duration, for a letter may be read days after it was written.
 * GDPR Art. 12(3) gives a month; authorities keep their own time.
 */
export function wishOf(
  kind: NoticeKind,
  grounds: readonly { slaHours: number; urgency: string }[],
): AnswerWish {
  if (kind === "complaint") return null;
  if (kind === "erasure" || kind === "delisting") return "month";
  const hours = Math.min(...grounds.map(({ slaHours }) => slaHours));
  const urgent = grounds.some(({ urgency }) => urgency === "P0" || urgency === "P1");
  if (urgent) return { hours };
  // Longer delays come from a month of the law, which these kinds do not have.
  return hours <= 168 ? { officeDays: Math.max(1, Math.ceil(hours / 24)) } : null;
}
