import {
  type CaseLinksView,
  type LinkEvidence,
  type LinkStatus,
  type LinkView,
  type MatchMethod,
  mostLinkedCases,
  Refusal,
  routes,
  type SignalSeen,
  type SignalSource,
  type SignalStrength,
  type SignalType,
} from "@vigie/contract";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { canonicalKey } from "../contents/canonical-key.ts";
import { openAddress } from "../contents/seal-addresses.ts";
import type { Database } from "../db/schema.ts";
import type { Requester } from "../http/requester.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
import { openSealed, type SealKeyPair } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import { isVisible, type LinkedCaseRow, linkedCaseColumns, linkedCaseOf } from "./linked-cases.ts";
import { valueInLocation } from "./signals-of-report.ts";
import { casesOf } from "./suggest-links.ts";

const linksOfPage = 20;
const evidenceOfLink = 50;
const shownPlaces = 10;
const shownPopular = 20;

/**
 * One page of the links of a case, suggested ones first, with what both cases share now. A link to a case that the
 * member may not see is not there.
 * @param values open the values too: they are parts of the reporters' words, so each opening is the same event.
 * @throws Refusal `case.unknown`; with `values` `session.locked`, and `role.forbidden` for who may not read words.
 */
export async function caseLinks(
  vigie: Pick<Vigie, "db" | "clock" | "keys" | "config">,
  {
    caseId,
    requester,
    after,
    values = false,
  }: {
    caseId: string;
    requester: Requester;
    after?: string | undefined;
    values?: boolean | undefined;
  },
): Promise<CaseLinksView> {
  const { db, clock } = vigie;
  const readers: readonly string[] = routes.caseWords.policy;
  if (values && !readers.includes(requester.role)) throw new Refusal("role.forbidden");
  const teamKey = values ? await requester.teamKey() : null;
  const topics = await permittedTopics(db, requester.memberId);
  const known = await db.selectFrom("cases").select("id").where("id", "=", caseId).executeTakeFirst();
  if (!known) throw new Refusal("case.unknown");
  const rows = await linkRows(db, { caseId, topics, after });
  const page = rows.slice(0, linksOfPage);
  const [shared, matches, popular] = await Promise.all([
    sharedSignals(db, { caseId, topics, others: page.map((row) => row.id) }),
    confirmedMatches(
      db,
      page.map((row) => row.link_id),
    ),
    after ? [] : popularSignals(db, caseId),
  ]);
  const places = await locationsOf(db, [...shared, ...popular]);
  let opened = 0;
  const readValue = ({
    mac,
    sealed,
    here,
  }: {
    mac: Buffer;
    sealed: Buffer | null;
    here: readonly Place[];
  }) => {
    if (sealed !== null) {
      if (teamKey === null) return null;
      opened += 1;
      return openSealed(teamKey, sealed)?.toString("utf8") ?? null;
    }
    const place = places.get(here.find(({ source }) => source === "location")?.source_id ?? "");
    if (place === undefined || (place.url === null && teamKey === null)) return null;
    if (place.url === null) opened += 1;
    const typed = place.url ?? openTyped(teamKey, place.address_sealed);
    return typed === null ? null : valueInLocation(vigie, { location: canonicalKey(typed), mac });
  };
  const links = page.map((row) =>
    linkView(row, [
      ...shared
        .filter(({ other }) => other === row.id)
        .map((signal) => signalEvidence(signal, readValue(signal))),
      ...matches
        .filter(({ link_id }) => link_id === row.link_id)
        .map(({ match_id: matchId, method }) => ({ kind: "match" as const, matchId, method })),
    ]),
  );
  const inMany = popular.map((row) => ({
    type: row.type,
    value: readValue(row),
    here: row.here.map(placeView),
  }));
  if (opened > 0) {
    await recordEvents(db, [
      {
        type: "case.words_read",
        at: clock.now(),
        actor: requester.memberId,
        caseId,
        details: { signals: opened },
      },
    ]);
  }
  const last = page.at(-1);
  return {
    links,
    next: rows.length > linksOfPage && last ? writeCursor(last) : null,
    popular: inMany,
  };
}

interface LinkRow extends LinkedCaseRow {
  link_id: string;
  link_status: LinkStatus;
  suggested_at: Date;
  settled_at: Date | null;
  by: string | null;
}

async function linkRows(
  db: Kysely<Database>,
  { caseId, topics, after }: { caseId: string; topics: readonly string[] | null; after: string | undefined },
): Promise<LinkRow[]> {
  const from = after ? readCursor(after) : null;
  const { rows } = await sql<LinkRow>`
    select l.id as link_id, l.status as link_status, l.suggested_at, l.settled_at, members.name as by,
      ${linkedCaseColumns}
    from (
      select *, case_b as other from links where case_a = ${caseId}
      union all select *, case_a from links where case_b = ${caseId}
    ) l
    join cases on cases.id = l.other
    left join members on members.id = l.member_id
    where l.status in ('suggested', 'confirmed') and ${isVisible(topics)}
      and (l.status = 'confirmed' or exists (select from link_evidence e left join matches m on m.id = e.match_id
        where e.link_id = l.id and (e.mac is not null or (m.status = 'confirmed' and m.set_aside_at is null))))
      and (${from?.at ?? null}::timestamptz is null or (l.status <> 'suggested', -extract(epoch from l.suggested_at), l.id)
        > (${from?.settled ?? false}::boolean, -extract(epoch from ${from?.at ?? null}::timestamptz), ${from?.id ?? null}::uuid))
    order by l.status <> 'suggested', -extract(epoch from l.suggested_at), l.id
    limit ${linksOfPage + 1}`.execute(db);
  return rows;
}

