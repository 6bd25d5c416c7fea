import { createHash } from "node:crypto";
import type { EventDetails } from "./event-types.ts";

export interface SealableEvent {
  seq: number;
  at: Date;
  type: string;
  actor: string | null;
  case_id: string | null;
  content_id: string | null;
  report_id: string | null;
  subject_id: string | null;
  details: EventDetails;
}

/** The hash before the first event: 32 zero bytes. */
export const chainStart: Buffer = Buffer.alloc(32);

/**
 * Links one event to the chain: SHA-256 over the previous hash and the event written as a JSON array
 * with sorted detail keys. Anybody can recompute it from an export of the table.
 * @param number position in the chain, from 1 without gaps.
 * @returns 32 bytes.
 */
export function chainHash(previous: Buffer, number: number, event: SealableEvent): Buffer {
  const details = Object.entries(event.details).sort(([a], [b]) => (a < b ? -1 : 1));
  const line = JSON.stringify([
    number,
    event.seq,
    event.at.toISOString(),
    event.type,
    event.actor,
    event.case_id,
    event.content_id,
    event.report_id,
    event.subject_id,
    details,
  ]);
  return createHash("sha256").update(previous).update(line).digest();
}
