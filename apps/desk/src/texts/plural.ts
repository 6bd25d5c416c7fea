import type { Language } from "@vigie/contract";

const rules = { fr: new Intl.PluralRules("fr"), en: new Intl.PluralRules("en") };

/** "3 reports": the number as the language writes it, then the form it asks for. */
export function counted(language: Language, count: number, one: string, other: string): string {
  const form = rules[language].select(count) === "one" ? one : other;
  return `${count.toLocaleString(language)}\u00a0${form}`;
}
