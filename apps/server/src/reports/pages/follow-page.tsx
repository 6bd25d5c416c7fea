import type { ReactElement } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { describedBy, FieldProblems, ProblemSummary } from "./form-problems.tsx";
import type { FormProblem } from "./report-form.ts";

interface FollowPageProps {
  site: PublicSite;
  /** As typed before, to be corrected. */
  receipt?: string;
  /** Why the page shows as new. */
  note?: string;
  problems?: readonly FormProblem<"receipt">[];
}

/** Asks for the number. */
export function FollowPage({ site, receipt = "", note, problems = [] }: FollowPageProps): ReactElement {
  const { t, language } = site;
  return (
    <PageLayout site={site} page="follow">
      {note !== undefined && (
        <p className="look" role="status">
          {note}
        </p>
      )}
      <ProblemSummary site={site} problems={problems} />
      <h1>{t("follow.title")}</h1>
      <form method="post" action={publicPaths.follow[language]} noValidate autoComplete="off">
        <div className="field">
          <label htmlFor="receipt">{t("follow.number")}</label>
          <p className="hint" id="receipt-hint">
            {t("follow.number.hint")}
          </p>
          <FieldProblems site={site} problems={problems} field="receipt" />
          <input
            id="receipt"
            name="receipt"
            className="digits"
            dir="ltr"
            inputMode="numeric"
            required
            spellCheck={false}
            defaultValue={receipt}
            {...describedBy(problems, "receipt")}
          />
        </div>
        <button type="submit" name="do" value="open">
          {t("follow.open")}
        </button>
      </form>
      <section aria-labelledby="lost">
        <h2 id="lost">{t("follow.lost")}</h2>
        <p>{t("follow.lost.answer")}</p>
        <p>
          <a className="way" href={publicPaths.write[language]}>
            {t("start.write")}
          </a>
        </p>
      </section>
    </PageLayout>
  );
}
