import type { GroundView } from "@vigie/contract";
import { ToggleButton } from "react-aria-components";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { KeyHint } from "../ui/key-hint.tsx";
import type { GroundGuess } from "./text-card-rules.ts";

interface GroundsProposedProps {
  guesses: readonly GroundGuess[];
  chosen: readonly string[];
  onToggle: (ground: GroundView) => void;
}

/** The likeliest grounds, each with its digit. */
export function GroundsProposed({ guesses, chosen, onToggle }: GroundsProposedProps) {
  const texts = useTexts();
  const language = useLanguage();
  const words = texts.queue.judge;
  if (guesses.length === 0) return null;
  return (
    <fieldset className="form-part">
      <legend className="field-label">{words.proposedGrounds}</legend>
      <p className="field-help">{words.proposedHelp}</p>
      <div className="guesses">
        {guesses.map(({ ground, from }, index) => (
          <ToggleButton
            key={ground.slug}
            className="guess"
            isSelected={chosen.includes(ground.slug)}
            onChange={() => onToggle(ground)}
          >
            <KeyHint keys={String(index + 1)} />
            <span>
              {ground.label[language]}{" "}
              {from !== "concern" && (
                <span className="quiet small">({texts.queue.card.guessFrom[from]})</span>
              )}
            </span>
          </ToggleButton>
        ))}
      </div>
    </fieldset>
  );
}
