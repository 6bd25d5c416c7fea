import { type TranslateOf, translatorOf } from "../../i18n/translate.ts";
import en from "./en.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };

/** Name of a sentence of the plan's pages. */
export type PlanPageKey = keyof typeof fr;

/** The sentences of the plan's pages, by language. A key that one language lacks does not compile. */
export const planPageSentences = { fr, en } satisfies Record<"fr" | "en", Record<PlanPageKey, string>>;

/** A sentence of the plan's pages with its places filled. */
export type PlanPageText = TranslateOf<PlanPageKey>;

/** @example planPageText("fr")("step.tick") // "C’est fait" */
export const planPageText = translatorOf<PlanPageKey>("plan-pages", planPageSentences);
