import { type Kysely, type Migration, sql } from "kysely";

const statements = `
alter table notices
  add column kind text not null default 'service'
    check (kind in ('service','host','upstream','registrar','site_owner','search_engine','payment_service','erasure','delisting','complaint')),
  add column channel text not null default 'email'
    check (channel in ('email','web_form','post','api','agreement')),
  -- row of the catalogue that the route came from
  add column channel_id text,
  -- whom the record of the notifier counts it under: a slug of the catalogue, else the recipient's domain
  add column provider text not null default '',
  alter column to_email drop not null,
  add column to_url text,
  add column to_postal text[],
  -- the person concerned, to the service key; erased once the notice has left
  add column identity_sealed bytea,
  add column reference text,
  add column proof text,
  -- names the notice in the address that answers go to
  add column tag text,
  add column answer_token_hash bytea,
  add column answer_token_expires_at timestamptz,
  add column due_at timestamptz,
  add column answer text not null default 'none'
    check (answer in ('none','acknowledged','asked','acted','refused')),
  add column acknowledged_at timestamptz,
  add column decided_at timestamptz,
  -- the earlier notice that this one reminds of, or that led to nothing
  add column follows uuid,
  add constraint notices_follows_fkey foreign key (follows) references notices on delete set null,
  add constraint notices_tag_key unique (tag),
  add constraint notices_answer_token_hash_key unique (answer_token_hash);
alter table notices drop constraint notices_status_check;
alter table notices add constraint notices_status_check
  check (status in ('prepared','queued','transmitting','sent','in_doubt','failed','cancelled'));
create index notices_due on notices (due_at) where due_at is not null and status = 'sent';
create index notices_follows on notices (follows) where follows is not null;
create index notices_provider on notices (provider);
alter table recipients add column inbox_url text;

create table answers (
  id uuid primary key,
  notice_id uuid not null references notices on delete cascade,
  case_id uuid not null references cases on delete cascade,
  at timestamptz not null,
  way text not null check (way in ('mail','page','api','team')),
  kind text not null check (kind in ('automatic','bounce','acknowledgement','question','action','refusal','other')),
  sender text,
  subject text,
  text text not null,
  ticket text,
  proposed text check (proposed in ('none','acknowledged','asked','acted','refused')),
  confirmed text check (confirmed in ('none','acknowledged','asked','acted','refused')),
  confirmed_at timestamptz,
  member_id uuid references members,
  authentication jsonb,
  cautions text[] not null,
  attachments jsonb not null,
  -- the same message or the same post, however often it comes
  once bytea not null unique
);
comment on table answers is 'purpose: what recipients said about notices; expiry: with the notice';
create index answers_case on answers (case_id, at);
create index answers_notice on answers (notice_id, at);

create table mailbox_messages (
  id uuid primary key,
  -- SHA-256 of the message, so that none is taken twice
  once bytea not null unique,
  at timestamptz not null,
  outcome text not null check (outcome in ('answer','ignored','quarantined','discarded')),
  why text,
  notice_id uuid references notices on delete set null,
  bytes integer not null,
  sender text,
  subject text,
  -- kept while it is in quarantine only
  text text,
  -- so is what headers and a delivery report say of who wrote it
  marks jsonb,
  expires_at timestamptz not null
);
comment on table mailbox_messages is 'purpose: which messages of the mailbox were read, and those in quarantine; expiry: expires_at';
create index mailbox_messages_quarantined on mailbox_messages (at) where outcome = 'quarantined';
create index mailbox_messages_expiry on mailbox_messages (expires_at);

create table mailbox_state (
  id smallint primary key default 1 check (id = 1),
  uid_validity bigint not null,
  last_uid bigint not null,
  read_at timestamptz,
  problem text
);
comment on table mailbox_state is 'purpose: how far the mailbox was read; expiry: never, one row';

create table escalations (
  id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  notice_id uuid not null references notices on delete cascade,
  rung text not null
    check (rung in ('remind','host','upstream','registrar','search_engine','payment_service','sister_hotline','data_authority','regulator','call')),
  status text not null check (status in ('proposed','held','taken','dismissed','superseded')),
  because text not null check (because in ('deadline','bounced','failed','refused','returned','still_there')),
  recipient jsonb,
  authority text,
  content_ids uuid[] not null,
  -- what it rested on when it was proposed: who hosted the contents
  basis jsonb not null,
  held_why text,
  automatic boolean not null default false,
  proposed_at timestamptz not null,
  settled_at timestamptz,
  member_id uuid references members,
  taken_notice_id uuid references notices on delete set null,
  unique (notice_id, rung)
);
comment on table escalations is 'purpose: the next contact when a notice led to nothing; expiry: with the case';
create index escalations_case on escalations (case_id);
create index escalations_open on escalations (proposed_at) where status in ('proposed','held');

create table labels (
  id uuid primary key,
  -- whose key it vouches for: RFC 7638 thumbprint
  thumbprint text not null,
  name text not null,
  own boolean not null,
  jws text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_why text
);
comment on table labels is 'purpose: labels that this hotline issued, and which it revoked; expiry: a year after expires_at';
create index labels_own on labels (issued_at) where own;
`;

export const noticesThatArrive: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
