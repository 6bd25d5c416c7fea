import type { Role } from "@vigie/contract";

/** Whether this role gets a copy of the team key. Observers read figures, which need none. */
export function holdsTeamKey(role: Role): boolean {
  return role !== "observer";
}
