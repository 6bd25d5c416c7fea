import { type Kysely, type Migration, sql } from "kysely";

const statements = `
create table exposure_ledger (
  -- in the order written, which clocks cannot change
  id bigint primary key generated always as identity,
  member_id uuid not null references members,
  -- clocks differ and are put right: at the earliest it began, at the latest it was over
  at timestamptz not null,
  ended_at timestamptz not null,
  -- the first reveal after the last break
  block_at timestamptz not null,
  granted_seconds int not null check (granted_seconds > 0),
  weighted_seconds int not null check (weighted_seconds >= granted_seconds),
  severity text not null check (severity in ('severe','other')),
  topic text not null,
  case_id uuid references cases on delete set null,
  check (block_at <= at and at < ended_at)
);
comment on table exposure_ledger is 'purpose: what a member had to look at, counted for their sake and read by them alone; expiry: 400 days after';
create index exposure_ledger_member on exposure_ledger (member_id, id);
create index exposure_ledger_ended on exposure_ledger (member_id, ended_at);
create index exposure_ledger_expiry on exposure_ledger (at);
create index exposure_ledger_case on exposure_ledger (case_id) where case_id is not null;

create table exposure_overrides (
  id uuid primary key,
  member_id uuid not null references members,
  reason text not null,
  requested_at timestamptz not null,
  granted_by uuid references members,
  -- when it was granted, and until when it lasts
  granted_at timestamptz,
  until timestamptz,
  check (num_nonnulls(granted_by, granted_at, until) in (0, 3)),
  check (granted_by <> member_id)
);
comment on table exposure_overrides is 'purpose: who asked to look on past a budget, why, and who granted it; expiry: 400 days after';
create index exposure_overrides_member on exposure_overrides (member_id, requested_at);
create index exposure_overrides_waiting on exposure_overrides (id) where granted_at is null;
create index exposure_overrides_expiry on exposure_overrides (requested_at);
`;

export const exposure: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
