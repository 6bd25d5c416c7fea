import { type CaseGroupView, Refusal } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

/** Cases of a group that are shown and decided together. */
const mostOfGroup = 100;
/** Cases that are looked through for them. */
const mostWalked = 1000;

/**
 * Open cases that are one thing with this one: joined to it, over others if need be, by links or matches that a person
 * confirmed. The case itself is left out.
 * @param topics that the member who asks may see; null: all.
 * @throws Refusal `case.unknown`
 */
export async function groupOfCase(
  db: Kysely<Database>,
  { caseId, topics }: { caseId: string; topics: readonly string[] | null },
): Promise<CaseGroupView> {
  const own = await db.selectFrom("cases").select("id").where("id", "=", caseId).executeTakeFirst();
  if (!own) throw new Refusal("case.unknown");
  const { rows } = await sql<CaseGroupView["cases"][number]>`
    with recursive joined(id) as (
      select ${caseId}::uuid
      union
      select next.id from joined cross join lateral (
        select case_b as id from links where case_a = joined.id and status = 'confirmed'
        union all select case_a from links where case_b = joined.id and status = 'confirmed'
        union all select other_case_id from matches
          where case_id = joined.id and status = 'confirmed' and other_case_id is not null and set_aside_at is null
        union all select case_id from matches
          where other_case_id = joined.id and status = 'confirmed' and set_aside_at is null) next
      -- over cases that whoever asks may not see leads no way
      join cases seen on seen.id = next.id and (${topics}::text[] is null or seen.topics <@ ${topics}::text[])
    )
    select c.id, c.number, c.status, c.hosts[1] as title, c.contents_count as contents
    from (select id from joined limit ${mostWalked}) near join cases c on c.id = near.id
    where c.id <> ${caseId} and c.status not in ('closed', 'removed')
    order by c.first_reported_at, c.id limit ${mostOfGroup + 1}`.execute(db);
  return { cases: rows.slice(0, mostOfGroup), more: rows.length > mostOfGroup };
}
