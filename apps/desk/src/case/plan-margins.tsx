import type { PlanView } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { useNow } from "../ui/use-now.ts";
import { clockState } from "./plan-rules.ts";

/** What surrounds the steps: clocks that run, what is not known, what was set aside and why. */
export function PlanMargins({ plan }: { plan: PlanView }) {
  const texts = useTexts();
  return (
    <>
      {plan.clocks.length > 0 && (
        <section className="route-part" aria-label={texts.route.clocks}>
          <h4 className="route-title">{texts.route.clocks}</h4>
          <ul className="step-lines">
            {plan.clocks.map((clock) => (
              <Clock key={clock.ground} clock={clock} />
            ))}
          </ul>
        </section>
      )}
      {plan.unknowns.length > 0 && (
        <section className="route-part" aria-label={texts.route.unknowns}>
          <h4 className="route-title">{texts.route.unknowns}</h4>
          <ul className="step-lines small">
            {plan.unknowns.map((unknown) => (
              <li key={unknown}>{unknown}</li>
            ))}
          </ul>
        </section>
      )}
      {(plan.avoided.length > 0 || plan.repeats.length > 0) && (
        <div className="route-part route-folds">
          {plan.avoided.length > 0 && (
            <details className="fold">
              <summary>{texts.route.avoided(plan.avoided.length)}</summary>
              <dl className="step-facts">
                {plan.avoided.map(({ name, why }) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{why}</dd>
                  </div>
                ))}
              </dl>
            </details>
          )}
          {plan.repeats.length > 0 && (
            <details className="fold">
              <summary>{texts.route.repeats}</summary>
              <dl className="step-facts">
                {plan.repeats.map(({ service, text }) => (
                  <div key={service}>
                    <dt>{service}</dt>
                    <dd>{text}</dd>
                  </div>
                ))}
              </dl>
            </details>
          )}
        </div>
      )}
    </>
  );
}

function Clock({ clock }: { clock: PlanView["clocks"][number] }) {
  const texts = useTexts();
  const state = clockState(clock.until, useNow());
  const left =
    state.kind === "unknown"
      ? texts.route.clockUnknown
      : state.kind === "over"
        ? texts.route.clockOver
        : texts.route.clockDays(state.days);
  return (
    <li className="small">
      {clock.text}{" "}
      <span className="clock" data-clock={state.kind}>
        {left}
      </span>
    </li>
  );
}
