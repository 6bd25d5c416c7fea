import type { BankView } from "@vigie/contract";
import { type Kysely, type Selectable, sql } from "kysely";
import type { Database } from "../db/schema.ts";

const shownImports = 20;

/** The banks by name, with their newest imports. No hash is read. */
export async function bankViews(db: Kysely<Database>): Promise<BankView[]> {
  const { rows } = await sql<
    Selectable<Database["banks"]> & { entries: number; withdrawn: number; matches: number }
  >`
    select b.*, coalesce(e.entries, 0) as entries, coalesce(e.withdrawn, 0) as withdrawn, coalesce(e.matches, 0) as matches
    from banks b
    left join (
      select e.bank_id,
        count(*) filter (where e.withdrawn_at is null and e.ended_by is null and coalesce(i.status = 'applied', true))::int as entries,
        count(*) filter (where e.withdrawn_at is not null)::int as withdrawn,
        sum(e.matches)::int as matches
      from bank_entries e left join bank_imports i on i.id = e.import_id group by e.bank_id
    ) e on e.bank_id = b.id
    order by b.slug`.execute(db);
  const imports = await db
    .selectFrom("bank_imports")
    .selectAll()
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    owner: row.owner,
    purpose: row.purpose,
    provenance: row.provenance,
    distance: row.distance,
    entries: row.entries,
    withdrawn: row.withdrawn,
    matches: row.matches,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    suspended: row.suspended_at && { at: row.suspended_at.toISOString(), why: row.suspended_why ?? "" },
    imports: imports
      .filter((made) => made.bank_id === row.id)
      .slice(0, shownImports)
      .map(({ id, at, source, lines, taken, refused, status, alarms }) => ({
        id,
        at: at.toISOString(),
        source,
        lines,
        taken,
        refused,
        status,
        alarms,
      })),
  }));
}
