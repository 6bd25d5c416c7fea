import { Refusal } from "@vigie/contract";
import { translator } from "../i18n/translate.ts";

/**
 * The named fields of a posted form, made storable.
 * @param body what the form parser answered: an object of strings, with a list where a name came twice.
 * @returns null when the body is no form, or when a field came more than once.
 */
export function formFields<Name extends string>(
  body: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> | null {
  if (body === null || typeof body !== "object") return null;
  const posted = new Map(Object.entries(body));
  const fields: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = posted.get(name);
    if (value === undefined) continue;
    if (typeof value !== "string") return null;
    fields[name] = storableText(value);
  }
  return fields;
}

// A person can neither see nor correct a NUL or half a character, so they are taken out rather than refused. Forms
// send every line break as CR LF, which would count twice against the limits.
function storableText(text: string): string {
  return text.replaceAll("\u0000", "").replaceAll("\r\n", "\n").toWellFormed();
}

/** The refusal of a body that no form of ours can send. */
export function malformedForm(): Refusal {
  return new Refusal("request.malformed", {
    detail_fr: translator("fr")("error.detail.field"),
    detail_en: translator("en")("error.detail.field"),
  });
}
