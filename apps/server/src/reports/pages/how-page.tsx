import type { ReactElement } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import type { PublicSite } from "../../http/public/public-site.ts";

interface HowPageProps {
  site: PublicSite;
  /** Days after the last step of a case until everything about it is erased. */
  reportDays: number;
}

const kept = ["how.keep.place", "how.keep.words", "how.keep.contact", "how.keep.ip"] as const;

/** What is done with a report: who reads it, what is kept, for how long. */
export function HowPage({ site, reportDays }: HowPageProps): ReactElement {
  const { t, hotline } = site;
  return (
    <PageLayout site={site} page="how">
      <h1>{t("how.title")}</h1>
      <p className="lead">{t("how.lead", { hotline: hotline.name })}</p>
      <h2>{t("how.steps")}</h2>
      <ol className="steps">
        <li>{t("how.steps.read")}</li>
        <li>{t("how.steps.ask")}</li>
        <li>{t("how.steps.check")}</li>
      </ol>
      <h2>{t("how.keep")}</h2>
      <dl>
        {kept.map((part) => (
          <div key={part}>
            <dt>{t(part)}</dt>
            <dd>{t(`${part}.text`)}</dd>
          </div>
        ))}
      </dl>
      <h2>{t("how.long")}</h2>
      <p>{t("how.long.text", { days: reportDays })}</p>
      <h2>{t("how.who")}</h2>
      <ul>
        <li>{t("how.who.team")}</li>
        <li>{t("how.who.host")}</li>
        <li>{t("how.who.police")}</li>
      </ul>
      <h2>{t("how.ask")}</h2>
      <p>
        {t("how.ask.text")}{" "}
        <a className="way" href={`mailto:${hotline.email}`}>
          {hotline.email}
        </a>
      </p>
    </PageLayout>
  );
}
