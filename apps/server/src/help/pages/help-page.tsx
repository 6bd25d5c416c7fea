import type { Situation } from "@vigie/contract";
import type { ReactElement } from "react";
import type { Authority } from "../../catalogue/authority-schema.ts";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { AccountLock } from "../account-locks.ts";
import { helpAddresses, simpleAddresses } from "../help-address-rules.ts";
import { type Answers, type Question, questions } from "../help-answers-rules.ts";
import type { HelpPlan } from "../help-plan.ts";
import type { CopyName, HelpSituation } from "../help-situations.ts";
import { type HelpSteps, isMassMail } from "../help-steps-rules.ts";
import type { HelpKey, HelpNeverName, HelpStepName } from "../help-text.ts";
import { Cannot, HiddenAnswers } from "./help-parts.tsx";
import { HelpPeople } from "./help-people.tsx";
import { HelpRoutes } from "./help-routes.tsx";
import type { HelpCase } from "./help-site.ts";
import { type Choices, choicesOf, titleOf } from "./question-page.tsx";

/** What the page shows beside its sentences; all of it was chosen before. */
export interface HelpPageParts {
  steps: HelpSteps;
  plan: HelpPlan;
  copies: readonly CopyName[];
  locks: readonly (AccountLock & { name: string })[];
  /** The lines for somebody who thinks of dying. */
  crisis: readonly Authority[];
  /** The country the page speaks about, where one was said or is the hotline's. */
  country: string;
  /** Where the guide of the service stands; null when none was chosen. */
  guide: string | null;
  services: Choices;
  countries: Choices;
  concern: HelpSituation["concern"];
  posted: Situation;
  /** Of the report form at the end. */
  formId: string;
}

const answersForm = "answers";

/** The help for one situation: the next minutes, hour and days, whom to call, where to report, what to write. */
export function HelpPage(props: HelpCase & HelpPageParts): ReactElement {
  const { site, h, situation, answers, steps, plan, copies, locks } = props;
  const addresses = helpAddresses(situation.number);
  const isAsked = questions.some((question) => answers[question] !== null);
  return (
    <PageLayout site={site} page={addresses} {...(isAsked && { carries: answersForm })}>
      <p className="no-print">
        <a className="way" href={publicPaths.help[site.language]}>
          {h("help.back")}
        </a>
      </p>
      <div className="help-sheet">
        <h1>{h(`help.situation.${situation.name}`)}</h1>
        <p className="lead">{h(leadKeys[situation.name] ?? "help.lead")}</p>
        <p>{h(leadOf(props))}</p>
        <form
          id={answersForm}
          className="no-print"
          method="post"
          action={addresses[site.language]}
          autoComplete="off"
        >
          <HiddenAnswers answers={answers} at="page" />
          {answers.age === null && situation.name !== "child" && (
            <button type="submit" name="age" value="minor" className="quiet">
              {h("help.minor.button")}
            </button>
          )}
        </form>
        <nav className="jump no-print" aria-label={h("help.jump")}>
          <a className="way" href={isAsked ? "#adapt" : "#cannot"}>
            {h("help.adapt")}
          </a>
          <a className="way" href="#keep">
            {h("help.keep")}
          </a>
        </nav>
        <Steps {...props} id="now" title={h("help.now")} names={steps.now} tells />
        <HelpPeople {...props} plan={plan} crisis={props.crisis} country={props.country} />
        <Steps {...props} id="hour" title={h("help.hour")} names={steps.hour} />
        <Steps {...props} id="days" title={h("help.days")} names={steps.days} />
        <Never {...props} names={steps.never} />
        <Adapt {...props} isAsked={isAsked} />
        {!isMassMail(situation, answers) && <HelpRoutes {...props} plan={plan} guide={props.guide} />}
      </div>
      <Keep {...props} />
      <Copies {...props} copies={copies} />
      <Locks {...props} locks={locks} />
      <section className="no-print" aria-labelledby="print">
        <h2 id="print">{h("help.print")}</h2>
        <p>{h("help.print.text")}</p>
        <p>
          <a className="way" href={simpleAddresses(situation.number)[site.language]}>
            {h("help.simple.link")}
          </a>
        </p>
      </section>
    </PageLayout>
  );
}

