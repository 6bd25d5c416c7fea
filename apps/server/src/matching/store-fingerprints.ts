import type { Fingerprint } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/schema.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { ServiceKeys } from "../vault/service-keys.ts";
import { matchReportJob } from "./jobs.ts";
import { framesKept, mostFramesOfReport } from "./match-rules.ts";
import { sealHashes } from "./seal-hashes.ts";

/** A fingerprint ready to be stored with its report. */
export interface PreparedFingerprint {
  id: string;
  kind: Fingerprint["kind"];
  sealed: Buffer;
  /** Somebody under 18 may be shown: in no index and no bank. */
  minor: boolean;
}

export function prepareFingerprints(
  keys: Pick<ServiceKeys, "macOf">,
  fingerprints: readonly Fingerprint[],
  { minor }: { minor: boolean },
): PreparedFingerprint[] {
  let left = mostFramesOfReport;
  return fingerprints.map(({ kind, frames, ...hashes }) => {
    const kept = frames && framesKept(frames, left);
    left -= kept?.length ?? 0;
    return {
      id: newId(),
      kind,
      sealed: sealHashes(keys, kept ? { ...hashes, frames: kept } : hashes),
      minor,
    };
  });
}

/** Stores the fingerprints of reports that this transaction wrote, and orders their comparison. */
export async function storeFingerprints(
  trx: Kysely<Database>,
  reports: readonly { id: string; fingerprints: readonly PreparedFingerprint[] }[],
): Promise<void> {
  const withSome = reports.filter(({ fingerprints }) => fingerprints.length > 0);
  if (withSome.length === 0) return;
  const rows = withSome.flatMap(({ id: reportId, fingerprints }) =>
    fingerprints.map(({ id, kind, sealed, minor }, position) => ({
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
      .filter(({ fingerprints }) => fingerprints.some(({ minor }) => !minor))
      .map(({ id: reportId }) => ({ job: matchReportJob, payload: { reportId } })),
  );
}
