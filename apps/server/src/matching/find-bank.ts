import { Refusal } from "@vigie/contract";
import type { Kysely, Selectable } from "kysely";
import type { Database } from "../db/schema.ts";

/** @throws Refusal `bank.unknown` */
export async function findBank(db: Kysely<Database>, slug: string): Promise<Selectable<Database["banks"]>> {
  const bank = await db.selectFrom("banks").selectAll().where("slug", "=", slug).executeTakeFirst();
  if (!bank) throw new Refusal("bank.unknown", { bank: slug });
  return bank;
}
