import type { ReactElement } from "react";
import { type Answers, questions } from "../help-answers-rules.ts";
import type { HelpSite } from "./help-site.ts";

/** What we cannot do, told before anything is asked. */
export function Cannot({ h }: HelpSite): ReactElement {
  return (
    <section className="before" aria-labelledby="cannot">
      <h2 id="cannot">{h("help.cannot")}</h2>
      <ul>
        <li>{h("help.cannot.promise")}</li>
        <li>{h("help.cannot.phone")}</li>
        <li>{h("help.cannot.police")}</li>
      </ul>
    </section>
  );
}

/** What was said so far, in hidden fields: nothing of it is stored, and nothing stands in an address. */
export function HiddenAnswers({ answers, at }: { answers: Answers; at: string }): ReactElement {
  return (
    <>
      <input type="hidden" name="at" value={at} />
      {questions.map((question) => {
        const answer = answers[question];
        return answer === null ? null : <input key={question} type="hidden" name={question} value={answer} />;
      })}
    </>
  );
}
