import type { Factor, Language } from "@vigie/contract";
import { dueInWords, relativeTime } from "../format/time.ts";
import type { Texts } from "../texts/texts-type.ts";

interface Words {
  texts: Texts;
  language: Language;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Why a case stands where it does, in one sentence, the heaviest first.
 * @param most how many reasons are said; the rest weigh less.
 * @returns an empty string when there is no reason.
 */
export function whySentence(factors: readonly Factor[], words: Words, most = 3): string {
  const said = factors.slice(0, most).map((factor) => whyInWords(factor, words));
  const sentence = said.join(", ");
  return sentence === ""
    ? ""
    : `${sentence.charAt(0).toLocaleUpperCase(words.language)}${sentence.slice(1)}.`;
}

function whyInWords(factor: Factor, { texts, language, now }: Words): string {
  const { why } = texts.queue;
  switch (factor.factor) {
    case "danger":
      return why.danger;
    case "stuck":
      return factor.because.map((reason) => why.stuck[reason]).join(", ");
    case "urgency":
      return `${why.urgency[factor.urgency]} ${why.from[factor.from]}`;
    case "minor":
      return why.minor;
    case "own":
      return why.own;
    case "blackmail":
      return why.blackmail[factor.stage];
    case "private":
      return why.private;
    case "spread":
      return why.spread(factor.reports);
    case "deadline":
      return why.deadline(dueInWords(factor.dueAt, now, language, texts.due));
    case "age":
      return why.age(relativeTime(factor.since, now, language));
  }
}
