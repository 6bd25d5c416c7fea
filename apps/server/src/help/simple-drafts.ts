import type { Language } from "@vigie/contract";
import { z } from "zod";
import type { HelpSituationName } from "./help-situations.ts";
import en from "./simple-en.json" with { type: "json" };
import fr from "./simple-fr.json" with { type: "json" };
import reviews from "./simple-reviews.json" with { type: "json" };

/** A page in very simple sentences: one idea each. */
export interface SimpleDraft {
  about: readonly string[];
  do: readonly string[];
  dont: readonly string[];
}

export const simpleDrafts = { fr, en } satisfies Record<"fr" | "en", Record<HelpSituationName, SimpleDraft>>;

/** A reading by the readers it is for. Until there is one, a page is a draft and is called nothing else. */
const simpleReview = z.strictObject({
  situation: z.string(),
  language: z.string(),
  /** The day of the reading. */
  reviewedOn: z.iso.date(),
  /** Who read it: a group, never names. */
  readers: z.string().min(1),
});
export type SimpleReview = z.infer<typeof simpleReview>;

const simpleReviews: readonly SimpleReview[] = z.array(simpleReview).parse(reviews);

/** The reading that is recorded for a page; null while there is none. */
export function simpleReviewOf(
  situation: HelpSituationName,
  language: Language,
  recorded: readonly SimpleReview[] = simpleReviews,
): SimpleReview | null {
  return recorded.find((one) => one.situation === situation && one.language === language) ?? null;
}
