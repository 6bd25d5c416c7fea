import { type Kysely, type Migration, sql } from "kysely";

const statements = `
create table signals (
  -- of the type and the normal value, under the key for links: equal signals meet, and nobody reads them here
  mac bytea not null,
  case_id uuid not null references cases on delete cascade,
  -- a content for 'location', a report for 'words', else the message or the entry
  source_id uuid not null,
  source text not null check (source in ('location','words','message','evidence')),
  -- null for 'location'
  report_id uuid,
  type text not null check (type in ('account','handle','phone','email','iban','crypto','payment','domain')),
  strength text not null check (strength in ('strong','weak')),
  -- the value, to the team key; null for 'location', whose address tells it
  sealed bytea check ((sealed is null) = (source = 'location')),
  at timestamptz not null,
  -- strong, and not yet compared with other cases
  waits boolean not null,
  primary key (mac, case_id, source_id)
);
comment on table signals is 'purpose: accounts, numbers and addresses named in reports, to find cases that share one; expiry: with their case; those of a report with its withdrawal, those of an entry with its removal';
create index signals_case on signals (case_id, source_id);
create index signals_waiting on signals (at, mac) where waits;

create table links (
  id uuid primary key,
  case_a uuid not null references cases on delete cascade,
  case_b uuid not null references cases on delete cascade,
  status text not null check (status in ('suggested','confirmed','refused')),
  suggested_at timestamptz not null,
  settled_at timestamptz,
  member_id uuid references members,
  unique (case_a, case_b),
  check (case_a < case_b),
  check ((status = 'suggested') = (settled_at is null))
);
comment on table links is 'purpose: pairs of cases that share something, for a person to confirm or refuse; expiry: with either case; a suggestion also with the last signal it rests on';
create index links_other_case on links (case_b);
create index links_suggested on links (id) where status = 'suggested';

create table link_evidence (
  link_id uuid not null references links on delete cascade,
  mac bytea,
  match_id uuid references matches on delete cascade,
  check (num_nonnulls(mac, match_id) = 1)
);
comment on table link_evidence is 'purpose: what a link was suggested for, so that nothing suggests it twice; expiry: with the link, or once either case does not hold it any more';
create unique index link_evidence_signal on link_evidence (link_id, mac) where mac is not null;
create unique index link_evidence_match on link_evidence (match_id, link_id) where match_id is not null;
create index matches_confirmed on matches (id) where status = 'confirmed' and other_case_id is not null;
`;

/** Signals of cases, and the links they suggest. */
export const networks: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
