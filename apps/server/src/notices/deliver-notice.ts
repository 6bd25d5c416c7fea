import { setTimeout as sleep } from "node:timers/promises";
import type { NoticeStatus } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { failureFacts } from "../failure-facts.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { recheckContent } from "../watches/check-content.ts";
import type { ChannelOutcome, OutgoingNotice } from "./channels/channel-port.ts";
import { machineChannel } from "./channels/machine-channels.ts";
import { readNotice, withoutLocations } from "./compose-notice.ts";
import { withDeliveryLock } from "./delivery-lock.ts";
import { minutesUntilNextTry } from "./delivery-retry-rules.ts";
import { orderDelivery } from "./jobs.ts";
import { readNoticeCase } from "./notice-case.ts";
import {
  markCancelled,
  markFailed,
  markInDoubt,
  markSent,
  moveNotice,
  type NoticeRow,
} from "./notice-outcomes.ts";
import { noticeHindrance } from "./notice-rules.ts";
import { settleLeftover } from "./settle-leftover.ts";

export type NoticeDelivery =
  | { kind: "sent" | "retried" | "failed" | "in_doubt" | "cancelled" }
  /** Another process has it now, or it is where no delivery starts. */
  | { kind: "held_elsewhere" | "nothing_to_do" };

type Recheck = typeof recheckContent;
/** In the order of the text. */
type Location = { contentId: string; removed: boolean };
/** What tests replace: the look at a location, and the chance in the time of the next try, in [0, 1). */
type Steps = { recheck?: Recheck; random?: () => number };

/** Somebody else moved the notice, or the case may not be notified any more: nothing leaves. */
class Abandoned extends Error {}

/**
 * Delivers one queued notice by its channel, once whatever crashes and however often this runs:
 * - a lock that ends with the process keeps two deliveries apart;
 * - each location is looked at again, and left out when its removal is proven;
 * - all but the end of the message is sent; then `transmitting` is committed, provided that the notice is still
 *   queued and its case may still be notified; then the end is sent;
 * - what was `transmitting` when a process died is sent again by the machine only where that cannot make a second one.
 */
export async function deliverNotice(
  vigie: Vigie,
  { noticeId }: { noticeId: string },
  { recheck = recheckContent, random = Math.random }: Steps = {},
): Promise<NoticeDelivery> {
  return withDeliveryLock(vigie, noticeId, async () => {
    let notice = await readRow(vigie, noticeId);
    if (notice?.status === "transmitting") {
      await settleLeftover(vigie, notice);
      notice = await readRow(vigie, noticeId);
    }
    if (notice?.status !== "queued") return { kind: "nothing_to_do" };
    if (!(await mayStillNotify(vigie.db, notice))) return cancel(vigie, notice, "not_allowed");
    const locations = await lookAgain(vigie, notice, recheck);
    if (locations.every(({ removed }) => removed)) return cancel(vigie, notice, "already_removed");
    return transmit(vigie, notice, locations, random);
  });
}

async function readRow({ db }: Pick<Vigie, "db">, noticeId: string): Promise<NoticeRow | undefined> {
  return db.selectFrom("notices").selectAll().where("id", "=", noticeId).executeTakeFirst();
}

async function mayStillNotify(
  trx: Kysely<Database>,
  { case_id: caseId }: NoticeRow,
  held: "not" | "to_rely_on" = "not",
): Promise<boolean> {
  return noticeHindrance(await readNoticeCase(trx, { caseId, held })) === null;
}

// Looks at one host after the other rather than all at once; each has its own time limit.
const looksAtOnce = 4;

