import { type RawBuilder, sql } from "kysely";

/** So many reports of a case are shown, and opened, at once. */
export const reportsAtOnce = 500;

/**
 * The reports of a case that are shown, as rows of (id, written_at): those whose reporter wrote most recently come
 * before all others, then the newest. `written_at` is null where the reporter wrote nothing.
 */
export function reportsOfCase(caseId: string): RawBuilder<{ id: string; written_at: Date | null }> {
  return sql`
    select r.id, w.written_at
    from reports r
    left join lateral (
      select max(m.at) as written_at from messages m where m.report_id = r.id and m.sender = 'reporter'
    ) w on true
    where r.id in (select rc.report_id from report_contents rc join contents c on c.id = rc.content_id
      where c.case_id = ${caseId})
    order by w.written_at desc nulls last, r.received_at desc, r.id limit ${reportsAtOnce}`;
}
