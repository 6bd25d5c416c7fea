import { type TranslateOf, translatorOf } from "../i18n/translate.ts";
import en from "./en.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };

/** Name of a sentence of the guides. */
export type GuideKey = keyof typeof fr;

/** The sentences of the guides, by language. A key that one language lacks does not compile. */
export const guideSentences = { fr, en } satisfies Record<"fr" | "en", Record<GuideKey, string>>;

/** A sentence of the guides with its places filled. */
export type GuideText = TranslateOf<GuideKey>;

/** @example guideText("fr")("guide.then") // "Ensuite" */
export const guideText = translatorOf<GuideKey>("guides", guideSentences);

/** `step.x` and `step.x.why` both exist: the keys that end in `.why` give the names. */
type Explained<Family extends string> = GuideKey extends infer Key
  ? Key extends `${Family}.${infer Name}.why`
    ? Name
    : never
  : never;

/** Something to do, with its reason. */
export type StepName = Explained<"step">;

/** Something better left undone, with its reason. */
export type NeverName = Explained<"never">;
