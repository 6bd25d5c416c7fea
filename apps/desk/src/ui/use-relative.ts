import { relativeTime } from "../format/time.ts";
import { useLanguage } from "../texts/texts.ts";
import { useNow } from "./use-now.ts";

/** Says moments relative to now, for sentences that contain them. */
export function useRelative(): (at: string) => string {
  const language = useLanguage();
  const now = useNow();
  return (at) => relativeTime(at, now, language);
}
