import type { ColleagueView } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { backOn } from "./absence-rules.ts";

/** Everybody who has an account now, by name, and when those who are away are back. */
export async function listColleagues({
  db,
  clock,
  config,
}: Pick<Vigie, "db" | "clock" | "config">): Promise<ColleagueView[]> {
  const members = await db
    .selectFrom("members")
    .select(["id", "name", "role", "absent_from", "absent_until"])
    .where("active", "=", true)
    .orderBy("name_key")
    .execute();
  const at = { now: clock.now(), timeZone: config.hotline.timeZone };
  return members.map(({ id, name, role, ...absence }) => ({ id, name, role, backOn: backOn(absence, at) }));
}
