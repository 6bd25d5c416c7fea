import { type CaseFilter, Refusal, type SavedFilterView, savedFiltersPerMember } from "@vigie/contract";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { savedFilterOf } from "./saved-filters-queries.ts";

/**
 * Saves a filter of the list under a name, for its member alone.
 * @throws Refusal `filter.too_many`
 */
export async function saveFilter(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { memberId, name, filter }: { memberId: string; name: string; filter: CaseFilter },
): Promise<SavedFilterView> {
  const at = clock.now();
  return inTransaction(db, async (trx) => {
    // Whoever saves two at once saves one after the other.
    await trx.selectFrom("members").select("id").where("id", "=", memberId).forNoKeyUpdate().execute();
    const { saved } = await trx
      .selectFrom("saved_filters")
      .select((select) => select.fn.countAll<number>().as("saved"))
      .where("member_id", "=", memberId)
      .executeTakeFirstOrThrow();
    if (Number(saved) >= savedFiltersPerMember) {
      throw new Refusal("filter.too_many", { limit: savedFiltersPerMember });
    }
    const row = await trx
      .insertInto("saved_filters")
      .values({
        id: newId(at.getTime()),
        member_id: memberId,
        name,
        filter: JSON.stringify(
          Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, String(value)])),
        ),
        created_at: at,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return savedFilterOf(row);
  });
}
