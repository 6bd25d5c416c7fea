import { type Kysely, type Migration, sql } from "kysely";

const statements = `
alter table assessments
  -- what reporters may read on their receipt
  add column public_reasons text,
  -- a grade as an authorised service stated it
  add column grade jsonb,
  -- who agreed, where the hotline asks for two people
  add column second_member_id uuid references members,
  -- what an undone assessment gives back
  add column status_before text;

create table proposed_assessments (
  case_id uuid primary key references cases on delete cascade,
  member_id uuid not null references members,
  at timestamptz not null,
  grounds text[] not null,
  manifest text not null,
  minor text not null,
  reasons text not null,
  public_reasons text,
  grade jsonb
);
comment on table proposed_assessments is 'purpose: assessments that wait for a second person; expiry: once decided, and with the case';
`;

export const judgement: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
