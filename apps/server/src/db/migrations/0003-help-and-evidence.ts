import { type Kysely, type Migration, sql } from "kysely";

const statements = `
create table evidence_entries (
  id uuid primary key,
  report_id uuid not null references reports on delete cascade,
  -- kind, text and time, for the team key and the receipt alone
  sealed bytea not null,
  created_at timestamptz not null
);
comment on table evidence_entries is 'purpose: words, names, numbers and addresses somebody keeps under a receipt; expiry: with its report, at once on withdrawal';
create index evidence_entries_report on evidence_entries (report_id, created_at);

alter table cases add column danger_at timestamptz;
comment on column cases.danger_at is 'when somebody wrote that a life may be in danger; a person looks first';
`;

export const helpAndEvidence: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
