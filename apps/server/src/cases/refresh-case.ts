import type { NoticeStatus } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { sealAddresses } from "../contents/seal-addresses.ts";
import type { Database } from "../db/schema.ts";
import { findGround } from "../grounds/grounds-catalogue.ts";
import type { Vigie } from "../vigie.ts";
import { hurryWatch } from "../watches/hurry-watch.ts";
import { concernUrgency, mostUrgent, nextStepOf, priorityOf, reopens } from "./case-rules.ts";
import { searchTextOf } from "./search-rules.ts";

/**
 * Recomputes what the list shows of a case from what hangs on it. Running it again changes nothing.
 * A closed case that is reported again reopens once its verdict is old, or at once for an address nobody has
 * examined; a removed one is looked at again.
 */
export async function refreshCase(
  { db, clock, intake }: Pick<Vigie, "db" | "clock" | "intake">,
  { caseId }: { caseId: string },
): Promise<void> {
  const now = clock.now();
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom("cases")
      .selectAll()
      .where("id", "=", caseId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return;
    // Addresses that joined after the case was found to concern a minor came in readable.
    if (row.handling === "no_fetch") await sealAddresses(trx, { intake }, { caseId });
    const facts = await readFacts(trx, caseId);

    const closedAgo = row.closed_at ?? now;
    const joinedSince = (at: Date) => facts.contents.some((content) => new Date(content.created_at) > at);
    const reopen =
      row.status === "closed" &&
      row.last_reported_at > closedAgo &&
      (reopens({ closedAt: closedAgo, now }) || joinedSince(closedAgo));
    const status = reopen ? "received" : row.status;
    if (reopen) {
      await recordEvents(trx, [
        { type: "case.status_changed", at: now, caseId, details: { from: "closed", to: "received" } },
      ]);
    }
    if (status === "removed") {
      await hurryWatch(trx, { contentIds: facts.contents.map((content) => content.id), at: now });
    }

    const grounds = facts.grounds.flatMap((slug) => findGround(slug) ?? []);
    const urgency =
      mostUrgent(grounds.map((ground) => ground.urgency)) ??
      concernUrgency(row.concern, row.minor_reported_at !== null);
    const overdue = row.overdue && ["notified", "referred", "returned"].includes(status);
    await trx
      .updateTable("cases")
      .set({
        status,
        urgency,
        overdue,
        priority: priorityOf({ urgency, overdue }),
        contents_count: facts.contents.length,
        hosts: [...new Set(facts.contents.flatMap((content) => content.host ?? []))],
        search_text: searchTextOf([
          row.number,
          ...facts.contents.flatMap((content) => [content.key, content.readable_url, content.service]),
          ...facts.notes,
        ]),
        next_step: nextStepOf({
          status,
          handling: row.handling,
          privateReported: row.private_reported,
          reassess:
            row.assessed_at !== null &&
            (joinedSince(row.assessed_at) ||
              (row.minor_reported_at !== null &&
                row.minor_reported_at > row.assessed_at &&
                row.handling === "unknown")),
          overdue,
          noticeFailed: facts.notices.some((notice) => notice === "failed" || notice === "in_doubt"),
          noticePending: facts.notices.some((notice) => notice === "queued" || notice === "transmitting"),
          referralPrepared: facts.referral_prepared,
          unread: row.unread_count,
        }),
      })
      .where("id", "=", caseId)
      .execute();
  });
}

interface CaseFacts {
  contents: {
    id: string;
    key: string | null;
    readable_url: string | null;
    host: string | null;
    service: string | null;
    created_at: string;
  }[];
  notes: string[];
  /** Of the newest assessment. */
  grounds: string[];
  notices: NoticeStatus[];
  referral_prepared: boolean;
}

/** What hangs on a case, in one round trip. */
async function readFacts(trx: Kysely<Database>, caseId: string): Promise<CaseFacts> {
  const { rows } = await sql<CaseFacts>`
    select
      coalesce((select json_agg(json_build_object('id', c.id, 'key', c.key, 'readable_url', c.readable_url,
        'host', c.host, 'service', c.service, 'created_at', c.created_at) order by c.created_at)
        from contents c where c.case_id = ${caseId}), '[]') as contents,
      coalesce((select json_agg(n.text) from notes n where n.case_id = ${caseId}), '[]') as notes,
      coalesce((select to_json(a.grounds) from assessments a where a.case_id = ${caseId}
        order by a.at desc limit 1), '[]') as grounds,
      coalesce((select json_agg(n.status) from notices n where n.case_id = ${caseId}), '[]') as notices,
      exists (select 1 from referrals r where r.case_id = ${caseId} and r.status = 'prepared') as referral_prepared`.execute(
    trx,
  );
  const [facts] = rows;
  if (!facts) throw new Error("a select without a table gave no row");
  return facts;
}
