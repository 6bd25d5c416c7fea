import type { Vigie } from "../vigie.ts";
import { refreshCases } from "./refresh-cases.ts";

const casesAtOnce = 200;
// A run leaves the rest to the next one: the worker has other things to do.
const mostBatches = 100;

/**
 * Recomputes the cases whose priority changes by itself: reports came that it does not count yet, their number fades, a
 * deadline nears. A case that thousands report is recomputed once a minute, not once a report. May run twice.
 */
export async function refreshPriorities(vigie: Pick<Vigie, "db" | "clock" | "intake">): Promise<void> {
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const due = await vigie.db
      .selectFrom("cases")
      .select("id")
      .where("priority_until", "<=", vigie.clock.now())
      .orderBy("priority_until")
      .limit(casesAtOnce)
      .execute();
    if (due.length > 0) await refreshCases(vigie, { caseIds: due.map(({ id }) => id) });
    if (due.length < casesAtOnce) return;
  }
}
