import type { Language, NoticeView } from "@vigie/contract";
import type { ReactNode } from "react";

interface FormAnswersProps {
  answers: NoticeView["form"];
  language: Language;
  /** The answer that is copied next, while somebody copies them one by one. */
  current?: number | undefined;
  /** What stands beside an answer. */
  beside?: (index: number) => ReactNode;
}

/** What to put into each box of a recipient's form, in the order of the form. */
export function FormAnswers({ answers, language, current, beside }: FormAnswersProps) {
  return (
    <ol className="form-answers">
      {answers.map(({ label, value }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two boxes may look alike, and none ever moves.
          key={index}
          className="form-answer"
          aria-current={index === current ? "step" : undefined}
        >
          <div className="form-answer-head">
            <strong lang={language}>{label}</strong>
            {beside?.(index)}
          </div>
          <div className="form-answer-value" data-form-answer={index} lang={language} dir="auto">
            {value}
          </div>
        </li>
      ))}
    </ol>
  );
}
