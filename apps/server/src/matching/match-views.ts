import type {
  BankProvenance,
  Manifestness,
  MatchMethod,
  MatchStatus,
  MatchView,
  MinorAnswer,
  Topic,
} from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

const shownMatches = 200;

/**
 * What the fingerprints of a case met, from either side: what waits for a person first, then the newest. What is set aside
 * is not shown, nor what joins it to a case that whoever asks may not see. No hash is read.
 * @param topics that they may see; null: all.
 */
export async function matchViews(
  db: Kysely<Database>,
  { caseId, topics }: { caseId: string; topics: readonly Topic[] | null },
): Promise<MatchView[]> {
  const { rows } = await sql<{
    id: string;
    at: Date;
    status: MatchStatus;
    method: MatchMethod;
    distance: number | null;
    second_distance: number | null;
    quality: number | null;
    turned: string | null;
    by: string | null;
    bank: string | null;
    provenance: BankProvenance | null;
    tags: string[] | null;
    other_case_id: string | null;
    other_number: string | null;
    grounds: string[] | null;
    manifest: Manifestness | null;
    minor: MinorAnswer | null;
  }>`
    select m.id, m.at, m.method,
      -- Where neither a list nor an assessment vouches for anything, even the same file is a look only.
      case when m.status = 'proposed' and banks.provenance is distinct from 'list' and not exists (
        select from assessments a where a.case_id in (m.case_id, m.other_case_id, given.case_id)
      ) then 'look' else m.status end as status,
      m.distance, m.second_distance, m.quality, m.turned, members.name as by,
      banks.name as bank, banks.provenance, bank_entries.tags,
      other.id as other_case_id, other.number as other_number, standing.grounds, standing.manifest, standing.minor
    from matches m
    left join members on members.id = m.member_id
    left join bank_entries on bank_entries.id = m.bank_entry_id
    left join banks on banks.id = bank_entries.bank_id
    left join reports given on given.id = bank_entries.report_id
    left join cases other on other.id = case when m.case_id = ${caseId} then m.other_case_id else m.case_id end
      and m.other_case_id is not null
    left join lateral (
      select grounds, manifest, minor from assessments a where a.case_id = other.id order by a.at desc limit 1
    ) standing on m.status in ('proposed', 'confirmed')
    where (m.case_id = ${caseId} or m.other_case_id = ${caseId}) and m.set_aside_at is null
      and (other.id is null or ${topics}::text[] is null or other.topics <@ ${topics}::text[])
    order by m.status not in ('proposed', 'look'), m.at desc, m.id limit ${shownMatches}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    status: row.status,
    method: row.method,
    distance: row.distance,
    secondDistance: row.second_distance,
    quality: row.quality,
    turned: row.turned,
    origin:
      row.other_case_id !== null
        ? { kind: "case", caseId: row.other_case_id, number: row.other_number ?? "" }
        : { kind: "bank", bank: row.bank ?? "", provenance: row.provenance ?? "list", tags: row.tags ?? [] },
    proposes:
      row.grounds && row.manifest && row.minor
        ? { grounds: row.grounds, manifest: row.manifest, minor: row.minor }
        : null,
    by: row.by,
  }));
}
