import type { PlanStep } from "@vigie/contract";
import { fullDay } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Icon } from "../ui/icon.tsx";
import { stepState } from "./plan-rules.ts";

/** To whom a step goes, what it gives away and whether it waits: what one compares steps by. */
export function StepTags({ step }: { step: PlanStep }) {
  const texts = useTexts();
  const language = useLanguage();
  const { learns, recipient, after } = step;
  return (
    <p className="step-tags small">
      {stepState(step) === "waiting" && (
        <Badge>
          {after?.from == null
            ? texts.route.waiting
            : texts.route.waitingUntil(fullDay(after.from, language) ?? after.from)}
        </Badge>
      )}
      <span>{recipient.name}</span>
      <span>
        <span className="quiet">{texts.label(texts.route.learns)}</span>{" "}
        <span className="step-learns" data-learns={learns.code}>
          {texts.route.learnsCodes[learns.code]}
        </span>
      </span>
      {learns.nameShown !== "no" && (
        <span className="step-name-shown">
          <Icon name="look" /> {learns.nameShown === "yes" ? texts.route.nameGiven : texts.route.nameShown}
        </span>
      )}
      <FactDate fact={step.fact} />
    </p>
  );
}

/** When the fact behind a step was last verified, if it was. */
function FactDate({ fact }: { fact: PlanStep["fact"] }) {
  const texts = useTexts();
  const day = fullDay(fact.dateSeen, useLanguage());
  if (!fact.verified) return <span className="quiet">{texts.route.unverified}</span>;
  return day === null ? null : <span className="quiet">{texts.route.verified(day)}</span>;
}
