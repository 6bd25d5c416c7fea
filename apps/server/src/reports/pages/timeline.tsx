import type { ReactElement } from "react";
import { isolateText } from "../../http/public/isolate-text.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import type { TimelineLine } from "./timeline-rules.ts";

/** What happened to one location, step by step, in plain words. */
export function Timeline({
  site,
  lines,
}: {
  site: PublicSite;
  lines: readonly TimelineLine[];
}): ReactElement {
  return (
    <ol className="timeline" aria-label={site.t("follow.steps")}>
      {lines.map((line) => (
        <li key={`${line.kind} ${line.at}`} className={line.kind}>
          <time dateTime={line.at}>{site.time(line.at)}</time>
          <span>{sentence(site, line)}</span>
        </li>
      ))}
    </ol>
  );
}

function sentence({ t, time }: PublicSite, line: TimelineLine): string {
  switch (line.kind) {
    case "notified":
    case "referred":
      return t(`timeline.${line.kind}`, { to: isolateText(line.to) });
    case "authority_answered":
      return t(line.acted ? "timeline.authority_acted" : "timeline.authority_refused", {
        to: isolateText(line.to),
      });
    case "checked":
      return line.count === 1
        ? t(`checked.${line.verdict}`)
        : `${t(`checked.${line.verdict}`)} ${t("timeline.times", { count: line.count, since: time(line.since) })}`;
    default:
      return t(`timeline.${line.kind}`);
  }
}
