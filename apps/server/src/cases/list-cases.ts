import type { CaseList, listCasesQuery, Topic } from "@vigie/contract";
import { Refusal } from "@vigie/contract";
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { Database } from "../db/schema.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
import type { Vigie } from "../vigie.ts";
import { type CaseRow, type ClaimedCase, caseSummaryOf, summaryColumns } from "./case-summary.ts";
import { countCases } from "./count-cases.ts";
import { foldForSearch, leastLikeness, likePattern, wordsOfSearch } from "./search-rules.ts";

const defaultPage = 50;

type Query = z.infer<typeof listCasesQuery>;

/**
 * One page of the list that a member may see, most pressing first; the first page with exact totals. Cases whose address
 * is sealed are found by number only. Where few hold the words searched for, the first page ends with those like them.
 * @param query.after where the last page ended (`next` of its answer).
 */
export async function listCases(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { memberId, query: asked }: { memberId: string; query: Query },
): Promise<CaseList> {
  const { after, limit = defaultPage } = asked;
  const now = clock.now();
  const from = after ? readCursor(after) : null;
  const topics = await permittedTopics(db, memberId);
  const scope = { asked, topics, memberId, now, from };
  const words = asked.q?.trim() ?? "";
  const [rows, counts] = await Promise.all([
    words === "" ? walk(db, scope, { rows: limit + 1 }) : search(db, scope, { words, rows: limit + 1 }),
    after ? null : countCases(db, { memberId, topics, now }),
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last ? writeCursor(last) : null;
  const alike =
    after || page.length >= fewFound ? [] : await searchAlike(db, scope, { words, rows: limit, found: page });
  const cases = [...page, ...alike].map((row) => caseSummaryOf(row, now));
  return { cases, alike: alike.length, next, counts };
}

// So many that hold the words themselves are enough.
const fewFound = 5;

interface Scope {
  asked: Query;
  topics: readonly Topic[] | null;
  memberId: string;
  now: Date;
  from: Cursor | null;
}

const inOrder = sql`order by (-priority), first_reported_at, id`;

/** The next rows in the order of the list. */
async function walk(
  db: Kysely<Database>,
  scope: Scope,
  { rows: wanted }: { rows: number },
): Promise<ClaimedCase[]> {
  const { rows } = await sql<ClaimedCase>`
    select ${summaryColumns} from ${walked(scope, wanted)} cases ${inOrder} limit ${wanted}`.execute(db);
  return rows;
}

/**
 * At least the next rows in the order of the list, where there are so many. For a member who may see some topics only:
 * a walk for each of them, merged, and never a walk past all that they may not see.
 */
function walked(scope: Scope, rows: number): RawBuilder<unknown> {
  const { topics, asked } = scope;
  const conditions = conditionsOf(scope);
  if (!topics || asked.status !== "open") {
    return sql`(select * from cases where ${allOf(conditions)} ${inOrder} limit ${rows})`;
  }
  const oneTopic = [...conditions, sql`topics[1] is not distinct from t.topic`];
  return sql`(select own.* from unnest(${[...topics, null]}::text[]) t(topic) cross join lateral (
    select * from cases where ${allOf(oneTopic)} ${inOrder} limit ${rows}) own)`;
}

// What is in many cases is on the first pages of the list: looking there first costs a few milliseconds.
const lookedAtFirst = 3_000;

/** The next rows that hold the words, in the order of the list. */
async function search(
  db: Kysely<Database>,
  scope: Scope,
  { words, rows: wanted }: { words: string; rows: number },
): Promise<ClaimedCase[]> {
  const holds = sql`search_text like ${likePattern(words)}`;
  const isShort = foldForSearch(words).length < shortestIndexed;
  const first = await sql<ClaimedCase>`
    select ${summaryColumns} from ${walked(scope, isShort ? everything : lookedAtFirst)} cases
    where ${holds} ${inOrder} limit ${wanted}`.execute(db);
  if (isShort || first.rows.length === wanted) return first.rows;
  return db.transaction().execute(async (trx) => {
    // It is in few cases.
    await byPiecesOnly(trx);
    const { rows } = await sql<ClaimedCase>`
      with held as materialized (
        select id, priority, first_reported_at from cases where ${allOf([...conditionsOf(scope), holds])}),
      page as materialized (select id from held ${inOrder} limit ${wanted})
      select ${summaryColumns} from cases where id in (select id from page) ${inOrder}`.execute(trx);
    return rows;
  });
}

/** By the index of three-letter pieces, whatever the statistics make the planner believe of an order or a limit. */
async function byPiecesOnly(trx: Kysely<Database>): Promise<void> {
  await sql`set local enable_seqscan = off`.execute(trx);
  await sql`set local enable_indexscan = off`.execute(trx);
}

const shortestIndexed = 3;
const everything = 2_000_000_000;

// Words that so many cases hold something like are no help to find one: the rest is not compared.
const mostCompared = 1_000;

/** Cases that hold something like the words, the likest first: typing mistakes, and words in another order. */
async function searchAlike(
  db: Kysely<Database>,
  scope: Scope,
  { words: typed, rows: wanted, found }: { words: string; rows: number; found: readonly ClaimedCase[] },
): Promise<ClaimedCase[]> {
  const words = wordsOfSearch(typed);
  if (words === null) return [];
  const like = [
    ...conditionsOf(scope),
    sql`${words} <% search_text`,
    sql`id <> all(${found.map(({ id }) => id)}::uuid[])`,
  ];
  return db.transaction().execute(async (trx) => {
    await byPiecesOnly(trx);
    await sql`set local pg_trgm.word_similarity_threshold = ${sql.lit(leastLikeness(words))}`.execute(trx);
    const { rows } = await sql<ClaimedCase>`
      with alike as materialized (
        select id, word_similarity(${words}, search_text) as likeness from cases where ${allOf(like)} limit ${mostCompared})
      select ${summaryColumns} from cases join alike using (id)
      order by likeness desc, (-priority), id limit ${wanted - found.length}`.execute(trx);
    return rows;
  });
}

function conditionsOf({ asked, topics, memberId, now, from }: Scope): RawBuilder<unknown>[] {
  const { status, topic, urgency, claimed, host, language, overdue } = asked;
  const conditions: RawBuilder<unknown>[] = [];
  if (topics) conditions.push(sql`topics <@ ${topics}::text[]`);
  if (status === "open") conditions.push(sql`status not in ('closed','removed')`);
  else if (status) conditions.push(sql`status = ${status}`);
  if (topic) conditions.push(sql`topics @> ${[topic]}::text[]`);
  if (urgency) conditions.push(sql`urgency = ${urgency}`);
  if (host) conditions.push(sql`hosts @> ${[host.trim().toLowerCase()]}::text[]`);
  if (language) conditions.push(sql`languages @> ${[language]}::text[]`);
  if (overdue !== undefined) conditions.push(sql`overdue = ${overdue}`);
  if (claimed === "free") conditions.push(sql`(claimed_until is null or claimed_until <= ${now})`);
  if (claimed === "mine") conditions.push(sql`claimed_by = ${memberId} and claimed_until > ${now}`);
  if (claimed === "others") {
    conditions.push(sql`claimed_by is not null and claimed_by <> ${memberId} and claimed_until > ${now}`);
  }
  if (from) {
    conditions.push(
      sql`(-priority, first_reported_at, id) > (${-from.priority}::int, ${from.at}::timestamptz, ${from.id}::uuid)`,
    );
  }
  return conditions;
}

function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

interface Cursor {
  priority: number;
  at: string;
  id: string;
}

function writeCursor(row: Pick<CaseRow, "priority" | "first_reported_at" | "id">): string {
  return `${row.priority}~${row.first_reported_at.toISOString()}~${row.id}`;
}

// As `writeCursor` writes it: years of four digits, which is all that PostgreSQL and `Date` read alike.
const cursorShape =
  /^(-?\d{1,6})~(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function readCursor(cursor: string): Cursor {
  const [, priority = "", at = "", id = ""] = cursorShape.exec(cursor) ?? [];
  if (id === "" || Number.isNaN(Date.parse(at)) || at.startsWith("0000")) {
    throw new Refusal("request.malformed", { detail: "after" });
  }
  // A 30th of February is one of March, in the one spelling that both read.
  return { priority: Number(priority), at: new Date(at).toISOString(), id };
}
