import type { MemberView } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { backOn } from "./absence-rules.ts";

/** Everybody who has or had an account, by name; those whose access ended come last. */
export async function listTeam({
  db,
  clock,
  config,
}: Pick<Vigie, "db" | "clock" | "config">): Promise<MemberView[]> {
  const members = await db
    .selectFrom("members")
    .select(["id", "name", "role", "active", "joined_at", "topics", "absent_from", "absent_until"])
    .select((e) => e("team_key_wrapped", "is not", null).as("holds_team_key"))
    .orderBy("active", "desc")
    .orderBy("name_key")
    .execute();
  const at = { now: clock.now(), timeZone: config.hotline.timeZone };
  return members.map(({ id, name, role, active, joined_at, holds_team_key, topics, ...absence }) => ({
    id,
    name,
    role,
    active,
    joinedAt: joined_at.toISOString(),
    holdsTeamKey: Boolean(holds_team_key),
    topics,
    backOn: active ? backOn(absence, at) : null,
  }));
}
