import type { ReactElement } from "react";
import { TalkPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { helpAddresses, simpleAddresses } from "../help-address-rules.ts";
import type { HelpSituation } from "../help-situations.ts";
import type { SimpleDraft, SimpleReview } from "../simple-drafts.ts";
import type { HelpSite } from "./help-site.ts";

interface SimplePageProps extends HelpSite {
  situation: HelpSituation;
  draft: SimpleDraft;
  review: SimpleReview | null;
}

/** A situation in very simple sentences. It says that it is a draft until readers have checked it. */
export function SimplePage({ site, h, situation, draft, review }: SimplePageProps): ReactElement {
  const { name, number } = situation;
  return (
    <PageLayout site={site} page={simpleAddresses(number)}>
      <p className="no-print">
        <a className="way" href={helpAddresses(number)[site.language]}>
          {h("help.simple.normal")}
        </a>
      </p>
      <p className="state">
        {review === null
          ? h("help.simple.draft")
          : h("help.simple.reviewed", { date: site.day(`${review.reviewedOn}T12:00:00Z`) })}
      </p>
      <div className="simple">
        <h1>{h(`help.situation.${name}`)}</h1>
        <Lines lines={draft.about} />
        <h2>{h("help.simple.do")}</h2>
        <ol>
          {draft.do.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
        <h2>{h("help.simple.dont")}</h2>
        <ul>
          {draft.dont.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      <TalkPanel site={site} />
    </PageLayout>
  );
}

function Lines({ lines }: { lines: readonly string[] }): ReactElement[] {
  return lines.map((line) => <p key={line}>{line}</p>);
}
