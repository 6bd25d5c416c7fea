import type { BudgetView } from "@vigie/contract";
import { soonAt } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { useNow } from "../ui/use-now.ts";
import { blockPart, minutesOf } from "./exposure-rules.ts";

/** How the budgets of whoever sits here stand: two quiet bars, each with its sentence, and the hours. */
export function BudgetBars({ budget }: { budget: BudgetView }) {
  const texts = useTexts();
  const language = useLanguage();
  const now = useNow();
  const { day, block, breakUntil, hours, overrideUntil, overrideRequestedAt } = budget;
  const at = (moment: string) => soonAt(moment, now, language);
  const dayText = texts.exposure.dayUsed(minutesOf(day.usedSeconds), minutesOf(day.ofSeconds));
  const blockText =
    breakUntil !== null
      ? texts.exposure.breakUntil(at(breakUntil))
      : block === null
        ? texts.exposure.noBlock
        : texts.exposure.blockUntil(at(block.endsAt));
  return (
    <div className="budget">
      <Bar label={texts.exposure.today} part={day.usedSeconds / Math.max(1, day.ofSeconds)} text={dayText} />
      <Bar
        label={texts.exposure.block}
        part={breakUntil !== null ? 1 : block === null ? 0 : blockPart(block, now)}
        text={blockText}
      />
      <p className="small quiet">
        {hours.open
          ? texts.exposure.openUntil(at(hours.changesAt))
          : texts.exposure.closedUntil(at(hours.changesAt))}
      </p>
      {overrideUntil !== null && <p className="small">{texts.exposure.overrideUntil(at(overrideUntil))}</p>}
      {overrideUntil === null && overrideRequestedAt !== null && (
        <p className="small">{texts.exposure.overrideWaits(at(overrideRequestedAt))}</p>
      )}
    </div>
  );
}

/** The sentence says it all; the bar is for the eye. */
function Bar({ label, part, text }: { label: string; part: number; text: string }) {
  const texts = useTexts();
  const percent = Math.round(100 * Math.min(1, part));
  return (
    <p className="budget-line">
      <span className="budget-label">{texts.label(label)}</span>
      <span className="budget-bar" aria-hidden="true">
        <span style={{ inlineSize: `${percent}%` }} data-near={percent >= 80 ? "" : undefined} />
      </span>
      <span className="small quiet">{text}</span>
    </p>
  );
}
