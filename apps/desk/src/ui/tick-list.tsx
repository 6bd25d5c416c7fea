import { CheckboxGroup, Label, Text } from "react-aria-components";
import { Tick } from "./tick.tsx";

interface TickListProps<Value extends string> {
  label: string;
  /** The label is said, not drawn. */
  hiddenLabel?: boolean;
  help?: string;
  options: readonly { value: Value; label: string }[];
  values: readonly Value[];
  onChange: (values: Value[]) => void;
}

/** Any number of a few answers, in columns. */
export function TickList<Value extends string>({
  label,
  hiddenLabel,
  help,
  options,
  values,
  onChange,
}: TickListProps<Value>) {
  return (
    <CheckboxGroup
      className="field"
      value={[...values]}
      onChange={(chosen) =>
        onChange(options.map(({ value }) => value).filter((value) => chosen.includes(value)))
      }
      {...(hiddenLabel ? { "aria-label": label } : {})}
    >
      {!hiddenLabel && <Label className="field-label">{label}</Label>}
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <div className="tick-columns">
        {options.map(({ value, label: text }) => (
          <Tick key={value} value={value}>
            {text}
          </Tick>
        ))}
      </div>
    </CheckboxGroup>
  );
}
