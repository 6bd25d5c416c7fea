import { type LinkStatus, Refusal, type SettleLinkBody } from "@vigie/contract";
import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
import type { Vigie } from "../vigie.ts";
import { mayBecomeLink } from "./link-transitions.ts";
import { isVisible } from "./linked-cases.ts";

/**
 * A person says whether two cases belong together. Both cases show it; no status, deadline or notice follows.
 * @throws Refusal `link.unknown`, also when the member may not see one of the cases; `request.conflict` when somebody
 * settled it since it was shown.
 */
export async function settleLink(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { linkId, memberId, outcome, seen }: SettleLinkBody & { linkId: string; memberId: string },
): Promise<void> {
  const at = clock.now();
  const to: LinkStatus = outcome === "confirm" ? "confirmed" : "refused";
  await inTransaction(db, async (trx) => {
    const link = await trx
      .selectFrom("links")
      .select(["status", "case_a", "case_b"])
      .where("id", "=", linkId)
      .forUpdate()
      .executeTakeFirst();
    if (!link) throw new Refusal("link.unknown");
    const cases = [link.case_a, link.case_b];
    const topics = await permittedTopics(trx, memberId);
    const hidden = await trx
      .selectFrom("cases")
      .select("id")
      .where("id", "in", cases)
      .where(sql<boolean>`not (${isVisible(topics)})`)
      .executeTakeFirst();
    if (hidden) throw new Refusal("link.unknown");
    if (link.status !== seen || !mayBecomeLink(link.status, to)) throw new Refusal("request.conflict");
    await trx
      .updateTable("links")
      .set({ status: to, settled_at: at, member_id: memberId })
      .where("id", "=", linkId)
      .execute();
    await recordEvents(
      trx,
      cases.map((caseId) => ({
        type: to === "confirmed" ? ("link.confirmed" as const) : ("link.refused" as const),
        at,
        actor: memberId,
        caseId,
        subjectId: linkId,
      })),
    );
  });
}
