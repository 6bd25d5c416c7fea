import { type NetworkView, Refusal, type SignalType } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
import type { Vigie } from "../vigie.ts";
import { isVisible, type LinkedCaseRow, linkedCaseColumns, linkedCaseOf } from "./linked-cases.ts";

const mostCases = 200;
const mostEdges = 1_000;
const mostSteps = 10;

/**
 * The cases that confirmed links hold together with one, near ones first. A case that the member may not see is not
 * shown and nothing is reached through it.
 * @throws Refusal `case.unknown`
 */
export async function caseNetwork(
  { db }: Pick<Vigie, "db">,
  { caseId, memberId }: { caseId: string; memberId: string },
): Promise<NetworkView> {
  const topics = await permittedTopics(db, memberId);
  const { rows: start } = await sql<LinkedCaseRow>`
    select ${linkedCaseColumns} from cases where cases.id = ${caseId} and ${isVisible(topics)}`.execute(db);
  if (start.length === 0) throw new Refusal("case.unknown");
  const found = new Map(start.map((row) => [row.id, { ...linkedCaseOf(row), distance: 0 }]));
  let border = [caseId];
  let more = false;
  for (let distance = 1; border.length > 0 && !more; distance += 1) {
    const room = mostCases - found.size;
    const { rows } = await sql<LinkedCaseRow>`
      select ${linkedCaseColumns} from cases
      where cases.id in (
        select case_b from links where status = 'confirmed' and case_a = any(${border}::uuid[])
        union select case_a from links where status = 'confirmed' and case_b = any(${border}::uuid[]))
        and cases.id <> all(${[...found.keys()]}::uuid[]) and ${isVisible(topics)}
      order by cases.first_reported_at, cases.id limit ${room + 1}`.execute(db);
    more = rows.length > room || (rows.length > 0 && distance > mostSteps);
    if (distance > mostSteps) break;
    const reached = rows.slice(0, room);
    for (const row of reached) found.set(row.id, { ...linkedCaseOf(row), distance });
    border = reached.map((row) => row.id);
  }
  const edges = await edgesBetween(db, [...found.keys()]);
  return {
    nodes: [...found.values()],
    edges: edges.slice(0, mostEdges),
    more: more || edges.length > mostEdges,
  };
}

async function edgesBetween(db: Kysely<Database>, caseIds: readonly string[]): Promise<NetworkView["edges"]> {
  const { rows } = await sql<{ id: string; case_a: string; case_b: string; types: (SignalType | "match")[] }>`
    select l.id, l.case_a, l.case_b, array(
      select distinct coalesce(s.type, 'match') from link_evidence e
      left join lateral (select type from signals where mac = e.mac and case_id = l.case_a limit 1) s on true
      where e.link_id = l.id and (s.type is not null or e.match_id is not null) order by 1) as types
    from links l
    where l.status = 'confirmed' and l.case_a = any(${caseIds}::uuid[]) and l.case_b = any(${caseIds}::uuid[])
    order by l.id limit ${mostEdges + 1}`.execute(db);
  return rows.map(({ id, case_a: a, case_b: b, types }) => ({ linkId: id, a, b, types }));
}
