import { errorSentence } from "@vigie/contract";
import type { ReactElement } from "react";
import type { PublicSite } from "../../http/public/public-site.ts";
import type { FormProblem } from "./report-form.ts";

interface ProblemsProps<Field extends string> {
  site: PublicSite;
  problems: readonly FormProblem<Field>[];
}

/** What is to be corrected, at the top of the page, each with a link to its field. Takes the focus. */
export function ProblemSummary<Field extends string>({
  site,
  problems,
}: ProblemsProps<Field>): ReactElement | null {
  if (problems.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noAutofocus: after a refusal, what to correct is read first; without script nothing else can move the focus.
    <div className="problems" role="alert" tabIndex={-1} autoFocus aria-labelledby="problems">
      <h2 id="problems">{site.t("problems.title", { count: problems.length })}</h2>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.field} ${sentence(site, problem)}`}>
            {problem.field === null ? (
              sentence(site, problem)
            ) : (
              <a className="way" href={`#${problem.field}`}>
                {sentence(site, problem)}
              </a>
            )}
          </li>
        ))}
      </ul>
      <p>{site.t("problems.kept")}</p>
    </div>
  );
}

interface FieldProps<Field extends string> extends ProblemsProps<Field> {
  field: Field;
}

/** The same sentences again, beside the field they are about. */
export function FieldProblems<Field extends string>({
  site,
  problems,
  field,
}: FieldProps<Field>): ReactElement | null {
  const own = problems.filter((problem) => problem.field === field);
  if (own.length === 0) return null;
  return (
    <p className="problem" id={`${field}-problem`}>
      {own.map((problem) => sentence(site, problem)).join(" ")}
    </p>
  );
}

/** Attributes that tie a field to its hint and, when it has one, to its problem. */
export function describedBy<Field extends string>(
  problems: readonly FormProblem<Field>[],
  field: Field,
): { "aria-describedby": string; "aria-invalid"?: true } {
  const wrong = problems.some((problem) => problem.field === field);
  return wrong
    ? { "aria-describedby": `${field}-problem ${field}-hint`, "aria-invalid": true }
    : { "aria-describedby": `${field}-hint` };
}

function sentence(site: PublicSite, { code, details }: FormProblem<string>): string {
  return errorSentence(code, site.language, details);
}
