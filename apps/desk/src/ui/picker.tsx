import {
  Button,
  Header,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  Select,
  SelectValue,
} from "react-aria-components";
import { useTexts } from "../texts/texts.ts";
import { Icon } from "./icon.tsx";

interface PickerOption {
  value: string;
  label: string;
}

interface PickerProps {
  label: string;
  /** The label is said, not drawn. */
  hiddenLabel?: boolean;
  sections: readonly { title: string | null; options: readonly PickerOption[] }[];
  value: string | null;
  onChange: (value: string) => void;
}

/** One of a list, in sections when it is long. */
export function Picker({ label, hiddenLabel, sections, value, onChange }: PickerProps) {
  const texts = useTexts();
  return (
    <Select
      className="field picker"
      placeholder={texts.pick}
      value={value}
      onChange={(key) => {
        if (typeof key === "string") onChange(key);
      }}
      {...(hiddenLabel ? { "aria-label": label } : {})}
    >
      {!hiddenLabel && <Label className="field-label">{label}</Label>}
      <Button className="input picker-button">
        <SelectValue />
        <Icon name="down" />
      </Button>
      <Popover className="popover">
        <ListBox className="options">
          {sections.map(({ title, options }) =>
            title === null ? (
              options.map((option) => <Option key={option.value} {...option} />)
            ) : (
              <ListBoxSection key={title} className="options-section">
                <Header className="options-header">{title}</Header>
                {options.map((option) => (
                  <Option key={option.value} {...option} />
                ))}
              </ListBoxSection>
            ),
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

function Option({ value, label }: PickerOption) {
  return (
    <ListBoxItem id={value} textValue={label} className="option">
      {label}
    </ListBoxItem>
  );
}
