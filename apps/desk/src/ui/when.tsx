import { dayAndTime, relativeTime } from "../format/time.ts";
import { useLanguage } from "../texts/texts.ts";
import { useNow } from "./use-now.ts";

/** A moment as a person says it; the exact one on hover and for machines. */
export function When({ at }: { at: string }) {
  const language = useLanguage();
  const now = useNow();
  return (
    <time dateTime={at} title={dayAndTime(at, language)}>
      {relativeTime(at, now, language)}
    </time>
  );
}
