import type { AnswerState, NoticeKind } from "@vigie/contract";

/** A complaint speaks to one authority or the other, under another law. */
export type NoticeVoice = Exclude<NoticeKind, "complaint"> | "complaint_data" | "complaint_regulator";

/** What is said to one kind of recipient. */
export interface VoiceTexts {
  subject(caseNumber: string): string;
  opening: string;
  /** What the message is not: no order of an authority. */
  nature: string;
  /** The law it speaks under, one paragraph each. */
  law: readonly string[];
  /** Added where the hotline is in France. */
  lawInFrance: string | null;
  request: string;
  requests: readonly string[];
}

/** Every sentence of a notice in one language. Headings are the same for all kinds: they are how a text is read again. */
export interface NoticeTexts {
  greeting: string;
  headings: { reasons: string; where: string; who: string; goodFaith: string };
  groundsLead: string;
  elementsLead: string;
  explanationLead: string;
  readable: string;
  /** Stands for a place that the reporter told in words: those words stay here. */
  placeInWords: string;
  name: string;
  email: string;
  reference: string;
  date: string;
  goodFaithStatement: string;
  earlierLead: string;
  earlierAnswer: Record<AnswerState | "not_delivered", string>;
  within: {
    hours(count: number): string;
    officeDays(count: number): string;
    month: string;
  };
  closing: { byReply(caseNumber: string): string; byAddress(caseNumber: string): string };
  answerPart: { invitation: string; caution: string };
  identity: {
    heading(recipient: string): string;
    caution: string;
    person: string;
    searchedName: string;
    mandate: string;
  };
  form: Record<FormLabel, string>;
  voices: Record<NoticeVoice, VoiceTexts>;
}

export type FormLabel =
  | "address"
  | "description"
  | "email"
  | "good_faith"
  | "law"
  | "mandate"
  | "name"
  | "person"
  | "reason"
  | "reference"
  | "searched_name"
  | "signature";
