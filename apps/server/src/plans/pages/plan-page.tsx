import type { PlanView } from "@vigie/contract";
import type { ReactElement, ReactNode } from "react";
import { PhoneNumbers } from "../../http/public/call-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { packOf } from "./pack-rules.ts";
import { planPageText } from "./plan-page-text.ts";
import { type PlanSite, SiteLink } from "./plan-parts.tsx";
import { DoneStep, OpenStep, stepForms, WaitingStep } from "./plan-step.tsx";
import { draftOfSituation, type SituationDraft, type SituationField } from "./situation-fields.ts";
import { SituationForm, situationFormId } from "./situation-form.tsx";

/** What just happened, told on the page that answers it. */
type PlanNote =
  | { kind: "done"; title: string }
  | { kind: "undone"; title: string }
  | { kind: "changed" }
  | { kind: "step_unknown" }
  | { kind: "no_pack" };

interface PlanPageProps {
  site: PublicSite;
  /** Travels in hidden fields of this page's forms, never in an address. */
  receipt: string;
  plan: PlanView;
  note?: PlanNote;
  /** What the form about the situation holds, when that is not what the plan follows. */
  draft?: SituationDraft;
  wrong?: readonly SituationField[];
}

/** The plan for one's own report: whom to call, what to do now, what comes later. */
export function PlanPage(props: PlanPageProps): ReactElement {
  const { site, receipt, plan, note, wrong = [] } = props;
  const p = planPageText(site.voice);
  const parts = { site, p };
  return (
    <PageLayout site={site} page="follow" carries={situationFormId}>
      <WrongAnswer {...parts} wrong={wrong} />
      {note !== undefined && !isAboutStep(note) && <Note {...parts} note={note} />}
      <h1>{p("plan.title")}</h1>
      <p className="lead">{plan.says}</p>
      {plan.kind === "plan" && <p className="no-print">{p("plan.pace")}</p>}
      <People {...parts} people={plan.people} />
      <section className="no-print" aria-labelledby="situation">
        <h2 id="situation">{p("situation.title")}</h2>
        <p>{p("situation.text")}</p>
        <details open={props.draft !== undefined || plan.kind === "refused"}>
          <summary>{p("situation.ask")}</summary>
          <SituationForm
            {...parts}
            receipt={receipt}
            draft={props.draft ?? draftOfSituation(plan.situation)}
            wrong={wrong}
          />
        </details>
      </section>
      {note !== undefined && isAboutStep(note) && <Note {...parts} note={note} />}
      <Steps {...parts} plan={plan} receipt={receipt} />
      <Pack {...parts} plan={plan} receipt={receipt} />
      <Sentences id="clocks" title={p("clocks.title")} texts={plan.clocks.map(({ text }) => text)} />
      {plan.kind === "plan" && (
        <section aria-labelledby="repeats">
          <h2 id="repeats">{p("repeats.title")}</h2>
          <p>{p("repeats.text")}</p>
          {plan.repeats.map(({ service, text }) => (
            <p key={service}>
              <strong>{service}</strong> {text}
            </p>
          ))}
        </section>
      )}
      <Sentences id="unknowns" title={p("unknowns.title")} texts={plan.unknowns} />
      <Avoided {...parts} avoided={plan.avoided} />
      <form className="no-print" method="post" action={publicPaths.follow[site.language]}>
        <input type="hidden" name="receipt" value={receipt} />
        <button type="submit" className="quiet" name="do" value="open">
          {p("plan.back")}
        </button>
      </form>
    </PageLayout>
  );
}

function WrongAnswer({ p, wrong }: PlanSite & { wrong: readonly SituationField[] }): ReactElement | null {
  const [first] = wrong;
  if (first === undefined) return null;
  return (
    // biome-ignore lint/a11y/noAutofocus: after a refusal, what to correct is read first; without script nothing else can move the focus.
    <div className="problems" role="alert" tabIndex={-1} autoFocus aria-labelledby="wrong">
      <h2 id="wrong">
        <a className="way" href={`#${first}`}>
          {p("wrong.title")}
        </a>
      </h2>
      <p>{p("wrong.text")}</p>
    </div>
  );
}

/** Told where the steps are: that is where the person was. */
function isAboutStep(note: PlanNote): boolean {
  return note.kind === "done" || note.kind === "undone" || note.kind === "step_unknown";
}

function Note({ p, note }: PlanSite & { note: PlanNote }): ReactElement {
  return (
    // biome-ignore lint/a11y/noAutofocus: the answer to what was just pressed is read first; without script nothing else can move the focus.
    <p className="look" role="status" tabIndex={-1} autoFocus>
      {"title" in note ? p(`note.${note.kind}`, { title: note.title }) : p(`note.${note.kind}`)}
    </p>
  );
}

function People({ people, ...parts }: PlanSite & Pick<PlanView, "people">): ReactElement {
  const { p } = parts;
  const urgent = people.filter((person) => person.urgent);
  const others = people.filter((person) => !person.urgent);
  return (
    <>
      {urgent.length > 0 && (
        <section className="danger" aria-labelledby="urgent">
          <h2 id="urgent">{p("urgent.title")}</h2>
          <p>{p("urgent.text")}</p>
          <PeopleList {...parts} people={urgent} />
        </section>
      )}
      {others.length > 0 && (
        <section aria-labelledby="people">
          <h2 id="people">{p("people.title")}</h2>
          <PeopleList {...parts} people={others} />
        </section>
      )}
    </>
  );
}

