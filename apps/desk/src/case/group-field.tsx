import type { AssessGroupAnswer, CaseGroupView } from "@vigie/contract";
import { CheckboxGroup } from "react-aria-components";
import { showInvisible } from "../format/address.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useTexts } from "../texts/texts.ts";
import { Tick } from "../ui/tick.tsx";

interface GroupFieldProps {
  group: CaseGroupView;
  chosen: readonly string[];
  onChange: (caseIds: string[]) => void;
}

/** Linked cases that may get the same assessment, none without being ticked. */
export function GroupField({ group, chosen, onChange }: GroupFieldProps) {
  const texts = useTexts();
  const words = texts.queue.judge;
  const all = group.cases.map(({ id }) => id);
  if (all.length === 0) return null;
  return (
    <fieldset className="form-part">
      <legend className="field-label">{words.group(all.length)}</legend>
      <p className="field-help">{words.groupHelp}</p>
      {all.length > 1 && (
        <Tick
          isSelected={chosen.length === all.length}
          isIndeterminate={chosen.length > 0 && chosen.length < all.length}
          onChange={(every) => onChange(every ? all : [])}
        >
          {words.groupAll}
        </Tick>
      )}
      <CheckboxGroup
        className="group-cases"
        aria-label={words.group(all.length)}
        value={[...chosen]}
        onChange={onChange}
      >
        {group.cases.map(({ id, number, title, status, contents }) => (
          <Tick key={id} value={id}>
            {texts.case.number(number)}{" "}
            <span className="quiet">
              <bdi>{title === null ? texts.list.sealedAddress : showInvisible(title)}</bdi>
              {`, ${texts.caseStatuses[status]}, ${texts.list.contents(contents)}`}
            </span>
          </Tick>
        ))}
      </CheckboxGroup>
      {group.more && <p className="small quiet">{words.groupMore}</p>}
    </fieldset>
  );
}

interface GroupOutcomesProps {
  outcomes: AssessGroupAnswer["outcomes"];
  numberOf: (caseId: string) => string;
}

/** What became of each case of a group. */
export function GroupOutcomes({ outcomes, numberOf }: GroupOutcomesProps) {
  const texts = useTexts();
  const words = texts.queue.judge;
  return (
    <section aria-labelledby="group-outcomes">
      <h3 className="title-3" id="group-outcomes">
        {words.groupDone}
      </h3>
      <ul className="plain-list">
        {outcomes.map(({ caseId, outcome, problem }) => (
          <li key={caseId} className={outcome === "refused" ? "look-here" : undefined}>
            <PlaceLink to={{ page: "case", caseId, panel: null }}>
              {texts.case.number(numberOf(caseId))}
            </PlaceLink>
            {`, ${words.outcomes[outcome]}`}
            {problem !== null && `, ${words.problems[problem] ?? problem}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
