import type { ReactElement } from "react";
import type { PublicSite } from "../../http/public/public-site.ts";
import type { TimelineLine } from "./timeline-rules.ts";
import { timelineSentence } from "./timeline-sentence.ts";

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
          <span>{timelineSentence(site, line)}</span>
        </li>
      ))}
    </ol>
  );
}
