import type { AuthorityView } from "@vigie/contract";
import { gradeScales } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { Field } from "../ui/field.tsx";
import { Picker } from "../ui/picker.tsx";
import type { AssessDraft } from "./assess-rules.ts";

interface GradeFieldProps {
  grade: AssessDraft["grade"];
  authorities: readonly AuthorityView[];
  error: string | null;
  onChange: (grade: AssessDraft["grade"]) => void;
}

/** A grade that an authorised service stated, with that service: never one of our own. */
export function GradeField({ grade, authorities, error, onChange }: GradeFieldProps) {
  const { judge } = useTexts().queue;
  const change = (part: Partial<NonNullable<AssessDraft["grade"]>>) => {
    if (grade !== null) onChange({ ...grade, ...part });
  };
  return (
    <details className="fold" open={grade !== null || undefined}>
      <summary>{judge.grade}</summary>
      <div className="form-part">
        <p className="field-help">{judge.gradeHelp}</p>
        <div className="field-pair">
          <Picker
            label={judge.scale}
            sections={[
              {
                title: null,
                options: [
                  { value: "none", label: judge.noGrade },
                  ...gradeScales.map((value) => ({ value, label: judge.scales[value] })),
                ],
              },
            ]}
            value={grade?.scale ?? "none"}
            onChange={(value) => {
              const scale = gradeScales.find((each) => each === value);
              if (scale === undefined) onChange(null);
              else onChange({ grade: "", statedBy: null, ...grade, scale });
            }}
          />
          {grade !== null && (
            <>
              <Field
                label={judge.gradeValue}
                maxLength={20}
                value={grade.grade}
                error={error}
                onChange={(value) => change({ grade: value })}
              />
              <Picker
                label={judge.statedBy}
                sections={[
                  {
                    title: null,
                    options: authorities.map(({ slug, name }) => ({ value: slug, label: name })),
                  },
                ]}
                value={grade.statedBy}
                onChange={(statedBy) => change({ statedBy })}
              />
            </>
          )}
        </div>
      </div>
    </details>
  );
}