function writeCursor(row: LinkRow): string {
  return `${row.link_status === "suggested" ? "s" : "c"}_${row.suggested_at.toISOString()}_${row.link_id}`;
}

const cursor =
  /^([sc])_(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** One that is no cursor begins at the start. */
function readCursor(written: string): { settled: boolean; at: string; id: string } | null {
  const [, status, at = "", id = ""] = cursor.exec(written) ?? [];
  if (status === undefined || Number.isNaN(Date.parse(at))) return null;
  return { settled: status === "c", at, id };
}

/** Where a signal was seen, as JSON holds it. */
interface Place {
  source: SignalSource;
  source_id: string;
  report_id: string | null;
  at: string;
}

interface SharedSignal {
  other: string;
  mac: Buffer;
  type: SignalType;
  strength: SignalStrength;
  sealed: Buffer | null;
  /** Those that the member may see; null where it is met in more than `mostLinkedCases` of all. */
  cases: number | null;
  here: Place[];
  there: Place[];
}

/** What the case shares with each of the others, the strong first. */
async function sharedSignals(
  db: Kysely<Database>,
  { caseId, topics, others }: { caseId: string; topics: readonly string[] | null; others: readonly string[] },
): Promise<SharedSignal[]> {
  if (others.length === 0) return [];
  const { rows } = await sql<SharedSignal>`
    with own as materialized (${signalsOfCase(caseId)})
    select linked.other, shared.mac, shared.type, shared.strength, shared.sealed,
      (select case when count(*) <= ${mostLinkedCases} then count(*) filter (where ${isVisible(topics)})::int end
        from (${casesOf(sql`shared.mac`)}) held join cases on cases.id = held.case_id) as cases,
      ${placesOf(sql`shared.mac`, sql`${caseId}`)} as here, ${placesOf(sql`shared.mac`, sql`linked.other`)} as there
    from unnest(${others}::uuid[]) as linked(other)
    cross join lateral (
      select * from own
      where exists (select from signals s where s.mac = own.mac and s.case_id = linked.other)
      order by strength, type, mac limit ${evidenceOfLink}
    ) shared`.execute(db);
  return rows;
}

interface PopularSignal {
  mac: Buffer;
  type: SignalType;
  sealed: Buffer | null;
  here: Place[];
}

/** Strong signals of the case that are met in too many cases to suggest anything. */
async function popularSignals(db: Kysely<Database>, caseId: string): Promise<PopularSignal[]> {
  const { rows } = await sql<PopularSignal>`
    with own as materialized (${signalsOfCase(caseId)})
    select own.mac, own.type, own.sealed, ${placesOf(sql`own.mac`, sql`${caseId}`)} as here
    from own
    where own.strength = 'strong' and (select count(*) from (${casesOf(sql`own.mac`)}) held) > ${mostLinkedCases}
    order by own.type, own.mac limit ${shownPopular}`.execute(db);
  return rows;
}

/** Each signal of a case once, as rows of (mac, type, strength, sealed). */
function signalsOfCase(caseId: string): RawBuilder<unknown> {
  return sql`select distinct on (mac) mac, type, strength, sealed from signals
    where case_id = ${caseId} order by mac, source <> 'location'`;
}

function placesOf(mac: RawBuilder<unknown>, caseId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce((select json_agg(place order by place.at) from (
    select s.source, s.source_id, s.report_id, s.at from signals s
    where s.mac = ${mac} and s.case_id = ${caseId} order by s.source <> 'location' limit ${shownPlaces}) place), '[]')`;
}

async function confirmedMatches(
  db: Kysely<Database>,
  linkIds: readonly string[],
): Promise<{ link_id: string; match_id: string; method: MatchMethod }[]> {
  if (linkIds.length === 0) return [];
  return db
    .selectFrom("link_evidence")
    .innerJoin("matches", "matches.id", "link_evidence.match_id")
    .select(["link_evidence.link_id", "matches.id as match_id", "matches.method"])
    .where("link_evidence.link_id", "in", linkIds)
    .where("matches.status", "=", "confirmed")
    .where("matches.set_aside_at", "is", null)
    .orderBy("matches.at")
    .execute();
}

function linkView(row: LinkRow, evidence: LinkEvidence[]): LinkView {
  return {
    id: row.link_id,
    status: row.link_status,
    suggestedAt: row.suggested_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    by: row.by,
    other: linkedCaseOf(row),
    evidence,
  };
}

function signalEvidence(signal: SharedSignal, value: string | null): LinkEvidence {
  return {
    kind: "signal",
    type: signal.type,
    strength: signal.strength,
    value,
    cases: signal.cases,
    here: signal.here.map(placeView),
    there: signal.there.map(placeView),
  };
}

function placeView({ source, source_id: sourceId, report_id: reportId, at }: Place): SignalSeen {
  return {
    source,
    contentId: source === "location" ? sourceId : null,
    reportId,
    at: new Date(at).toISOString(),
  };
}

interface StoredLocation {
  url: string | null;
  address_sealed: Buffer | null;
}

/** The addresses, readable or sealed, of the locations in which signals without a value of their own were seen here. */
async function locationsOf(
  db: Kysely<Database>,
  signals: readonly { sealed: Buffer | null; here: readonly Place[] }[],
): Promise<Map<string, StoredLocation>> {
  const ids = signals
    .filter(({ sealed }) => sealed === null)
    .flatMap(({ here }) => here.find(({ source }) => source === "location")?.source_id ?? []);
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("contents")
    .select(["id", "url", "address_sealed"])
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** @returns null when it was sealed to another team key. */
function openTyped(teamKey: SealKeyPair | null, box: Buffer | null): string | null {
  const address = teamKey && box && openAddress(teamKey, box);
  if (!address) return null;
  return "words" in address ? address.words : address.url;
}
