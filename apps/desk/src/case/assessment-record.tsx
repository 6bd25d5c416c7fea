import type { AssessmentView } from "@vigie/contract";
import { useCatalogue } from "../api/queries.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { SpokenText } from "../ui/spoken-text.tsx";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";
import { GradeLine } from "./grade-line.tsx";
import { newestFirst } from "./newest-first.ts";

/** The assessment that stands, and the earlier ones behind a fold. */
export function AssessmentRecord() {
  const texts = useTexts();
  const { view } = useOpenCase();
  const [latest, ...earlier] = newestFirst(view.assessments, ({ at }) => at);
  if (latest === undefined) return <p className="quiet">{texts.plan.notAssessed}</p>;
  return (
    <>
      <OneAssessment assessment={latest} />
      {earlier.length > 0 && (
        <details className="fold">
          <summary>{texts.plan.assessments}</summary>
          {earlier.map((assessment) => (
            <OneAssessment key={assessment.id} assessment={assessment} />
          ))}
        </details>
      )}
    </>
  );
}

function OneAssessment({ assessment }: { assessment: AssessmentView }) {
  const texts = useTexts();
  const language = useLanguage();
  const grounds = useCatalogue().data?.grounds;
  return (
    <div className="record">
      <p className="record-line">
        <strong>{texts.assess.manifestness[assessment.manifest]}</strong>
        {assessment.minor !== "no" && (
          <Badge tone="ink">
            {texts.label(texts.contents.minor)} {texts.assess.minorAnswers[assessment.minor]}
          </Badge>
        )}
      </p>
      <ul className="plain-list">
        {assessment.grounds.map((slug) => {
          const ground = grounds?.find((candidate) => candidate.slug === slug);
          return (
            <li key={slug}>
              {ground?.label[language] ?? slug}{" "}
              {ground !== undefined && <span className="quiet">{ground.law}</span>}
            </li>
          );
        })}
      </ul>
      {assessment.reasons !== "" && <SpokenText text={assessment.reasons} />}
      {assessment.publicReasons !== null && (
        <div>
          <p className="small quiet">{texts.queue.judge.publicLine}</p>
          <SpokenText text={assessment.publicReasons} />
        </div>
      )}
      {assessment.grade !== null && <GradeLine grade={assessment.grade} />}
      <p className="small quiet">
        {assessment.by}
        {assessment.second !== null && ` ${texts.queue.judge.second(assessment.second)}`},{" "}
        <When at={assessment.at} />
      </p>
    </div>
  );
}
