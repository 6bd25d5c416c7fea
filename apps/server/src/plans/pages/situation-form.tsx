import type { ReactElement } from "react";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { localesOf } from "../../i18n/format-time.ts";
import type { PlanPageKey, PlanPageText } from "./plan-page-text.ts";
import {
  offeredCountries,
  otherCountry,
  type SituationDraft,
  type SituationField,
  situationChoices,
} from "./situation-fields.ts";

interface SituationFormProps {
  site: PublicSite;
  p: PlanPageText;
  receipt: string;
  draft: SituationDraft;
  wrong: readonly SituationField[];
}

/** `id` of the form: the language switch carries what is in it. */
export const situationFormId = "situation-form";

/** A few questions, none of them asked twice and none of them needed. */
export function SituationForm({ site, p, receipt, draft, wrong }: SituationFormProps): ReactElement {
  return (
    <form
      id={situationFormId}
      method="post"
      action={publicPaths.follow[site.language]}
      autoComplete="off"
      noValidate
    >
      <input type="hidden" name="receipt" value={receipt} />
      <input type="hidden" name="page" value="plan" />
      <p>{p("situation.optional")}</p>
      {choiceFields.map((field) => (
        <Choice key={field} p={p} field={field} draft={draft} wrong={wrong} />
      ))}
      <Country site={site} p={p} draft={draft} wrong={wrong} />
      <button type="submit" name="do" value="situation">
        {p("situation.submit")}
      </button>
    </form>
  );
}

type ChoiceField = keyof typeof situationChoices;
const choiceFields = Object.keys(situationChoices) as ChoiceField[];

type FieldProps = Pick<SituationFormProps, "p" | "draft" | "wrong">;

function Choice({ p, field, draft, wrong }: FieldProps & { field: ChoiceField }): ReactElement {
  const hint = hints[field];
  return (
    <fieldset id={field} {...described(field, hint !== undefined, wrong)}>
      <legend>{p(`situation.${field}`)}</legend>
      {hint !== undefined && (
        <p className="hint" id={`${field}-hint`}>
          {p(hint)}
        </p>
      )}
      <Wrong p={p} field={field} wrong={wrong} />
      <div className="short">
        {situationChoices[field].map((value) => (
          <label key={value} className="choice">
            <input type="radio" name={field} value={value} defaultChecked={draft[field] === value} />
            {p(answerKey(field, value))}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const hints: Partial<Record<ChoiceField, PlanPageKey>> = {
  uploaderHostile: "situation.uploaderHostile.hint",
  fileAtHand: "situation.fileAtHand.hint",
};

function answerKey<Field extends ChoiceField>(
  field: Field,
  value: (typeof situationChoices)[Field][number],
): PlanPageKey {
  const key =
    field === "blackmail" || field === "standing" ? `situation.${field}.${value}` : `situation.${value}`;
  return key as PlanPageKey;
}

function Country({ site, p, draft, wrong }: FieldProps & { site: PublicSite }): ReactElement {
  const chosen = draft.country ?? "";
  const named = new Intl.DisplayNames(localesOf(site.voice), { type: "region" });
  // One that was said elsewhere stays in the list, so that sending the form does not change it.
  const own = /^[A-Z]{2}$/.test(chosen) && chosen !== otherCountry ? [chosen] : [];
  const countries = [...new Set<string>([...offeredCountries, ...own])];
  return (
    <div className="field">
      <label htmlFor="country">{p("situation.country")}</label>
      <p className="hint" id="country-hint">
        {p("situation.country.hint")}
      </p>
      <Wrong p={p} field="country" wrong={wrong} />
      <select id="country" name="country" defaultValue={chosen} {...described("country", true, wrong)}>
        <option value="">{p("situation.country.none")}</option>
        {countries.map((code) => (
          <option key={code} value={code}>
            {named.of(code) ?? code}
          </option>
        ))}
        <option value={otherCountry}>{p("situation.country.other")}</option>
      </select>
    </div>
  );
}

function Wrong({
  p,
  field,
  wrong,
}: Pick<FieldProps, "p" | "wrong"> & { field: SituationField }): ReactElement | null {
  if (!wrong.includes(field)) return null;
  return (
    <p className="problem" id={`${field}-problem`}>
      {p("wrong.title")}
    </p>
  );
}

function described(
  field: SituationField,
  hint: boolean,
  wrong: readonly SituationField[],
): { "aria-describedby"?: string; "aria-invalid"?: true } {
  const isWrong = wrong.includes(field);
  const ids = [...(isWrong ? [`${field}-problem`] : []), ...(hint ? [`${field}-hint`] : [])];
  return {
    ...(ids.length > 0 && { "aria-describedby": ids.join(" ") }),
    // A group of radio buttons has no `aria-invalid` of its own (WAI-ARIA 1.2).
    ...(isWrong && field === "country" && { "aria-invalid": true as const }),
  };
}