function leadOf({ situation, answers }: HelpCase): HelpKey {
  if (isMassMail(situation, answers)) return "help.mail.lead";
  if (situation.blackmail && answers.published === "yes") return "help.published.lead";
  return `help.situation.${situation.name}.lead`;
}

const leadKeys: Readonly<Partial<Record<HelpSituation["name"], HelpKey>>> = {
  child: "help.lead.child",
  seen: "help.lead.seen",
};

interface StepsProps extends HelpCase {
  id: string;
  title: string;
  names: readonly HelpStepName[];
  /** Whether to say what a tick does. */
  tells?: boolean;
}

function Steps({ h, id, title, names, tells = false }: StepsProps): ReactElement {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {tells && <p className="small no-print">{h("help.tick")}</p>}
      <ul className="ticks">
        {names.map((name) => (
          <li key={name}>
            <label className="tick">
              <input type="checkbox" autoComplete="off" />
              <span>
                <strong>{h(`step.${name}`)}</strong> {h(`step.${name}.why` as HelpKey)}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Never({ h, names }: HelpCase & { names: readonly HelpNeverName[] }): ReactElement {
  return (
    <section aria-labelledby="never">
      <h2 id="never">{h("help.never")}</h2>
      <ul className="steps">
        {names.map((name) => (
          <li key={name}>
            <strong>{h(`never.${name}`)}</strong> {h(`never.${name}.why` as HelpKey)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Adapt(props: HelpCase & HelpPageParts & { isAsked: boolean }): ReactElement {
  const { site, h, situation, answers, isAsked } = props;
  const said = isAsked ? situation.questions.flatMap((question) => answerLabel(question, props) ?? []) : [];
  return (
    <>
      {!isAsked && <Cannot {...props} />}
      <section className="no-print" aria-labelledby="adapt">
        <h2 id="adapt">{h("help.adapt")}</h2>
        {said.length > 0 && (
          <>
            <p>{h("help.adapt.said")}</p>
            <ul>
              {said.map(({ question, label }) => (
                <li key={question}>
                  {h(titleOf(question, props))} <strong>{label}</strong>
                </li>
              ))}
            </ul>
          </>
        )}
        {!isAsked && <p>{h("help.adapt.text", { count: situation.questions.length })}</p>}
        <form method="post" action={helpAddresses(situation.number)[site.language]} autoComplete="off">
          <HiddenAnswers answers={answers} at="page" />
          <button type="submit" name="do" value="ask" className={isAsked ? "quiet" : undefined}>
            {h(isAsked ? "help.adapt.again" : "help.adapt.start")}
          </button>
        </form>
      </section>
    </>
  );
}

function answerLabel(
  question: Question,
  props: HelpCase & Pick<HelpPageParts, "services" | "countries">,
): { question: Question; label: string } | null {
  const value = props.answers[question as keyof Answers];
  if (value === null) return null;
  const { buttons, list } = choicesOf(question, props, props);
  const label = [...buttons, ...list].find((choice) => choice.value === value)?.label ?? value;
  return { question, label };
}

function Copies(props: HelpCase & Pick<HelpPageParts, "copies" | "posted">): ReactElement | null {
  const { h, copies } = props;
  if (copies.length === 0) return null;
  return (
    <section className="no-print" aria-labelledby="copy">
      <h2 id="copy">{h("help.copy")}</h2>
      <p>{h("help.copy.how")}</p>
      {copies.map((name) => (
        <details key={name}>
          <summary>{h(`help.copy.${name}`)}</summary>
          {(name === "report" || name === "receivers") && <p>{h(`help.copy.${name}.about`)}</p>}
          <p className="copy">{wordsOf(name, props)}</p>
        </details>
      ))}
    </section>
  );
}

type Copied = Pick<HelpCase, "h" | "situation"> & Pick<HelpPageParts, "posted">;

function wordsOf(name: CopyName, { h, situation, posted }: Copied): string {
  if (name !== "report") return h(`help.say.${name}`);
  const key = reportKeys[situation.name];
  if (posted.minor !== "yes") return h(key);
  return tellsOfImages.has(key) ? h("help.say.report.minor") : `${h(key)} ${h("help.say.minor")}`;
}

const reportKeys = {
  blackmail: "help.say.report.blackmail",
  threatened: "help.say.report.blackmail",
  circulating: "help.say.report.images",
  impersonated: "help.say.report.impersonated",
  paid: "help.say.report.paid",
  certify: "help.say.report.certify",
  child: "help.say.report.images",
  harassed: "help.say.report.harassed",
  seen: "help.say.report.seen",
} as const satisfies Record<HelpSituation["name"], HelpKey>;

/** Where a minor is concerned, these give way to the address alone. */
const tellsOfImages: ReadonlySet<HelpKey> = new Set<HelpKey>([
  "help.say.report.blackmail",
  "help.say.report.images",
  "help.say.report.seen",
]);

function Locks({
  site,
  h,
  answers,
  situation,
  locks,
}: HelpCase & Pick<HelpPageParts, "locks">): ReactElement | null {
  if (!situation.locks) return null;
  return (
    <section className="no-print" aria-labelledby="locks">
      <h2 id="locks">{h("help.lock")}</h2>
      <p>{h("help.lock.about")}</p>
      <p className="small">{h("help.lock.unverified")}</p>
      {locks.map(({ service, name, steps }) => (
        <details key={service} open={service === answers.service}>
          <summary>{name}</summary>
          <ul>
            {steps.map((step) => (
              <li key={step.en}>{step[site.language]}</li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

/** The report, with what was said here carried along: one field, and the number comes next. */
function Keep({ site, h, answers, concern, posted, formId }: HelpCase & HelpPageParts): ReactElement {
  const { t } = site;
  const said = Object.entries(posted).filter(([, value]) => value !== null);
  return (
    <section className="number no-print" aria-labelledby="keep">
      <h2 id="keep">{h("help.keep")}</h2>
      <p>{h("help.keep.text")}</p>
      <p>{h("help.keep.read")}</p>
      <form method="post" action={publicPaths.write[site.language]} noValidate autoComplete="off">
        <input type="hidden" name="form_id" value={formId} />
        {concern !== null && <input type="hidden" name="concern" value={concern} />}
        {posted.minor === "yes" && <input type="hidden" name="minor" value="yes" />}
        {said.map(([name, value]) => (
          <input key={name} type="hidden" name={`situation.${name}`} value={value ?? ""} />
        ))}
        <div className="field">
          <label htmlFor="where">{h("help.keep.where")}</label>
          <p className="hint" id="where-hint">
            {h("help.keep.where.hint")}
          </p>
          <textarea
            id="where"
            name="where"
            rows={3}
            required
            dir="auto"
            spellCheck={false}
            autoCapitalize="none"
            aria-describedby="where-hint"
          />
        </div>
        <Sign name="private" label={t("write.private")} hint={t("write.private.hint")} />
        {answers.age === null && posted.minor === "unknown" && (
          <Sign name="minor" label={t("write.minor")} hint={t("write.minor.hint")} />
        )}
        <div className="answers">
          <button type="submit">{h("help.keep.submit")}</button>
          <button type="submit" name="do" value="show" className="quiet">
            {h("help.keep.more")}
          </button>
        </div>
      </form>
    </section>
  );
}

function Sign({ name, label, hint }: { name: string; label: string; hint: string }): ReactElement {
  return (
    <label className="choice">
      <input type="checkbox" name={name} value="yes" />
      <span>
        <strong>{label}</strong>
        <small>{hint}</small>
      </span>
    </label>
  );
}
