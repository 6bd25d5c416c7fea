import { sql } from "kysely";
import type { Vigie } from "../vigie.ts";

/**
 * Takes fingerprints out of indexes and banks, with their matches, once their case is known to concern a minor: somebody
 * said so in a later report, or an assessment did. They stay with their report until it goes.
 */
export async function keepMinorsOut({ db }: Pick<Vigie, "db">): Promise<void> {
  await sql`
    with minors as (
      update fingerprints set minor = true, xid = pg_current_xact_id()
      from cases
      where cases.id = fingerprints.case_id and not fingerprints.minor
        and (cases.handling = 'no_fetch' or cases.minor_reported_at is not null)
      returning fingerprints.id, fingerprints.report_id
    ),
    entries as (
      delete from bank_entries where report_id in (select report_id from minors)
    )
    delete from matches
    where fingerprint_id in (select id from minors) or other_fingerprint_id in (select id from minors)`.execute(
    db,
  );
}
