import { type AssessCaseBody, type Handling, Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { findGround } from "../catalogue/installed-catalogue.ts";
import { openAddresses, sealAddresses } from "../contents/seal-addresses.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { startWatches, stopWatches } from "../watches/start-watches.ts";
import { changeCaseStatus } from "./change-case-status.ts";
import { handlingAfterAssessment, setHandling } from "./handling-of-case.ts";

/**
 * Qualifies a case in law. The grounds decide the handling, and the handling decides at once what may be
 * fetched: addresses are sealed or opened, watches start or stop, in the same transaction.
 * @throws Refusal `case.unknown`, `assessment.ground_unknown`; `session.locked` when an address must be
 * opened and the requester has not unlocked.
 */
export async function assessCase(
  vigie: Vigie,
  { caseId, assessment, requester }: { caseId: string; assessment: AssessCaseBody; requester: Requester },
): Promise<{ handling: Handling }> {
  for (const ground of assessment.grounds) {
    if (!findGround(ground)) throw new Refusal("assessment.ground_unknown", { ground });
  }
  const at = vigie.clock.now();
  return inTransaction(vigie.db, async (trx) => {
    const row = await trx
      .selectFrom("cases")
      .selectAll()
      .where("id", "=", caseId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new Refusal("case.unknown");
    const handling = handlingAfterAssessment(assessment, {
      privateReported: row.private_reported,
      minorReported: row.minor_reported_at !== null,
    });
    await trx
      .insertInto("assessments")
      .values({ id: newId(), case_id: caseId, member_id: requester.memberId, at, ...assessment })
      .execute();
    await trx
      .updateTable("cases")
      .set({ assessed_at: at, overdue: false })
      .where("id", "=", caseId)
      .execute();
    await recordEvents(trx, [
      {
        type: "case.assessed",
        at,
        actor: requester.memberId,
        caseId,
        details: {
          manifest: assessment.manifest,
          minor: assessment.minor,
          grounds: assessment.grounds.join(" "),
        },
      },
    ]);
    await setHandling(trx, { caseId, from: row.handling, to: handling, at, actor: requester.memberId });
    await applyHandling(trx, vigie, { caseId, handling, requester });
    await changeCaseStatus(trx, { caseId, to: "assessed", at, actor: requester.memberId });
    return { handling };
  });
}

async function applyHandling(
  trx: Kysely<Database>,
  vigie: Vigie,
  { caseId, handling, requester }: { caseId: string; handling: Handling; requester: Requester },
): Promise<void> {
  const at = vigie.clock.now();
  if (handling === "no_fetch") await sealAddresses(trx, vigie, { caseId });
  if (handling === "normal" || handling === "restricted") {
    await openAddresses(trx, { caseId, teamKey: () => requester.teamKey() });
    await startWatches(trx, { caseId, at });
  } else await stopWatches(trx, { caseId });
}