/** Looks at what the text still names: an earlier try may have left locations out. */
async function lookAgain(vigie: Vigie, { id }: NoticeRow, recheck: Recheck): Promise<Location[]> {
  const rows = await vigie.db
    .selectFrom("notice_contents")
    .select("content_id")
    .where("notice_id", "=", id)
    .where("outcome", "is distinct from", "already_removed")
    .orderBy("position")
    .execute();
  const locations: Location[] = [];
  for (let at = 0; at < rows.length; at += looksAtOnce) {
    const looked = rows.slice(at, at + looksAtOnce).map(async ({ content_id: contentId }) => ({
      contentId,
      removed: (await outcomeOfLook(vigie, contentId, recheck)) === "removed",
    }));
    locations.push(...(await Promise.all(looked)));
  }
  return locations;
}

/** A look that breaks proves nothing: the location is notified. */
async function outcomeOfLook(vigie: Vigie, contentId: string, recheck: Recheck): ReturnType<Recheck> {
  try {
    return await recheck(vigie, { contentId });
  } catch (error) {
    vigie.log.warn(
      { contentId, ...failureFacts(error) },
      "a location could not be looked at before its notice",
    );
    return "not_checked";
  }
}

async function transmit(
  vigie: Vigie,
  notice: NoticeRow,
  locations: readonly Location[],
  random: () => number,
): Promise<NoticeDelivery> {
  const { db } = vigie;
  let transmitting = false;
  let outcome: ChannelOutcome;
  try {
    const outgoing = withoutRemoved(notice, locations);
    outcome = await machineChannel(notice.channel).deliver(vigie, outgoing, {
      beforeLastByte: async () => {
        await db.transaction().execute(async (trx) => {
          if (!(await mayStillNotify(trx, notice, "to_rely_on"))) throw new Abandoned("not_allowed");
          const { body } = outgoing;
          if (!(await moveNotice(trx, { id: notice.id, from: "queued" }, "transmitting", { body }))) {
            throw new Abandoned("moved");
          }
          await storeOutcomes(trx, notice, locations);
        });
        transmitting = true;
      },
    });
  } catch (error) {
    if (!(error instanceof Abandoned)) {
      // A delivery that throws never let the last byte go, even when the commit before it came through unheard.
      await persist(vigie, () => moveNotice(db, { id: notice.id, from: "transmitting" }, "queued"));
      if (await persist(vigie, () => giveUpThrowing(vigie, notice))) {
        vigie.log.error({ noticeId: notice.id, ...failureFacts(error) }, "a notice cannot be delivered");
        return { kind: "failed" };
      }
      throw error;
    }
    return error.message === "moved" ? { kind: "nothing_to_do" } : cancel(vigie, notice, "not_allowed");
  }
  const from = transmitting ? "transmitting" : "queued";
  return persist(vigie, () => conclude(vigie, notice, outcome, { from, random }));
}

const throwingTries = 10;

/**
 * Counts a try that threw: what no try can compose or commit would wait for ever, and nobody would know.
 * @returns whether it was one too many, and the notice has failed.
 */
async function giveUpThrowing({ db, clock }: Vigie, notice: NoticeRow): Promise<boolean> {
  const attempts = notice.attempts + 1;
  if (attempts < throwingTries) {
    await tryAgain(db, notice, "queued", { attempts, failure: notThrough });
    return false;
  }
  const failed = { from: "queued", failure: notThrough, why: "cannot_be_composed", at: clock.now() } as const;
  return db.transaction().execute((trx) => markFailed(trx, notice, failed));
}

const notThrough = "the notice could not be made ready; the log says why";

/** The notice without what is gone, in its text and beside it. */
function withoutRemoved(notice: NoticeRow, locations: readonly Location[]): OutgoingNotice {
  const { language } = notice;
  const positions = locations.flatMap(({ removed }, index) => (removed ? [index + 1] : []));
  const body = withoutLocations(notice.body, { language, positions: new Set(positions) });
  const places = readNotice(body, { language }).locations;
  const left = locations.filter(({ removed }) => !removed);
  return {
    ...notice,
    body,
    locations: left.map(({ contentId }, index) => ({ contentId, text: places[index] ?? "" })),
  };
}

