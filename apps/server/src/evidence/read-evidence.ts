import { type EvidenceEntry, type ReceiptView, Refusal, type Situation } from "@vigie/contract";
import { countryOfReport } from "../plans/country-of-report.ts";
import { situationOfReport } from "../plans/situation-rules.ts";
import { findReport, type OpenedReport } from "../reports/find-report.ts";
import { receiptViewOf } from "../reports/open-receipt.ts";
import { openReportWords } from "../reports/report-words.ts";
import type { Vigie } from "../vigie.ts";
import { openEvidence } from "./open-evidence.ts";

/** All that a receipt opens for whoever keeps evidence under it. */
export interface EvidenceView {
  /** In the order they were kept. */
  entries: EvidenceEntry[];
  /** Whether somebody under 18 is concerned, as the person said. */
  minor: Situation["minor"];
  /** Whether the report itself was marked: no later answer takes that back. */
  minorIsFixed: boolean;
  /** What the person wrote in the report. */
  words: string | null;
  receipt: ReceiptView;
  /** The person's, where they said it. */
  country: string | null;
}

/**
 * Opens the evidence under a receipt.
 * @throws Refusal `receipt.malformed`, `receipt.unknown` (withdrawn too), `service.busy`
 */
export async function readEvidence(vigie: Vigie, { receipt }: { receipt: string }): Promise<EvidenceView> {
  return evidenceViewOf(vigie, await findReport(vigie, receipt));
}

/** The evidence of an opened report. */
export async function evidenceViewOf(
  vigie: Pick<Vigie, "db" | "clock">,
  opened: OpenedReport,
): Promise<EvidenceView> {
  const { report, thread } = opened;
  if (report.withdrawn_at) throw new Refusal("receipt.unknown");
  const [rows, minor, view, country] = await Promise.all([
    vigie.db
      .selectFrom("evidence_entries")
      .selectAll()
      .where("report_id", "=", report.id)
      .orderBy("created_at")
      .orderBy("id")
      .execute(),
    minorOfReport(vigie.db, opened),
    receiptViewOf(vigie, opened),
    countryOfReport(vigie.db, report.id),
  ]);
  return {
    entries: openEvidence(thread, rows),
    minor,
    minorIsFixed: situationOfReport(report, "reporter").minor === "yes",
    words: report.words_sealed ? (openReportWords(thread, report.words_sealed)?.text ?? null) : null,
    receipt: view,
    country,
  };
}

/** Whether a minor is concerned, as the person said: a tick in the report is not taken back by a later answer. */
export async function minorOfReport(
  db: Vigie["db"],
  { report }: Pick<OpenedReport, "report">,
): Promise<Situation["minor"]> {
  const own = situationOfReport(report, "reporter");
  if (own.minor === "yes") return "yes";
  const said = await db
    .selectFrom("situations")
    .select("answers")
    .where("report_id", "=", report.id)
    .executeTakeFirst();
  return said?.answers.minor ?? own.minor;
}
