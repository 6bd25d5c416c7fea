import type { EvidenceEntry, EvidenceKind, PlanPerson } from "@vigie/contract";
import type { ReactElement } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import type { PublicSite } from "../../http/public/public-site.ts";
import { CallNowPanel } from "../../reports/pages/call-now-panel.tsx";
import { ProblemSummary } from "../../reports/pages/form-problems.tsx";
import type { FormProblem } from "../../reports/pages/report-form.ts";
import { documentsText } from "../documents-text.ts";
import { inOrderOfTime, kindsFor } from "../evidence-rules.ts";
import type { EvidenceView } from "../read-evidence.ts";
import { EntryWords, KeepList, ReceiptForm } from "./evidence-parts.tsx";
import { evidencePageText } from "./evidence-text.ts";

interface EvidencePageProps {
  site: PublicSite;
  /** Travels in hidden fields of this page's forms, never in an address. */
  receipt: string;
  view: EvidenceView;
  note?: "added" | "removed" | "age";
  problems?: readonly FormProblem<never>[];
  /** Whom to call, when what was just written may mean that a life is in danger. */
  callNow?: readonly PlanPerson[] | null;
}

const formId = "evidence-form";
/** Enough to recognise a text by. */
const charactersShown = 280;

/** What is kept under the receipt, what may be added, what stays with the person, and the documents made of it. */
export function EvidencePage(props: EvidencePageProps): ReactElement {
  const { site, receipt, view, note, problems = [], callNow = null } = props;
  const e = evidencePageText(site.voice);
  const parts = { site, receipt };
  const entries = inOrderOfTime(view.entries);
  return (
    <PageLayout site={site} page="follow" carries={formId}>
      {callNow !== null && <CallNowPanel site={site} people={callNow} received={true} form={formId} />}
      <ProblemSummary site={site} problems={problems} />
      {note !== undefined && (
        // biome-ignore lint/a11y/noAutofocus: the answer to what was just pressed is read first; without script nothing else can move the focus.
        <p className="look" role="status" tabIndex={-1} autoFocus>
          {e(`note.${note}`)}
        </p>
      )}
      <h1>{e("title")}</h1>
      <p className="lead">{e("lead")}</p>
      <p>{e("files")}</p>
      <section aria-labelledby="kept">
        <h2 id="kept">{e("list.title", { count: entries.length })}</h2>
        {entries.length > 1 && <p>{e("list.order")}</p>}
        {entries.length > 0 && (
          <ol className="routes">
            {entries.map((entry, index) => (
              <Entry key={entry.id} {...parts} entry={entry} position={index + 1} />
            ))}
          </ol>
        )}
      </section>
      <Age {...parts} view={view} />
      <Kinds {...parts} kinds={kindsFor(view.minor)} />
      <p className="small">{e("sealed")}</p>
      <KeepList site={site} />
      <Papers {...parts} />
      <ReceiptForm {...parts} id={formId} page="evidence">
        <button type="submit" className="quiet" name="do" value="open">
          {e("back")}
        </button>
      </ReceiptForm>
    </PageLayout>
  );
}

interface Parts {
  site: PublicSite;
  receipt: string;
}

function Entry({
  site,
  receipt,
  entry,
  position,
}: Parts & { entry: EvidenceEntry; position: number }): ReactElement {
  const e = evidencePageText(site.voice);
  return (
    <li className="route">
      <EntryWords site={site} entry={entry} most={charactersShown} more="entry.more" />
      <ReceiptForm site={site} receipt={receipt}>
        <input type="hidden" name="entry" value={entry.id} />
        <button
          type="submit"
          className="quiet"
          name="do"
          value="evidence_remove"
          aria-label={e("entry.remove.which", { position })}
        >
          {e("entry.remove")}
        </button>
      </ReceiptForm>
    </li>
  );
}

function Age({ site, receipt, view }: Parts & { view: EvidenceView }): ReactElement | null {
  const e = evidencePageText(site.voice);
  if (view.minor === "no") return null;
  if (view.minorIsFixed) return <p className="look">{e("age.minor")}</p>;
  return (
    <section className="no-print" aria-labelledby="age">
      <h2 id="age">{e("age.title")}</h2>
      <p>{e(view.minor === "yes" ? "age.minor" : "age.text")}</p>
      <ReceiptForm site={site} receipt={receipt}>
        <input type="hidden" name="do" value="evidence_age" />
        <div className="answers">
          <button type="submit" className="quiet" name="minor" value="no">
            {e(view.minor === "yes" ? "age.change" : "age.no")}
          </button>
          {view.minor === "unknown" && (
            <button type="submit" className="quiet" name="minor" value="yes">
              {e("age.yes")}
            </button>
          )}
        </div>
      </ReceiptForm>
    </section>
  );
}

function Kinds({ site, receipt, kinds }: Parts & { kinds: readonly EvidenceKind[] }): ReactElement {
  const e = evidencePageText(site.voice);
  const d = documentsText(site.voice);
  return (
    <section className="no-print" aria-labelledby="add">
      <h2 id="add">{e("add.title")}</h2>
      <p>{e("add.text")}</p>
      <ReceiptForm site={site} receipt={receipt}>
        <input type="hidden" name="do" value="evidence_new" />
        <ul className="ways">
          {kinds.map((kind) => (
            <li key={kind}>
              <button type="submit" className="quiet" name="kind" value={kind}>
                {d(`kind.${kind}`)}
              </button>
              <p className="hint">{e(`hint.${kind}`)}</p>
            </li>
          ))}
        </ul>
      </ReceiptForm>
    </section>
  );
}

const papers = ["complaint", "timeline", "bundle", "proof", "print"] as const;

function Papers({ site, receipt }: Parts): ReactElement {
  const e = evidencePageText(site.voice);
  return (
    <section className="no-print" aria-labelledby="papers">
      <h2 id="papers">{e("papers.title")}</h2>
      <p>{e("papers.warning")}</p>
      <ReceiptForm site={site} receipt={receipt}>
        <ul className="ways">
          {papers.map((paper) => (
            <li key={paper}>
              <button type="submit" className="quiet" name="do" value={`evidence_${paper}`}>
                {e(`papers.${paper}`)}
              </button>
              <p className="hint">{e(`papers.${paper}.text`)}</p>
            </li>
          ))}
        </ul>
      </ReceiptForm>
    </section>
  );
}
