import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { releaseClaims } from "../cases/release-claims.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { endSessions } from "./end-sessions.ts";
import { isLastWithAll, lockTeamRunners } from "./lock-team-runners.ts";
import { teamRunners } from "./role-rules.ts";
import { forgetAttempts } from "./take-attempt.ts";

/**
 * Ends somebody's access: their sessions end and their secrets are erased; the name stays, because history names
 * them. What they kept for themselves goes too. When they ran the team, invitations still open end too, for they may have kept a link.
 * A second call changes nothing.
 * @throws Refusal `member.last_admin`, `request.not_found`
 */
export async function deactivateMember(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { requester, memberId }: { requester: Pick<Requester, "memberId">; memberId: string },
): Promise<void> {
  const now = clock.now();
  await inTransaction(db, async (trx) => {
    const runners = await lockTeamRunners(trx);
    const member = await trx
      .selectFrom("members")
      .select(["role", "active"])
      .where("id", "=", memberId)
      .forUpdate()
      .executeTakeFirst();
    if (!member) throw new Refusal("request.not_found");
    if (!member.active) return;
    const ranTeam = teamRunners.includes(member.role);
    if ((ranTeam && runners.length === 1) || isLastWithAll(runners, memberId))
      throw new Refusal("member.last_admin");

    await eraseSecrets(trx, memberId);
    await releaseClaims(trx, { memberId, actor: requester.memberId, at: now });
    if (ranTeam) await trx.deleteFrom("invitations").where("used_at", "is", null).execute();
    await recordEvents(trx, [
      { type: "member.deactivated", at: now, actor: requester.memberId, subjectId: memberId },
    ]);
    await endSessions(trx, { ending: { why: "deactivated", memberId, actor: requester.memberId }, now });
  });
}

async function eraseSecrets(trx: Kysely<Database>, memberId: string): Promise<void> {
  await trx.deleteFrom("passkeys").where("member_id", "=", memberId).execute();
  await trx.deleteFrom("saved_filters").where("member_id", "=", memberId).execute();
  await trx
    .updateTable("members")
    .set({
      active: false,
      // No encoded hash looks like this, and nobody who is not active is looked up to sign in.
      password_hash: "erased",
      totp_sealed: Buffer.alloc(0),
      totp_last_step: 0,
      team_key_wrapped: null,
      opt_outs: [],
      absent_from: null,
      absent_until: null,
      ...forgetAttempts,
    })
    .where("id", "=", memberId)
    .execute();
}
