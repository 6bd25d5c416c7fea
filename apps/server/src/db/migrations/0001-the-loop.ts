import { type Kysely, type Migration, sql } from "kysely";

// Every table says its purpose and what ends its rows: `vigie doctor` reads these comments.
const statements = `
create extension if not exists pg_trgm;

create table installation (
  id smallint primary key default 1 check (id = 1),
  team_public_key bytea not null,
  keys_fingerprint text not null,
  created_at timestamptz not null default now()
);
comment on table installation is 'purpose: which keys belong to this database; expiry: never, one row';

create table members (
  id uuid primary key,
  name text not null,
  name_key text not null unique,
  role text not null check (role in ('analyst','reviewer','manager','admin','observer')),
  language text not null check (language in ('fr','en')),
  password_hash text not null,
  totp_sealed bytea not null,
  totp_last_step bigint not null default 0,
  failed_attempts int not null default 0,
  blocked_until timestamptz,
  team_key_wrapped bytea,
  active boolean not null default true,
  joined_at timestamptz not null
);
comment on table members is 'purpose: our own people; expiry: kept while history names them, secrets erased when access ends';

create table sessions (
  token_hash bytea primary key,
  member_id uuid not null references members on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  team_key_wrapped bytea
);
comment on table sessions is 'purpose: who is signed in; expiry: expires_at';
create index sessions_member on sessions (member_id);

create table invitations (
  token_hash bytea primary key,
  name text,
  role text not null,
  totp_sealed bytea not null,
  team_key_wrapped bytea,
  first boolean not null default false,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table invitations is 'purpose: links that create an account; expiry: expires_at';

create sequence case_numbers;

create table cases (
  id uuid primary key,
  number text not null unique,
  status text not null check (status in ('received','assessed','notified','referred','removed','returned','closed')),
  handling text not null check (handling in ('unknown','no_fetch','restricted','normal')),
  concern text,
  urgency text not null check (urgency in ('P0','P1','P2','P3','P4')),
  next_step text not null check (next_step in ('assess','notify','refer','wait','escalate','answer','close','none')),
  reports_count int not null default 0,
  contents_count int not null default 0,
  unread_count int not null default 0,
  first_reported_at timestamptz not null,
  last_reported_at timestamptz not null,
  minor_reported_at timestamptz,
  private_reported boolean not null default false,
  assessed_at timestamptz,
  due_at timestamptz,
  overdue boolean not null default false,
  closed_reason text,
  closed_at timestamptz,
  hosts text[] not null default '{}',
  search_text text not null default '',
  priority int not null default 0,
  expires_at timestamptz not null
);
comment on table cases is 'purpose: contents that belong together; expiry: expires_at, and all that hangs on the case with it';
-- the desk's list: most urgent first, oldest first among equals
create index cases_queue on cases ((-priority), first_reported_at, id);
create index cases_open_queue on cases ((-priority), first_reported_at, id) where status not in ('closed','removed');
-- the desk's search over locations, hosts and notes
create index cases_search on cases using gin (search_text gin_trgm_ops);
create index cases_expiry on cases (expires_at);
-- the deadline pass
create index cases_due on cases (due_at) where due_at is not null and not overdue;

create table counters (
  name text primary key,
  value bigint not null
);
comment on table counters is 'purpose: exact totals without counting rows; expiry: never, figures only';
insert into counters values ('cases_total', 0), ('cases_open', 0);

create function count_cases() returns trigger language plpgsql as $$
declare total int := 0; opened int := 0;
begin
  if tg_op = 'INSERT' then
    select count(*), count(*) filter (where status not in ('closed','removed')) into total, opened from new_rows;
  elsif tg_op = 'DELETE' then
    select -count(*), -count(*) filter (where status not in ('closed','removed')) into total, opened from old_rows;
  else
    select coalesce(sum((n.status not in ('closed','removed'))::int - (o.status not in ('closed','removed'))::int), 0)
      into opened from new_rows n join old_rows o using (id);
  end if;
  if total <> 0 then update counters set value = value + total where name = 'cases_total'; end if;
  if opened <> 0 then update counters set value = value + opened where name = 'cases_open'; end if;
  return null;
end $$;
create trigger cases_counted_insert after insert on cases referencing new table as new_rows
  for each statement execute function count_cases();
create trigger cases_counted_delete after delete on cases referencing old table as old_rows
  for each statement execute function count_cases();
create trigger cases_counted_update after update on cases referencing new table as new_rows old table as old_rows
  for each statement execute function count_cases();

create table contents (
  id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  kind text not null check (kind in ('url','words')),
  key_mac bytea not null unique,
  key text,
  url text,
  readable_url text,
  host text,
  domain text,
  service text,
  object text,
  address_sealed bytea,
  minor_reported boolean not null default false,
  private_reported boolean not null default false,
  reports_count int not null default 0,
  created_at timestamptz not null,
  check ((address_sealed is null) <> (url is null))
);
comment on table contents is 'purpose: one row per canonical address; expiry: with its case';
create index contents_case on contents (case_id);

create table reports (
  id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  received_at timestamptz not null,
  source text not null check (source in ('page','api')),
  language text not null,
  concern text,
  minor boolean not null,
  private boolean not null,
  words_sealed bytea,
  contact_sealed bytea,
  contact_told_at timestamptz,
  receipt_lookup bytea unique,
  thread_key bytea,
  idempotency_mac bytea unique,
  idempotency_body_mac bytea,
  receipt_replay bytea,
  withdrawn_at timestamptz
);
comment on table reports is 'purpose: what a reporter sent, sealed; expiry: with its case, words at once on withdrawal';
create index reports_case on reports (case_id);
create index reports_replay on reports (received_at) where receipt_replay is not null;

create table report_contents (
  report_id uuid not null references reports on delete cascade,
  position int not null,
  content_id uuid not null references contents on delete cascade,
  primary key (report_id, position)
);
comment on table report_contents is 'purpose: which locations a report names; expiry: with its report';
create index report_contents_content on report_contents (content_id);

create table messages (
  id uuid primary key,
  report_id uuid not null references reports on delete cascade,
  sender text not null check (sender in ('reporter','hotline')),
  at timestamptz not null,
  sealed bytea not null
);
comment on table messages is 'purpose: the conversation under a receipt, sealed; expiry: with its report';
create index messages_report on messages (report_id, at);

create table assessments (
  id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  member_id uuid not null references members,
  at timestamptz not null,
  grounds text[] not null,
  manifest text not null,
  minor text not null,
  reasons text not null
);
comment on table assessments is 'purpose: a case qualified in law, and why; expiry: with its case';
create index assessments_case on assessments (case_id, at);

create table recipients (
  host text primary key,
  name text not null,
  email text not null,
  language text not null,
  updated_at timestamptz not null
);
comment on table recipients is 'purpose: who answers for a host, as the team corrected it; expiry: never, business contacts only';

create table notices (
  id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  member_id uuid not null references members,
  status text not null check (status in ('queued','transmitting','sent','in_doubt','failed','cancelled')),
  to_name text not null,
  to_email text not null,
  language text not null,
  explanation text not null,
  grounds text[] not null,
  subject text not null,
  body text not null,
  message_id text not null unique,
  attempts int not null default 0,
  failure text,
  created_at timestamptz not null,
  sent_at timestamptz
);
comment on table notices is 'purpose: DSA Art. 16 notices as sent; expiry: with the case';
create index notices_case on notices (case_id);
create index notices_unsettled on notices (status) where status in ('queued','transmitting');

create table notice_contents (
  notice_id uuid not null references notices on delete cascade,
  content_id uuid not null references contents on delete cascade,
  position int not null,
  outcome text check (outcome in ('included','already_removed')),
  primary key (notice_id, content_id)
);
comment on table notice_contents is 'purpose: locations of a notice; expiry: with the notice';
create index notice_contents_content on notice_contents (content_id);

create table referrals (
  id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  member_id uuid not null references members,
  authority text not null,
  status text not null check (status in ('prepared','filed','acknowledged','acted','refused')),
  reference text,
  note text,
  created_at timestamptz not null,
  filed_at timestamptz,
  answered_at timestamptz
);
comment on table referrals is 'purpose: what was passed to an authority and what it answered; expiry: with the case';
create index referrals_case on referrals (case_id);

create table notes (
  id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  member_id uuid not null references members,
  at timestamptz not null,
  text text not null
);
comment on table notes is 'purpose: internal notes of the team; expiry: with the case';
create index notes_case on notes (case_id, at);

create table watches (
  content_id uuid primary key references contents on delete cascade,
  status text not null check (status in ('waiting','watching','removal_seen','removed','returned','stopped')),
  started_at timestamptz not null,
  last_verdict text,
  last_check_at timestamptz,
  next_check_at timestamptz,
  -- the checks that found it gone since it was last seen: at most one of each kind
  removal_sights jsonb not null default '[]',
  removed_at timestamptz,
  leased_until timestamptz
);
comment on table watches is 'purpose: when each location is looked at next; expiry: with its content';
-- the scheduler takes what is due
create index watches_due on watches (next_check_at) where next_check_at is not null;

create table checks (
  id uuid primary key,
  content_id uuid not null references contents on delete cascade,
  at timestamptz not null,
  verdict text not null,
  reasons text[] not null,
  http_status int,
  headers jsonb,
  final_url text,
  body_sha256 bytea,
  proof boolean not null default false
);
comment on table checks is 'purpose: what each look saw, and the proof of a removal; expiry: with its content';
create index checks_content on checks (content_id, at desc);

create table events (
  seq bigint generated always as identity primary key,
  -- which transaction wrote it: the sealer takes only what no open transaction can still precede
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  type text not null,
  actor uuid,
  case_id uuid,
  content_id uuid,
  report_id uuid,
  subject_id uuid,
  details jsonb not null default '{}'
);
comment on table events is 'purpose: everything that happened, without words, addresses or names; expiry: never, it is the account of the work';
create index events_sealing on events (xid, seq);
create index events_case on events (case_id, seq) where case_id is not null;
-- a location's own events, for its receipt
create index events_content on events (content_id, seq) where content_id is not null;
create index events_type on events (type, at);

create function events_are_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the event log is append-only' using errcode = '23514';
end $$;
create trigger events_append_only before update or delete on events
  for each row execute function events_are_append_only();
create trigger events_not_truncated before truncate on events
  for each statement execute function events_are_append_only();

create table event_chain (
  number bigint primary key,
  event_seq bigint not null unique references events,
  hash bytea not null
);
comment on table event_chain is 'purpose: hash chain over the events, in sealed order; expiry: never';
create trigger event_chain_append_only before update or delete on event_chain
  for each row execute function events_are_append_only();
create trigger event_chain_not_truncated before truncate on event_chain
  for each statement execute function events_are_append_only();

create table event_sealing (
  id smallint primary key default 1 check (id = 1),
  last_number bigint not null,
  last_hash bytea not null,
  last_xid xid8 not null,
  last_seq bigint not null,
  -- events up to here came with a restored dump: their transaction numbers mean nothing in this cluster
  restored_before bigint not null default 0
);
comment on table event_sealing is 'purpose: where the sealer stands; expiry: never, one row';
insert into event_sealing values (1, 0, decode(repeat('00', 32), 'hex'), '0', 0);

create table event_checkpoints (
  number bigint primary key references event_chain,
  hash bytea not null,
  at timestamptz not null
);
comment on table event_checkpoints is 'purpose: published heads of the chain; expiry: never';

create table worker_pools (
  pool_id text primary key,
  process_key bigint not null,
  started_at timestamptz not null
);
comment on table worker_pools is 'purpose: which process holds which job locks; expiry: when the process is gone';
`;

export const theLoop: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
