import type { MemberView } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";

/** Everybody who has or had an account, by name; those whose access ended come last. */
export async function listTeam({ db }: Pick<Vigie, "db">): Promise<MemberView[]> {
  const members = await db
    .selectFrom("members")
    .select(["id", "name", "role", "active", "joined_at"])
    .select((e) => e("team_key_wrapped", "is not", null).as("holds_team_key"))
    .orderBy("active", "desc")
    .orderBy("name_key")
    .execute();
  return members.map(({ id, name, role, active, joined_at, holds_team_key }) => ({
    id,
    name,
    role,
    active,
    joinedAt: joined_at.toISOString(),
    holdsTeamKey: Boolean(holds_team_key),
  }));
}
