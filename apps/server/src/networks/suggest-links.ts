import { mostLinkedCases } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";

const signalsAtOnce = 500;

/**
 * Compares strong signals that came since with those of other cases, and suggests a link where two cases hold the same
 * one, or where a person confirmed that fingerprints of both are of the same thing. A signal that is met in more than
 * `mostLinkedCases` suggests nothing. Nothing else changes: no status, no deadline. Running it again adds nothing.
 */
export async function suggestLinks({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  const at = clock.now();
  while ((await inTransaction(db, (trx) => compareSome(trx, at))) === signalsAtOnce);
  await inTransaction(db, (trx) => takeMatches(trx, at));
  // A match goes with its fingerprints.
  await sql`
    delete from links where status = 'suggested'
      and not exists (select from link_evidence e where e.link_id = links.id)`.execute(db);
}

async function compareSome(trx: Kysely<Database>, at: Date): Promise<number> {
  const { rows: taken } = await sql<{ mac: Buffer; case_id: string }>`
    update signals set waits = false
    from (select mac, case_id, source_id from signals where waits order by at, mac limit ${signalsAtOnce}
      for no key update skip locked) waiting
    where signals.mac = waiting.mac and signals.case_id = waiting.case_id and signals.source_id = waiting.source_id
    returning signals.mac, signals.case_id`.execute(trx);
  if (taken.length === 0) return 0;
  const once = new Map(taken.map((row) => [`${row.mac.toString("hex")} ${row.case_id}`, row]));
  const rows = [...once.values()].map(({ mac, case_id }) => ({ mac: mac.toString("hex"), case_id }));
  // From case to case of a signal along its key, one past the bound at most, however often each case names it.
  const { rows: met } = await sql<Meeting>`
    with named as (
      select decode(mac, 'hex') as mac, case_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(mac text, case_id uuid)
    ),
    holders as (
      select wanted.mac, array_agg(held.case_id) as cases
      from (select distinct mac from named) wanted
      cross join lateral (${casesOf(sql`wanted.mac`)}) held
      group by wanted.mac having count(*) between 2 and ${mostLinkedCases}
    )
    select least(n.case_id, other) as case_a, greatest(n.case_id, other) as case_b, n.mac, null::uuid as match_id
    from named n join holders h on h.mac = n.mac cross join lateral unnest(h.cases) as other
    where other <> n.case_id`.execute(trx);
  await writeLinks(trx, met, at);
  return taken.length;
}

/**
 * The cases that hold a signal: one past `mostLinkedCases` at most, in as many steps along the primary key.
 * @returns rows of (case_id).
 */
export function casesOf(mac: ReturnType<typeof sql>) {
  return sql<{ case_id: string }>`
    with recursive held(case_id) as (
      (select s.case_id from signals s where s.mac = ${mac} order by s.case_id limit 1)
      union all
      select (select s.case_id from signals s where s.mac = ${mac} and s.case_id > held.case_id
        order by s.case_id limit 1)
      from held where held.case_id is not null
    )
    select case_id from held where case_id is not null limit ${mostLinkedCases + 1}`;
}

async function takeMatches(trx: Kysely<Database>, at: Date): Promise<void> {
  const { rows: met } = await sql<Meeting>`
    select least(m.case_id, m.other_case_id) as case_a, greatest(m.case_id, m.other_case_id) as case_b,
      null::bytea as mac, m.id as match_id
    from matches m
    where m.status = 'confirmed' and m.other_case_id is not null and m.set_aside_at is null
      and m.case_id <> m.other_case_id
      and not exists (select from link_evidence e where e.match_id = m.id)`.execute(trx);
  await writeLinks(trx, met, at);
}

interface Meeting {
  case_a: string;
  case_b: string;
  mac: Buffer | null;
  match_id: string | null;
}

/** A pair that was refused is suggested again for what nobody refused yet; one that stands only gains evidence. */
async function writeLinks(trx: Kysely<Database>, met: readonly Meeting[], at: Date): Promise<void> {
  if (met.length === 0) return;
  const rows = met.map(({ case_a, case_b, mac, match_id }) => ({
    id: newId(),
    case_a,
    case_b,
    mac: mac?.toString("hex") ?? null,
    match_id,
  }));
  const pairs = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(
    id uuid, case_a uuid, case_b uuid, mac text, match_id uuid)`;
  // A case may have expired since: it is locked against that, or left out.
  const { rows: opened } = await sql<OpenedLink>`
    with standing as (
      select c.id from cases c where c.id in (select unnest(array[case_a, case_b]) from ${pairs})
      order by c.id for key share of c
    )
    insert into links (id, case_a, case_b, status, suggested_at)
    select distinct on (p.case_a, p.case_b) p.id, p.case_a, p.case_b, 'suggested', ${at}::timestamptz
    from ${pairs}
    where p.case_a in (select id from standing) and p.case_b in (select id from standing)
    order by p.case_a, p.case_b
    on conflict do nothing
    returning id, case_a, case_b`.execute(trx);
  const { rows: added } = await sql<{ link_id: string; types: string | null }>`
    with written as (
      insert into link_evidence (link_id, mac, match_id)
      select distinct l.id, decode(p.mac, 'hex'), p.match_id
      from ${pairs} join links l on l.case_a = p.case_a and l.case_b = p.case_b
      on conflict do nothing
      returning link_id
    )
    select distinct link_id from written`.execute(trx);
  const { rows: reopened } = await sql<OpenedLink>`
    update links set status = 'suggested', suggested_at = ${at}, settled_at = null, member_id = null
    where id = any(${added.map(({ link_id: id }) => id)}::uuid[]) and status = 'refused'
    returning id, case_a, case_b`.execute(trx);
  await recordEvents(
    trx,
    [...opened, ...reopened].flatMap(({ id, case_a: a, case_b: b }) =>
      [a, b].map((caseId) => ({ type: "link.suggested" as const, at, caseId, subjectId: id })),
    ),
  );
}

interface OpenedLink {
  id: string;
  case_a: string;
  case_b: string;
}
