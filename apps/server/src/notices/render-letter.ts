import { Refusal } from "@vigie/contract";
import { renderDocuments } from "../evidence/render-documents.ts";
import type { Vigie } from "../vigie.ts";
import { answerLink } from "./answer-token.ts";
import { composeAnswerPart } from "./compose-notice.ts";
import { letterOf } from "./letter-rules.ts";
import { openIdentity } from "./open-identity.ts";

/**
 * A notice that goes by post, as PDF/UA-1 to print. Once it is recorded as handed over, the part that names the person
 * concerned is erased, and the letter is printed without it.
 * @throws Refusal `notice.unknown`, `notice.not_a_letter`, `notice.letter_unavailable`
 */
export async function renderLetter(
  vigie: Pick<Vigie, "db" | "config" | "keys">,
  { noticeId }: { noticeId: string },
): Promise<Buffer> {
  const notice = await vigie.db
    .selectFrom("notices")
    .selectAll()
    .where("id", "=", noticeId)
    .executeTakeFirst();
  if (!notice) throw new Refusal("notice.unknown");
  if (notice.channel !== "post") throw new Refusal("notice.not_a_letter");
  const { language, created_at: date, subject, body, explanation } = notice;
  const link = answerLink(vigie, notice);
  const letter = letterOf({
    language,
    hotline: vigie.config.hotline,
    to: { name: notice.to_name, postal: notice.to_postal ?? [] },
    date,
    subject,
    body,
    explanation,
    answerPart: link === null ? null : composeAnswerPart({ language, link }),
    identity: openIdentity(vigie, notice),
  });
  try {
    const [printed] = await renderDocuments([letter], { owner: noticeId, at: date });
    if (printed) return printed;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  throw new Refusal("notice.letter_unavailable");
}
