import type { Language } from "@vigie/contract";

/**
 * Where something is that is published nowhere yet, known by its fingerprint only. Every report has its own place: two
 * people's are never one case because neither could name an address.
 * @param formId UUID of the form, so that a form posted twice names one place.
 */
export function unpublishedPlace(language: Language, formId: string): string {
  return `${words[language]} ${formId.replaceAll("-", "")}`;
}

const words: Record<Language, string> = {
  fr: "Fichier gardé sur l’appareil, connu par son empreinte. Repère",
  en: "File kept on the device, known by its fingerprint. Mark",
};
