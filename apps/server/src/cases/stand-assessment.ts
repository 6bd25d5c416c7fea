import type { AssessCaseBody, Handling } from "@vigie/contract";
import type { Kysely, Selectable } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { findGround } from "../catalogue/installed-catalogue.ts";
import { openAddresses, sealAddresses } from "../contents/seal-addresses.ts";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/schema.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { startWatches, stopWatches } from "../watches/start-watches.ts";
import { changeCaseStatus } from "./change-case-status.ts";
import { handlingAfterAssessment, setHandling } from "./handling-of-case.ts";
import { topicsOf } from "./topic-rules.ts";

/**
 * Makes an assessment stand, with all its effects, in the caller's transaction.
 * @param row of the case, locked by the caller.
 * @param authorId who made it; `second` agreed, where two were asked for.
 */
export async function standAssessment(
  trx: Kysely<Database>,
  vigie: Vigie,
  {
    row,
    assessment,
    authorId,
    second,
    requester,
  }: {
    row: Selectable<Database["cases"]>;
    assessment: AssessCaseBody;
    authorId: string;
    second: string | null;
    requester: Requester;
  },
): Promise<Handling> {
  const caseId = row.id;
  const at = vigie.clock.now();
  const { grounds, manifest, minor, reasons, publicReasons = null, grade } = assessment;
  const handling = handlingAfterAssessment(assessment, row);
  // At once, and not with the next refresh: topics decide who may see the case.
  const topics = topicsOf({
    grounds: grounds.flatMap((slug) => findGround(slug)?.topics ?? []),
    concern: row.concern,
    minor: minor === "yes" || row.minor_reported_at !== null,
  });
  const id = newId();
  await trx
    .insertInto("assessments")
    .values({
      id,
      case_id: caseId,
      member_id: authorId,
      at,
      grounds,
      manifest,
      minor,
      reasons,
      public_reasons: publicReasons,
      grade: grade ? JSON.stringify(grade) : null,
      second_member_id: second,
      status_before: row.status,
    })
    .execute();
  await trx
    .updateTable("cases")
    .set({ assessed_at: at, overdue: false, topics })
    .where("id", "=", caseId)
    .execute();
  await recordEvents(trx, [
    {
      type: "case.assessed",
      at,
      actor: requester.memberId,
      caseId,
      subjectId: id,
      details: { manifest, minor, grounds: grounds.join(" "), two: second !== null },
    },
  ]);
  await applyHandling(trx, vigie, { caseId, from: row.handling, to: handling, at, requester });
  await changeCaseStatus(trx, { caseId, to: "assessed", at, actor: requester.memberId });
  return handling;
}

/**
 * Stores the handling of a case and does what follows: addresses are sealed or opened, watches start or stop.
 * @throws Refusal `session.locked` when an address must be opened and the requester has not unlocked.
 */
export async function applyHandling(
  trx: Kysely<Database>,
  vigie: Vigie,
  {
    caseId,
    from,
    to,
    at,
    requester,
  }: { caseId: string; from: Handling; to: Handling; at: Date; requester: Requester },
): Promise<void> {
  await setHandling(trx, { caseId, from, to, at, actor: requester.memberId });
  if (to === "no_fetch") await sealAddresses(trx, vigie, { caseId });
  if (to === "normal" || to === "restricted") {
    await openAddresses(trx, { caseId, teamKey: () => requester.teamKey() });
    await startWatches(trx, { caseId, at });
  } else await stopWatches(trx, { caseId });
}
