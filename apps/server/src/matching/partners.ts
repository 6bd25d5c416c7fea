import { createHash, randomBytes } from "node:crypto";
import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import type { Vigie } from "../vigie.ts";
import { findBank } from "./find-bank.ts";

export interface Partner {
  partnerId: string;
  /** Short names of the banks it may ask. */
  banks: string[];
}

/**
 * Lets an organisation ask for matches in some banks.
 * @returns its key, which is kept nowhere: this is the only time it can be read.
 * @throws Refusal `bank.unknown`; RangeError when the name is taken or empty, or no bank is named.
 */
export async function addPartner(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { name, banks }: { name: string; banks: readonly string[] },
): Promise<{ key: string }> {
  if (name.trim() === "" || name.length > 200)
    throw new RangeError("A partner has a name of 200 characters at most.");
  if (banks.length === 0) throw new RangeError("Name the banks this partner may ask: --bank NAME.");
  const at = clock.now();
  const key = `vigie_${randomBytes(32).toString("base64url")}`;
  return db.transaction().execute(async (trx) => {
    for (const slug of banks) await findBank(trx, slug);
    const partnerId = newId();
    const made = await trx
      .insertInto("partners")
      .values({
        id: partnerId,
        name,
        key_hash: keyHash(key),
        banks: [...banks],
        created_at: at,
        disabled_at: null,
      })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows !== 1n) throw new RangeError("A partner of this name exists already.");
    await recordEvents(trx, [
      { type: "partner.added", at, subjectId: partnerId, details: { banks: banks.join(" ") } },
    ]);
    return { key };
  });
}

/** Its key opens nothing from the next request on. @returns false when there is no such partner, or none any more. */
export async function disablePartner(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { name }: { name: string },
): Promise<boolean> {
  const at = clock.now();
  return db.transaction().execute(async (trx) => {
    const disabled = await trx
      .updateTable("partners")
      .set({ disabled_at: at })
      .where("name", "=", name)
      .where("disabled_at", "is", null)
      .returning("id")
      .executeTakeFirst();
    if (!disabled) return false;
    await recordEvents(trx, [{ type: "partner.disabled", at, subjectId: disabled.id }]);
    return true;
  });
}

export async function listPartners({
  db,
}: Pick<Vigie, "db">): Promise<
  { name: string; banks: string[]; createdAt: Date; disabledAt: Date | null }[]
> {
  const rows = await db.selectFrom("partners").selectAll().orderBy("name").execute();
  return rows.map((row) => ({
    name: row.name,
    banks: row.banks,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  }));
}

/**
 * Who asks, by the header `Authorization: Bearer KEY`. A missing, an unknown and a disabled key are looked up alike.
 * @throws Refusal `match.key_refused`
 */
export async function partnerOf(
  { db }: Pick<Vigie, "db">,
  authorization: string | undefined,
): Promise<Partner> {
  const key = /^Bearer +(\S{1,200})$/i.exec(authorization ?? "")?.[1] ?? "";
  const row = await db
    .selectFrom("partners")
    .select(["id", "banks", "disabled_at"])
    .where("key_hash", "=", keyHash(key))
    .executeTakeFirst();
  if (!row || row.disabled_at) throw new Refusal("match.key_refused");
  return { partnerId: row.id, banks: row.banks };
}

// The key is 256 random bits: a slow hash would protect nothing more.
function keyHash(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
