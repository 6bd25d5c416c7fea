import type { Handling, MinorAnswer } from "@vigie/contract";
import type { Kysely, Selectable } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { findGround } from "../catalogue/installed-catalogue.ts";
import type { Database } from "../db/schema.ts";
import { handlingOf } from "../grounds/handling-rules.ts";

export interface HandlingFacts {
  grounds: readonly string[];
  minor: MinorAnswer;
}

/** The handling a case has once it is assessed this way. @param row what its reporters said. */
export function handlingAfterAssessment(
  facts: HandlingFacts,
  row: Pick<Selectable<Database["cases"]>, "private_reported" | "minor_reported_at">,
): Handling {
  return handlingOf({
    assessed: true,
    grounds: facts.grounds.flatMap((slug) => findGround(slug)?.handling ?? []),
    minorMarked: facts.minor,
    minorReported: row.minor_reported_at !== null,
    privateReported: row.private_reported,
  });
}

/** Stores a handling that changed, with its event. */
export async function setHandling(
  trx: Kysely<Database>,
  {
    caseId,
    from,
    to,
    at,
    actor,
  }: { caseId: string; from: Handling; to: Handling; at: Date; actor: string | null },
): Promise<void> {
  if (from === to) return;
  await trx.updateTable("cases").set({ handling: to }).where("id", "=", caseId).execute();
  await recordEvents(trx, [{ type: "case.handling_changed", at, actor, caseId, details: { from, to } }]);
}
