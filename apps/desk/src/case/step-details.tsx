import type { PlanStep, PlanView } from "@vigie/contract";
import type { ReactNode } from "react";
import { dayAndTime } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { AddressText } from "../ui/address-text.tsx";
import { useOpenCase } from "./case-context.ts";
import { OfficialLink } from "./official-link.tsx";
import { StepChannel } from "./step-channel.tsx";

/** Everything about one step: what one needs to do it and to answer for it. */
export function StepDetails({ step, plan }: { step: PlanStep; plan: PlanView }) {
  const texts = useTexts();
  const language = useLanguage();
  const [, ...moreReasons] = step.why;
  const places = step.locations.flatMap((position) => plan.subjects[position] ?? []);
  const { due, after, next, fact } = step;
  return (
    <div className="step-details">
      <dl className="step-facts">
        {after !== null && !after.open && (
          <Fact name={texts.route.before}>
            <p>{after.text}</p>
            <StepLink stepId={after.stepId} plan={plan} />
          </Fact>
        )}
        {moreReasons.length > 0 && (
          <Fact name={texts.route.why}>
            <Lines lines={moreReasons} />
          </Fact>
        )}
        <Fact name={texts.route.learnsMore}>{step.learns.text}</Fact>
        {step.cautions.length > 0 && (
          <Fact name={texts.route.cautions}>
            <Lines lines={step.cautions} />
          </Fact>
        )}
        {step.supply.length > 0 && (
          <Fact name={texts.route.supply}>
            <Lines lines={step.supply} />
          </Fact>
        )}
        <Fact name={texts.route.channel}>
          <StepChannel step={step} />
        </Fact>
        {places.length > 0 && plan.subjects.length > 1 && (
          <Fact name={`${texts.route.places} (${texts.route.placesOf(places.length, plan.subjects.length)})`}>
            {places.length < plan.subjects.length && (
              <ul className="plain-list">
                {places.map(({ location, host }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two sealed places look alike and never move.
                  <li key={index}>
                    {location === null ? (
                      <span className="quiet">{host ?? texts.contents.sealed}</span>
                    ) : (
                      <AddressText url={location} readableUrl={null} />
                    )}
                  </li>
                ))}
              </ul>
            )}
          </Fact>
        )}
        <Fact name={texts.route.deadline}>
          <p>{due.text}</p>
          {due.at !== null && <p>{texts.route.deadlineAt(dayAndTime(due.at, language))}</p>}
        </Fact>
        {next !== null && (
          <Fact name={texts.route.next}>
            <p>{next.text}</p>
            <StepLink stepId={next.stepId} plan={plan} />
          </Fact>
        )}
        <Fact name={texts.route.source}>
          {fact.text}{" "}
          {fact.sourceUrl !== null && <OfficialLink url={fact.sourceUrl} name={texts.route.source} />}
        </Fact>
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="step-lines">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** Goes to another step of the same plan. */
function StepLink({ stepId, plan }: { stepId: string | null; plan: PlanView }) {
  const texts = useTexts();
  const { plan: open } = useOpenCase();
  const index = plan.steps.findIndex(({ id }) => id === stepId);
  if (stepId === null || index < 0) return null;
  return (
    <ActionButton look="bare" small onPress={() => open.ask({ stepId, part: "step" })}>
      {texts.route.showStep(index + 1)}
    </ActionButton>
  );
}
