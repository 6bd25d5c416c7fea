import type { ReactElement } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import type { PublicSite } from "../../http/public/public-site.ts";
import { inOrderOfTime } from "../evidence-rules.ts";
import type { EvidenceView } from "../read-evidence.ts";
import { EntryWords, KeepList, ReceiptForm } from "./evidence-parts.tsx";
import { evidencePageText } from "./evidence-text.ts";

const formId = "print-form";
/** Two sheets of one text; the whole of it is in the bundle. */
const charactersShown = 6_000;

/** What is kept, on paper: no button, no receipt, no name. */
export function EvidencePrintPage({
  site,
  receipt,
  view,
  at,
}: {
  site: PublicSite;
  receipt: string;
  view: EvidenceView;
  /** ISO 8601. */
  at: string;
}): ReactElement {
  const e = evidencePageText(site.voice);
  const entries = inOrderOfTime(view.entries);
  return (
    <PageLayout site={site} page="follow" carries={formId}>
      <h1>{e("print.title")}</h1>
      <p className="small">{e("print.made", { at: site.time(at) })}</p>
      <h2>{e("list.title", { count: entries.length })}</h2>
      <ol className="routes">
        {entries.map((entry) => (
          <li key={entry.id} className="route">
            <EntryWords site={site} entry={entry} most={charactersShown} more="print.cut" />
          </li>
        ))}
      </ol>
      <KeepList site={site} />
      <ReceiptForm site={site} receipt={receipt} id={formId} page="evidence_print">
        <button type="submit" className="quiet" name="do" value="evidence">
          {e("print.back")}
        </button>
      </ReceiptForm>
    </PageLayout>
  );
}
