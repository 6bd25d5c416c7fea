import type { PlanPerson } from "@vigie/contract";
import type { ReactElement } from "react";
import { TalkPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { fingerprintText } from "../../matching/pages/fingerprint-text.ts";
import { CallNowPanel } from "./call-now-panel.tsx";
import { saidPrefix } from "./report-form.ts";

interface DonePageProps {
  site: PublicSite;
  /** 20 digits; null when the report was taken without one. */
  receipt: string | null;
  /** Whom to call, when what was written may mean that a life is in danger. */
  callNow?: readonly PlanPerson[] | null;
  /** How many came with the report. */
  fingerprints?: number;
}

/** The report is durable. The only page that ever shows the number. */
export function DonePage({ site, receipt, callNow = null, fingerprints = 0 }: DonePageProps): ReactElement {
  const { t, language } = site;
  return (
    <PageLayout site={site} page="write" {...(receipt !== null && { carries: "number-form" })}>
      {callNow !== null && (
        <CallNowPanel
          site={site}
          people={callNow}
          received={true}
          form={receipt === null ? undefined : "number-form"}
        />
      )}
      <h1>{t("done.title")}</h1>
      <p className="lead">{t("done.lead")}</p>
      {receipt !== null && <ReceiptNumber site={site} receipt={receipt} fingerprints={fingerprints} />}
      <section aria-labelledby="next">
        <h2 id="next">{t("done.next")}</h2>
        <ol className="steps">
          <li>{t("done.next.read")}</li>
          <li>{t("done.next.ask")}</li>
          <li>{t("done.next.follow")}</li>
          {receipt !== null && <li>{t("done.next.see")}</li>}
        </ol>
      </section>
      <section aria-labelledby="you">
        <h2 id="you">{t("done.you")}</h2>
        <ul>
          <li>{t("done.you.look")}</li>
          <li>{t("done.you.download")}</li>
          <li>{t("done.you.share")}</li>
        </ul>
      </section>
      <section aria-labelledby="cannot">
        <h2 id="cannot">{t("done.cannot")}</h2>
        <ul>
          <li>{t("done.cannot.force")}</li>
          <li>{t("done.cannot.private")}</li>
        </ul>
      </section>
      <TalkPanel site={site} />
      <p className="no-print">
        <a className="way" href={publicPaths.write[language]}>
          {t("done.another")}
        </a>
      </p>
    </PageLayout>
  );
}

function ReceiptNumber({
  site,
  receipt,
  fingerprints,
}: {
  site: PublicSite;
  receipt: string;
  fingerprints: number;
}): ReactElement {
  const { t, language } = site;
  return (
    <section className="number" aria-labelledby="number">
      <h2 id="number">{t("done.number")}</h2>
      <p className="digits" dir="ltr">
        {groupsOfFour(receipt)}
      </p>
      <p>
        <strong>{t("done.once")}</strong>
      </p>
      <p>{t("done.keep")}</p>
      <p>
        {t("done.lost")} <span className="no-print">{t("done.print")}</span>
      </p>
      {fingerprints > 0 && <p>{fingerprintText(site.voice)("kept", { count: fingerprints })}</p>}
      <form id="number-form" method="post" action={publicPaths.follow[language]} className="no-print">
        <input type="hidden" name="receipt" value={receipt} />
        {fingerprints > 0 && <input type="hidden" name="kept" value={fingerprints} />}
        {site.country !== undefined && (
          <input type="hidden" name={`${saidPrefix}country`} value={site.country} />
        )}
        <button type="submit" className="quiet" name="do" value="open">
          {t("done.open")}
        </button>
      </form>
    </section>
  );
}

const groupsOfFour = (digits: string): string => digits.replace(/(.{4})(?=.)/g, "$1 ");
