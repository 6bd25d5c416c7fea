import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { NoticeCaseFacts } from "./notice-rules.ts";

/** What a notice needs to know of its case. */
export interface NoticeCase extends NoticeCaseFacts {
  id: string;
  number: string;
}

/**
 * Reads the case, and holds it for the rest of the transaction where it is `to_rely_on`: where the last byte is let go,
 * no assessment slips in between.
 * @throws Refusal `case.unknown`
 */
export async function readNoticeCase(
  trx: Kysely<Database>,
  { caseId, held = "not" }: { caseId: string; held?: "not" | "to_rely_on" },
): Promise<NoticeCase> {
  let query = trx
    .selectFrom("cases")
    .select(["id", "number", "status", "handling", "private_reported", "minor_reported_at"])
    .where("id", "=", caseId);
  if (held === "to_rely_on") query = query.forShare();
  const row = await query.executeTakeFirst();
  if (!row) throw new Refusal("case.unknown");
  const assessment = await trx
    .selectFrom("assessments")
    .select(["at", "grounds", "manifest", "minor"])
    .where("case_id", "=", caseId)
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    handling: row.handling,
    privateReported: row.private_reported,
    minorReportedAt: row.minor_reported_at,
    assessment: assessment ?? null,
  };
}
