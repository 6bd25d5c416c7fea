import type { AnswerKind, AnswerState } from "@vigie/contract";
import type { MailFacts, MailMarks } from "../mail/read-message.ts";
import {
  aboutOther,
  absent,
  byMachine,
  courtesy,
  delayed,
  type PhraseBook,
  phraseBooks,
  undelivered,
} from "./answer-phrases.ts";
import { plainWords, sentencesOf, theirOwnWords } from "./answer-words-rules.ts";
import { ticketIn } from "./ticket-rules.ts";

/** What the rules read in an answer. `proposed` is for a person to confirm: null when there is nothing to propose. */
export interface AnswerReading {
  kind: AnswerKind;
  proposed: AnswerState | null;
  ticket: string | null;
}

export type ReadableFacts = MailMarks & Pick<MailFacts, "subject" | "text" | "sender">;

const mostSentences = 200;
const longestSentence = 1_000;

/**
 * What an answer is, from what machines put into headers and from plain phrases in six languages. Where phrases
 * contradict each other it is `other`: a person reads it anyway, and a removal is proposed only where nothing speaks
 * against it.
 * @param own subject and text of the notice: whatever repeats them is not the recipient's word.
 */
export function classifyAnswer(facts: ReadableFacts, own: string): AnswerReading {
  const words = theirOwnWords(facts.text, own);
  const ticket = ticketIn(facts.subject, words, own);
  const subject = plainWords(facts.subject);
  const all = `${subject}\n${plainWords(words)}`;
  const kind =
    kindOfReport(facts) ?? kindOfReturned(facts, all) ?? kindOfMachine(facts, subject, all, words, ticket);
  if (kind) return { ...kind, ticket };
  return { ...kindOfWords(saidIn(words)), ticket };
}

type Kind = Pick<AnswerReading, "kind" | "proposed">;

/** A report speaks for itself: failed is a bounce, anything else is a machine's note. */
function kindOfReport({ report }: ReadableFacts): Kind | null {
  if (!report) return null;
  const failed = report.statuses.some(({ action }) => action === "failed");
  return failed ? { kind: "bounce", proposed: null } : { kind: "automatic", proposed: null };
}

/** Older mail servers return a message with words only. */
function kindOfReturned({ sender, emptyReturnPath }: ReadableFacts, all: string): Kind | null {
  const byServer =
    emptyReturnPath || /^(?:mailer-daemon|mail-daemon|postmaster|mailerdaemon)@/i.test(sender ?? "");
  if (!byServer) return null;
  if (delayed.test(all)) return { kind: "automatic", proposed: null };
  return undelivered.test(all) ? { kind: "bounce", proposed: null } : null;
}

/** @returns null when a person wrote it, or a machine that sends what a person decided. */
function kindOfMachine(
  { autoSubmitted, autoReply, precedence, list }: ReadableFacts,
  subject: string,
  all: string,
  words: string,
  ticket: string | null,
): Kind | null {
  const away = absent.test(subject) || (absent.test(all) && all.length < 1_000);
  if (away) return { kind: "automatic", proposed: null };
  const replies = autoReply || precedence === "auto_reply" || autoSubmitted?.startsWith("auto-replied");
  const generated = autoSubmitted !== null && autoSubmitted !== "no";
  const machine = replies || generated || precedence === "bulk" || list || byMachine.test(all);
  if (!machine) return null;
  const said = saidIn(words);
  // Ticket systems mark what an agent writes as generated too.
  if (!replies && !said.received && (said.acted || said.refused || said.asked)) return null;
  return { kind: "automatic", proposed: said.received || ticket !== null ? "acknowledged" : null };
}

interface Said {
  acted: boolean;
  refused: boolean;
  asked: boolean;
  wonders: boolean;
  received: boolean;
}

function saidIn(words: string): Said {
  const sentences = sentencesOf(words)
    .slice(0, mostSentences)
    .map((sentence) => plainWords(sentence.slice(0, longestSentence)))
    .filter((sentence) => !courtesy.test(sentence));
  const some = (phrase: (book: PhraseBook, sentence: string) => boolean) =>
    sentences.some((sentence) => phraseBooks.some((book) => phrase(book, sentence)));
  return {
    acted: some(
      (book, sentence) =>
        book.acted.test(sentence) && !book.notActed.test(sentence) && !aboutOther.test(sentence),
    ),
    refused: some((book, sentence) => book.refused.test(sentence)),
    asked: some((book, sentence) => book.asked.test(sentence)),
    wonders: sentences.some((sentence) => sentence.endsWith("?")),
    received: some((book, sentence) => book.received.test(sentence)),
  };
}

function kindOfWords({ acted, refused, asked, wonders, received }: Said): Kind {
  if (acted && refused) return { kind: "other", proposed: null };
  if (asked) return { kind: "question", proposed: "asked" };
  if (acted) return wonders ? { kind: "question", proposed: "asked" } : { kind: "action", proposed: "acted" };
  if (refused) return { kind: "refusal", proposed: "refused" };
  if (received) return { kind: "acknowledgement", proposed: "acknowledged" };
  if (wonders) return { kind: "question", proposed: "asked" };
  return { kind: "other", proposed: null };
}
