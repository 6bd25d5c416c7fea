import { type Kysely, type Migration, sql } from "kysely";

const statements = `
alter table fingerprints
  -- somebody else said that a minor is concerned: out of index, banks and matches until an assessment says
  add column set_aside_at timestamptz,
  add constraint fingerprints_set_aside_check check (set_aside_at is null or minor);
create index fingerprints_set_aside on fingerprints (case_id) where set_aside_at is not null;

alter table bank_entries
  -- it suddenly matched everything: matches nothing until a person releases it
  add column suspended_at timestamptz,
  -- what it met before was looked at
  add column released_at timestamptz,
  -- with the fingerprints of its report
  add column set_aside_at timestamptz;
create index bank_entries_suspended on bank_entries (bank_id, suspended_at) where suspended_at is not null;
drop index bank_entries_changed;
create index bank_entries_changed on bank_entries (xid)
  where import_id is null or withdrawn_at is not null or suspended_at is not null or released_at is not null;

alter table matches
  -- with the fingerprints or the entry it is of: shown to nobody
  add column set_aside_at timestamptz;
create index matches_other_fingerprint on matches (other_fingerprint_id) where other_fingerprint_id is not null;
`;

export const heldFingerprints: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
