import type { ReactElement } from "react";
import { DangerPanel, hasYoungLine } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";

/** Doors: help first, report, follow, guides; the numbers for danger; and the first steps against blackmail. */
export function StartPage({ site }: { site: PublicSite }): ReactElement {
  const { t, language } = site;
  return (
    <PageLayout site={site} page="start">
      <h1>{t("start.title")}</h1>
      <p className="lead">{t("start.lead")}</p>
      <p>{t("start.calm")}</p>
      <div className="doors">
        <a className="door first" href={publicPaths.help[language]}>
          <strong>{t("start.help")}</strong>
          <span>{t("start.help.about")}</span>
        </a>
        <a className="door" href={publicPaths.write[language]}>
          <strong>{t("start.write")}</strong>
          <span>{t("start.write.about")}</span>
        </a>
        <a className="door" href={publicPaths.follow[language]}>
          <strong>{t("start.follow")}</strong>
          <span>{t("start.follow.about")}</span>
        </a>
        <a className="door" href={publicPaths.guides[language]}>
          <strong>{t("start.guides")}</strong>
          <span>{t("start.guides.about")}</span>
        </a>
      </div>
      <DangerPanel site={site} />
      <BlackmailAdvice site={site} />
    </PageLayout>
  );
}

const steps = ["advice.pay", "advice.answer", "advice.delete", "advice.talk"] as const;

function BlackmailAdvice({ site }: { site: PublicSite }): ReactElement {
  const { t } = site;
  return (
    <section aria-labelledby="advice">
      <h2 id="advice">{t("advice.title")}</h2>
      <p>{t("advice.lead")}</p>
      <ol className="steps">
        {steps.map((step) => (
          <li key={step}>
            <strong>{t(step)}</strong> {t(`${step}.why`)}
          </li>
        ))}
      </ol>
      <p>{t("advice.paid")}</p>
      <p>{t("advice.second")}</p>
      <p className="look">{t(hasYoungLine(site) ? "advice.young" : "advice.young.elsewhere")}</p>
    </section>
  );
}