async function storeOutcomes(
  trx: Kysely<Database>,
  { id }: NoticeRow,
  locations: readonly Location[],
): Promise<void> {
  const removed = locations.filter((location) => location.removed).map(({ contentId }) => contentId);
  await trx
    .updateTable("notice_contents")
    .set({
      outcome: sql`case when content_id = any(${removed}::uuid[]) then 'already_removed' else 'included' end`,
    })
    .where("notice_id", "=", id)
    .where("outcome", "is distinct from", "already_removed")
    .execute();
}

async function conclude(
  { db, clock, config }: Vigie,
  notice: NoticeRow,
  outcome: ChannelOutcome,
  { from, random }: { from: "queued" | "transmitting"; random: () => number },
): Promise<NoticeDelivery> {
  const at = clock.now();
  return db.transaction().execute(async (trx): Promise<NoticeDelivery> => {
    if (outcome.kind === "accepted") {
      const { reference } = outcome;
      // Another process may have found it in doubt meanwhile, after the database had restarted.
      const sent =
        (await markSent(trx, config, notice, { from: "transmitting", at, reference })) ||
        (await markSent(trx, config, notice, { from: "in_doubt", at, reference }));
      return { kind: sent ? "sent" : "nothing_to_do" };
    }
    if (outcome.kind === "in_doubt") {
      await markInDoubt(trx, notice, { at });
      return { kind: "in_doubt" };
    }
    const minutes =
      outcome.kind === "refused" && outcome.permanent
        ? null
        : minutesUntilNextTry(notice.attempts + 1, random());
    if (minutes === null) {
      const why = outcome.kind === "refused" ? "refused" : "unreachable";
      const failed = await markFailed(trx, notice, { from, failure: failureOf(outcome), why, at });
      return { kind: failed ? "failed" : "nothing_to_do" };
    }
    const next = { attempts: notice.attempts + 1, failure: failureOf(outcome) };
    const again = await tryAgain(trx, notice, from, next);
    if (!again) return { kind: "nothing_to_do" };
    await addJobs(trx, [orderDelivery(notice.id, new Date(at.getTime() + minutes * 60_000))]);
    return { kind: "retried" };
  });
}

/** It did not arrive, or may arrive twice: back to the queue, to be tried later. */
async function tryAgain(
  trx: Kysely<Database>,
  { id }: NoticeRow,
  from: NoticeStatus,
  set: { attempts: number; failure: string },
): Promise<boolean> {
  if (from !== "queued") return moveNotice(trx, { id, from }, "queued", set);
  const { numUpdatedRows } = await trx
    .updateTable("notices")
    .set(set)
    .where("id", "=", id)
    .where("status", "=", "queued")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function failureOf(outcome: Extract<ChannelOutcome, { kind: "refused" | "unreachable" }>): string {
  return outcome.kind === "refused" ? outcome.response : outcome.why;
}

async function cancel(vigie: Vigie, notice: NoticeRow, why: string): Promise<NoticeDelivery> {
  const at = vigie.clock.now();
  return vigie.db.transaction().execute(async (trx) => {
    if (!(await markCancelled(trx, notice, { from: "queued", why, at }))) return { kind: "nothing_to_do" };
    if (why === "already_removed") {
      await trx
        .updateTable("notice_contents")
        .set({ outcome: "already_removed" })
        .where("notice_id", "=", notice.id)
        .execute();
    }
    return { kind: "cancelled" };
  });
}

const persistTries = 6;

/**
 * What the recipient answered is known only here: while the database is away, keep trying for some seconds. After
 * that the notice stays `transmitting`, and is found in doubt.
 */
async function persist<Result>({ log }: Pick<Vigie, "log">, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === persistTries) throw error;
      log.warn({ attempt }, "the outcome of a notice could not be stored yet");
      await sleep(200 * 2 ** attempt);
    }
  }
}
