import type { Language } from "@vigie/contract";
import { createContext, useContext } from "react";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { Texts } from "./texts-type.ts";

export const catalogues = { fr, en } satisfies Record<Language, Texts>;

/** The language the desk speaks now. */
export const LanguageContext = createContext<Language>("fr");

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** The catalogue of the current language. */
export function useTexts(): Texts {
  return catalogues[useLanguage()];
}
