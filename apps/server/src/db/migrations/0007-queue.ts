import { type Kysely, type Migration, sql } from "kysely";

const statements = `
alter table cases
  -- grows with what a decision rests on
  add column version int not null default 0,
  -- factors of the priority, the heaviest first: codes and figures only
  add column why jsonb not null default '[]',
  -- when the priority changes by itself: a deadline nears, a spread fades, or reports came that it does not count yet
  add column priority_until timestamptz,
  add column topics text[] not null default '{}',
  add column languages text[] not null default '{}',
  -- reports of the 24 hours before the case was last refreshed
  add column recent_reports int not null default 0,
  add column wave_since timestamptz,
  add column claimed_by uuid references members,
  add column claimed_until timestamptz,
  add constraint cases_claim check (num_nonnulls(claimed_by, claimed_until) in (0, 2));

-- a report that joins a case changes no indexed column: its row finds room on its page, and no index is written
alter table cases set (fillfactor = 70);

-- room below each urgency for what weighs less
update cases set priority = priority * 1000,
  topics = coalesce((
    select array_agg(distinct topic) from (
      select unnest(case concern
        when 'minor_abuse' then '{minors}'::text[]
        when 'intimate_images' then '{intimate_image}'
        when 'blackmail' then '{blackmail}'
        when 'threat_or_violence' then '{threats}'
        when 'harassment' then '{harassment}'
        when 'hate' then '{hate}'
        when 'terrorism' then '{terrorism}'
        when 'scam_or_other' then '{fraud,other}'
        else '{other}' end) as topic
      union all select 'minors' where minor_reported_at is not null) own), '{}'),
  languages = coalesce((select array_agg(distinct language) from reports where reports.case_id = cases.id), '{}'),
  -- each is refreshed once: grounds, spread and why come with it
  priority_until = first_reported_at;

-- the same for members who may see some topics only: a case is under its first one, and filtered by the others
create index cases_topic_queue on cases ((topics[1]), (-priority), first_reported_at, id)
  where status not in ('closed','removed');
-- what the next case is served from: never a walk past those that wait for somebody else
create index cases_next on cases ((-priority), first_reported_at, id)
  where status not in ('closed','removed') and next_step not in ('wait','none');
create index cases_topic_next on cases ((topics[1]), (-priority), first_reported_at, id)
  where status not in ('closed','removed') and next_step not in ('wait','none');
create index cases_status_queue on cases (status, (-priority), first_reported_at, id);
create index cases_filters on cases using gin (topics, hosts);
create index cases_claimed on cases (claimed_by) where claimed_by is not null;
create index cases_priority_until on cases (priority_until) where priority_until is not null;

-- counts the reports of a day
drop index reports_case;
create index reports_case on reports (case_id, received_at);

create table case_skips (
  case_id uuid not null references cases on delete cascade,
  member_id uuid not null references members,
  at timestamptz not null,
  reason text not null,
  primary key (case_id, member_id)
);
comment on table case_skips is 'purpose: who left a case to others and why, so that it is not served to them again for a while; expiry: with the case';

create table saved_filters (
  id uuid primary key,
  member_id uuid not null references members on delete cascade,
  name text not null,
  filter jsonb not null,
  created_at timestamptz not null
);
comment on table saved_filters is 'purpose: views of the list that a member named; expiry: when its member deletes it, or when their access ends';
create index saved_filters_member on saved_filters (member_id, id);

drop trigger cases_counted_insert on cases;
drop trigger cases_counted_delete on cases;
drop trigger cases_counted_update on cases;
drop function count_cases();
drop table counters;

-- Changes only, summed when read: nobody waits for anybody. Folded into one row for each set of topics now and then.
create table case_counts (
  id bigint primary key generated always as identity,
  topics text[] not null,
  received int not null,
  assessed int not null,
  notified int not null,
  referred int not null,
  removed int not null,
  returned int not null,
  closed int not null,
  overdue int not null,
  danger int not null
);
comment on table case_counts is 'purpose: exact totals without counting rows; expiry: never, figures only';

create function count_cases() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into case_counts (topics, received, assessed, notified, referred, removed, returned, closed, overdue, danger)
    select topics,
      count(*) filter (where status = 'received'), count(*) filter (where status = 'assessed'),
      count(*) filter (where status = 'notified'), count(*) filter (where status = 'referred'),
      count(*) filter (where status = 'removed'), count(*) filter (where status = 'returned'),
      count(*) filter (where status = 'closed'),
      count(*) filter (where overdue and status not in ('closed','removed')),
      count(*) filter (where danger_at is not null and status not in ('closed','removed'))
    from new_rows group by topics;
  elsif tg_op = 'DELETE' then
    insert into case_counts (topics, received, assessed, notified, referred, removed, returned, closed, overdue, danger)
    select topics,
      -count(*) filter (where status = 'received'), -count(*) filter (where status = 'assessed'),
      -count(*) filter (where status = 'notified'), -count(*) filter (where status = 'referred'),
      -count(*) filter (where status = 'removed'), -count(*) filter (where status = 'returned'),
      -count(*) filter (where status = 'closed'),
      -count(*) filter (where overdue and status not in ('closed','removed')),
      -count(*) filter (where danger_at is not null and status not in ('closed','removed'))
    from old_rows group by topics;
  else
    insert into case_counts (topics, received, assessed, notified, referred, removed, returned, closed, overdue, danger)
    select topics,
      coalesce(sum(change) filter (where status = 'received'), 0), coalesce(sum(change) filter (where status = 'assessed'), 0),
      coalesce(sum(change) filter (where status = 'notified'), 0), coalesce(sum(change) filter (where status = 'referred'), 0),
      coalesce(sum(change) filter (where status = 'removed'), 0), coalesce(sum(change) filter (where status = 'returned'), 0),
      coalesce(sum(change) filter (where status = 'closed'), 0),
      coalesce(sum(change) filter (where overdue and status not in ('closed','removed')), 0),
      coalesce(sum(change) filter (where danger_at is not null and status not in ('closed','removed')), 0)
    from (
      select 1 as change, n.topics, n.status, n.overdue, n.danger_at from new_rows n join old_rows o using (id)
      where (n.status, n.overdue, n.topics, n.danger_at is null) is distinct from (o.status, o.overdue, o.topics, o.danger_at is null)
      union all
      select -1, o.topics, o.status, o.overdue, o.danger_at from new_rows n join old_rows o using (id)
      where (n.status, n.overdue, n.topics, n.danger_at is null) is distinct from (o.status, o.overdue, o.topics, o.danger_at is null)
    ) changed group by topics;
  end if;
  return null;
end $$;

insert into case_counts (topics, received, assessed, notified, referred, removed, returned, closed, overdue, danger)
select topics,
  count(*) filter (where status = 'received'), count(*) filter (where status = 'assessed'),
  count(*) filter (where status = 'notified'), count(*) filter (where status = 'referred'),
  count(*) filter (where status = 'removed'), count(*) filter (where status = 'returned'),
  count(*) filter (where status = 'closed'),
  count(*) filter (where overdue and status not in ('closed','removed')),
  count(*) filter (where danger_at is not null and status not in ('closed','removed'))
from cases group by topics;

create trigger cases_counted_insert after insert on cases referencing new table as new_rows
  for each statement execute function count_cases();
create trigger cases_counted_delete after delete on cases referencing old table as old_rows
  for each statement execute function count_cases();
create trigger cases_counted_update after update on cases referencing new table as new_rows old table as old_rows
  for each statement execute function count_cases();
`;

/** The desk's queue: why a case is where it is, who has it, what a member may see, and exact totals. */
export const queue: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db);
  },
};
