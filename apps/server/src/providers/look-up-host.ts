import type { HostingView } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { allServices } from "../catalogue/installed-catalogue.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { askAboutHost } from "./ask-about-host.ts";
import { hostedContent } from "./hosted-content.ts";
import { factsOfWords, freshForMs, keepEarlier } from "./hosting-rules.ts";
import { hostingExpiry, hostingViewOf, keptHosting, lockHosting } from "./hostings-queries.ts";

type Context = Pick<Vigie, "db" | "clock" | "config" | "fetcher">;

/**
 * Finds out who is behind the host of a content. Somebody who asks again within the hour gets the same answer, and
 * nobody outside is asked.
 * @throws Refusal `content.unknown`, `content.lookup_forbidden` where the handling forbids it: then nobody was asked, or
 * nobody further, and nothing is kept.
 */
export async function lookUpHost(
  context: Context,
  { contentId, memberId }: { contentId: string; memberId: string },
): Promise<HostingView> {
  const { db, clock } = context;
  const { host, service } = await hostedContent(db, contentId);
  if (host === null)
    return { host: "", lookedUpAt: null, ...factsOfWords(service, allServices(), clock.now()) };
  const known = await keptHosting(db, host);
  const age = known?.lookedUpAt
    ? clock.now().getTime() - known.lookedUpAt.getTime()
    : Number.POSITIVE_INFINITY;
  if (known && age < freshForMs(known.problems)) return hostingViewOf(known);

  const found = await askAboutHost(context, { contentId, host: host.toLowerCase(), service });
  return inTransaction(db, async (trx) => {
    // Somebody may have said "under 18" while the answers were on their way: nothing of them is kept then.
    const content = await hostedContent(trx, contentId);
    const at = clock.now();
    const kept = await lockHosting(trx, { host, expiresAt: hostingExpiry(at) });
    const findings = keepEarlier(kept.findings, found, at);
    await trx
      .updateTable("hostings")
      .set({
        looked_up_at: at,
        findings: JSON.stringify(findings),
        problems: JSON.stringify(found.problems),
        expires_at: hostingExpiry(at),
      })
      .where("host", "=", kept.host)
      .execute();
    await recordEvents(trx, [
      {
        type: "host.looked_up",
        at,
        actor: memberId,
        caseId: content.caseId,
        contentId,
        details: { findings: found.findings.length, problems: found.problems.length },
      },
    ]);
    return hostingViewOf({ ...kept, lookedUpAt: at, findings, problems: found.problems });
  });
}
