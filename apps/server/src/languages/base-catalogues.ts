import type { Language } from "@vigie/contract";
import { documentsSentences } from "../evidence/documents-text.ts";
import { evidencePageSentences } from "../evidence/pages/evidence-text.ts";
import { guideSentences } from "../help/guide-text.ts";
import { helpSentences, helpSentencesForMinors } from "../help/help-text.ts";
import { type CatalogueName, catalogueNames, catalogues } from "../i18n/translate.ts";
import { fingerprintSentences } from "../matching/pages/fingerprint-text.ts";
import { planSentences } from "../plans/explain-plan.ts";
import { planPageSentences } from "../plans/pages/plan-page-text.ts";
import { safetySentences } from "../reports/pages/safety-page.tsx";

type Sentences = Readonly<Record<string, string>>;

/** Everything that an added language can say, as its base says it: by catalogue, then by key. */
export function baseCatalogues(base: Language): Readonly<Record<CatalogueName, Sentences>> {
  return {
    shared: catalogues[base],
    help: without(helpSentences[base], guideSentences[base]),
    "help-minors": spokenToMinors(base),
    guides: guideSentences[base],
    plan: planSentences[base],
    "plan-pages": planPageSentences[base],
    evidence: evidencePageSentences[base],
    documents: documentsSentences[base],
    safety: safetySentences[base],
    fingerprint: fingerprintSentences[base],
  };
}

/** How many sentences there are to translate. */
export function sentenceCount(base: Language): number {
  const known = baseCatalogues(base);
  return catalogueNames.reduce((sum, name) => sum + Object.keys(known[name]).length, 0);
}

// The help takes the sentences of the guides; those it says in its own way stay.
function without(sentences: Sentences, taken: Sentences): Sentences {
  return Object.fromEntries(Object.entries(sentences).filter(([key, text]) => taken[key] !== text));
}

// English says "you" to all: a language that has two words for it finds there what to say to those under 18.
function spokenToMinors(base: Language): Sentences {
  const toAdults: Sentences = helpSentences[base];
  const toMinors: Readonly<Record<string, string | undefined>> = base === "fr" ? helpSentencesForMinors : {};
  const keys = Object.keys(helpSentencesForMinors);
  return Object.fromEntries(keys.map((key) => [key, toMinors[key] ?? toAdults[key] ?? ""]));
}
