import { Refusal } from "@vigie/contract";
import { type Kysely, type Selectable, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { orderMatchBank } from "./match-bank.ts";

export type BankAct =
  | { act: "suspend" | "resume" }
  | { act: "accept_import" | "roll_back"; importId: string };

/**
 * Suspends or resumes a bank, takes an import out of quarantine, or takes the newest one back.
 * @param actor null for the machine and the command line.
 * @throws Refusal `bank.unknown`, `bank.step_impossible`
 */
export async function changeBank(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { bankId, actor, ...asked }: { bankId: string; actor: string | null } & BankAct,
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    if ("importId" in asked) await changeImport(trx, { ...asked, bankId, at, actor });
    else if (asked.act === "resume") await resume(trx, { bankId, at, actor });
    else await suspend(trx, { bankId, at, actor });
  });
}

interface Change {
  bankId: string;
  at: Date;
  actor: string | null;
}

async function suspend(trx: Kysely<Database>, { bankId, at, actor }: Change): Promise<void> {
  const bank = await lockBank(trx, bankId);
  if (bank.suspended_at) throw new Refusal("bank.step_impossible");
  await trx
    .updateTable("banks")
    .set({ suspended_at: at, suspended_why: "by_a_person" })
    .where("id", "=", bankId)
    .execute();
  await recordEvents(trx, [
    { type: "bank.suspended", at, actor, subjectId: bankId, details: { bank: bank.slug } },
  ]);
}

async function resume(trx: Kysely<Database>, { bankId, at, actor }: Change): Promise<void> {
  const bank = await lockBank(trx, bankId);
  if (!bank.suspended_at) throw new Refusal("bank.step_impossible");
  await trx
    .updateTable("banks")
    .set({ suspended_at: null, suspended_why: null, resumed_at: at })
    .where("id", "=", bankId)
    .execute();
  await orderMatchBank(trx, { bankId });
  await recordEvents(trx, [
    { type: "bank.resumed", at, actor, subjectId: bankId, details: { bank: bank.slug } },
  ]);
}

async function changeImport(
  trx: Kysely<Database>,
  { bankId, at, actor, act, importId }: Change & { act: "accept_import" | "roll_back"; importId: string },
): Promise<void> {
  const bank = await lockBank(trx, bankId);
  const newest = await trx
    .selectFrom("bank_imports")
    .selectAll()
    .where("bank_id", "=", bankId)
    .where("status", "<>", "rolled_back")
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  // What came before it was built upon: one step back is exact, a step out of the middle is not.
  if (newest?.id !== importId) throw new Refusal("bank.step_impossible");
  const details = { bank: bank.slug, entries: newest.taken };
  if (act === "accept_import") {
    // A whole list of which a part was not read would end what stands in that part.
    const isCut =
      newest.alarms.includes("unfinished") || (newest.whole && newest.alarms.includes("too_many_lines"));
    if (newest.status !== "quarantined" || isCut) {
      throw new Refusal("bank.step_impossible");
    }
    await applyImport(trx, newest);
    await recordEvents(trx, [{ type: "bank.imported", at, actor, subjectId: bankId, details }]);
    return;
  }
  // A withdrawal outlives the list it came with.
  await sql`update bank_entries set import_id = null where import_id = ${importId} and withdrawn_at is not null`.execute(
    trx,
  );
  await trx.deleteFrom("bank_entries").where("import_id", "=", importId).execute();
  // Where the same entry stands by another row, that one stays.
  await sql`
    update bank_entries e set ended_by = null
    where ended_by = ${importId} and not exists (
      select from bank_entries s where s.bank_id = e.bank_id and s.once = e.once and s.ended_by is null)`.execute(
    trx,
  );
  await trx.updateTable("bank_imports").set({ status: "rolled_back" }).where("id", "=", importId).execute();
  if (newest.whole) await orderMatchBank(trx, { bankId });
  await recordEvents(trx, [{ type: "bank.rolled_back", at, actor, subjectId: bankId, details }]);
}

/** From now on its entries are found, and looked for among open cases; what a whole list does not hold any more is not. */
export async function applyImport(
  trx: Kysely<Database>,
  { id, bank_id: bankId, whole }: Pick<Selectable<Database["bank_imports"]>, "id" | "bank_id" | "whole">,
): Promise<void> {
  await trx.updateTable("bank_imports").set({ status: "applied" }).where("id", "=", id).execute();
  await orderMatchBank(trx, { bankId });
  if (!whole) return;
  await sql`
    update bank_entries set ended_by = ${id}
    where bank_id = ${bankId} and ended_by is null and withdrawn_at is null
      and import_id is distinct from ${id} and seen_in is distinct from ${id}`.execute(trx);
}

/**
 * What changes a bank and what adds to it wait for each other.
 * @throws Refusal `bank.unknown`
 */
export async function lockBank(
  trx: Kysely<Database>,
  bankId: string,
): Promise<Selectable<Database["banks"]>> {
  const bank = await trx
    .selectFrom("banks")
    .selectAll()
    .where("id", "=", bankId)
    .forUpdate()
    .executeTakeFirst();
  if (!bank) throw new Refusal("bank.unknown", { bank: bankId });
  return bank;
}
