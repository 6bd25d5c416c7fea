import type { Language } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import type { Database } from "../db/schema.ts";

export interface RecipientCorrection {
  host: string;
  name: string;
  /** As `parseMailAddress` gave it. */
  email: string;
  language: Language;
  memberId: string;
  caseId: string;
  at: Date;
}

/** Keeps a recipient that a person typed for a host, so that nobody types it twice. The event says only that it changed. */
export async function rememberRecipient(
  trx: Kysely<Database>,
  { host, name, email, language, memberId, caseId, at }: RecipientCorrection,
): Promise<void> {
  if (host === "") return;
  const row = { host: host.toLowerCase(), name, email, language, updated_at: at };
  const known = await trx
    .selectFrom("recipients")
    .selectAll()
    .where("host", "=", row.host)
    .executeTakeFirst();
  if (known?.name === name && known.email === email && known.language === language) return;
  await trx
    .insertInto("recipients")
    .values(row)
    .onConflict((conflict) => conflict.column("host").doUpdateSet({ name, email, language, updated_at: at }))
    .execute();
  await recordEvents(trx, [
    { type: "recipient.corrected", at, actor: memberId, caseId, details: { known: known !== undefined } },
  ]);
}
