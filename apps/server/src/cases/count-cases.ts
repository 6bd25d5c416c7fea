import { type CaseCounts, type CaseStatus, caseStatuses, type Topic } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";

/**
 * Exact totals of the cases that a member may see. Claims end by themselves, so those are counted: as many as there are
 * people at work.
 */
export async function countCases(
  db: Kysely<Database>,
  { memberId, topics, now }: { memberId: string; topics: readonly Topic[] | null; now: Date },
): Promise<CaseCounts> {
  const seen = topics ? sql`where topics <@ ${topics}::text[]` : sql``;
  const { rows } = await sql<
    Record<CaseStatus | "overdue" | "danger", number> & { mine: number; claimed: number }
  >`
    select total.*, claims.*
    from (select ${sql.join([...caseStatuses, "overdue", "danger"].map(totalOf))} from case_counts ${seen}) total,
      (select count(*) filter (where claimed_by = ${memberId})::int as mine, count(*)::int as claimed
        from (select claimed_by, topics from cases where claimed_by is not null and claimed_until > ${now}
          and status not in ('closed','removed')) live ${seen}) claims`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("the totals of the cases are gone");
  const byStatus = Object.fromEntries(caseStatuses.map((status) => [status, row[status]])) as Record<
    CaseStatus,
    number
  >;
  const total = caseStatuses.reduce((sum, status) => sum + row[status], 0);
  const open = total - row.closed - row.removed;
  const { overdue, danger, mine, claimed } = row;
  return { open, total, byStatus, overdue, danger, mine, free: open - claimed };
}

const totalOf = (column: string) => sql`coalesce(sum(${sql.ref(column)}), 0)::int as ${sql.ref(column)}`;

/**
 * Makes one row of the changes for each set of topics, so that reading them stays quick. What is counted stays the same
 * at every moment, and nobody waits: changes that others are folding are left to them.
 */
export async function foldCounts({ db }: Pick<Vigie, "db">): Promise<void> {
  const columns = [...caseStatuses, "overdue", "danger"];
  const names = sql.join(columns.map((column) => sql.ref(column)));
  await sql`
    with folded as (
      delete from case_counts where id in (
        select id from case_counts where (select count(*) from case_counts) > (select count(distinct topics) from case_counts)
        for update skip locked)
      returning *
    )
    insert into case_counts (topics, ${names})
    select topics, ${sql.join(columns.map((column) => sql`sum(${sql.ref(column)})`))} from folded group by topics`.execute(
    db,
  );
}
