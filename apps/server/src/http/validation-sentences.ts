import type { Language } from "@vigie/contract";

/** What the validator says of one field: the kind of mistake (zod's issue codes) and its bounds. */
export interface ValidationIssue {
  keyword: string;
  params: Record<string, unknown>;
}

const shownValues = 20;
const shownCharacters = 60;

/**
 * Says in words what is wrong with a field. Names fields and bounds, never repeats a value that was sent.
 * @returns a piece of sentence, without a capital and without a full stop.
 */
export function validationSentence({ keyword, params }: ValidationIssue, language: Language): string {
  const list = (name: string) => {
    const values = params[name];
    if (!Array.isArray(values)) return "";
    return values
      .slice(0, shownValues)
      .map((value) => String(value).slice(0, shownCharacters).toWellFormed())
      .join(", ");
  };
  const bound = (name: string) => String(params[name] ?? "?");
  const { fr, en } = ownSentence(params) ?? sentenceFor(keyword, list, bound);
  return language === "fr" ? fr : en;
}

/** The contract's own words, where it has some for the field. */
function ownSentence({ params }: ValidationIssue["params"]): Record<Language, string> | null {
  const { fr, en } = (params ?? {}) as Partial<Record<Language, unknown>>;
  return typeof fr === "string" && typeof en === "string" ? { fr, en } : null;
}

function sentenceFor(
  keyword: string,
  list: (name: string) => string,
  bound: (name: string) => string,
): Record<Language, string> {
  switch (keyword) {
    case "invalid_type":
      return {
        fr: `manque ou n'est pas du type attendu (${bound("expected")})`,
        en: `is missing or is not of the expected type (${bound("expected")})`,
      };
    case "too_big":
      return {
        fr: `dépasse le maximum de ${bound("maximum")}`,
        en: `is more than the maximum of ${bound("maximum")}`,
      };
    case "too_small":
      return {
        fr: `est en dessous du minimum de ${bound("minimum")}`,
        en: `is less than the minimum of ${bound("minimum")}`,
      };
    case "invalid_format":
      return {
        fr: `n'a pas la forme attendue (${bound("format")})`,
        en: `does not have the expected form (${bound("format")})`,
      };
    case "invalid_value":
      return {
        fr: `n'est pas une des valeurs acceptées : ${list("values")}`,
        en: `is not one of the accepted values: ${list("values")}`,
      };
    case "unrecognized_keys":
      return {
        fr: `contient des champs inconnus : ${list("keys")}`,
        en: `has unknown fields: ${list("keys")}`,
      };
    case "invalid_union":
      return { fr: "n'a aucune des formes acceptées", en: "has none of the accepted forms" };
    case "custom":
      return {
        fr: "contient un caractère qui ne peut pas être gardé",
        en: "contains a character that cannot be kept",
      };
    default:
      return { fr: "n'est pas valable", en: "is not valid" };
  }
}
