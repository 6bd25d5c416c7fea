import { type AnswerState, type Language, languages } from "@vigie/contract";
import type { ReactElement, ReactNode } from "react";
import type { PublicFileAddresses } from "../../http/public/public-site.ts";
import { formatDay, formatTime } from "../../i18n/format-time.ts";
import { languageNames } from "../../i18n/translate.ts";
import type { AnsweredNotice } from "../find-notice-by-token.ts";
import { answerTexts } from "./answer-texts.ts";

/** What every page of the link needs. */
export interface AnswerFrame {
  language: Language;
  hotline: { name: string; email: string; timeZone: string };
  files: Pick<PublicFileAddresses, "css" | "logo" | "favicon">;
}

export interface AnswerForm {
  /** Of this page: the same form sent twice is one answer. */
  id: string;
  state: AnswerState | null;
  text: string;
  reference: string;
}

export interface AnswerProblem {
  /** null: it is about none of the fields. */
  field: "state" | "text" | "reference" | null;
  sentence: string;
}

interface AnswerPageProps extends AnswerFrame {
  notice: AnsweredNotice;
  form: AnswerForm;
  problem: AnswerProblem | null;
}

/** The recipient of a notice answers it here, without an account and without a script. */
export function AnswerPage({ notice, form, problem, ...frame }: AnswerPageProps): ReactElement {
  const { language, hotline } = frame;
  const texts = answerTexts[language];
  const where = { language, timeZone: hotline.timeZone };
  const isDecided = notice.answer === "acted" || notice.answer === "refused";
  return (
    <Frame frame={frame} switchable>
      <h1>{texts.title(notice.reference)}</h1>
      <p className="lead">
        {texts.lead(hotline.name, formatDay(notice.sentAt.toISOString(), where), notice.contents)}
      </p>
      {problem && <Problem language={language} problem={problem} />}
      {(notice.said.length > 0 || isDecided) && (
        <section className="look" aria-labelledby="said">
          <h2 id="said">{isDecided ? texts.decidedTitle : texts.saidTitle}</h2>
          <ul>
            {notice.said.map(({ at, kind, ticket }) => (
              <li key={`${at.toISOString()} ${kind}`}>
                <time dateTime={at.toISOString()}>{formatTime(at.toISOString(), where)}</time>
                {language === "fr" ? "\u00a0: " : ": "}
                {texts.said[kind]}
                {ticket !== null && (
                  <>
                    {" ("}
                    <bdi>{texts.ticket(ticket)}</bdi>)
                  </>
                )}
              </li>
            ))}
          </ul>
          {isDecided && <p>{texts.decided}</p>}
        </section>
      )}
      {!isDecided && <Form frame={frame} notice={notice} form={form} problem={problem} />}
    </Frame>
  );
}

/** The link of nobody, of a notice that is gone, and one whose time is over: they all look like this. */
export function ClosedAnswerPage({ sentence, ...frame }: AnswerFrame & { sentence: string }): ReactElement {
  return (
    <Frame frame={frame} switchable={false}>
      <h1>{answerTexts[frame.language].closedTitle}</h1>
      <p className="lead">{sentence}</p>
    </Frame>
  );
}

const choices = ["acknowledged", "asked", "acted", "refused"] as const;

function Form({
  frame: { language, hotline },
  notice: { kind, until },
  form,
  problem,
}: {
  frame: AnswerFrame;
  notice: AnsweredNotice;
  form: AnswerForm;
  problem: AnswerProblem | null;
}): ReactElement {
  const texts = answerTexts[language];
  const wrong = (field: AnswerProblem["field"]) =>
    problem?.field === field ? { "aria-invalid": true, "aria-errormessage": "problem" } : {};
  return (
    <>
      <p>
        {texts.asked[kind]} {texts.nature}
      </p>
      <p>{texts.addresses}</p>
      <p>
        {texts.opening}{" "}
        {texts.until(formatDay(until.toISOString(), { language, timeZone: hotline.timeZone }))}
      </p>
      <form method="post" action={`?${languageField}=${language}`} autoComplete="off">
        <input type="hidden" name="id" value={form.id} />
        <fieldset {...(problem?.field === "state" ? { "aria-describedby": "problem" } : {})}>
          <legend id="state">{texts.legend}</legend>
          <div className="choices">
            {choices.map((state) => (
              <label key={state} className="choice">
                <input type="radio" name="state" value={state} defaultChecked={form.state === state} />
                <span>
                  <strong>{texts.choices[state].label}</strong>
                  <small>{state === "acted" ? texts.acted[kind] : texts.choices[state].about}</small>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <div className="field">
          <label htmlFor="text">{texts.text}</label>
          <p className="hint" id="text-hint">
            {texts.textHint}
          </p>
          <textarea
            id="text"
            name="text"
            rows={6}
            defaultValue={form.text}
            aria-describedby="text-hint"
            {...wrong("text")}
          />
        </div>
        <div className="field">
          <label htmlFor="reference">
            {texts.reference} <span className="tag">({texts.optional})</span>
          </label>
          <input id="reference" name="reference" defaultValue={form.reference} {...wrong("reference")} />
        </div>
        <button type="submit">{texts.send}</button>
      </form>
    </>
  );
}

function Problem({ language, problem }: { language: Language; problem: AnswerProblem }): ReactElement {
  const texts = answerTexts[language];
  return (
    // biome-ignore lint/a11y/noAutofocus: after a refusal, what to correct is read first; without script nothing else can move the focus.
    <div className="problems" role="alert" tabIndex={-1} autoFocus aria-labelledby="problem-title">
      <h2 id="problem-title">{texts.problemTitle}</h2>
      <p id="problem">
        {problem.field === null ? problem.sentence : <a href={`#${problem.field}`}>{problem.sentence}</a>}
      </p>
      {problem.field !== null && <p>{texts.kept}</p>}
    </div>
  );
}

/** Which language the page speaks, in its address. */
export const languageField = "l";

/** Without the exit and the numbers of the other pages, and without their script: recipients are at work. */
function Frame({
  frame: { language, hotline, files },
  switchable,
  children,
}: {
  frame: AnswerFrame;
  switchable: boolean;
  children: ReactNode;
}): ReactElement {
  const texts = answerTexts[language];
  return (
    <html lang={language} dir="ltr">
      <head>
        <meta charSet="utf-8" />
        <title>Vigie</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={files.css} />
        <link rel="icon" type="image/svg+xml" href={files.favicon} />
      </head>
      <body>
        <header>
          <span className="brand">
            <img src={files.logo} alt="" width="32" height="32" />
            Vigie
          </span>
          {switchable && (
            <nav className="languages" aria-label={texts.languages}>
              {languages
                .filter((other) => other !== language)
                .map((other) => (
                  <a
                    key={other}
                    className="language"
                    href={`?${languageField}=${other}`}
                    lang={other}
                    hrefLang={other}
                  >
                    {languageNames[other]}
                  </a>
                ))}
            </nav>
          )}
        </header>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <footer>
          <p className="small">
            {texts.footer(hotline.name)} <a href={`mailto:${hotline.email}`}>{hotline.email}</a>
          </p>
        </footer>
      </body>
    </html>
  );
}
