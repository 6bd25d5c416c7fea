import type { Situation } from "@vigie/contract";
import { useLanguage, useTexts } from "../texts/texts.ts";
import type { Texts } from "../texts/texts-type.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { useOpenCase } from "./case-context.ts";
import { countryName, saidOf } from "./situation-rules.ts";

/** What was said about the situation, and the way to say more. */
export function SituationLine({ situation }: { situation: Situation }) {
  const texts = useTexts();
  const language = useLanguage();
  const { mayDecide, openPanel } = useOpenCase();
  const said = saidOf(situation);
  return (
    <div className="situation-line small">
      <p>
        <strong>{texts.situation.title}</strong>{" "}
        {said.length === 0 && <span className="quiet">{texts.situation.nothing}</span>}
        {said.map((name, index) => (
          <span key={name}>
            {index > 0 && <span className="quiet"> · </span>}
            <span className="quiet">{texts.label(texts.situation.names[name])}</span>{" "}
            {answerOf(situation, name, texts) ??
              (situation.country === null
                ? ""
                : (countryName(situation.country, language) ?? situation.country))}
          </span>
        ))}
      </p>
      {mayDecide && (
        <ActionButton small keyAction="situation" onPress={() => openPanel("situation")}>
          {texts.situation.edit}
        </ActionButton>
      )}
    </div>
  );
}

function answerOf(situation: Situation, name: keyof Situation, texts: Texts): string | null {
  if (name === "country") return null;
  if (name === "blackmail") return texts.situation.blackmail[situation.blackmail];
  if (name === "standing") return texts.situation.standing[situation.standing];
  return texts.situation.answers[situation[name]];
}
