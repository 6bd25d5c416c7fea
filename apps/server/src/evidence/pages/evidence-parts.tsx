import type { EvidenceEntry } from "@vigie/contract";
import type { ReactElement, ReactNode } from "react";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { timeInWords } from "../compose-documents.ts";
import { documentsText } from "../documents-text.ts";
import { type EvidencePageText, evidencePageText } from "./evidence-text.ts";

interface ReceiptFormProps {
  site: PublicSite;
  receipt: string;
  /** `id` of the form whose fields the language switch carries. */
  id?: string;
  /** Tells whose form it is where no button does. */
  page?: string;
  children: ReactNode;
}

/** A form under the receipt: the number travels in the body, never in an address. */
export function ReceiptForm({ site, receipt, id, page, children }: ReceiptFormProps): ReactElement {
  return (
    <form
      id={id}
      className="no-print"
      method="post"
      action={publicPaths.follow[site.language]}
      autoComplete="off"
      noValidate
    >
      <input type="hidden" name="receipt" value={receipt} />
      {page !== undefined && <input type="hidden" name="page" value={page} />}
      {children}
    </form>
  );
}

/** What an entry is and when it happened, then its text, cut after so many characters. */
export function EntryWords({
  site,
  entry,
  most,
  more,
}: {
  site: PublicSite;
  entry: EvidenceEntry;
  most: number;
  more: "entry.more" | "print.cut";
}): ReactElement {
  const e: EvidencePageText = evidencePageText(site.voice);
  const d = documentsText(site.voice);
  const shown = entry.text.slice(0, most).toWellFormed();
  const left = entry.text.length - shown.length;
  return (
    <>
      <h3>
        {d(`kind.${entry.kind}`)} <small className="place">{timeInWords(entry.when, site.voice)}</small>
      </h3>
      {entry.kind === "words" ? (
        <p className="words outside" dir="auto">
          {shown}
          {left > 0 && "…"}
        </p>
      ) : (
        <p>
          <bdi className="outside">{shown}</bdi>
        </p>
      )}
      {left > 0 && <p className="small">{e(more, { count: left })}</p>}
      {entry.typed !== null && <p className="small">{e("entry.typed")}</p>}
    </>
  );
}

const kept = ["never", "shots", "profile", "chat", "payment", "mail", "where", "delete"] as const;

/** What stays with the person: what to keep and how. */
export function KeepList({ site }: { site: PublicSite }): ReactElement {
  const e = evidencePageText(site.voice);
  return (
    <section aria-labelledby="keep">
      <h2 id="keep">{e("keep.title")}</h2>
      <ul>
        {kept.map((each) => (
          <li key={each}>{e(`keep.${each}`)}</li>
        ))}
      </ul>
    </section>
  );
}
