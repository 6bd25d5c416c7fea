import type { Fingerprint, RefusedHash } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/schema.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { ServiceKeys } from "../vault/service-keys.ts";
import { isOfEmptyFile, refusalOfPdq } from "./hash-refusal-rules.ts";
import { matchReportJob } from "./jobs.ts";
import { framesKept, mostFramesOfReport } from "./match-rules.ts";
import { type SealedHashes, sealHashes } from "./seal-hashes.ts";

/** A fingerprint ready to be stored with its report. */
export interface PreparedFingerprint {
  id: string;
  kind: Fingerprint["kind"];
  sealed: Buffer;
  /** Somebody under 18 may be shown: in no index and no bank. */
  minor: boolean;
}

/** What is kept of the fingerprints of a report: hashes that say something, and of its videos so many frames. */
export function prepareFingerprints(
  keys: Pick<ServiceKeys, "macOf">,
  fingerprints: readonly Fingerprint[],
  { minor }: { minor: boolean },
): PreparedFingerprint[] {
  let left = mostFramesOfReport;
  return fingerprints.flatMap((fingerprint) => {
    const { kind } = fingerprint;
    const { frames, ...hashes } = tellingHashes(fingerprint).hashes;
    const kept = framesKept(frames ?? [], left);
    left -= kept.length;
    const told = kept.length > 0 ? { ...hashes, frames: kept } : hashes;
    if (Object.keys(told).length === 0) return [];
    return [{ id: newId(), kind, sealed: sealHashes(keys, told), minor }];
  });
}

/** The hashes of a report's fingerprints that are not taken, with their place and why. */
export function refusedHashes(fingerprints: readonly Fingerprint[]): RefusedHash[] {
  return fingerprints.flatMap((fingerprint, at) =>
    tellingHashes(fingerprint).refused.map((refused) => ({ position: at + 1, ...refused })),
  );
}

/** Of frames that say nothing all are left out, and told only when no other is there: every film has black ones. */
function tellingHashes({ kind: _, pdq, quality, gradient, frames, ...digests }: Fingerprint): {
  hashes: SealedHashes;
  refused: Omit<RefusedHash, "position">[];
} {
  const hashes: SealedHashes = {};
  const refused: Omit<RefusedHash, "position">[] = [];
  for (const name of ["md5", "sha1", "sha256"] as const) {
    const digest = digests[name];
    if (digest === undefined) continue;
    if (isOfEmptyFile(digest)) refused.push({ hash: name, why: "says_nothing" });
    else hashes[name] = digest;
  }
  if (pdq !== undefined) {
    const why = refusalOfPdq({ pdq, quality });
    if (why) refused.push({ hash: "pdq", why });
    else Object.assign(hashes, { pdq, quality, ...(gradient && { gradient }) });
  }
  if (frames?.[0]) {
    const refusals = frames.map(refusalOfPdq);
    const telling = frames.filter((_frame, at) => refusals[at] === null);
    if (telling.length > 0) hashes.frames = telling;
    else refused.push({ hash: "frames", why: refusals[0] ?? "says_nothing" });
  }
  return { hashes, refused };
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
