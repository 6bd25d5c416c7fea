import type { PlanStep } from "@vigie/contract";
import type { ReactElement } from "react";
import type { ChosenStep } from "../../plans/plan-types.ts";
import { type HelpPlan, isOpenStep } from "../help-plan.ts";
import type { HelpKey } from "../help-text.ts";
import { OutsideLink } from "./guide-parts.tsx";
import type { HelpCase } from "./help-site.ts";

interface HelpRoutesProps extends HelpCase {
  plan: HelpPlan;
  guide: string | null;
}

/** So many routes are told whole: a page of more of them would be read by nobody. */
const mostWhole = 5;

/** Where to report, the quiet routes first, and what the other person would learn of each. */
export function HelpRoutes({ plan, guide, ...help }: HelpRoutesProps): ReactElement {
  const { site, h, answers, situation } = help;
  const { chosen, view, service } = plan;
  // A witness who has not said of what: no route can be chosen, and none is missing.
  const isUnsaid = situation.grounds.length === 0 && answers.kind === null;
  const name = service?.names[0] ?? "";
  const steps = chosen.steps.flatMap((step, index) => {
    const told = view.steps[index];
    return told ? [{ step, told }] : [];
  });
  const open = steps.filter(({ step }) => isOpenStep(step));
  const later = [...open.slice(mostWhole), ...steps.filter(({ step }) => !isOpenStep(step))];
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">{service === null ? h("help.plan") : h("help.plan.at", { service: name })}</h2>
      {answers.service === null && !isUnsaid && <p className="no-print">{h("help.plan.no_service")}</p>}
      {answers.service !== null && service === null && <p>{h("help.plan.unknown_site")}</p>}
      {service?.status === "closed" && (
        <p className="look">
          {h("service.closed")}. {service.statusNote?.[site.language] ?? h("service.closed.text")}
        </p>
      )}
      {isUnsaid && <p>{h("help.plan.no_kind")}</p>}
      {steps.length === 0 ? (
        !isUnsaid && <p>{h("help.plan.none")}</p>
      ) : (
        <p className="small">{h("help.plan.text")}</p>
      )}
      {open.length > 0 && (
        <ol className="routes">
          {open.slice(0, mostWhole).map(({ step, told }, index) => (
            <Route key={step.id} {...help} step={step} told={told} number={index + 1} />
          ))}
        </ol>
      )}
      {later.length > 0 && (
        <details className="no-print">
          <summary>{h("help.plan.later")}</summary>
          <ul>
            {later.map(({ step, told }) => (
              <li key={step.id}>
                {told.title}
                <small className="place">{learns(step, help)}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
      {view.avoided.length > 0 && (
        <details className="no-print">
          <summary>{h("help.plan.avoid")}</summary>
          <ul>
            {view.avoided.map((avoided) => (
              <li key={avoided.name}>
                <strong className="place">{avoided.name}</strong> {avoided.why}
              </li>
            ))}
          </ul>
        </details>
      )}
      {guide !== null && (
        <p className="no-print">
          <a className="way" href={guide}>
            {h("help.plan.guide", { service: name })}
          </a>
        </p>
      )}
    </section>
  );
}

interface RouteProps extends HelpCase {
  step: ChosenStep;
  told: PlanStep;
  number: number;
}

function Route({ step, told, number, ...help }: RouteProps): ReactElement {
  const { h } = help;
  const { url, email } = told.channel;
  return (
    <li className="route">
      <h3>
        <span className="count">{number}</span>
        {told.title}
      </h3>
      {url !== null && (
        <p>
          <OutsideLink url={url} />
        </p>
      )}
      {email !== null && url === null && (
        <p>
          <a className="outside" href={`mailto:${email}`} rel="noreferrer">
            <bdi dir="ltr">{email}</bdi>
          </a>
        </p>
      )}
      {step.kind === "flag" && url === null && email === null && <p>{h("help.plan.inside")}</p>}
      <p className={step.learns.code === "nothing" ? "learns" : "learns maybe"}>{learns(step, help)}</p>
      {cautions(step, told, help).map((caution) => (
        <p key={caution} className="learns maybe">
          {caution}
        </p>
      ))}
      <p className="fact">{told.fact.text}</p>
    </li>
  );
}

function learns(step: ChosenStep, { h, voice }: HelpCase): string {
  // Adults are told more of it by the caution of the step.
  if (step.kind === "complaint" && voice === "tu") return h("help.learns.police");
  const { code, nameShown } = step.learns;
  if (step.authority !== null) return h("help.learns.nothing");
  // Adults are told the same by the caution of the step.
  const saysName = code !== "nothing" && nameShown === "possible" && voice === "tu";
  return saysName ? `${h(`help.learns.${code}`)} ${h("help.learns.name")}` : h(`help.learns.${code}`);
}

/** For those under 18 in words of their own; the plan speaks to adults. */
const cautionsForMinors: Readonly<Record<string, HelpKey>> = {
  caution_minor_address_only: "help.caution.address_only",
  caution_account: "help.caution.account",
  caution_identity_document: "help.caution.identity",
  caution_no_file_minor: "help.caution.address_only",
  caution_needs_file: "help.caution.file",
};

function cautions(step: ChosenStep, told: PlanStep, { h, voice }: HelpCase): string[] {
  if (voice === "vous") return [...new Set(told.cautions)];
  const keys = step.cautions.flatMap((caution) =>
    "code" in caution ? (cautionsForMinors[caution.code] ?? []) : [],
  );
  return [...new Set(keys)].map((key) => h(key));
}
