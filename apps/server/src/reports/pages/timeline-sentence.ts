import { isolateText } from "../../http/public/isolate-text.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import type { TimelineLine } from "./timeline-rules.ts";

/** A line of a location's timeline in plain words. */
export function timelineSentence({ t, time }: Pick<PublicSite, "t" | "time">, line: TimelineLine): string {
  switch (line.kind) {
    case "notified":
    case "referred":
      return t(`timeline.${line.kind}`, { to: isolateText(line.to) });
    case "authority_answered":
      return t(line.acted ? "timeline.authority_acted" : "timeline.authority_refused", {
        to: isolateText(line.to),
      });
    case "service_answered":
      return t(`timeline.service_${line.answer}`, { to: isolateText(line.to) });
    case "examined":
      return line.said === null
        ? t("timeline.examined")
        : t("timeline.examined_said", { said: isolateText(line.said) });
    case "checked":
      return line.count === 1
        ? t(`checked.${line.verdict}`)
        : `${t(`checked.${line.verdict}`)} ${t("timeline.times", { count: line.count, since: time(line.since) })}`;
    default:
      return t(`timeline.${line.kind}`);
  }
}
