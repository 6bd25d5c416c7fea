import type { EventType } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { EventDetails } from "./event-types.ts";

export interface NewEvent {
  type: EventType;
  at: Date;
  /** Member of the team; null for the machine and for reporters. */
  actor?: string | null;
  caseId?: string | null;
  contentId?: string | null;
  reportId?: string | null;
  /** Notice, referral, message, member: whatever the type is about. */
  subjectId?: string | null;
  details?: EventDetails;
}

/**
 * Writes events in the caller's transaction, in the order given.
 * Pass the transaction that makes the change, so that neither exists without the other.
 */
export async function recordEvents(trx: Kysely<Database>, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await trx
    .insertInto("events")
    .values(
      events.map((event) => ({
        type: event.type,
        at: event.at,
        actor: event.actor ?? null,
        case_id: event.caseId ?? null,
        content_id: event.contentId ?? null,
        report_id: event.reportId ?? null,
        subject_id: event.subjectId ?? null,
        details: JSON.stringify(event.details ?? {}),
      })),
    )
    .execute();
}
