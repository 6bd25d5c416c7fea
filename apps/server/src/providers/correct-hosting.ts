import { type correctHostingBody, type HostingFinding, type HostingView, Refusal } from "@vigie/contract";
import type { z } from "zod";
import { recordEvents } from "../audit/record-event.ts";
import { allServices } from "../catalogue/installed-catalogue.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { parseMailAddress } from "../mail/mail-address.ts";
import type { Vigie } from "../vigie.ts";
import { hostedContent } from "./hosted-content.ts";
import { serviceNamed } from "./hosting-rules.ts";
import { hostingExpiry, hostingViewOf, lockHosting } from "./hostings-queries.ts";
import { lineOf } from "./loose-json.ts";
import { webAddressOf } from "./rdap-answers.ts";

/**
 * Sets by hand who is behind the host of a content, in one role; a correction without a name is taken back. It counts for
 * every content of this host, and in place of whatever is looked up.
 * @throws Refusal `content.unknown`, `content.lookup_forbidden`, `notice.recipient_invalid` for an address that no mail
 * can be sent to
 */
export async function correctHosting(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  {
    contentId,
    memberId,
    role,
    ...correction
  }: { contentId: string; memberId: string } & z.output<typeof correctHostingBody>,
): Promise<HostingView> {
  const at = clock.now();
  const finding = findingOf({ role, ...correction }, at);
  return inTransaction(db, async (trx) => {
    const { host, caseId } = await hostedContent(trx, contentId);
    if (host === null) throw new Refusal("content.lookup_forbidden");
    const kept = await lockHosting(trx, { host, expiresAt: hostingExpiry(at) });
    const others = kept.corrections.filter((known) => known.role !== role);
    const corrections = finding ? [...others, finding] : others;
    await trx
      .updateTable("hostings")
      .set({ corrections: JSON.stringify(corrections), expires_at: hostingExpiry(at) })
      .where("host", "=", kept.host)
      .execute();
    await recordEvents(trx, [
      {
        type: "host.corrected",
        at,
        actor: memberId,
        caseId,
        contentId,
        details: { role, takenBack: finding === null },
      },
    ]);
    return hostingViewOf({ ...kept, corrections });
  });
}

function findingOf(
  { role, name, email, url }: z.output<typeof correctHostingBody>,
  at: Date,
): HostingFinding | null {
  const shown = lineOf(name);
  if (shown === null) return null;
  const mail = email === null ? null : parseMailAddress(email);
  if (mail?.kind === "refused") throw new Refusal("notice.recipient_invalid");
  return {
    role,
    name: shown,
    service: serviceNamed(allServices(), shown)?.slug ?? null,
    email: mail?.address ?? null,
    url: webAddressOf(url),
    detail: null,
    source: "team",
    at: at.toISOString(),
  };
}
