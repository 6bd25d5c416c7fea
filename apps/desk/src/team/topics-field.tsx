import { type Topic, topics } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { Tick } from "../ui/tick.tsx";
import { TickList } from "../ui/tick-list.tsx";

interface TopicsFieldProps {
  /** Null: all, also those to come. */
  value: Topic[] | null;
  onChange: (value: Topic[] | null) => void;
}

/** What somebody may see: everything, or some topics. */
export function TopicsField({ value, onChange }: TopicsFieldProps) {
  const texts = useTexts();
  return (
    <div className="field">
      <Tick isSelected={value === null} onChange={(all) => onChange(all ? null : [...topics])}>
        {texts.team.allTopicsTick}
      </Tick>
      {value !== null && (
        <TickList
          label={texts.team.topics}
          help={texts.team.topicsHelp}
          options={topics.map((topic) => ({ value: topic, label: texts.topics[topic] }))}
          values={value}
          onChange={onChange}
        />
      )}
      {value?.length === 0 && (
        <p className="field-error" role="status">
          {texts.team.topicsNone}
        </p>
      )}
    </div>
  );
}
