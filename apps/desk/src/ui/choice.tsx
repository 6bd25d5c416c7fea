import { FieldError, Label, Radio, RadioGroup, Text } from "react-aria-components";

interface ChoiceProps<Value extends string> {
  label: string;
  help?: string | undefined;
  error?: string | null | undefined;
  options: readonly { value: Value; label: string }[];
  value: Value | null;
  onChange: (value: Value) => void;
}

/** A few answers side by side, of which one. */
export function Choice<Value extends string>({
  label,
  help,
  error,
  options,
  value,
  onChange,
}: ChoiceProps<Value>) {
  const wrong = error !== null && error !== undefined;
  return (
    <RadioGroup
      className="choice"
      value={value}
      onChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
      isInvalid={wrong}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <div className="choice-options">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="choice-option">
            {option.label}
          </Radio>
        ))}
      </div>
      {wrong && <FieldError className="field-error">{error}</FieldError>}
    </RadioGroup>
  );
}
