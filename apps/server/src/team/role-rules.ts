import type { Role } from "@vigie/contract";

/** Roles that invite people and end their access. The first account is a manager: a small hotline is often one person. */
export const teamRunners: readonly Role[] = ["manager", "admin"];

/** Whether this role gets a copy of the team key. Observers read figures, which need none. */
export function holdsTeamKey(role: Role): boolean {
  return role !== "observer";
}
