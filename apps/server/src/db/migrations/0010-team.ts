import { type Kysely, type Migration, sql } from "kysely";

const statements = `
-- topics: what may be seen, null for all of it
alter table members add column topics text[];
-- known to the member alone: in no event, no log and no view of anybody else
alter table members add column opt_outs text[] not null default '{}';
alter table members add column languages_read text[] not null default '{}';
alter table members add column absent_from timestamptz;
alter table members add column absent_until timestamptz;
alter table members add column viewing jsonb not null default '{"usual":["grey"],"byTopic":{}}';
alter table members add constraint members_absence
  check (num_nonnulls(absent_from, absent_until) in (0, 2) and absent_from < absent_until);
alter table invitations add column topics text[];

create table passkeys (
  id uuid primary key,
  member_id uuid not null references members on delete cascade,
  credential_id text not null unique,
  public_key bytea not null,
  -- what the authenticator said last; one that does not grow is a copy, but for those that always say 0
  counter bigint not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
comment on table passkeys is 'purpose: keys by which members sign in without a password, public halves only; expiry: when removed, or when access ends';
create index passkeys_member on passkeys (member_id);

create table passkey_challenges (
  -- of the session that adds a passkey, or of the cookie of an attempt to sign in
  holder_hash bytea primary key,
  challenge text not null,
  expires_at timestamptz not null
);
comment on table passkey_challenges is 'purpose: what a passkey has to sign, once; expiry: expires_at';
create index passkey_challenges_expiry on passkey_challenges (expires_at);

create table handover_notes (
  id uuid primary key,
  member_id uuid not null references members,
  -- null: to the whole team
  to_member_id uuid references members,
  case_id uuid references cases on delete cascade,
  at timestamptz not null,
  expires_at timestamptz not null,
  text text not null
);
comment on table handover_notes is 'purpose: what one shift tells the next, never a reporter''s words; expiry: expires_at, or with its case';
create index handover_notes_newest on handover_notes (at desc, id desc);
create index handover_notes_expiry on handover_notes (expires_at);
create index handover_notes_case on handover_notes (case_id) where case_id is not null;

create table handover_reads (
  note_id uuid not null references handover_notes on delete cascade,
  member_id uuid not null references members,
  primary key (note_id, member_id)
);
comment on table handover_reads is 'purpose: who has read a handover note, so that it is shown once; expiry: with the note';

-- somebody's own activity, newest first
create index events_actor on events (actor, seq) where actor is not null;
`;

/** The team: permissions by topic, own settings, absence, passkeys, handover notes. */
export const team: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
