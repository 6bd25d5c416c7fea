import { Refusal } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";

/** Deletes one of a member's own filters. @throws Refusal `filter.unknown` */
export async function deleteFilter(
  { db }: Pick<Vigie, "db">,
  { memberId, filterId }: { memberId: string; filterId: string },
): Promise<void> {
  const deleted = await db
    .deleteFrom("saved_filters")
    .where("id", "=", filterId)
    .where("member_id", "=", memberId)
    .returning("id")
    .executeTakeFirst();
  if (!deleted) throw new Refusal("filter.unknown");
}
