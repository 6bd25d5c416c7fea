import { type PublicVoice, type TranslateOf, translatorOf } from "../i18n/translate.ts";
import { guideSentences } from "./guide-text.ts";
import en from "./help-en.json" with { type: "json" };
import fr from "./help-fr.json" with { type: "json" };
import tu from "./help-fr-tu.json" with { type: "json" };

/** Name of a sentence of the help: its own, and those of the guides. */
export type HelpKey = keyof typeof fr | keyof typeof guideSentences.fr;

/** How French speaks to the reader: `tu` to those under 18. English says "you" to all. */
export type Voice = "vous" | "tu";

/** The sentences of the help by language. It takes those of the guides, and says some of them otherwise. */
export const helpSentences = {
  fr: { ...guideSentences.fr, ...fr },
  en: { ...guideSentences.en, ...en },
} satisfies Record<"fr" | "en", Record<HelpKey, string>>;

/** The French sentences that change for those under 18. */
export const helpSentencesForMinors: Readonly<Partial<Record<HelpKey, string>>> = tu;

/** A sentence of the help with its places filled. */
export type HelpText = TranslateOf<HelpKey>;

const toAdults = translatorOf<HelpKey>(["help", "guides"], helpSentences);
const toMinors = translatorOf<HelpKey>(["help-minors", "help", "guides"], {
  ...helpSentences,
  fr: { ...helpSentences.fr, ...helpSentencesForMinors },
});

/** @example helpText("fr", "tu")("help.tick") */
export function helpText(speaker: PublicVoice, voice: Voice): HelpText {
  return voice === "tu" ? toMinors(speaker) : toAdults(speaker);
}

/** `step.x` and `step.x.why` both exist: the keys that end in `.why` give the names. */
type Explained<Family extends string> = HelpKey extends infer Key
  ? Key extends `${Family}.${infer Name}.why`
    ? Name
    : never
  : never;

/** Something to do, with its reason. */
export type HelpStepName = Explained<"step">;

/** Something better left undone, with its reason. */
export type HelpNeverName = Explained<"never">;
