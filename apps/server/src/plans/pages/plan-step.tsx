import type { PlanStep, PlanView } from "@vigie/contract";
import type { ReactElement, ReactNode } from "react";
import { hostOf, type PlanSite, Typed, Ways } from "./plan-parts.tsx";

interface StepProps extends PlanSite {
  step: PlanStep;
  /** Position in the plan, from 1: names the parts of the card. */
  position: number;
  subjects: PlanView["subjects"];
  /** Whether there is room for all that is known of it; what is left out comes when the steps before are done. */
  whole: boolean;
}

/** Ids of the two forms that the buttons of the steps belong to. */
export const stepForms = { tick: "tick", untick: "untick" } as const;

/** A step that can be taken now. The first one of all is the one shown whole. */
export function OpenStep({ number, ...props }: StepProps & { number: number }): ReactElement {
  const { p, step } = props;
  return (
    <li className="route">
      <h3 id={titleId(props)}>
        <span className="count">{number}</span>
        {step.title}
      </h3>
      <Act {...props} />
      {props.whole && (
        <details open={number === 1}>
          <summary>{p("step.more")}</summary>
          <Facts {...props} />
        </details>
      )}
      <TickButton {...props} to="tick" quiet={number !== 1} />
    </li>
  );
}

/** A step that waits for another one. */
export function WaitingStep(props: StepProps): ReactElement {
  const { p, step } = props;
  return (
    <li className="route">
      <h3 id={titleId(props)}>{step.title}</h3>
      {step.after !== null && <p>{step.after.text}</p>}
      <details>
        <summary>{p("step.all")}</summary>
        {props.whole ? (
          <>
            <Act {...props} />
            <Facts {...props} />
          </>
        ) : (
          <p>{p("step.told_later")}</p>
        )}
        <TickButton {...props} to="tick" quiet />
      </details>
    </li>
  );
}

/** A step that was taken, folded, with the day of its answer. */
export function DoneStep(props: StepProps): ReactElement {
  const { site, p, step } = props;
  return (
    <li className="route">
      <h3 id={titleId(props)}>{step.title}</h3>
      <p>
        {step.done !== null && p("step.done_at", { date: site.day(step.done.at) })}
        {step.due.at !== null &&
          ` ${p(step.due.legal ? "step.due_legal" : "step.due_ours", { date: site.day(step.due.at) })}`}
      </p>
      <details>
        <summary>{p("step.all")}</summary>
        <Act {...props} />
        <TickButton {...props} to="untick" quiet />
      </details>
    </li>
  );
}

function titleId({ position }: StepProps): string {
  return `step-${position}`;
}

function TickButton({
  to,
  quiet,
  ...props
}: StepProps & { to: "tick" | "untick"; quiet: boolean }): ReactElement {
  return (
    <button
      type="submit"
      form={stepForms[to]}
      name="step"
      value={props.step.id}
      className={quiet ? "quiet no-print" : "no-print"}
      aria-describedby={titleId(props)}
    >
      {props.p(`step.${to}`)}
    </button>
  );
}

/** What to do, what it tells whoever posted it, and what to mind. */
function Act({ site, p, step }: StepProps): ReactElement {
  const { channel, learns, cautions } = step;
  // Some titles are the name of the channel already.
  const label = step.title.includes(channel.label) ? null : channel.label;
  const isInside =
    channel.url === null && channel.email === null && channel.phone === null && channel.postal === null;
  return (
    <>
      {label !== null && <p>{label}</p>}
      {isInside && step.kind === "flag" && <p>{p("step.inside")}</p>}
      <Ways site={site} p={p} channel={channel} />
      <p className={learns.code === "nothing" && learns.nameShown === "no" ? "learns" : "learns maybe"}>
        {learns.text}
      </p>
      {cautions.map((caution) => (
        <p key={caution} className="learns maybe">
          {caution}
        </p>
      ))}
    </>
  );
}

/** More places than these at one step are counted, not listed. */
const mostPlaces = 3;

function Facts({ p, step, subjects }: StepProps): ReactElement {
  const places = step.locations.flatMap((index) => subjects[index]?.location ?? []);
  const { due, next, fact } = step;
  const later = [due.hours !== null ? due.text : null, next?.text ?? null].filter((text) => text !== null);
  return (
    <dl className="facts">
      <Fact label={p("step.why")}>{step.why.join(" ")}</Fact>
      {step.supply.length > 0 && <Fact label={p("step.supply")}>{sentence(step.supply.join(", "))}</Fact>}
      {places.length > 0 && (
        <Fact label={p("step.places", { count: places.length })}>
          {places.slice(0, mostPlaces).map((place, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place may be typed twice, and the order is fixed
            <span key={index} className="place">
              <Typed text={place} />
            </span>
          ))}
          {places.length > mostPlaces && p("step.places.more", { count: places.length - mostPlaces })}
        </Fact>
      )}
      {later.length > 0 && <Fact label={p("step.due")}>{later.join(" ")}</Fact>}
      <Fact label={p("step.fact")}>
        {fact.text}
        {fact.sourceUrl !== null && (
          <>
            {" "}
            {p("step.source")}{" "}
            <a className="outside" href={fact.sourceUrl} rel="noreferrer">
              <bdi dir="ltr">{hostOf(fact.sourceUrl)}</bdi>
            </a>
          </>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}.`;
}
