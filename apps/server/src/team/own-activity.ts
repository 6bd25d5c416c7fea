import type { EventType, OwnActivityQuery, OwnActivityView } from "@vigie/contract";
import { sql } from "kysely";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { permittedTopics } from "./permitted-topics.ts";

interface Row {
  seq: number;
  at: Date;
  type: EventType;
  case_id: string | null;
  number: string | null;
}

/**
 * What a member did, newest first, one page. There is no such list of anybody else. A case that is gone, or was taken
 * from their topics, is not named.
 */
export async function ownActivity(
  { db, config }: Pick<Vigie, "db" | "config">,
  { requester, before, limit }: { requester: Pick<Requester, "memberId" | "role"> } & OwnActivityQuery,
): Promise<OwnActivityView> {
  const { memberId, role } = requester;
  const topics = await permittedTopics(db, memberId);
  const { rows } = await sql<Row>`
    select e.seq, e.at, e.type, c.id as case_id, c.number
    from events e
    left join cases c on c.id = e.case_id and ${role !== "observer"}
      and (${topics}::text[] is null or c.topics <@ ${topics}::text[])
    where e.actor = ${memberId} and (${before ?? null}::bigint is null or e.seq < ${before ?? null}::bigint)
    order by e.seq desc
    limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  return {
    events: page.map(({ seq, at, type, case_id, number }) => ({
      seq,
      at: at.toISOString(),
      type,
      caseId: case_id,
      caseNumber: number,
    })),
    next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
    timeZone: config.hotline.timeZone,
  };
}
