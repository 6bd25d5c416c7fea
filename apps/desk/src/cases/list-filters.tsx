import { claimChoices, languages, topics, urgencies } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Picker } from "../ui/picker.tsx";
import { Tick } from "../ui/tick.tsx";
import { everyOpenCase, type ListFilter, listStatuses, writeFilter } from "./list-filter.ts";

interface ListFiltersProps {
  filter: ListFilter;
  onChange: (change: Partial<ListFilter>) => void;
}

/** What the list is narrowed to, each by a choice; everything is written in the address. */
export function ListFilters({ filter, onChange }: ListFiltersProps) {
  const texts = useTexts();
  const words = texts.queue.filters;
  const picker = (
    name: "topic" | "urgency" | "claimed" | "language",
    { label, any, options }: { label: string; any: string; options: { value: string; label: string }[] },
  ) => (
    <Picker
      label={label}
      hiddenLabel
      sections={[{ title: null, options: [{ value: "any", label: any }, ...options] }]}
      value={filter[name] === "" ? "any" : filter[name]}
      onChange={(value) => onChange({ [name]: value === "any" ? "" : value })}
    />
  );
  const narrowed = writeFilter({ ...filter, q: "" }) !== writeFilter(everyOpenCase);
  return (
    <div className="list-filters">
      <Picker
        label={texts.list.status}
        hiddenLabel
        sections={[
          {
            title: null,
            options: listStatuses.map((status) => ({
              value: status === "" ? "all" : status,
              label:
                status === ""
                  ? texts.list.statusAll
                  : status === "open"
                    ? texts.list.statusOpen
                    : texts.caseStatuses[status],
            })),
          },
        ]}
        value={filter.status === "" ? "all" : filter.status}
        onChange={(status) => onChange({ status: status === "all" ? "" : status })}
      />
      {picker("topic", {
        label: words.topic,
        any: words.anyTopic,
        options: topics.map((value) => ({ value, label: texts.topics[value] })),
      })}
      {picker("urgency", {
        label: words.urgency,
        any: words.anyUrgency,
        options: urgencies.map((value) => ({ value, label: texts.urgencies[value] })),
      })}
      {picker("claimed", {
        label: words.claimed,
        any: words.anyClaim,
        options: claimChoices.map((value) => ({ value, label: words.claims[value] })),
      })}
      {picker("language", {
        label: words.language,
        any: words.anyLanguage,
        options: languages.map((value) => ({ value, label: texts.language[value] })),
      })}
      <Tick
        isSelected={filter.overdue === "true"}
        onChange={(overdue) => onChange({ overdue: overdue ? "true" : "" })}
      >
        {words.overdue}
      </Tick>
      {filter.host !== "" && (
        <span className="quiet">
          <bdi>{words.host(filter.host)}</bdi>
        </span>
      )}
      {narrowed && (
        <ActionButton look="bare" small onPress={() => onChange({ ...everyOpenCase, q: filter.q })}>
          {words.clear}
        </ActionButton>
      )}
    </div>
  );
}
