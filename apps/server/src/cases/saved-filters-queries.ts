import type { SavedFilterView, savedFilters } from "@vigie/contract";
import type { Kysely, Selectable } from "kysely";
import type { z } from "zod";
import type { Database } from "../db/schema.ts";

const page = 50;

/** A member's own filters, oldest first. @param after `next` of the page before. */
export async function listFilters(
  db: Kysely<Database>,
  { memberId, after }: { memberId: string; after?: string | undefined },
): Promise<z.infer<typeof savedFilters>> {
  // Ids grow with time.
  let query = db
    .selectFrom("saved_filters")
    .selectAll()
    .where("member_id", "=", memberId)
    .orderBy("id")
    .limit(page + 1);
  if (after !== undefined) query = query.where("id", ">", after);
  const rows = await query.execute();
  const next = rows.length > page ? (rows[page - 1]?.id ?? null) : null;
  return { filters: rows.slice(0, page).map(savedFilterOf), next };
}

export function savedFilterOf(row: Selectable<Database["saved_filters"]>): SavedFilterView {
  return { id: row.id, name: row.name, filter: row.filter, createdAt: row.created_at.toISOString() };
}
