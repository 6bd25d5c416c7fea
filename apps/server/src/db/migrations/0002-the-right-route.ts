import { type Kysely, type Migration, sql } from "kysely";

const statements = `
create table situations (
  id uuid primary key,
  case_id uuid unique references cases on delete cascade,
  report_id uuid unique references reports on delete cascade,
  -- figures and choices only: what the choice of routes depends on
  answers jsonb not null,
  updated_at timestamptz not null,
  check (num_nonnulls(case_id, report_id) = 1)
);
comment on table situations is 'purpose: what a plan depends on, as the team or the reporter said; expiry: with its case or report';

create table plan_steps (
  id uuid primary key,
  case_id uuid references cases on delete cascade,
  report_id uuid references reports on delete cascade,
  step text not null,
  done_at timestamptz not null,
  member_id uuid references members,
  check (num_nonnulls(case_id, report_id) = 1),
  unique (case_id, step),
  unique (report_id, step)
);
comment on table plan_steps is 'purpose: which steps of a plan are done, and when their clocks started; expiry: with its case or report';

create table hostings (
  host text primary key,
  looked_up_at timestamptz,
  findings jsonb not null,
  problems jsonb not null,
  corrections jsonb not null,
  expires_at timestamptz not null
);
comment on table hostings is 'purpose: who is behind a host, as looked up and as the team corrected it; expiry: expires_at, a year after the last look-up or correction';
create index hostings_expires on hostings (expires_at);
`;

export const theRightRoute: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
