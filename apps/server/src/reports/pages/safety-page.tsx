import type { ReactElement } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";

const topics = ["safety.history", "safety.private", "safety.shared", "safety.cookies"] as const;

/** What stays in the browser after a visit, and what the exit does and does not do. */
export function SafetyPage({ site }: { site: PublicSite }): ReactElement {
  const { t, language } = site;
  return (
    <PageLayout site={site} page="safety">
      <h1>{t("safety.title")}</h1>
      <p className="lead">{t("safety.lead")}</p>
      <h2>{t("safety.exit")}</h2>
      <p>{t("safety.exit.does")}</p>
      <p className="look">{t("safety.exit.not")}</p>
      {topics.map((topic) => (
        <section key={topic}>
          <h2>{t(topic)}</h2>
          <p>{t(`${topic}.text`)}</p>
        </section>
      ))}
      <h2>{t("safety.next")}</h2>
      <p>
        <a className="way" href={publicPaths.guides[language]}>
          {t("start.guides")}
        </a>
      </p>
    </PageLayout>
  );
}
