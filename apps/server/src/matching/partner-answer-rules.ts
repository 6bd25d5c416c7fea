import { hashRefusals, type MatchAnswer } from "@vigie/contract";
import { mostTags } from "./list-line-rules.ts";

type Answer = MatchAnswer["answers"][number];

/** Matches told of one hash, the nearest first. */
export const mostMatchesTold = 5;

const longestMatch: Answer["matches"][number] = {
  bank: "b".repeat(40),
  method: "exact",
  distance: 31,
  confirmed: false,
  quality: 100,
  tags: Array.from({ length: mostTags }, () => "t".repeat(32)),
};

/** Bytes of one answer, however many matches it holds. All that is in it is plain ASCII. */
export const answerBytes = JSON.stringify({
  matches: Array.from({ length: mostMatchesTold }, () => longestMatch),
  more: false,
  refused: longestOf(hashRefusals),
  padding: "",
} satisfies Answer).length;

/**
 * The answer to one hash, filled up so that a hit, a miss and a refusal are the same number of bytes as JSON.
 * @param found.matches the nearest first; what is beyond the number told is only said to be there.
 * @param drawText so many random characters of plain ASCII that JSON leaves as they are: an answer that something on its way
 * compresses is then hardly shorter for a miss.
 */
export function paddedAnswer(
  { matches, refused }: Pick<Answer, "matches" | "refused">,
  drawText: (length: number) => string,
): Answer {
  const more = matches.length > mostMatchesTold;
  const told = { matches: matches.slice(0, mostMatchesTold), more, refused };
  const bytes = JSON.stringify({ ...told, padding: "" }).length;
  return { ...told, padding: drawText(answerBytes - bytes) };
}

function longestOf<Word extends string>(words: readonly Word[]): Word | null {
  return words.reduce<Word | null>(
    (longest, word) => (word.length > (longest?.length ?? 0) ? word : longest),
    null,
  );
}

const gridMs = 25;
// What a hash of a batch may cost on a busy machine, in a bank of millions, without showing in the time of the answer.
const msPerHash = 2;

/**
 * When an answer leaves, in milliseconds after the question came: a time that the number of hashes gives. Work that takes
 * longer leaves at a later step of the same grid.
 */
export function releaseAfterMs({ hashes, workedMs }: { hashes: number; workedMs: number }): number {
  return Math.ceil(Math.max(msPerHash * hashes, workedMs) / gridMs) * gridMs;
}
