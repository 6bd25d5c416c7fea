import { type Kysely, type Migration, sql } from "kysely";

const statements = `
create table fingerprints (
  id uuid primary key,
  report_id uuid not null references reports on delete cascade,
  case_id uuid not null references cases on delete cascade,
  position integer not null,
  kind text not null check (kind in ('image','video')),
  -- the hashes, to a key derived from the keys folder: they are guarded like the picture
  sealed bytea not null,
  -- somebody under 18 may be shown: in no index and no bank
  minor boolean not null,
  created_at timestamptz not null,
  -- the transaction that changed it last, for indexes in memory
  xid xid8 not null default pg_current_xact_id()
);
comment on table fingerprints is 'purpose: what pictures and videos of a report are recognised by, made on the device; expiry: with the report, at once on withdrawal';
create index fingerprints_report on fingerprints (report_id);
create index fingerprints_case on fingerprints (case_id);
create index fingerprints_xid on fingerprints (xid);

create table banks (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  owner text not null,
  purpose text not null,
  provenance text not null check (provenance in ('device','list')),
  distance integer not null default 31 check (distance between 0 and 31),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  suspended_at timestamptz,
  suspended_why text,
  -- its entries are counted from here on: what they met before was looked at
  resumed_at timestamptz
);
comment on table banks is 'purpose: collections of fingerprints of one origin; expiry: expires_at, with all their entries';
create index banks_expiry on banks (expires_at);

create table bank_imports (
  id uuid primary key,
  bank_id uuid not null references banks on delete cascade,
  at timestamptz not null,
  source text not null,
  -- when the list was made, by whoever gives it
  dated timestamptz not null,
  -- the whole list: what it does not hold ends with it
  whole boolean not null,
  lines integer not null,
  taken integer not null,
  refused integer not null,
  status text not null check (status in ('applied','quarantined','rolled_back')),
  alarms text[] not null
);
comment on table bank_imports is 'purpose: lists that were read into a bank, so that one can be taken back; expiry: with the bank';
create index bank_imports_bank on bank_imports (bank_id, at);

create table bank_entries (
  id bigint primary key generated always as identity,
  bank_id uuid not null references banks on delete cascade,
  import_id uuid references bank_imports on delete cascade,
  -- the report it was given with; its withdrawal takes the entry along
  report_id uuid references reports on delete cascade,
  -- MAC over its hashes: one entry each
  once bytea not null,
  -- emptied on withdrawal: the row stays, so that no list brings the entry back
  sealed bytea not null,
  tags text[] not null,
  added_at timestamptz not null,
  withdrawn_at timestamptz,
  matches integer not null default 0,
  -- the whole list that held it last
  seen_in uuid,
  -- the whole list that did not hold it any more
  ended_by uuid references bank_imports on delete cascade,
  -- the transaction that added it or took it away, for indexes in memory
  xid xid8 not null default pg_current_xact_id()
);
comment on table bank_entries is 'purpose: fingerprints of a bank; expiry: with the bank, on withdrawal, or with their report';
create unique index bank_entries_once on bank_entries (once, bank_id) where ended_by is null;
create index bank_entries_import on bank_entries (import_id, id) where import_id is not null;
create index bank_entries_own on bank_entries (bank_id, id) where import_id is null;
create index bank_entries_ended on bank_entries (ended_by) where ended_by is not null;
create index bank_entries_changed on bank_entries (xid) where import_id is null or withdrawn_at is not null;
create index bank_entries_report on bank_entries (report_id) where report_id is not null;

create table withdrawn_hashes (
  bank_id uuid not null references banks on delete cascade,
  -- MAC over a single hash, or over all frames of a video
  mac bytea not null,
  primary key (bank_id, mac)
);
comment on table withdrawn_hashes is 'purpose: what was withdrawn from a bank, so that nothing that holds one of its hashes comes in again; expiry: with the bank';

create table matches (
  id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  fingerprint_id uuid not null references fingerprints on delete cascade,
  bank_entry_id bigint references bank_entries on delete cascade,
  other_fingerprint_id uuid references fingerprints on delete cascade,
  other_case_id uuid references cases on delete cascade,
  status text not null check (status in ('proposed','look','confirmed','refused')),
  method text not null check (method in ('exact','near','frames')),
  distance integer,
  second_distance integer,
  quality integer,
  turned text,
  at timestamptz not null,
  settled_at timestamptz,
  member_id uuid references members,
  check (num_nonnulls(bank_entry_id, other_fingerprint_id) = 1)
);
comment on table matches is 'purpose: fingerprints that met a bank or another case, for a person to settle; expiry: with either case';
create index matches_case on matches (case_id);
create index matches_other_case on matches (other_case_id) where other_case_id is not null;
create unique index matches_bank_once on matches (fingerprint_id, bank_entry_id) where bank_entry_id is not null;
create unique index matches_case_once on matches (fingerprint_id, other_fingerprint_id) where other_fingerprint_id is not null;

create index matches_bank_entry on matches (bank_entry_id, at) where bank_entry_id is not null;

create table index_removals (
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  fingerprint_id uuid,
  bank_entry_id bigint
);
comment on table index_removals is 'purpose: tells indexes in memory what was deleted; expiry: two days after';
create index index_removals_xid on index_removals (xid);

create function note_index_removal() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'fingerprints' then
    insert into index_removals (fingerprint_id) values (old.id);
  else
    insert into index_removals (bank_entry_id) values (old.id);
  end if;
  return null;
end $$;
create trigger fingerprints_removed after delete on fingerprints for each row execute function note_index_removal();
-- what came with a list goes with it, which the state of its import tells
create trigger bank_entries_removed after delete on bank_entries for each row
  when (old.import_id is null) execute function note_index_removal();

create table partners (
  id uuid primary key,
  name text not null unique,
  key_hash bytea not null unique,
  banks text[] not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);
comment on table partners is 'purpose: who may ask for matches, and in which banks; expiry: when the agreement ends, by a person';
`;

export const fingerprints: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
