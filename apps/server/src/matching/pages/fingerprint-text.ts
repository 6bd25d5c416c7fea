import type { Language } from "@vigie/contract";
import { type TranslateOf, translatorOf } from "../../i18n/translate.ts";
import en from "./fingerprint.en.json" with { type: "json" };
import fr from "./fingerprint.fr.json" with { type: "json" };

type FingerprintKey = keyof typeof fr;

/** The sentences about fingerprints, by language. A key that one language lacks does not compile. */
export const fingerprintSentences = { fr, en } satisfies Record<Language, Record<FingerprintKey, string>>;

/** A sentence about fingerprints with its places filled. */
export type FingerprintText = TranslateOf<FingerprintKey>;

/** @example fingerprintText("fr")("submit") // "Envoyer les empreintes" */
export const fingerprintText = translatorOf<FingerprintKey>("fingerprint", fingerprintSentences);
