import type { ReactElement } from "react";
import { TalkPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";

interface WithdrawnPageProps {
  site: PublicSite;
  /** Withdrawn by this very request, rather than some time ago. */
  justNow: boolean;
}

/** Nothing is left to show, and the door stays open. */
export function WithdrawnPage({ site, justNow }: WithdrawnPageProps): ReactElement {
  const { t, language } = site;
  return (
    <PageLayout site={site} page="follow">
      <h1>{justNow ? t("withdrawn.title") : t("follow.title")}</h1>
      <p className="lead">{justNow ? t("withdrawn.lead") : t("follow.withdrawn")}</p>
      <TalkPanel site={site} />
      <p>
        <a className="way" href={publicPaths.start[language]}>
          {t("error.home")}
        </a>
      </p>
    </PageLayout>
  );
}
