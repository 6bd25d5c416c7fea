import type { Topic } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/**
 * Topics of the cases a member may see; null: all. Read anew for each request, so that a change holds at once.
 * A case is theirs to see when it has no topic yet, or when every topic it has is among them.
 * @throws Error when there is no such member: nothing is permitted to nobody.
 */
export async function permittedTopics(
  db: Kysely<Database>,
  memberId: string,
): Promise<readonly Topic[] | null> {
  const { topics } = await db
    .selectFrom("members")
    .select("topics")
    .where("id", "=", memberId)
    .executeTakeFirstOrThrow();
  return topics;
}
