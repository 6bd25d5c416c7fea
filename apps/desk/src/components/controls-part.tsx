import { useState } from "react";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Choice } from "../ui/choice.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { Picker } from "../ui/picker.tsx";
import { Tick } from "../ui/tick.tsx";
import { TickList } from "../ui/tick-list.tsx";
import { Shown } from "./shown.tsx";

const looks = ["main", "plain", "bare", "danger"] as const;
const answers = ["0", "1", "2"] as const;

/** What is pressed and filled in, at rest and otherwise. */
export function ControlsPart() {
  const all = useTexts();
  const texts = all.components;
  const { field } = texts;
  const [answer, setAnswer] = useState<(typeof answers)[number]>("0");
  const [several, setSeveral] = useState<readonly (typeof answers)[number][]>(["0", "2"]);
  const [one, setOne] = useState("1");
  const options = answers.map((value, index) => ({ value, label: field.answers[index] ?? value }));
  return (
    <>
      <Shown title={texts.buttons}>
        {looks.map((look) => (
          <div key={look} className="states" data-look={look}>
            <span className="title-3">{texts.looks[look]}</span>
            <ActionButton look={look}>{texts.states.rest}</ActionButton>
            <ActionButton look={look} small>
              {texts.states.small}
            </ActionButton>
            <ActionButton look={look} keyAction="help">
              {texts.states.key}
            </ActionButton>
            <ActionButton look={look} isPending>
              {texts.states.pending}
            </ActionButton>
            <ActionButton look={look} isDisabled>
              {texts.states.disabled}
            </ActionButton>
          </div>
        ))}
        <CopyButton text={texts.title} label={all.copy} />
      </Shown>
      <Shown title={texts.fields}>
        <div className="fields-shown">
          <Field label={field.empty} help={field.emptyHelp} isRequired />
          <Field label={field.filled} defaultValue={field.filledText} />
          <Field label={field.wrong} defaultValue={field.wrongText} error={field.wrongError} />
          <Field label={field.disabled} defaultValue={field.filledText} isDisabled />
          <Field label={field.lines} defaultValue={field.linesText} lines={3} />
          <Picker label={field.picker} sections={[{ title: null, options }]} value={one} onChange={setOne} />
          <Choice label={field.choice} options={options} value={answer} onChange={setAnswer} />
          <Choice
            label={field.choiceWrong}
            error={field.choiceError}
            options={options}
            value={null}
            onChange={setAnswer}
          />
          <TickList label={field.ticks} options={options} values={several} onChange={setSeveral} />
          <Tick isDisabled isSelected>
            {field.tickDisabled}
          </Tick>
        </div>
      </Shown>
    </>
  );
}
