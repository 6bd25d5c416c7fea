import type { Fingerprint } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/schema.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { ServiceKeys } from "../vault/service-keys.ts";
import { matchReportJob } from "./jobs.ts";
import { sealHashes } from "./seal-hashes.ts";

/** A fingerprint ready to be stored with its report. */
export interface PreparedFingerprint {
  id: string;
  kind: Fingerprint["kind"];
  sealed: Buffer;
}

export function prepareFingerprints(
  keys: Pick<ServiceKeys, "macOf">,
  fingerprints: readonly Fingerprint[],
): PreparedFingerprint[] {
  return fingerprints.map(({ kind, ...hashes }) => ({ id: newId(), kind, sealed: sealHashes(keys, hashes) }));
}

/** Stores the fingerprints of reports that this transaction wrote, and orders their comparison. */
export async function storeFingerprints(
  trx: Kysely<Database>,
  reports: readonly { id: string; minor: boolean; fingerprints: readonly PreparedFingerprint[] }[],
): Promise<void> {
  const withSome = reports.filter(({ fingerprints }) => fingerprints.length > 0);
  if (withSome.length === 0) return;
  const rows = withSome.flatMap(({ id: reportId, minor, fingerprints }) =>
    fingerprints.map(({ id, kind, sealed }, position) => ({
      id,
      report_id: reportId,
      position,
      kind,
      sealed: sealed.toString("hex"),
      minor,
    })),
  );
  await sql`
    insert into fingerprints (id, report_id, case_id, position, kind, sealed, minor, created_at)
    select f.id, f.report_id, r.case_id, f.position, f.kind, decode(f.sealed, 'hex'), f.minor, r.received_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(
      id uuid, report_id uuid, position int, kind text, sealed text, minor boolean)
    join reports r on r.id = f.report_id`.execute(trx);
  // A minor's are compared with nothing.
  await addJobs(
    trx,
    withSome
      .filter(({ minor }) => !minor)
      .map(({ id: reportId }) => ({ job: matchReportJob, payload: { reportId } })),
  );
}
