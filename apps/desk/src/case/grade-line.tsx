import type { StatedGrade } from "@vigie/contract";
import { useCatalogue } from "../api/queries.ts";
import { useTexts } from "../texts/texts.ts";

/** A grade as somebody authorised stated it, never without who. */
export function GradeLine({ grade: { scale, grade, statedBy } }: { grade: StatedGrade }) {
  const { judge } = useTexts().queue;
  const authorities = useCatalogue().data?.authorities;
  const name = authorities?.find(({ slug }) => slug === statedBy)?.name ?? statedBy;
  return <p className="small">{judge.gradeLine(judge.scales[scale], grade, name)}</p>;
}
