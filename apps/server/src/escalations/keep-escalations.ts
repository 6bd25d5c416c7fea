import { type Kysely, sql } from "kysely";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { whatChanged } from "./basis-rules.ts";
import { lockEscalation, moveEscalation } from "./move-escalation.ts";
import { readBasisAgain } from "./read-basis.ts";
import { rungAgain } from "./rung-again.ts";
import { endedEscalations, hasEnded } from "./stuck-notices-queries.ts";

const mostAtOnce = 500;

type Context = Pick<Vigie, "db" | "clock" | "config">;

/**
 * Ends open escalations that have lost their reason, holds those whose basis changed, and completes those whose
 * recipient has become known.
 */
export async function keepEscalations(vigie: Context): Promise<void> {
  const { db } = vigie;
  for (const escalationId of await endedEscalations(db, { limit: mostAtOnce })) {
    await inTransaction(db, (trx) => end(trx, vigie, escalationId));
  }
  for (const row of await someOpen(db)) {
    if (whatChanged(row.basis, await readBasisAgain(db, row))) {
      await inTransaction(db, (trx) => review(trx, vigie, row.id));
    }
  }
}

async function end(trx: Kysely<Database>, { clock }: Context, escalationId: string): Promise<void> {
  const row = await lockEscalation(trx, escalationId);
  if (!(await hasEnded(trx, escalationId))) return;
  const details = { why: "superseded" };
  await moveEscalation(trx, row, { to: "superseded", at: clock.now(), actor: null, details });
}

/** A part of them where there are very many: whoever looks at one, or takes it, compares again. */
function someOpen(db: Kysely<Database>) {
  return db
    .selectFrom("escalations")
    .select(["id", "case_id", "rung", "basis"])
    .where((where) =>
      where.or([
        where("status", "=", "proposed"),
        where.and([where("status", "=", "held"), where("held_why", "=", "recipient_unknown")]),
      ]),
    )
    .orderBy(sql`random()`)
    .limit(mostAtOnce)
    .execute();
}

async function review(trx: Kysely<Database>, vigie: Context, escalationId: string): Promise<void> {
  const at = vigie.clock.now();
  const row = await lockEscalation(trx, escalationId);
  const change = whatChanged(row.basis, await readBasisAgain(trx, row));
  if (change === null) return;
  if (row.status === "proposed") {
    const { heldWhy } = change;
    await moveEscalation(trx, row, {
      to: "held",
      at,
      actor: null,
      details: { why: heldWhy },
      set: { held_why: heldWhy },
    });
    return;
  }
  if (row.status !== "held" || row.held_why !== "recipient_unknown") return;
  const again = await rungAgain(trx, vigie, row);
  if (again === null) {
    await moveEscalation(trx, row, { to: "superseded", at, actor: null, details: { why: "superseded" } });
  } else if (again.next.to !== null) {
    await moveEscalation(trx, row, { to: "proposed", at, actor: null, again });
  } else {
    await trx
      .updateTable("escalations")
      .set({ basis: JSON.stringify(again.basis) })
      .where("id", "=", row.id)
      .execute();
  }
}
