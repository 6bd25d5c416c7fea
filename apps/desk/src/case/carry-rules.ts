import type { NoticeView } from "@vigie/contract";

/** The notice that a person is to hand over: the one asked for, else the one that has waited longest. */
export function noticeToCarry(notices: readonly NoticeView[], asked: string | null): NoticeView | null {
  const prepared = notices
    .filter(({ status }) => status === "prepared")
    .sort((left, right) => left.createdAt.localeCompare(right.createdAt));
  return prepared.find(({ id }) => id === asked) ?? prepared[0] ?? null;
}

/** Which prepared answer comes after this one; the last stays the last. */
export function answerAfter(index: number, count: number): number {
  return Math.min(index + 1, Math.max(0, count - 1));
}
