import { translatorOf } from "../i18n/translate.ts";
import en from "./documents-en.json" with { type: "json" };
import fr from "./documents-fr.json" with { type: "json" };

/** Name of a sentence of the documents. */
export type DocumentsKey = keyof typeof fr;

/** The sentences of the documents, by language. A key that one language lacks does not compile. */
export const documentsSentences = { fr, en } satisfies Record<"fr" | "en", Record<DocumentsKey, string>>;

/** @example documentsText("fr")("facts.title") */
export const documentsText = translatorOf<DocumentsKey>("documents", documentsSentences);
