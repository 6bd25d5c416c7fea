import type { Rung } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { readNoticeCase } from "../notices/notice-case.ts";
import { noticeHindrance } from "../notices/notice-rules.ts";
import { hostingOf } from "../providers/hostings-queries.ts";
import { type Basis, basisOf, hostingRoleOf, hostsOf, partyOf } from "./basis-rules.ts";
import { isNoticeRung } from "./ladder-rules.ts";

/**
 * What a rung rests on as things are now. An act of a person towards an authority rests on nothing that could change.
 * @param hosts those whose hosting counts.
 */
export async function readBasis(
  db: Kysely<Database>,
  { caseId, rung, hosts }: { caseId: string; rung: Rung; hosts: readonly string[] },
): Promise<Basis> {
  if (!isNoticeRung(rung)) return {};
  const noticeCase = await readNoticeCase(db, { caseId });
  const { count } = await db
    .selectFrom("referrals")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("case_id", "=", caseId)
    .where("filed_at", "is not", null)
    .executeTakeFirstOrThrow();
  const named = await Promise.all(
    hosts.map(async (host) => {
      const findings = (await hostingOf(db, host))?.findings ?? [];
      return [host, partyOf(findings, hostingRoleOf(rung))] as const;
    }),
  );
  return basisOf(
    { handling: noticeCase.handling, hindrance: noticeHindrance(noticeCase), referrals: Number(count) },
    new Map(named),
  );
}

/** The basis of a stored escalation, read again. */
export function readBasisAgain(
  db: Kysely<Database>,
  { case_id: caseId, rung, basis }: { case_id: string; rung: Rung; basis: Basis },
): Promise<Basis> {
  return readBasis(db, { caseId, rung, hosts: hostsOf(basis) });
}
