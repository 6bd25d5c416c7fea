import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { takeAutomaticallyJob } from "./jobs.ts";
import { keepEscalations } from "./keep-escalations.ts";
import { type Because, type LadderFacts, mayBeAutomatic, type NextRung, nextRung } from "./ladder-rules.ts";
import { readBasis } from "./read-basis.ts";
import { readLadder } from "./read-ladder.ts";
import { restingOn } from "./rung-again.ts";
import { stuckNotices, whyStuck } from "./stuck-notices-queries.ts";

const mostAtOnce = 500;

type Context = Pick<Vigie, "db" | "clock" | "config">;

/**
 * Proposes the next contact for each notice that led to nothing, and ends or holds what is open and was overtaken.
 * Running it again, or in several processes at once, changes nothing more.
 */
export async function proposeEscalations(vigie: Context): Promise<void> {
  await keepEscalations(vigie);
  const stuck = await stuckNotices(vigie.db, { at: vigie.clock.now(), limit: mostAtOnce });
  for (const { noticeId, caseId } of stuck) {
    await inTransaction(vigie.db, (trx) => proposeNext(trx, vigie, { noticeId, caseId }));
  }
}

async function proposeNext(
  trx: Kysely<Database>,
  vigie: Context,
  { noticeId, caseId }: { noticeId: string; caseId: string },
): Promise<void> {
  const at = vigie.clock.now();
  // Whoever writes a notice or assesses holds the case: the next turn sees what came of it.
  const held = await trx
    .selectFrom("cases")
    .select("id")
    .where("id", "=", caseId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  const stuck = held && (await whyStuck(trx, { noticeId, at }));
  if (!stuck) return;
  const ladder = await readLadder(trx, vigie, { noticeId, ...stuck });
  const next = nextRung(ladder);
  if (next) await store(trx, vigie, { noticeId, caseId, because: stuck.because, next, ladder, at });
}

interface Proposal {
  noticeId: string;
  caseId: string;
  because: Because;
  next: NextRung;
  ladder: LadderFacts;
  at: Date;
}

/** A rung that was superseded after the same notice is opened again. */
async function store(
  trx: Kysely<Database>,
  { config }: Context,
  { noticeId, caseId, because, next, ladder, at }: Proposal,
): Promise<void> {
  const { rung, to, authority, contentIds } = next;
  const automatic = config.escalate === "automatic" && mayBeAutomatic(next, ladder);
  const basis = await readBasis(trx, { caseId, rung, hosts: restingOn(next, ladder) });
  const values = {
    status: to === null ? ("held" as const) : ("proposed" as const),
    because,
    recipient: to && JSON.stringify(to),
    authority,
    content_ids: contentIds,
    basis: JSON.stringify(basis),
    held_why: to === null ? ("recipient_unknown" as const) : null,
    automatic,
    proposed_at: at,
    settled_at: null,
    member_id: null,
    taken_notice_id: null,
  };
  const stored = await trx
    .insertInto("escalations")
    .values({ id: newId(at.getTime()), case_id: caseId, notice_id: noticeId, rung, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(["notice_id", "rung"])
        .doUpdateSet(values)
        .where("escalations.status", "=", "superseded"),
    )
    .returning("id")
    .executeTakeFirst();
  if (!stored) return;
  await recordEvents(trx, [
    {
      type: "escalation.proposed",
      at,
      caseId,
      subjectId: stored.id,
      details: { rung, because, contents: contentIds.length, automatic },
    },
  ]);
  if (automatic) {
    await addJobs(trx, [
      {
        job: takeAutomaticallyJob,
        payload: { escalationId: stored.id },
        key: `${takeAutomaticallyJob.name}:${stored.id}`,
        runAt: new Date(at.getTime() + Math.random() * spreadMs),
      },
    ]);
  }
  await orderRefresh(trx, caseId);
}

// Deadlines pass together; what follows them should not arrive together. It also leaves a moment to step in.
const spreadMs = 10 * 60_000;
