import type { EscalationView } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { whatChanged } from "./basis-rules.ts";
import type { EscalationRow } from "./move-escalation.ts";
import { readBasisAgain } from "./read-basis.ts";

/**
 * The escalations of a case, oldest first. One whose basis has changed is shown as held, whether or not the machine has
 * noticed; contents that are gone are left out of what is still open.
 */
export async function escalationViews(db: Kysely<Database>, caseId: string): Promise<EscalationView[]> {
  const rows = await db
    .selectFrom("escalations")
    .leftJoin("members", "members.id", "escalations.member_id")
    .selectAll("escalations")
    .select("members.name as by")
    .where("escalations.case_id", "=", caseId)
    .orderBy("escalations.proposed_at")
    .orderBy("escalations.id")
    .execute();
  const removed = await removedContents(db, rows);
  return Promise.all(
    rows.map(async (row) => {
      const isOpen = row.status === "proposed" || row.status === "held";
      return {
        id: row.id,
        noticeId: row.notice_id,
        rung: row.rung,
        because: row.because,
        to: row.recipient,
        authority: row.authority,
        contentIds: isOpen ? row.content_ids.filter((id) => !removed.has(id)) : row.content_ids,
        proposedAt: row.proposed_at.toISOString(),
        automatic: row.automatic,
        by: row.by,
        takenNoticeId: row.taken_notice_id,
        ...(await standing(db, row)),
      };
    }),
  );
}

async function removedContents(
  db: Kysely<Database>,
  rows: readonly EscalationRow[],
): Promise<ReadonlySet<string>> {
  const contentIds = rows.flatMap((row) => row.content_ids);
  if (contentIds.length === 0) return new Set();
  const removed = await db
    .selectFrom("watches")
    .select("content_id")
    .where("content_id", "in", contentIds)
    .where("status", "=", "removed")
    .execute();
  return new Set(removed.map((row) => row.content_id));
}

async function standing(
  db: Kysely<Database>,
  row: EscalationRow,
): Promise<Pick<EscalationView, "status" | "heldWhy" | "changed">> {
  const { status, held_why: heldWhy } = row;
  if (status !== "proposed" && status !== "held") return { status, heldWhy };
  const change = whatChanged(row.basis, await readBasisAgain(db, row));
  if (status === "proposed") return change ? { status: "held", ...change } : { status, heldWhy };
  return { status, heldWhy, ...(heldWhy === "host_changed" && change ? { changed: change.changed } : {}) };
}
