import type { CaseSummary } from "@vigie/contract";
import { dayAndTime, dueInWords } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { useNow } from "../ui/use-now.ts";

/** When something is due, in words. Amber once it is late. */
export function DueText({ summary }: { summary: Pick<CaseSummary, "dueAt" | "overdue"> }) {
  const texts = useTexts();
  const language = useLanguage();
  const now = useNow();
  const words = dueInWords(summary.dueAt, now, language, texts.due);
  if (summary.dueAt === null) return <span className="quiet">{words}</span>;
  return (
    <time
      dateTime={summary.dueAt}
      title={dayAndTime(summary.dueAt, language)}
      className={summary.overdue ? "due due-late" : "due"}
    >
      {words}
    </time>
  );
}
