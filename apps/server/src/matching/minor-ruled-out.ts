import { sql } from "kysely";

/**
 * SQL, of the row of `cases`: its fingerprints may be compared, as far as the case is known. Nothing forbids to fetch, as
 * all that is about minors does, and where somebody said that a minor is concerned, the newest assessment says no since.
 */
export const minorRuledOut = sql<boolean>`(
  cases.handling <> 'no_fetch' and (cases.minor_reported_at is null or coalesce((
    select a.minor = 'no' and a.at >= cases.minor_reported_at
    from assessments a where a.case_id = cases.id order by a.at desc, a.id desc limit 1), false)))`;
