import { blackmailStages, type Situation, situationBody } from "@vigie/contract";

/** Names of the form's fields: those of a situation. */
export const situationFields = [
  "blackmail",
  "uploaderHostile",
  "uploaderKnowsVictim",
  "minor",
  "fileAtHand",
  "standing",
  "country",
] as const satisfies readonly (keyof Situation)[];
export type SituationField = (typeof situationFields)[number];

/** What the form holds, as it is posted; a country that is not said is empty. */
export type SituationDraft = Readonly<Partial<Record<SituationField, string>>>;

const answers = ["yes", "no", "unknown"] as const;

/** What may be chosen for each field, in the order shown. Nobody claims to be the hotline. */
export const situationChoices = {
  blackmail: blackmailStages,
  uploaderHostile: answers,
  uploaderKnowsVictim: answers,
  minor: answers,
  fileAtHand: answers,
  standing: ["victim", "representative", "witness", "right_holder"],
} as const satisfies Record<Exclude<SituationField, "country">, readonly string[]>;

/** Countries the form offers by name. */
export const offeredCountries = ["FR", "BE", "LU", "CH", "CA"] as const;

/** "Another country": no line of any one country is shown for it (ISO 3166-1 keeps ZZ free for such use). */
export const otherCountry = "ZZ";

/** The form as it stands for a situation. */
export function draftOfSituation(situation: Situation): SituationDraft {
  return { ...situation, country: situation.country ?? "" };
}

/**
 * The situation that a posted form says. What was left out counts as not said.
 * @returns `wrong`: the fields that hold what the form cannot send; the others are kept in the form.
 */
export function situationFromFields(
  fields: SituationDraft,
): { kind: "said"; situation: Situation } | { kind: "wrong"; wrong: readonly SituationField[] } {
  const { country, ...rest } = fields;
  const wrong = situationFields.filter((field) => {
    const value = fields[field];
    if (value === undefined) return false;
    return field === "country" ? !isCountry(value) : !choicesOf(field).includes(value);
  });
  if (wrong.length > 0) return { kind: "wrong", wrong };
  return { kind: "said", situation: situationBody.parse({ ...rest, country: country || null }) };
}

function isCountry(value: string): boolean {
  return value === "" || /^[A-Z]{2}$/.test(value);
}

function choicesOf(field: Exclude<SituationField, "country">): readonly string[] {
  return situationChoices[field];
}
