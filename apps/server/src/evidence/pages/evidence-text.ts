import { type TranslateOf, translatorOf } from "../../i18n/translate.ts";
import en from "./en.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };

type EvidencePageKey = keyof typeof fr;

/** The sentences of the evidence pages, by language. A key that one language lacks does not compile. */
export const evidencePageSentences = { fr, en } satisfies Record<
  "fr" | "en",
  Record<EvidencePageKey, string>
>;

/** A sentence of the evidence pages with its places filled. */
export type EvidencePageText = TranslateOf<EvidencePageKey>;

/** @example evidencePageText("fr")("entry.remove") // "Retirer" */
export const evidencePageText = translatorOf<EvidencePageKey>("evidence", evidencePageSentences);
