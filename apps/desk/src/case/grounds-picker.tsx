import type { GroundView } from "@vigie/contract";
import { useMemo, useState } from "react";
import {
  Button,
  ComboBox,
  FieldError,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  Tag,
  TagGroup,
  TagList,
  Text,
} from "react-aria-components";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { groundsMaximum } from "./assess-rules.ts";
import { searchGrounds } from "./search-grounds.ts";

interface GroundsPickerProps {
  grounds: readonly GroundView[];
  chosen: readonly string[];
  onChange: (slugs: readonly string[]) => void;
  error: string | null;
}

/** Grounds found by typing; each choice joins the list and the field is ready for the next. */
export function GroundsPicker({ grounds, chosen, onChange, error }: GroundsPickerProps) {
  const texts = useTexts();
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const families = useMemo(() => {
    const found = searchGrounds(grounds, typed, texts.families).filter(({ slug }) => !chosen.includes(slug));
    const groups = new Map<string, GroundView[]>();
    for (const ground of found) {
      const group = groups.get(ground.family);
      if (group === undefined) groups.set(ground.family, [ground]);
      else group.push(ground);
    }
    return [...groups];
  }, [grounds, typed, texts, chosen]);
  const labelOf = (slug: string) =>
    grounds.find((ground) => ground.slug === slug)?.label[language] ??
    `${slug} (${texts.assess.unknownGround})`;
  return (
    <div className="grounds">
      <ComboBox
        className="field"
        value={null}
        onChange={(key) => {
          if (typeof key !== "string") return;
          onChange([...chosen, key]);
          setTyped("");
        }}
        inputValue={typed}
        onInputChange={setTyped}
        items={families.map(([family, members]) => ({ id: family, members }))}
        menuTrigger="focus"
        allowsEmptyCollection
        isInvalid={error !== null}
        validationBehavior="aria"
        isDisabled={chosen.length >= groundsMaximum}
      >
        <Label className="field-label">{texts.assess.grounds}</Label>
        <Text slot="description" className="field-help">
          {texts.assess.groundsHelp}
        </Text>
        <div className="combo">
          <Input className="input" placeholder={texts.assess.groundsPlaceholder} />
          <Button className="combo-button">
            <Icon name="down" />
          </Button>
        </div>
        {error !== null && <FieldError className="field-error">{error}</FieldError>}
        <Popover className="popover popover-wide">
          <ListBox
            className="options"
            renderEmptyState={() => <p className="options-empty">{texts.assess.noMatch}</p>}
          >
            {({ id, members }: { id: string; members: GroundView[] }) => (
              // A section and its items share one space of keys: the same key in both never ends.
              <ListBoxSection key={id} id={`family ${id}`} className="options-section">
                <Header className="options-header">{texts.families[id] ?? id}</Header>
                {members.map((ground) => (
                  <ListBoxItem
                    key={ground.slug}
                    id={ground.slug}
                    textValue={ground.label[language]}
                    className="option"
                  >
                    <span>{ground.label[language]}</span>
                    <span className="option-help">{ground.law}</span>
                  </ListBoxItem>
                ))}
              </ListBoxSection>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      {chosen.length > 0 && (
        <TagGroup
          aria-label={texts.assess.chosen}
          onRemove={(keys) => onChange(chosen.filter((slug) => !keys.has(slug)))}
        >
          <TagList className="tags" items={chosen.map((slug) => ({ id: slug }))}>
            {({ id }) => (
              <Tag id={id} textValue={labelOf(id)} className="tag">
                {labelOf(id)}
                <Button slot="remove" className="tag-remove" aria-label={texts.assess.remove(labelOf(id))}>
                  <Icon name="close" />
                </Button>
              </Tag>
            )}
          </TagList>
        </TagGroup>
      )}
    </div>
  );
}
