import type { BankProvenance } from "@vigie/contract";
import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import type { Vigie } from "../vigie.ts";
import { nearDistance } from "./match-rules.ts";

interface NewBank {
  /** 1 to 40 of a-z, 0-9 and hyphens. */
  slug: string;
  name: string;
  owner: string;
  purpose: string;
  provenance: BankProvenance;
  /** With it go all entries. */
  expiresAt: Date;
  /** Bits of PDQ that count as near, 31 at most. */
  distance?: number;
}

const slugShape = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** @throws Refusal `bank.step_impossible` when the slug is taken; RangeError when a field cannot be used. */
export async function createBank(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { slug, name, owner, purpose, provenance, expiresAt, distance = nearDistance }: NewBank,
): Promise<{ bankId: string }> {
  const at = clock.now();
  if (!slugShape.test(slug)) throw new RangeError("A bank’s short name has 1 to 40 of a-z, 0-9 and hyphens.");
  if (![name, owner, purpose].every((text) => text.trim() !== "" && text.length <= 500)) {
    throw new RangeError("A bank has a name, an owner and a purpose, of 500 characters at most.");
  }
  if (!(expiresAt > at)) throw new RangeError("A bank expires at a date to come: --expires YYYY-MM-DD.");
  if (!Number.isInteger(distance) || distance < 0 || distance > nearDistance) {
    throw new RangeError(`A bank’s distance is 0 to ${nearDistance} bits.`);
  }
  return db.transaction().execute(async (trx) => {
    const bankId = newId();
    const made = await trx
      .insertInto("banks")
      .values({
        id: bankId,
        slug,
        name,
        owner,
        purpose,
        provenance,
        distance,
        created_at: at,
        expires_at: expiresAt,
        suspended_at: null,
        suspended_why: null,
      })
      .onConflict((conflict) => conflict.column("slug").doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows !== 1n) throw new Refusal("bank.step_impossible");
    await recordEvents(trx, [{ type: "bank.created", at, subjectId: bankId, details: { bank: slug } }]);
    return { bankId };
  });
}
