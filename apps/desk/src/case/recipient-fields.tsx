import { type ContentView, languages } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import type { RecipientDraft } from "./notice-rules.ts";

interface RecipientFieldsProps {
  recipient: RecipientDraft;
  known: ContentView["recipient"];
  /** The address is the one that the step of the plan names. */
  fromPlan: boolean;
  onChange: (recipient: RecipientDraft) => void;
}

/** Where one host's notice goes. */
export function RecipientFields({ recipient, known, fromPlan, onChange }: RecipientFieldsProps) {
  const texts = useTexts();
  return (
    <fieldset className="form-part recipient">
      <legend className="field-label">{texts.notice.recipientFor(recipient.host)}</legend>
      <p className="field-help">
        {fromPlan
          ? texts.notice.fromPlan
          : known === null
            ? texts.contents.noRecipient
            : texts.notice.sources[known.source]}
        {!fromPlan && known?.confidence != null && ` (${known.confidence})`}
      </p>
      <div className="recipient-row">
        <Field
          label={texts.notice.name}
          maxLength={200}
          value={recipient.name}
          onChange={(name) => onChange({ ...recipient, name })}
        />
        <Field
          label={texts.notice.email}
          inputMode="email"
          autoComplete="off"
          maxLength={254}
          value={recipient.email}
          onChange={(email) => onChange({ ...recipient, email })}
        />
      </div>
      <Choice
        label={texts.notice.languageLabel}
        options={languages.map((value) => ({ value, label: texts.language[value] }))}
        value={recipient.language}
        onChange={(language) => onChange({ ...recipient, language })}
      />
    </fieldset>
  );
}
