import type { CaseSummary } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";

/** Red is for danger to life; the other levels are told by words, not by colour. */
export function UrgencyBadge({ urgency, short }: { urgency: CaseSummary["urgency"]; short?: boolean }) {
  const texts = useTexts();
  const words = texts.urgencies[urgency];
  return (
    <span className={urgency === "P0" ? "urgency urgency-danger" : "urgency"} title={words}>
      <span aria-hidden={short ? "true" : undefined}>{urgency}</span>
      {short ? (
        <span className="visually-hidden">{words}</span>
      ) : (
        <span className="urgency-words">{words}</span>
      )}
    </span>
  );
}
