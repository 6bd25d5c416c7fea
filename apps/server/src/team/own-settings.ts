import type { OwnSettingsBody, OwnSettingsView } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { releaseClaims } from "../cases/release-claims.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { dayOf, startOfDay } from "./absence-rules.ts";

type Context = Pick<Vigie, "db" | "clock" | "config">;

/** What a member chose for themselves. For them alone: opt-outs leave the server in no other answer. */
export async function ownSettings(
  { db, clock, config }: Context,
  { requester }: { requester: Pick<Requester, "memberId"> },
): Promise<OwnSettingsView> {
  const { timeZone } = config.hotline;
  const own = await db
    .selectFrom("members")
    .select(["topics", "opt_outs", "languages_read", "viewing", "absent_from", "absent_until"])
    .where("id", "=", requester.memberId)
    .executeTakeFirstOrThrow();
  const { absent_from: from, absent_until: until } = own;
  const isOver = from === null || until === null || until <= clock.now();
  return {
    topics: own.topics,
    optOuts: own.opt_outs,
    languagesRead: own.languages_read,
    viewing: own.viewing,
    absence: isOver ? null : { from: dayOf(from, timeZone), backOn: dayOf(until, timeZone) },
  };
}

/** Saves all of them; whoever is away from now on gives their cases back. The event says that something was saved, and nothing of what. */
export async function saveOwnSettings(
  { db, clock, config }: Context,
  { requester, settings }: { requester: Pick<Requester, "memberId">; settings: OwnSettingsBody },
): Promise<void> {
  const { timeZone } = config.hotline;
  const { optOuts, languagesRead, viewing, absence } = settings;
  const { memberId } = requester;
  const at = clock.now();
  const absentFrom = absence && startOfDay(absence.from, timeZone);
  await inTransaction(db, async (trx) => {
    await trx
      .updateTable("members")
      .set({
        opt_outs: optOuts,
        languages_read: languagesRead,
        viewing: JSON.stringify(viewing),
        absent_from: absentFrom,
        absent_until: absence && startOfDay(absence.backOn, timeZone),
      })
      .where("id", "=", memberId)
      .execute();
    await recordEvents(trx, [{ type: "member.settings_changed", at, actor: memberId, subjectId: memberId }]);
    if (absentFrom && absentFrom <= at) await releaseClaims(trx, { memberId, actor: memberId, at });
  });
}
