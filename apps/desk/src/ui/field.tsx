import type { ReactNode } from "react";
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from "react-aria-components";
import { useTexts } from "../texts/texts.ts";

interface FieldProps extends Omit<TextFieldProps, "children" | "className" | "validate"> {
  label: string;
  help?: ReactNode;
  /** The sentence that says what is wrong, or nothing. */
  error?: string | null | undefined;
  /** Height in lines; one line when left out. */
  lines?: number;
  placeholder?: string;
}

/** A labelled field with its help and its error under it. */
export function Field({ label, help, error, lines, placeholder, isRequired, ...rest }: FieldProps) {
  const texts = useTexts();
  const shown = placeholder === undefined ? {} : { placeholder };
  const wrong = error !== null && error !== undefined;
  return (
    <TextField
      {...rest}
      isRequired={isRequired ?? false}
      isInvalid={wrong}
      validationBehavior="aria"
      className="field"
    >
      <Label className="field-label">
        {label}
        {isRequired && <span className="field-required"> ({texts.required})</span>}
      </Label>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      {lines === undefined ? (
        <Input className="input" {...shown} />
      ) : (
        <TextArea className="input" rows={lines} dir="auto" {...shown} />
      )}
      {wrong && <FieldError className="field-error">{error}</FieldError>}
    </TextField>
  );
}
