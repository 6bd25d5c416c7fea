import { type Language, type Situation, situationBody } from "@vigie/contract";

/** The situation while it is being typed: the country may be half a code. */
export interface SituationDraft extends Omit<Situation, "country"> {
  country: string;
}

export function situationDraft(situation: Situation): SituationDraft {
  return { ...situation, country: situation.country ?? "" };
}

/** The body of the request, or null while the country is not a code of two letters. */
export function situationOf(draft: SituationDraft): Situation | null {
  const country = draft.country.trim().toUpperCase();
  const read = situationBody.safeParse({ ...draft, country: country === "" ? null : country });
  return read.success ? read.data : null;
}

/** A country's name in a language; null for what is no country code. */
export function countryName(code: string, language: Language): string | null {
  if (!/^[A-Za-z]{2}$/.test(code.trim())) return null;
  const name = new Intl.DisplayNames(language, { type: "region", fallback: "none" }).of(
    code.trim().toUpperCase(),
  );
  return name ?? null;
}

/** What somebody has said about the situation; what is unknown or left as it was is not in it. */
export function saidOf(situation: Situation): (keyof Situation)[] {
  const unsaid = situationBody.parse({});
  return (Object.keys(unsaid) as (keyof Situation)[]).filter((name) => situation[name] !== unsaid[name]);
}
