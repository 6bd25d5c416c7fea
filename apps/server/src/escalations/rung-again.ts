import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import type { Basis } from "./basis-rules.ts";
import { type LadderFacts, type NextRung, rungToday } from "./ladder-rules.ts";
import type { EscalationRow } from "./move-escalation.ts";
import { readBasis } from "./read-basis.ts";
import { readLadder } from "./read-ladder.ts";
import { pendingContents } from "./stuck-notices-queries.ts";

/** The rung of a stored escalation as it would be proposed today; null when it would not be. */
export async function rungAgain(
  trx: Kysely<Database>,
  vigie: Pick<Vigie, "clock" | "config">,
  { case_id: caseId, notice_id: noticeId, rung, because }: EscalationRow,
): Promise<{ next: NextRung; ladder: LadderFacts; basis: Basis } | null> {
  const contentIds = await pendingContents(trx, noticeId);
  if (contentIds.length === 0) return null;
  const ladder = await readLadder(trx, vigie, { noticeId, because, contentIds });
  const next = rungToday(rung, ladder);
  if (!next) return null;
  return { next, ladder, basis: await readBasis(trx, { caseId, rung, hosts: restingOn(next, ladder) }) };
}

/** The hosts on whose hosting a rung rests; a reminder, when it goes to whoever hosts. */
export function restingOn({ rung, contentIds }: NextRung, { notice, contents }: LadderFacts): string[] {
  const rests =
    rung === "host" ||
    rung === "upstream" ||
    rung === "registrar" ||
    (rung === "remind" && notice.kind === "host");
  const chosen = new Set(contentIds);
  return rests ? contents.flatMap(({ id, host }) => (chosen.has(id) && host !== null ? [host] : [])) : [];
}
