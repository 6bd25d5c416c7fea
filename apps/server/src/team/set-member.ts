import { Refusal, type Role, type Topic } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { releaseClaims } from "../cases/release-claims.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { lockTeamRunners } from "./lock-team-runners.ts";
import { permittedTopics } from "./permitted-topics.ts";
import { holdsTeamKey, teamRunners } from "./role-rules.ts";
import { isWithin, mayGive, sameTopics } from "./topic-rules.ts";

/**
 * Sets what a colleague may do and see. Sessions that run ask for both anew with each request. Whoever becomes an
 * observer loses their copy of the team key; whoever runs the team no more, the invitations still open; whoever sees less,
 * those that give more. Somebody who runs the team and sees all topics always remains.
 * @param change.topics null: all.
 * @throws Refusal `member.own_permissions`, `member.beyond_own_topics`, `member.no_team_key`, `member.last_admin`,
 * `role.forbidden` for somebody who lost that right meanwhile, `request.not_found`
 */
export async function setMember(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  change: {
    requester: Pick<Requester, "memberId">;
    memberId: string;
    role: Role;
    topics: readonly Topic[] | null;
  },
): Promise<void> {
  const { requester, memberId, role, topics } = change;
  if (memberId === requester.memberId) throw new Refusal("member.own_permissions");
  const now = clock.now();
  await inTransaction(db, async (trx) => {
    const runners = await lockTeamRunners(trx);
    const member = await findMember(trx, memberId);
    if (!member) throw new Refusal("request.not_found");
    const ranTeam = teamRunners.includes(member.role);
    const losesTeam = ranTeam && !teamRunners.includes(role);
    if (losesTeam && runners.length === 1) throw new Refusal("member.last_admin");
    if (!runners.some(({ id }) => id === requester.memberId)) throw new Refusal("role.forbidden");
    // Only who sees all changes somebody who does, and nobody changes themselves: one who sees all always remains.
    const own = await permittedTopics(trx, requester.memberId);
    if (!mayGive({ own, wanted: topics, current: member.topics }))
      throw new Refusal("member.beyond_own_topics");
    if (holdsTeamKey(role) && !holdsTeamKey(member.role)) throw new Refusal("member.no_team_key");
    if (role === member.role && sameTopics(topics, member.topics)) return;

    await trx
      .updateTable("members")
      .set({ role, topics: topics && [...topics] })
      .where("id", "=", memberId)
      .execute();
    if (!holdsTeamKey(role)) await takeTeamKey(trx, memberId);
    // They may have kept a link.
    if (losesTeam) await trx.deleteFrom("invitations").where("used_at", "is", null).execute();
    else if (ranTeam && !isWithin(member.topics, topics)) await endInvitationsBeyond(trx, topics);
    await releaseClaims(trx, { memberId, actor: requester.memberId, at: now });
    const details = { role, topics: topics?.join(" ") ?? null };
    await recordEvents(trx, [
      { type: "member.changed", at: now, actor: requester.memberId, subjectId: memberId, details },
    ]);
  });
}

function findMember(trx: Kysely<Database>, memberId: string) {
  return trx
    .selectFrom("members")
    .select(["role", "topics"])
    .where("id", "=", memberId)
    .where("active", "=", true)
    .forUpdate()
    .executeTakeFirst();
}

/** Invitations do not say who made them: of those still open, all that give more end. They can be made anew. */
async function endInvitationsBeyond(trx: Kysely<Database>, topics: readonly Topic[] | null): Promise<void> {
  if (topics === null) return;
  await trx
    .deleteFrom("invitations")
    .where("used_at", "is", null)
    .where(sql<boolean>`(topics is null or not topics <@ ${[...topics]}::text[])`)
    .execute();
}

async function takeTeamKey(trx: Kysely<Database>, memberId: string): Promise<void> {
  await trx.updateTable("members").set({ team_key_wrapped: null }).where("id", "=", memberId).execute();
  await trx
    .updateTable("sessions")
    .set({ team_key_wrapped: null })
    .where("member_id", "=", memberId)
    .execute();
}
