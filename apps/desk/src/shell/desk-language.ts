import { type Language, languages } from "@vigie/contract";
import { useEffect, useState } from "react";
import { setApi } from "../api.ts";
import { readChoice, writeChoice } from "../ui/stored-choice.ts";

const storageName = "vigie.desk.language";

function browserLanguage(): Language {
  for (const wanted of navigator.languages) {
    const language = languages.find((known) => wanted.toLowerCase().startsWith(known));
    if (language !== undefined) return language;
  }
  return "en";
}

export interface DeskLanguage {
  language: Language;
  /** Chosen by hand: kept in this browser and stronger than the member's own. */
  choose: (language: Language) => void;
  /** The signed-in member's language, used unless one was chosen here. */
  adopt: (language: Language) => void;
}

export function useDeskLanguage(): DeskLanguage {
  const [chosen, setChosen] = useState<Language | null>(() => readChoice(storageName, languages));
  const [member, setMember] = useState<Language | null>(null);
  const language = chosen ?? member ?? browserLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
    setApi({ language });
  }, [language]);
  return {
    language,
    choose: (next) => {
      writeChoice(storageName, next);
      setChosen(next);
    },
    adopt: setMember,
  };
}
