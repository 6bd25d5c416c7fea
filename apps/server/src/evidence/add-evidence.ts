import { evidenceLimits, Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { type PreparedSignal, signalsFromEntry } from "../networks/signals-of-report.ts";
import { storeSignalsOf } from "../networks/store-signals.ts";
import { tellsOfDanger } from "../reports/danger-words-rules.ts";
import { findReport } from "../reports/find-report.ts";
import { lockStandingReport } from "../reports/lock-standing-report.ts";
import { sealJson } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import { type EvidenceProblem, readEntry, type TypedEntry } from "./evidence-rules.ts";
import { type EvidenceView, evidenceViewOf, minorOfReport } from "./read-evidence.ts";

/** An entry to keep. `id` (UUID): a form posted twice carries the same one, and is kept once. */
export interface NewEvidence extends TypedEntry {
  id?: string;
}

/** `position` counts the entries of the call from 0. Nothing is kept when one of them is wrong. */
export type AddEvidenceOutcome =
  | { kind: "added"; view: EvidenceView }
  | { kind: "refused"; view: EvidenceView; problems: (EvidenceProblem & { position: number })[] };

/**
 * Keeps words, names, numbers or addresses under a receipt, sealed to the team and to the receipt. Words that may mean
 * a life is in danger are kept like any others, and bring the case before all others.
 * @throws Refusal `receipt.*`, `service.busy`
 */
export async function addEvidence(
  vigie: Vigie,
  { receipt, entries }: { receipt: string; entries: readonly NewEvidence[] },
): Promise<AddEvidenceOutcome> {
  const opened = await findReport(vigie, receipt);
  const { report, thread } = opened;
  const at = vigie.clock.now();
  const minor = await minorOfReport(vigie.db, opened);
  const danger = entries.some(
    ({ kind, text }) => kind === "words" && tellsOfDanger(text.slice(0, evidenceLimits.wordsCharacters)),
  );
  const problems: (EvidenceProblem & { position: number })[] = [];
  const signals = new Map<string, PreparedSignal[]>();
  const rows = entries.flatMap((entry, position) => {
    const read = readEntry(entry, { minor, now: at });
    if (read.kind === "wrong") {
      problems.push(...read.problems.map((problem) => ({ ...problem, position })));
      return [];
    }
    const sealed = sealJson([vigie.teamPublicKey, thread.publicKey], read.content);
    const id = entry.id ?? newId();
    signals.set(id, signalsFromEntry(vigie, read.content));
    return [{ id, report_id: report.id, sealed, created_at: at }];
  });
  if (problems.length === 0) {
    const full = await inTransaction(vigie.db, async (trx) => {
      // Two that arrive together are counted in turn.
      if (!(await lockStandingReport(trx, report.id))) throw new Refusal("receipt.unknown");
      const wrong = await problemOfRoom(trx, report.id, rows);
      if (wrong) return wrong;
      const stored = await trx
        .insertInto("evidence_entries")
        .values(rows)
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returning("id")
        .execute();
      if (stored.length === 0) return null;
      for (const { id } of stored) {
        await storeSignalsOf(trx, {
          signals: signals.get(id) ?? [],
          seen: { source: "evidence", sourceId: id },
          caseId: report.case_id,
          reportId: report.id,
          at,
        });
      }
      const details = { entries: stored.length };
      await recordEvents(trx, [
        { type: "evidence.added", at, caseId: report.case_id, reportId: report.id, details },
        ...(danger
          ? [{ type: "report.danger_written" as const, at, caseId: report.case_id, reportId: report.id }]
          : []),
      ]);
      if (danger) {
        await trx.updateTable("cases").set({ danger_at: at }).where("id", "=", report.case_id).execute();
        await orderRefresh(trx, report.case_id);
      }
      return null;
    });
    if (full) problems.push({ ...full, position: 0 });
  }
  const view = await evidenceViewOf(vigie, opened);
  return problems.length === 0 ? { kind: "added", view } : { kind: "refused", view, problems };
}

async function problemOfRoom(
  trx: Kysely<Database>,
  reportId: string,
  rows: readonly { id: string; sealed: Buffer }[],
): Promise<EvidenceProblem | null> {
  const kept = await trx
    .selectFrom("evidence_entries")
    .select(({ fn }) => ["id", fn<number>("octet_length", ["sealed"]).as("bytes")])
    .where("report_id", "=", reportId)
    .execute();
  const known = new Set(kept.map(({ id }) => id));
  const added = rows.filter(({ id }) => !known.has(id));
  const { entries: limit, totalBytes } = evidenceLimits;
  if (kept.length + added.length > limit) {
    return { code: "evidence.too_many", details: { limit }, field: "text" };
  }
  const bytes =
    kept.reduce((sum, row) => sum + row.bytes, 0) + added.reduce((sum, row) => sum + row.sealed.length, 0);
  return added.length > 0 && bytes > totalBytes
    ? { code: "evidence.too_much", details: {}, field: "text" }
    : null;
}
