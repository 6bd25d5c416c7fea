import type { ReactElement } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import type { Sent } from "./thread-rules.ts";

interface WithdrawPageProps {
  site: PublicSite;
  receipt: string;
  /** What went to others already. */
  sent: readonly Sent[];
}

/** Asks once more, and says what a withdrawal cannot call back. */
export function WithdrawPage({ site, receipt, sent }: WithdrawPageProps): ReactElement {
  const { t, language } = site;
  return (
    <PageLayout site={site} page="follow" carries="withdraw">
      <h1>{t("withdraw.title")}</h1>
      <section aria-labelledby="will">
        <h2 id="will">{t("withdraw.will")}</h2>
        <ul>
          <li>{t("withdraw.will.words")}</li>
          <li>{t("withdraw.will.contact")}</li>
          <li>{t("withdraw.will.number")}</li>
        </ul>
      </section>
      <section aria-labelledby="cannot">
        <h2 id="cannot">{t("withdraw.cannot")}</h2>
        <ul>
          <li>{t("withdraw.cannot.sent")}</li>
          <li>{t("withdraw.cannot.others")}</li>
        </ul>
        {sent.length === 0 ? (
          <p>{t("withdraw.sent.none")}</p>
        ) : (
          <>
            <p>{t("withdraw.sent")}</p>
            <ul>
              {sent.map(({ to, at }) => (
                <li key={to}>
                  <bdi>{t("withdraw.sent.to", { to, date: site.day(at) })}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <form id="withdraw" method="post" action={publicPaths.follow[language]} className="answers">
        <input type="hidden" name="receipt" value={receipt} />
        <button type="submit" name="do" value="withdraw">
          {t("withdraw.confirm")}
        </button>
        <button type="submit" className="quiet" name="do" value="open">
          {t("withdraw.keep")}
        </button>
      </form>
    </PageLayout>
  );
}
