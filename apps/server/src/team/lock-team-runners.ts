import type { Topic } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { teamRunners } from "./role-rules.ts";

interface TeamRunner {
  id: string;
  /** Null: all. */
  topics: readonly Topic[] | null;
}

/**
 * Those who may invite, locked in the caller's transaction and always in the same order: two people who change each
 * other's access wait for each other.
 */
export async function lockTeamRunners(trx: Kysely<Database>): Promise<TeamRunner[]> {
  return trx
    .selectFrom("members")
    .select(["id", "topics"])
    .where("role", "in", teamRunners)
    .where("active", "=", true)
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** Whether nobody else who runs the team sees all topics: then nobody could give them back. */
export function isLastWithAll(runners: readonly TeamRunner[], memberId: string): boolean {
  const seeAll = runners.filter(({ topics }) => topics === null);
  return seeAll.length === 1 && seeAll[0]?.id === memberId;
}
