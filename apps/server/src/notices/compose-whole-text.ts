import type { Language, NoticeKind } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { answerLink } from "./answer-token.ts";
import { composeAnswerPart } from "./compose-notice.ts";
import { openIdentity } from "./open-identity.ts";

/**
 * All that the recipient of a notice reads: the public text, then what is for them alone, which is the link to answer
 * with and the block that names the person concerned. The second half stands in no table in clear.
 */
export function composeWholeText(
  vigie: Pick<Vigie, "config" | "keys">,
  notice: {
    id: string;
    kind: NoticeKind;
    language: Language;
    body: string;
    identity_sealed: Buffer | null;
  },
): string {
  const link = answerLink(vigie, notice);
  const identity = openIdentity(vigie, notice);
  return [
    notice.body,
    ...(link === null ? [] : [composeAnswerPart({ language: notice.language, link })]),
    ...(identity === null ? [] : [identity]),
  ].join("\n");
}
