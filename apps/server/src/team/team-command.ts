import type { Vigie } from "../vigie.ts";
import { listTeam } from "./list-team.ts";

const usage = `vigie team list [--json]   who has an account, their role, and whether they hold the team key
`;

/**
 * `vigie team …`
 * @param args what follows `team` on the command line.
 * @returns the exit status: 0, or 2 when the arguments mean nothing.
 */
export async function runTeamCommand(
  vigie: Pick<Vigie, "db" | "clock" | "config">,
  args: readonly string[],
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<0 | 2> {
  const [command, ...options] = args;
  if (command !== "list" || options.some((option) => option !== "--json")) {
    write(usage);
    return 2;
  }
  const members = await listTeam(vigie);
  if (options.includes("--json")) {
    write(`${JSON.stringify({ members })}\n`);
    return 0;
  }
  for (const { name, role, active, joinedAt, holdsTeamKey } of members) {
    const state = active ? (holdsTeamKey ? "holds the team key" : "no team key") : "access ended";
    write(`${joinedAt.slice(0, 10)}  ${role.padEnd(8)}  ${state.padEnd(18)}  ${name}\n`);
  }
  return 0;
}
