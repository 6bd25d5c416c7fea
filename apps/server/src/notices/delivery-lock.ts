import { withAdvisoryLock } from "../db/advisory-lock.ts";
import type { Vigie } from "../vigie.ts";

const noticeLocks = 7_210_502;

/**
 * Runs `work` while this process, and no other on the same database, holds the notice. The lock ends with the process,
 * however that ends: who gets it knows that nobody is sending.
 */
export async function withDeliveryLock<Result>(
  vigie: Pick<Vigie, "pool">,
  noticeId: string,
  work: () => Promise<Result>,
): Promise<Result | { kind: "held_elsewhere" }> {
  return withAdvisoryLock(vigie, { use: noticeLocks, id: noticeId }, work);
}
