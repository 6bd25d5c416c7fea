import { concerns } from "@vigie/contract";
import type { ReactElement, ReactNode } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { helpAddresses } from "../help-address-rules.ts";
import { fromList, listField, otherCountry, otherService, type Question } from "../help-answers-rules.ts";
import type { HelpKey } from "../help-text.ts";
import { Cannot, HiddenAnswers } from "./help-parts.tsx";
import type { HelpCase } from "./help-site.ts";

/** Something that can be chosen: what is posted, and what it is called. */
export interface Choice {
  value: string;
  label: string;
}

/** What a question offers: a few buttons, and for long ones a list. */
export interface Choices {
  buttons: readonly Choice[];
  list: readonly Choice[];
}

interface QuestionPageProps extends HelpCase {
  question: Question;
  /** Services and countries, from the catalogue. */
  services: Choices;
  countries: Choices;
}

const questionForm = "answers";

/** One question: every answer is a button, and so is none. */
export function QuestionPage({ question, services, countries, ...help }: QuestionPageProps): ReactElement {
  const { site, h, situation, answers } = help;
  const { questions } = situation;
  const addresses = helpAddresses(situation.number);
  const position = questions.indexOf(question);
  const { buttons, list } = choicesOf(question, help, { services, countries });
  return (
    <PageLayout site={site} page={addresses} carries={questionForm}>
      <p className="small">
        {h("help.ask.progress", { at: position + 1, of: questions.length })}. {h("help.ask.stop")}
      </p>
      <h1>{h(titleOf(question, help))}</h1>
      <p className="hint">{h("help.ask.why", { why: h(`help.q.${question}.why`) })}</p>
      <form id={questionForm} method="post" action={addresses[site.language]} autoComplete="off">
        <HiddenAnswers answers={answers} at={question} />
        <div className="answer-buttons">
          {buttons.map(({ value, label }) => (
            <AnswerButton key={value} name={question} value={value} chosen={answers[question] === value}>
              {label}
            </AnswerButton>
          ))}
          <AnswerButton name={question} value="" chosen={false}>
            {h("help.ask.none")}
          </AnswerButton>
        </div>
        {list.length > 0 && (
          <div className="field">
            <label htmlFor="more">
              {h(question === "country" ? "help.q.country.more" : "help.q.service.more")}
            </label>
            <select id="more" name={listField(question)} defaultValue={listed(list, answers[question])}>
              <option value="">{h("help.q.service.choose")}</option>
              {list.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
            <button type="submit" name="do" value={fromList} className="quiet">
              {h("help.ask.next")}
            </button>
          </div>
        )}
        <div className="answers">
          {position > 0 && (
            <button type="submit" name="do" value="back" className="quiet">
              {h("help.ask.previous")}
            </button>
          )}
          <button type="submit" name="do" value="page" className="quiet">
            {h("help.ask.skip")}
          </button>
        </div>
      </form>
      {position === 0 && <Cannot {...help} />}
    </PageLayout>
  );
}

interface AnswerButtonProps {
  name: string;
  value: string;
  chosen: boolean;
  children: ReactNode;
}

function AnswerButton({ name, value, chosen, children }: AnswerButtonProps): ReactElement {
  return (
    <button type="submit" name={name} value={value} className="quiet" aria-pressed={chosen || undefined}>
      {children}
    </button>
  );
}

function listed(list: readonly Choice[], answer: string | null): string {
  return list.some(({ value }) => value === answer) ? (answer ?? "") : "";
}

/** How a question is put in a situation. */
export function titleOf(question: Question, { situation }: Pick<HelpCase, "situation">): HelpKey {
  if (situation.name === "child" && question === "age") return "help.q.age.child";
  if (situation.name === "child" && question === "picture") return "help.q.picture.child";
  return `help.q.${question}`;
}

/** What a question offers. */
export function choicesOf(
  question: Question,
  { site, h }: Pick<HelpCase, "site" | "h">,
  { services, countries }: Pick<QuestionPageProps, "services" | "countries">,
): Choices {
  const only = (buttons: readonly Choice[]): Choices => ({ buttons, list: [] });
  switch (question) {
    case "service":
      return {
        ...services,
        buttons: [...services.buttons, { value: otherService, label: h("help.q.service.other") }],
      };
    case "country":
      return {
        ...countries,
        buttons: [...countries.buttons, { value: otherCountry, label: h("help.q.country.other") }],
      };
    case "kind":
      return only(concerns.map((concern) => ({ value: concern, label: site.t(`concern.${concern}`) })));
    case "age":
      return only([
        { value: "minor", label: h("help.q.age.minor") },
        { value: "adult", label: h("help.q.age.adult") },
      ]);
    case "call":
      return only([
        { value: "yes", label: h("help.q.call.yes") },
        { value: "no", label: h("help.q.call.no") },
      ]);
    default:
      return only([
        { value: "yes", label: h("help.q.yes") },
        { value: "no", label: h("help.q.no") },
      ]);
  }
}
