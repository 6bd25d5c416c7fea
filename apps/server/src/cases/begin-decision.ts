import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { formatTime } from "../i18n/format-time.ts";
import type { Vigie } from "../vigie.ts";
import type { CaseRow } from "./case-summary.ts";
import { holderOf } from "./claim-rules.ts";

/**
 * The first thing a decision about a case does, in its transaction: holds the case until it ends, refuses when somebody
 * else works on it or when it moved since it was read, and makes its version one more, so that whoever read it before
 * is refused. The machine (`memberId` null) is refused nothing.
 * @param seen `version` of the case as it was read; undefined: whoever decides does not say.
 * @returns the case as it was.
 * @throws Refusal `case.unknown`, `case.claimed_elsewhere`, `request.conflict`
 * @example const row = await beginDecision(trx, vigie, { caseId, memberId, seen: body.seen });
 */
export async function beginDecision(
  trx: Kysely<Database>,
  vigie: Pick<Vigie, "clock" | "config">,
  { caseId, memberId, seen }: { caseId: string; memberId: string | null; seen?: number | undefined },
): Promise<CaseRow> {
  const row = await trx
    .selectFrom("cases")
    .selectAll()
    .where("id", "=", caseId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal("case.unknown");
  const holder = holderOf(row, vigie.clock.now());
  if (memberId !== null && holder !== null && holder !== memberId) await refuseClaimed(trx, vigie, row);
  if (seen !== undefined && seen !== row.version) throw new Refusal("request.conflict");
  await trx
    .updateTable("cases")
    .set({ version: row.version + 1 })
    .where("id", "=", caseId)
    .execute();
  return row;
}

/** @throws Refusal `case.claimed_elsewhere`, with who has the case and until when. */
export async function refuseClaimed(
  trx: Kysely<Database>,
  { config }: Pick<Vigie, "config">,
  { claimed_by: holder, claimed_until: until }: Pick<CaseRow, "claimed_by" | "claimed_until">,
): Promise<never> {
  const member = await trx.selectFrom("members").select("name").where("id", "=", holder).executeTakeFirst();
  const at = until?.toISOString() ?? "";
  const { timeZone } = config.hotline;
  throw new Refusal("case.claimed_elsewhere", {
    name: member?.name ?? "",
    until: at,
    until_fr: formatTime(at, { language: "fr", timeZone }),
    until_en: formatTime(at, { language: "en", timeZone }),
  });
}
