import { concerns, type PlanPerson } from "@vigie/contract";
import type { ReactElement } from "react";
import { DangerPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { Pictogram } from "../../http/public/pictograms.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { fingerprintText } from "../../matching/pages/fingerprint-text.ts";
import { CallNowPanel } from "./call-now-panel.tsx";
import { describedBy, FieldProblems, ProblemSummary } from "./form-problems.tsx";
import { type FormProblem, type ReportForm, saidPrefix } from "./report-form.ts";

interface WritePageProps {
  site: PublicSite;
  form: ReportForm;
  /** Why the page shows as new. */
  note?: string;
  problems?: readonly FormProblem[];
  /** Whom to call, when what the form holds may mean that a life is in danger. */
  callNow?: readonly PlanPerson[] | null;
}

/** The report: one field that is needed, and the rest for whoever wishes. */
export function WritePage({ site, form, note, problems = [], callNow = null }: WritePageProps): ReactElement {
  const { t, language } = site;
  const f = fingerprintText(site.voice);
  const count = form.fingerprints.length;
  return (
    <PageLayout site={site} page="write" carries="report">
      {callNow !== null && <CallNowPanel site={site} people={callNow} received={false} form="report" />}
      {note !== undefined && (
        <p className="look" role="status">
          {note}
        </p>
      )}
      <ProblemSummary site={site} problems={problems} />
      {callNow === null && <DangerPanel site={site} />}
      <h1>{t("write.title")}</h1>
      <p className="lead">{t("write.lead")}</p>
      {count > 0 ? (
        <p>{f("carried", { count })}</p>
      ) : (
        <p>
          <a className="way" href={publicPaths.fingerprint[language]}>
            {f("link")}
          </a>
        </p>
      )}
      <form id="report" method="post" action={publicPaths.write[language]} noValidate autoComplete="off">
        <input type="hidden" name="form_id" value={form.formId} />
        {count > 0 && <input type="hidden" name="fingerprints" value={JSON.stringify(form.fingerprints)} />}
        {Object.entries(form.said).map(([field, value]) => (
          <input key={field} type="hidden" name={`${saidPrefix}${field}`} value={value} />
        ))}
        <div className="field">
          <label htmlFor="where">
            {t("write.where")} <span className="tag">{t("write.needed")}</span>
          </label>
          <p className="hint" id="where-hint">
            {t("write.where.hint")}
          </p>
          <FieldProblems site={site} problems={problems} field="where" />
          <textarea
            id="where"
            name="where"
            rows={4}
            required
            dir="auto"
            spellCheck={false}
            autoCapitalize="none"
            defaultValue={form.where}
            {...describedBy(problems, "where")}
          />
        </div>
        <Signs site={site} form={form} />
        <Details site={site} form={form} problems={problems} />
        <section className="before" aria-labelledby="before">
          <h2 id="before">{t("write.before")}</h2>
          <ul>
            <li>{t("write.before.read")}</li>
            <li>{t("write.before.cannot")}</li>
            <li>{t("write.before.private")}</li>
            <li>{t("write.before.number")}</li>
          </ul>
        </section>
        <button type="submit">{t("write.submit")}</button>
      </form>
    </PageLayout>
  );
}

const signs = ["private", "minor"] as const;

function Signs({ site, form }: { site: PublicSite; form: ReportForm }): ReactElement {
  const { t } = site;
  return (
    <fieldset>
      <legend>
        {t("write.signs")} <span className="tag">{t("write.optional")}</span>
      </legend>
      {signs.map((sign) => (
        <label key={sign} className="choice">
          <input type="checkbox" name={sign} value="yes" defaultChecked={form[sign]} />
          <span>
            <strong>{t(`write.${sign}`)}</strong>
            <small>{t(`write.${sign}.hint`)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Details({ site, form, problems = [] }: WritePageProps): ReactElement {
  const { t } = site;
  // Closed, it would hide what the person wrote or has to correct.
  const open =
    form.concern !== null ||
    form.text !== "" ||
    form.contact !== "" ||
    problems.some((problem) => problem.field === "text" || problem.field === "contact");
  return (
    <details open={open}>
      <summary>
        {t("write.more")} <span className="tag">{t("write.optional")}</span>
      </summary>
      <fieldset className="concerns">
        <legend>{t("write.concern")}</legend>
        <p className="hint">{t("write.concern.hint")}</p>
        <div className="choices">
          {concerns.map((concern) => (
            <label key={concern} className="choice">
              <input type="radio" name="concern" value={concern} defaultChecked={form.concern === concern} />
              <Pictogram of={concern} />
              <span>
                <strong>{t(`concern.${concern}`)}</strong>
                <small>{t(`concern.${concern}.example`)}</small>
              </span>
            </label>
          ))}
          <label className="choice">
            <input type="radio" name="concern" value="" />
            <span>{t("write.concern.none")}</span>
          </label>
        </div>
      </fieldset>
      <div className="field">
        <label htmlFor="text">{t("write.text")}</label>
        <p className="hint" id="text-hint">
          {t("write.text.hint")}
        </p>
        <FieldProblems site={site} problems={problems} field="text" />
        <textarea
          id="text"
          name="text"
          rows={5}
          dir="auto"
          spellCheck={false}
          defaultValue={form.text}
          {...describedBy(problems, "text")}
        />
      </div>
      <div className="field">
        <label htmlFor="contact">{t("write.contact")}</label>
        <p className="hint" id="contact-hint">
          {t("write.contact.hint")}
        </p>
        <FieldProblems site={site} problems={problems} field="contact" />
        <input
          id="contact"
          name="contact"
          type="email"
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          defaultValue={form.contact}
          {...describedBy(problems, "contact")}
        />
      </div>
    </details>
  );
}
