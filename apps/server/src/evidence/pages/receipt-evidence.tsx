import type { ReactElement } from "react";
import type { PublicSite } from "../../http/public/public-site.ts";
import { ReceiptForm } from "./evidence-parts.tsx";
import { evidencePageText } from "./evidence-text.ts";

/** The way from an opened receipt to the evidence kept under it. */
export function ReceiptEvidence({ site, receipt }: { site: PublicSite; receipt: string }): ReactElement {
  const e = evidencePageText(site.voice);
  return (
    <section aria-labelledby="evidence" className="no-print">
      <h2 id="evidence">{e("open.title")}</h2>
      <p>{e("open.text")}</p>
      <ReceiptForm site={site} receipt={receipt}>
        <button type="submit" className="quiet" name="do" value="evidence">
          {e("open.button")}
        </button>
      </ReceiptForm>
    </section>
  );
}