function PeopleList({ site, p, people }: PlanSite & Pick<PlanView, "people">): ReactElement {
  return (
    <ul className="lines people">
      {people.map((person) => (
        <li key={person.slug} className={person.urgent ? "urgent" : undefined}>
          {person.phone !== null ? (
            <PhoneNumbers site={site} phone={person.phone} phoneBy={person.phoneBy} />
          ) : (
            person.url !== null && <SiteLink p={p} url={person.url} />
          )}
          <span>
            <strong>{withoutNumber(person)}</strong> {person.takes}
            <small className="place">
              {person.open !== "unknown" && `${p(`people.${person.open}`)}. `}
              {person.hours !== null && p("people.hours", { hours: person.hours })}
            </small>
          </span>
        </li>
      ))}
    </ul>
  );
}

// Lines are often named by their number, which stands beside already.
function withoutNumber({ name, phone }: PlanView["people"][number]): string | null {
  const digits = (text: string) => text.replace(/\D/g, "");
  return phone !== null && /^[\d\s,/+]+$/.test(name) && digits(name) === digits(phone) ? null : `${name}.`;
}

interface StepsProps extends PlanSite {
  plan: PlanView;
  receipt: string;
}

/** Steps told whole: all of a common plan, fewer of a long one, so that a page stays below 60 kB with its style. */
const mostWhole = (count: number) => (count <= 20 ? count : 5);

function Steps({ plan, receipt, ...parts }: StepsProps): ReactElement | null {
  const { site, p } = parts;
  if (plan.kind === "refused") return null;
  const cards = plan.steps.map((step, index) => ({
    ...parts,
    step,
    position: index + 1,
    subjects: plan.subjects,
  }));
  const whole = mostWhole(cards.length);
  const done = cards.filter(({ step }) => step.done !== null);
  const open = cards.filter(({ step }) => step.done === null && isOpen(step));
  const waiting = cards.filter(({ step }) => step.done === null && !isOpen(step));
  return (
    <>
      <section aria-labelledby="steps">
        <h2 id="steps">{p("steps.title", { count: open.length })}</h2>
        {open.length === 0 ? (
          <p>{p(waiting.length > 0 ? "plan.nothing_open" : "steps.none")}</p>
        ) : (
          <p className="small no-print">{p("steps.links")}</p>
        )}
        <StepList>
          {open.map((card, index) => (
            <OpenStep key={card.step.id} {...card} number={index + 1} whole={index < whole} />
          ))}
        </StepList>
      </section>
      {waiting.length > 0 && (
        <section aria-labelledby="later">
          <h2 id="later">{p("steps.later")}</h2>
          <p>{p("steps.later.text")}</p>
          <StepList>
            {waiting.map((card, index) => (
              <WaitingStep key={card.step.id} {...card} whole={open.length + index < whole} />
            ))}
          </StepList>
        </section>
      )}
      {done.length > 0 && (
        <section aria-labelledby="done">
          <h2 id="done">{p("steps.done")}</h2>
          <StepList>
            {done.map((card) => (
              <DoneStep key={card.step.id} {...card} whole={false} />
            ))}
          </StepList>
        </section>
      )}
      {Object.entries(stepForms).map(([act, id]) => (
        <form key={id} id={id} method="post" action={publicPaths.follow[site.language]}>
          <input type="hidden" name="receipt" value={receipt} />
          <input type="hidden" name="do" value={act} />
        </form>
      ))}
    </>
  );
}

/** Whether a step can be taken today. */
export function isOpen({ after }: PlanView["steps"][number]): boolean {
  return after === null || after.open;
}

function StepList({ children }: { children: readonly ReactNode[] }): ReactElement | null {
  return children.length === 0 ? null : <ol className="routes">{children}</ol>;
}

function Pack({ site, p, plan, receipt }: StepsProps): ReactElement | null {
  const pack = packOf(plan);
  if (pack === null) return null;
  const { name } = pack.authority.recipient;
  return (
    <section className="no-print" aria-labelledby="pack">
      <h2 id="pack">{p("pack.title")}</h2>
      <p>{p(pack.open ? "pack.ready" : "pack.later", { name })}</p>
      <form method="post" action={publicPaths.follow[site.language]}>
        <input type="hidden" name="receipt" value={receipt} />
        <button type="submit" className={pack.open ? undefined : "quiet"} name="do" value="pack">
          {p(pack.open ? "pack.open" : "pack.open_model")}
        </button>
      </form>
    </section>
  );
}

function Sentences({
  id,
  title,
  texts,
}: {
  id: string;
  title: string;
  texts: readonly string[];
}): ReactElement | null {
  if (texts.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}

function Avoided({ p, avoided }: PlanSite & Pick<PlanView, "avoided">): ReactElement | null {
  if (avoided.length === 0) return null;
  return (
    <details>
      <summary>{p("avoided.title")}</summary>
      <p>{p("avoided.text")}</p>
      <ul>
        {avoided.map(({ name, why }) => (
          <li key={`${name} ${why}`}>
            <strong className="place">{name}</strong> {why}
          </li>
        ))}
      </ul>
    </details>
  );
}
