import type { NoticeChannel, NotifierRecordView } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { findService } from "../catalogue/installed-catalogue.ts";
import type { Database } from "../db/schema.ts";

/**
 * What became of the notices that are still kept, by provider, ground and channel; a notice on two grounds counts under
 * each. Times are hours. A removal counts from the notice to the last of its locations that was proven removed.
 */
export async function readNotifierRecord(db: Kysely<Database>): Promise<NotifierRecordView> {
  const { rows } = await sql<RecordRow>`
    with removals as (
      select nc.notice_id, max(w.removed_at) as removed_at
      from notice_contents nc left join watches w on w.content_id = nc.content_id and w.status = 'removed'
      where nc.outcome is distinct from 'already_removed'
      group by nc.notice_id
      having count(*) = count(w.removed_at)
    ),
    told as (
      select n.id, n.provider, n.to_name, n.channel, n.channel_id, n.status, n.answer, n.created_at, unnest(n.grounds) as ground,
        extract(epoch from coalesce(n.acknowledged_at, n.decided_at) - n.sent_at) / 3600 as acknowledge,
        extract(epoch from n.decided_at - n.sent_at) / 3600 as decide,
        case when r.removed_at >= n.sent_at then extract(epoch from r.removed_at - n.sent_at) / 3600 end as removal
      from notices n left join removals r on r.notice_id = n.id
      where n.sent_at is not null or n.status = 'failed'
    )
    select provider, (array_agg(to_name order by created_at desc))[1] as to_name, ground, channel, channel_id,
      count(*)::int as sent,
      count(*) filter (where answer <> 'none')::int as acknowledged,
      count(*) filter (where answer = 'acted')::int as acted,
      count(*) filter (where answer = 'refused')::int as refused,
      count(*) filter (where answer not in ('acted', 'refused') and status <> 'failed')::int as undecided,
      count(*) filter (where status = 'failed')::int as failed,
      count(removal)::int as removed,
      ${hoursOf("acknowledge")} as hours_acknowledge,
      ${hoursOf("decide")} as hours_decide,
      ${hoursOf("removal")} as hours_removal
    from told
    group by provider, ground, channel, channel_id
    order by count(*) desc, provider, ground, channel, channel_id nulls first`.execute(db);
  return {
    rows: rows.map((row) => ({
      provider: row.provider,
      name: findService(row.provider)?.names[0] ?? (row.provider === "" ? row.to_name : row.provider),
      ground: row.ground,
      channel: row.channel,
      channelId: row.channel_id,
      sent: row.sent,
      acknowledged: row.acknowledged,
      acted: row.acted,
      refused: row.refused,
      undecided: row.undecided,
      failed: row.failed,
      removed: row.removed,
      precision: row.acted + row.refused === 0 ? null : row.acted / (row.acted + row.refused),
      hoursToAcknowledge: spread(row.hours_acknowledge),
      hoursToDecide: spread(row.hours_decide),
      hoursToRemoval: spread(row.hours_removal),
    })),
  };
}

interface RecordRow {
  provider: string;
  to_name: string;
  ground: string;
  channel: NoticeChannel;
  channel_id: string | null;
  sent: number;
  acknowledged: number;
  acted: number;
  refused: number;
  undecided: number;
  failed: number;
  removed: number;
  hours_acknowledge: number[] | null;
  hours_decide: number[] | null;
  hours_removal: number[] | null;
}

const hoursOf = (column: "acknowledge" | "decide" | "removal") =>
  sql`percentile_cont(array[0.5, 0.9]) within group (order by ${sql.ref(column)}::float8)`;

function spread(hours: readonly number[] | null): { median: number; p90: number } | null {
  const [median, p90] = hours ?? [];
  return median === undefined || p90 === undefined ? null : { median, p90 };
}

/** Decided notices by channel of the catalogue, for the choice of routes. */
export async function channelRecords(
  db: Kysely<Database>,
): Promise<Map<string, { decided: number; acted: number; hours: number }>> {
  const rows = await db
    .selectFrom("notices")
    .select(["channel_id"])
    .select(sql<number>`count(*)::int`.as("decided"))
    .select(sql<number>`count(*) filter (where answer = 'acted')::int`.as("acted"))
    .select(
      sql<number>`percentile_cont(0.5) within group (order by extract(epoch from decided_at - sent_at)::float8 / 3600)`.as(
        "hours",
      ),
    )
    .where("channel_id", "is not", null)
    .where("answer", "in", ["acted", "refused"])
    .where("decided_at", "is not", null)
    .where("sent_at", "is not", null)
    .groupBy("channel_id")
    .execute();
  return new Map(
    rows.flatMap(({ channel_id: id, decided, acted, hours }) =>
      id === null ? [] : [[id, { decided, acted, hours }] as const],
    ),
  );
}
