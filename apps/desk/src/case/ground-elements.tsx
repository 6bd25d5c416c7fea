import type { GroundView } from "@vigie/contract";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Tick } from "../ui/tick.tsx";
import { elementsOf } from "./assess-rules.ts";

interface GroundElementsProps {
  ground: GroundView;
  /** Keys of elements. */
  ticked: readonly string[];
  onTick: (key: string, isTicked: boolean) => void;
}

/** What the law asks for one ground, to be read and ticked off. Ticks are an aid and stay in the draft. */
export function GroundElements({ ground, ticked, onTick }: GroundElementsProps) {
  const texts = useTexts();
  const language = useLanguage();
  // Some elements exist in the language of the law only.
  const shown = ground.elements[language].length > 0 ? language : "fr";
  return (
    <section className="elements" aria-label={ground.label[language]}>
      <p className="record-line">
        <strong>{ground.label[language]}</strong>
        <span className="quiet">{ground.law}</span>
      </p>
      <p className="small quiet card-facts">
        <span>{texts.assess.usual[ground.manifest]}</span>
        <span>{texts.handlings[ground.handling]}</span>
        <span>{texts.urgencies[ground.urgency]}</span>
        {!ground.confidence.startsWith("verified") && <Badge>{texts.assess.confidence}</Badge>}
      </p>
      <div lang={shown === language ? undefined : shown} className="ticks">
        {elementsOf(ground, language).map(({ key, text }) => (
          <Tick key={key} isSelected={ticked.includes(key)} onChange={(selected) => onTick(key, selected)}>
            {text}
          </Tick>
        ))}
      </div>
    </section>
  );
}
