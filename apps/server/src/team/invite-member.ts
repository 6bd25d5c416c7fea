import { Refusal, type Role, type Topic } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { createInvitation, invitationPath } from "./create-invitation.ts";
import { lockTeamRunners } from "./lock-team-runners.ts";
import { isUsableName, nameKeyOf } from "./name-rules.ts";
import { permittedTopics } from "./permitted-topics.ts";
import { holdsTeamKey } from "./role-rules.ts";
import { mayGive } from "./topic-rules.ts";

const linkHours = 72;

/**
 * Invites somebody. The link works once, for 72 hours, and is shown once: it carries the team key.
 * @param invitation.requester whose unlocked team key is passed on, for every role but observer.
 * @param invitation.topics what they may see; null: all.
 * @throws Refusal `member.beyond_own_topics`, `session.locked`, `member.name_taken`, `request.malformed` for a name nobody can read.
 */
export async function inviteMember(
  { db, clock, keys, publicUrl }: Pick<Vigie, "db" | "clock" | "keys" | "publicUrl">,
  invitation: {
    requester: Pick<Requester, "memberId" | "teamKey">;
    name: string;
    role: Role;
    topics: readonly Topic[] | null;
  },
): Promise<{ link: string; expiresAt: Date }> {
  const { requester, role, topics } = invitation;
  const name = invitation.name.trim();
  if (!isUsableName(name)) throw new Refusal("request.malformed", { detail: "/name" });
  const teamKey = holdsTeamKey(role) ? await requester.teamKey() : null;
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + linkHours * 3_600_000);
  const token = await inTransaction(db, async (trx) => {
    const taken = await trx
      .selectFrom("members")
      .select("id")
      .where("name_key", "=", nameKeyOf(name))
      .executeTakeFirst();
    if (taken) throw new Refusal("member.name_taken");
    // Whoever takes topics from the requester waits, and then finds this invitation.
    await lockTeamRunners(trx);
    const own = await permittedTopics(trx, requester.memberId);
    if (!mayGive({ own, wanted: topics, current: [] })) throw new Refusal("member.beyond_own_topics");
    const details = { role, topics: topics?.join(" ") ?? null };
    await recordEvents(trx, [{ type: "member.invited", at: createdAt, actor: requester.memberId, details }]);
    return createInvitation(trx, { keys, name, role, topics, teamKey, first: false, createdAt, expiresAt });
  });
  return { link: `${publicUrl}${invitationPath(token)}`, expiresAt };
}
