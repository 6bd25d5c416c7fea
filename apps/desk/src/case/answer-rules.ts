import type { AnswerState, AnswerView, NoticeStatus } from "@vigie/contract";

/** What came back for one notice, oldest first. */
export function answersOf(answers: readonly AnswerView[], noticeId: string): AnswerView[] {
  return answers
    .filter((answer) => answer.noticeId === noticeId)
    .sort((left, right) => left.at.localeCompare(right.at));
}

/** Answers that nobody has read the meaning of yet, oldest first. A bounce acts by itself. */
export function unreadAnswers(answers: readonly AnswerView[]): AnswerView[] {
  return answers
    .filter(({ confirmed, kind }) => confirmed === null && kind !== "bounce")
    .sort((left, right) => left.at.localeCompare(right.at));
}

/** What a person may say an answer means, what the machine read in it first. */
export function readings(proposed: AnswerState | null): AnswerState[] {
  const all = ["acted", "refused", "asked", "acknowledged", "none"] as const satisfies AnswerState[];
  return proposed === null ? [...all] : [proposed, ...all.filter((state) => state !== proposed)];
}

/** Whether a notice can have been answered at all. */
export function mayBeAnswered(status: NoticeStatus): boolean {
  return status === "sent" || status === "in_doubt";
}

const shownCharacters = 600;
const shownLines = 8;

/** The beginning of a text, as much as is read at a glance; `more` when something was left out. */
export function beginningOf(text: string): { text: string; more: boolean } {
  const lines = text.split("\n").slice(0, shownLines).join("\n");
  // Not between the two halves of a character.
  const short = Array.from(lines).slice(0, shownCharacters).join("");
  return short.length < text.length ? { text: short, more: true } : { text, more: false };
}
