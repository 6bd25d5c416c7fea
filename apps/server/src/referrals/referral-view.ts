import type { ReferralView } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { findAuthority } from "./authorities-catalogue.ts";

/** The referrals of a case as the desk shows them, oldest first. */
export async function referralViews(db: Kysely<Database>, caseId: string): Promise<ReferralView[]> {
  const rows = await db
    .selectFrom("referrals")
    .innerJoin("members", "members.id", "referrals.member_id")
    .selectAll("referrals")
    .select("members.name as by")
    .where("referrals.case_id", "=", caseId)
    .orderBy("referrals.created_at")
    .orderBy("referrals.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    // One that left the catalogue keeps its slug as its name.
    authority: findAuthority(row.authority) ?? {
      slug: row.authority,
      name: row.authority,
      country: "",
      url: null,
      confidence: "low",
    },
    reference: row.reference,
    filedAt: row.filed_at?.toISOString() ?? null,
    answeredAt: row.answered_at?.toISOString() ?? null,
    note: row.note,
    createdAt: row.created_at.toISOString(),
    by: row.by,
  }));
}
