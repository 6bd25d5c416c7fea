import type { ReactElement } from "react";
import { TalkPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { GuideGroups, SituationList } from "./guide-parts.tsx";
import type { GuideGroup, GuideLink, GuideSite } from "./guide-site.ts";

interface GuidesPageProps extends GuideSite {
  situations: readonly GuideLink[];
  groups: readonly GuideGroup[];
  /** The guide for a site that has none of its own; absent when the catalogue has no such row. */
  fallback: string | undefined;
}

/** The index of the guides: what is happening first, then where. */
export function GuidesPage({ situations, groups, fallback, ...guide }: GuidesPageProps): ReactElement {
  const { site, g } = guide;
  return (
    <PageLayout site={site} page="guides">
      <h1>{g("index.title")}</h1>
      <p className="lead">{g("index.lead")}</p>
      <section aria-labelledby="situations">
        <h2 id="situations">{g("index.situations")}</h2>
        <SituationList links={situations} />
      </section>
      <section aria-labelledby="services">
        <h2 id="services">{g("index.services")}</h2>
        <p>{g("index.services.about")}</p>
        <GuideGroups groups={groups} />
        {fallback !== undefined && (
          <p>
            {g("index.missing")}{" "}
            <a className="way" href={fallback}>
              {g("index.missing.link")}
            </a>
          </p>
        )}
      </section>
      <section aria-labelledby="once">
        <h2 id="once">{g("index.once")}</h2>
        <p>{g("index.once.many")}</p>
        <p>{g("index.once.one")}</p>
        <p>{g("index.once.flood")}</p>
      </section>
      <section aria-labelledby="dates">
        <h2 id="dates">{g("index.dates")}</h2>
        <p>{g("index.dates.text")}</p>
      </section>
      <TalkPanel site={site} />
    </PageLayout>
  );
}
