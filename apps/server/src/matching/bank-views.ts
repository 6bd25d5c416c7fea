import type { BankView } from "@vigie/contract";
import { type Kysely, type Selectable, sql } from "kysely";
import type { Database } from "../db/schema.ts";

const shownImports = 20;
const shownSuspended = 50;

/** The banks by name, with their newest imports and suspended entries. No hash is read. */
export async function bankViews(db: Kysely<Database>): Promise<BankView[]> {
  const { rows } = await sql<
    Selectable<Database["banks"]> & { entries: number; withdrawn: number; matches: number }
  >`
    select b.*, coalesce(e.entries, 0) as entries, coalesce(e.withdrawn, 0) as withdrawn, coalesce(e.matches, 0) as matches
    from banks b
    left join (
      select e.bank_id,
        count(*) filter (where e.withdrawn_at is null and e.ended_by is null and e.set_aside_at is null
          and coalesce(i.status = 'applied', true))::int as entries,
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
  const { rows: suspended } = await sql<SuspendedEntry>`
    select id::text, bank_id, suspended_at as at, matches, tags, count from (
      select e.*, (count(*) over bank)::int as count, row_number() over (bank order by e.suspended_at desc, e.id desc) as place
      from bank_entries e where e.suspended_at is not null and e.withdrawn_at is null and e.ended_by is null
      window bank as (partition by e.bank_id)
    ) e where place <= ${shownSuspended} order by place`.execute(db);
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
    suspendedEntries: suspendedOf(suspended.filter((entry) => entry.bank_id === row.id)),
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

interface SuspendedEntry {
  id: string;
  bank_id: string;
  at: Date;
  matches: number;
  tags: string[];
  count: number;
}

function suspendedOf(entries: readonly SuspendedEntry[]): BankView["suspendedEntries"] {
  return {
    count: entries[0]?.count ?? 0,
    newest: entries.map(({ id, at, matches, tags }) => ({ id, at: at.toISOString(), matches, tags })),
  };
}
