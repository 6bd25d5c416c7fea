import { type Kysely, type RawBuilder, sql } from "kysely";
import { refreshCasesJob } from "../cases/case-jobs.ts";
import { concernUrgency, urgencyWith } from "../cases/case-rules.ts";
import { priorityOf, situationFactsOf, whyOf } from "../cases/priority-rules.ts";
import { searchTextOf } from "../cases/search-rules.ts";
import { topicsOf } from "../cases/topic-rules.ts";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/schema.ts";
import { storeFingerprints } from "../matching/store-fingerprints.ts";
import { signalsWritten } from "../networks/store-signals.ts";
import type { IntakeOutcome, PreparedContent, PreparedReport } from "./intake.ts";

/**
 * Stores a batch of reports in the caller's transaction: contents that exist are joined, new ones open a case,
 * and the events and the job that refreshes each case are written with them.
 * Two round trips, whatever the size of the batch; two more when a report brings fingerprints.
 * @returns one outcome per report, in the order given. A replayed report changes nothing.
 */
export async function storeReports(
  trx: Kysely<Database>,
  reports: readonly PreparedReport[],
  { reportDays }: { reportDays: number },
): Promise<IntakeOutcome[]> {
  const known = await findKnown(trx, reports);
  const fresh = reports.filter((report) => !known.replays.has(hexOf(report.idempotency?.mac)));
  if (fresh.length > 0) await writeReports(trx, planCases(fresh, known.contents), reportDays);
  await storeFingerprints(trx, fresh);
  return reports.map((report) => {
    const replay = known.replays.get(hexOf(report.idempotency?.mac));
    if (!replay) return { kind: "stored", reportId: report.id };
    const sameBody = report.idempotency?.bodyMac.equals(replay.bodyMac) ?? false;
    return { kind: "replayed", reportId: replay.id, sameBody, replay: replay.replay };
  });
}

interface Known {
  /** Canonical key (hex of its MAC) -> the case it is in. */
  contents: Map<string, string>;
  replays: Map<string, { id: string; bodyMac: Buffer; replay: Buffer | null }>;
}

async function findKnown(trx: Kysely<Database>, reports: readonly PreparedReport[]): Promise<Known> {
  const keyMacs = reports.flatMap((report) => report.contents.map((content) => content.keyMac));
  const idempotency = reports.flatMap((report) => (report.idempotency ? [report.idempotency.mac] : []));
  const { rows } = await sql<{
    mac: Buffer;
    case_id: string | null;
    report_id: string | null;
    body_mac: Buffer | null;
    replay: Buffer | null;
  }>`
    select key_mac as mac, case_id, null::uuid as report_id, null::bytea as body_mac, null::bytea as replay
      from contents where key_mac = any(${keyMacs}::bytea[])
    union all
    select idempotency_mac, null, id, idempotency_body_mac, receipt_replay
      from reports where idempotency_mac = any(${idempotency}::bytea[])`.execute(trx);
  const known: Known = { contents: new Map(), replays: new Map() };
  for (const row of rows) {
    if (row.case_id) known.contents.set(hexOf(row.mac), row.case_id);
    if (row.report_id && row.body_mac) {
      known.replays.set(hexOf(row.mac), { id: row.report_id, bodyMac: row.body_mac, replay: row.replay });
    }
  }
  return known;
}

interface PlannedReport {
  report: PreparedReport;
  /** The case of the first location that already has one, else a new one for this report. */
  caseId: string;
  opensCase: boolean;
}

/** Locations named together meet in one case; a location that already has a case brings the others there. */
function planCases(reports: readonly PreparedReport[], known: Map<string, string>): PlannedReport[] {
  const cases = new Map(known);
  const existing = new Set(known.values());
  return reports.map((report) => {
    const keys = report.contents.map((content) => hexOf(content.keyMac));
    const caseId = keys.map((key) => cases.get(key)).find((found) => found !== undefined) ?? newId();
    for (const key of keys) if (!cases.has(key)) cases.set(key, caseId);
    return { report, caseId, opensCase: !existing.has(caseId) };
  });
}

async function writeReports(
  trx: Kysely<Database>,
  planned: readonly PlannedReport[],
  reportDays: number,
): Promise<void> {
  const rows = {
    contents: JSON.stringify(contentRows(planned)),
    cases: JSON.stringify(caseRows(planned.filter(({ opensCase }) => opensCase))),
    reports: JSON.stringify(planned.map(reportRow)),
    locations: JSON.stringify(
      planned.flatMap(({ report }) =>
        report.contents.map((content, position) => ({
          report_id: report.id,
          position,
          key_mac: hexOf(content.keyMac),
        })),
      ),
    ),
  };
  const { rows: written } = await sql<{ missed: unknown[] | null }>`
    with new_contents as (
      select * from jsonb_to_recordset(${rows.contents}::jsonb) as c(
        id uuid, case_id uuid, kind text, key_mac text, key text, url text, readable_url text, host text,
        domain text, service text, object text, address_sealed text, minor boolean, private boolean,
        reports int, at timestamptz)
    ),
    contents_written as (
      insert into contents as c (id, case_id, kind, key_mac, key, url, readable_url, host, domain, service, object,
        address_sealed, minor_reported, private_reported, reports_count, created_at)
      select id, case_id, kind, decode(key_mac, 'hex'), key, url, readable_url, host, domain, service, object,
        decode(address_sealed, 'hex'), minor, private, reports, at
      from new_contents order by key_mac
      on conflict (key_mac) do update set
        reports_count = c.reports_count + excluded.reports_count,
        minor_reported = c.minor_reported or excluded.minor_reported,
        private_reported = c.private_reported or excluded.private_reported,
        -- sealed once, sealed until a person says otherwise
        address_sealed = coalesce(c.address_sealed, excluded.address_sealed),
        key = case when coalesce(c.address_sealed, excluded.address_sealed) is null then c.key end,
        url = case when coalesce(c.address_sealed, excluded.address_sealed) is null then c.url end,
        readable_url = case when coalesce(c.address_sealed, excluded.address_sealed) is null then c.readable_url end,
        host = case when coalesce(c.address_sealed, excluded.address_sealed) is null then c.host end,
        domain = case when coalesce(c.address_sealed, excluded.address_sealed) is null then c.domain end,
        service = case when coalesce(c.address_sealed, excluded.address_sealed) is null then c.service end,
        object = case when coalesce(c.address_sealed, excluded.address_sealed) is null then c.object end
      returning c.id, c.case_id, c.key_mac, c.address_sealed is not null as sealed, (xmax = 0) as inserted
    ),
    -- what earlier looks left of an address goes with it
    checks_wiped as (
      update checks set final_url = null, headers = null, body_sha256 = null
      from contents_written c
      where checks.content_id = c.id and c.sealed and not c.inserted
      returning 1
    ),
    new_reports as (
      select * from jsonb_to_recordset(${rows.reports}::jsonb) as r(
        id uuid, first_key_mac text, received_at timestamptz, source text, language text, concern text,
        minor boolean, private boolean, danger boolean, situation jsonb, situation_id uuid, words_sealed text, contact_sealed text, receipt_lookup text,
        thread_key text, idempotency_mac text, idempotency_body_mac text, receipt_replay text)
    ),
    new_locations as (
      select * from jsonb_to_recordset(${rows.locations}::jsonb) as l(report_id uuid, position int, key_mac text)
    ),
    reports_written as (
      insert into reports (id, case_id, received_at, source, language, concern, minor, private, words_sealed,
        contact_sealed, receipt_lookup, thread_key, idempotency_mac, idempotency_body_mac, receipt_replay)
      select r.id, c.case_id, r.received_at, r.source, r.language, r.concern, r.minor, r.private,
        decode(r.words_sealed, 'hex'), decode(r.contact_sealed, 'hex'), decode(r.receipt_lookup, 'hex'),
        decode(r.thread_key, 'hex'), decode(r.idempotency_mac, 'hex'), decode(r.idempotency_body_mac, 'hex'),
        decode(r.receipt_replay, 'hex')
      from new_reports r join contents_written c on c.key_mac = decode(r.first_key_mac, 'hex')
      returning 1
    ),
    situations_written as (
      insert into situations (id, report_id, answers, updated_at)
      select situation_id, id, situation, received_at from new_reports where situation_id is not null
      returning 1
    ),
    locations_written as (
      insert into report_contents (report_id, position, content_id)
      select l.report_id, l.position, c.id
      from new_locations l join contents_written c on c.key_mac = decode(l.key_mac, 'hex')
      returning 1
    ),
    touched as (
      select c.case_id, r.id as report_id, r.received_at, r.language, r.minor, r.private, r.danger
      from new_locations l
      join contents_written c on c.key_mac = decode(l.key_mac, 'hex')
      join new_reports r on r.id = l.report_id
      group by c.case_id, r.id, r.received_at, r.language, r.minor, r.private, r.danger
    ),
    touched_cases as (
      select case_id, count(*)::int as reports, max(received_at) as last_at, bool_or(private) as private,
        array_agg(distinct language) as languages,
        max(received_at) filter (where minor) as minor_at, max(received_at) filter (where danger) as danger_at
      from touched group by case_id
    ),
    cases_opened as (
      insert into cases (id, number, status, handling, concern, urgency, next_step, priority, reports_count,
        contents_count, first_reported_at, last_reported_at, minor_reported_at, private_reported, danger_at, hosts,
        search_text, why, priority_until, topics, languages, expires_at)
      select n.id, n.number,
        'received', 'unknown', n.concern, n.urgency, 'assess', n.priority, t.reports,
        (select count(*)::int from contents_written c where c.case_id = n.id),
        n.at, t.last_at, t.minor_at, t.private, t.danger_at, n.hosts, concat_ws(E'\\n', n.number, nullif(n.search_text, '')),
        n.why, case when t.reports > 1 then t.last_at end, n.topics, t.languages,
        ${expiryOf(sql`t.last_at`, reportDays)}
      from (
        select c.*, to_char(c.at at time zone 'UTC', 'YYYY') || '-' || lpad(nextval('case_numbers')::text, 6, '0') as number
        from jsonb_to_recordset(${rows.cases}::jsonb) as c(
          id uuid, at timestamptz, concern text, urgency text, priority int, why jsonb, topics text[], hosts text[],
          search_text text)
        where exists (select 1 from contents_written w where w.case_id = c.id and w.inserted)
      ) n
      join touched_cases t on t.case_id = n.id
      returning id
    ),
    cases_joined as (
      ${joinCases(sql`touched_cases t`, reportDays)}
        and not exists (select 1 from cases_opened o where o.id = cases.id)
      returning cases.id, cases.status, t.private or t.minor_at is not null as sealed, t.danger_at is not null as danger,
        t.last_at, before.handling as handling_before, cases.handling
    ),
    -- a case as it was opened, or one more report of what nobody has looked at yet, needs nothing recomputed
    cases_to_refresh as (
      select j.id from cases_joined j
      where j.status <> 'received' or j.sealed or j.danger
        or exists (select 1 from contents_written c where c.case_id = j.id and c.inserted)
    ),
    signals_written as (
      ${signalsWritten(planned.map(({ report }) => report))}
    ),
    watches_started as (
      insert into watches (content_id, status, started_at)
      select c.id, 'waiting', now() from contents_written c where c.inserted
      returning 1
    ),
    events_written as (
      insert into events (type, at, case_id, report_id, details)
      select 'case.opened', t.last_at, o.id, null, '{}'::jsonb from cases_opened o join touched_cases t on t.case_id = o.id
      union all
      select 'report.received', t.received_at, t.case_id, t.report_id,
        jsonb_build_object('minor', t.minor, 'private', t.private)
      from touched t
      union all
      select 'report.danger_written', t.received_at, t.case_id, t.report_id, '{}'::jsonb from touched t where t.danger
      union all
      ${handlingChanges(sql`cases_joined j`)}
      returning 1
    )
    select (select count(*) from events_written) as events,
      (select count(*) from ${refreshJob(sql`(select id as case_id from cases_to_refresh) t`)}) as jobs,
      (select jsonb_agg(t) from touched_cases t where t.case_id not in
        (select id from cases_opened union all select id from cases_joined)) as missed`.execute(trx);
  const missed = written[0]?.missed;
  if (missed) await joinMissedCases(trx, missed, reportDays);
}

/**
 * A case that another transaction opened while this one waited for its content lies outside the snapshot of the
 * statement that wrote the reports. The next statement sees it.
 */
async function joinMissedCases(trx: Kysely<Database>, missed: unknown[], reportDays: number): Promise<void> {
  const touched = sql`jsonb_to_recordset(${JSON.stringify(missed)}::jsonb) as t(
    case_id uuid, reports int, last_at timestamptz, private boolean, languages text[], minor_at timestamptz,
    danger_at timestamptz)`;
  await sql`
    with cases_joined as (
      ${joinCases(touched, reportDays)}
      returning cases.id, t.last_at, before.handling as handling_before, cases.handling
    )
    insert into events (type, at, case_id, report_id, details) ${handlingChanges(sql`cases_joined j`)}`.execute(
    trx,
  );
  await sql`select count(*) from ${refreshJob(touched)}`.execute(trx);
}

/** Rows for `events`. @param joined rows of (id, last_at, handling_before, handling), named `j`. */
function handlingChanges(joined: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
      select 'case.handling_changed', j.last_at, j.id, null::uuid,
        jsonb_build_object('from', j.handling_before, 'to', j.handling)
      from ${joined} where j.handling <> j.handling_before`;
}

/**
 * The end of the UTC day on which the days are over: equal for all reports of a day, so that the index of it stays as it is
 * when a report joins a case. That holds for every indexed column of `cases`, as long as the report changes nothing there.
 */
function expiryOf(lastAt: RawBuilder<unknown>, reportDays: number): RawBuilder<unknown> {
  return sql`date_trunc('day', ${lastAt} + make_interval(days => ${reportDays}::int), 'UTC') + interval '24 hours'`;
}

/**
 * Each case as it was is named `before`: locked first, so that nobody changes it in between.
 * @param touched rows of (case_id, reports, last_at, private, languages, minor_at, danger_at), named `t`.
 */
function joinCases(touched: RawBuilder<unknown>, reportDays: number): RawBuilder<unknown> {
  return sql`
      update cases set
        reports_count = cases.reports_count + t.reports,
        last_reported_at = greatest(cases.last_reported_at, t.last_at),
        minor_reported_at = greatest(cases.minor_reported_at, t.minor_at),
        private_reported = cases.private_reported or t.private,
        danger_at = greatest(cases.danger_at, t.danger_at),
        languages = case when t.languages <@ cases.languages then cases.languages
          else (select array_agg(distinct l order by l) from unnest(cases.languages || t.languages) l) end,
        -- whoever may not see what concerns minors does not from this moment on
        topics = case when t.minor_at is null or 'minors' = any(cases.topics) then cases.topics
          else (select array_agg(one order by one collate "C") from unnest(cases.topics || '{minors}') one) end,
        -- counted into the priority within a minute, however many come
        priority_until = least(cases.priority_until, t.last_at),
        handling = case when cases.handling <> 'no_fetch' and (t.private or t.minor_at is not null)
          then 'unknown' else cases.handling end,
        -- emptied at once, and filled again from what stays readable when the case is refreshed
        hosts = case when t.private or t.minor_at is not null then '{}' else cases.hosts end,
        search_text = case when t.private or t.minor_at is not null then cases.number else cases.search_text end,
        expires_at = greatest(cases.expires_at, ${expiryOf(sql`t.last_at`, reportDays)})
      from ${touched} join (
        select id, handling from cases where id in (select t.case_id from ${touched}) order by id for no key update
      ) before on before.id = t.case_id
      where cases.id = t.case_id`;
}

/** One job for each that waits for none yet. @param touched rows with a case_id, named `t`. */
function refreshJob(touched: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`graphile_worker.add_jobs(array(
    select row(${refreshCasesJob.name}, json_build_object('caseIds', json_build_array(t.case_id)), null, null,
      ${refreshCasesJob.attempts}::int, ${refreshCasesJob.name} || ':' || t.case_id, null, null
    )::graphile_worker.job_spec from ${touched} order by t.case_id))`;
}

/** One row per canonical key of the batch; sealed if any of its reports asks for it. */
function contentRows(planned: readonly PlannedReport[]): unknown[] {
  const rows = new Map<
    string,
    {
      content: PreparedContent;
      sealed: Buffer | null;
      caseId: string;
      at: Date;
      minor: boolean;
      private: boolean;
      reports: number;
    }
  >();
  for (const { report, caseId } of planned) {
    const counted = new Set<string>();
    for (const content of report.contents) {
      const key = hexOf(content.keyMac);
      const row = rows.get(key) ?? {
        content,
        sealed: null,
        caseId,
        at: report.receivedAt,
        minor: false,
        private: false,
        reports: 0,
      };
      row.sealed ??= content.sealed;
      row.minor ||= report.minor;
      row.private ||= report.private;
      if (!counted.has(key)) row.reports += 1;
      counted.add(key);
      rows.set(key, row);
    }
  }
  return [...rows.values()].map(({ content, sealed, caseId, at, minor, private: onlyToThem, reports }) => {
    const address = sealed ? null : content.address;
    return {
      id: content.id,
      case_id: caseId,
      kind: content.kind,
      key_mac: hexOf(content.keyMac),
      key: address?.key,
      url: address?.url,
      readable_url: address?.readableUrl,
      host: address?.host,
      domain: address?.domain,
      service: address?.service,
      object: address?.object,
      address_sealed: sealed?.toString("hex"),
      minor,
      private: onlyToThem,
      reports,
      at,
    };
  });
}

function caseRows(planned: readonly PlannedReport[]): unknown[] {
  const reportsByCase = new Map<string, PreparedReport[]>();
  for (const { report, caseId } of planned) {
    const reports = reportsByCase.get(caseId);
    if (reports) reports.push(report);
    else reportsByCase.set(caseId, [report]);
  }
  return [...reportsByCase].map(([id, reports]) => caseRow(id, reports));
}

/** A case as its first reports open it; more than one when they arrive together. */
function caseRow(id: string, reports: readonly PreparedReport[]): unknown {
  const [first] = reports;
  if (!first) throw new Error("a case is opened by a report");
  const { concern, receivedAt } = first;
  const danger = reports.some((report) => report.danger);
  const minor = reports.some((report) => report.minor);
  const urgency = urgencyWith(concernUrgency(concern, minor), { danger });
  const readable = reports.flatMap(({ contents }) =>
    contents.flatMap(({ address, sealed }) => (address && !sealed ? [address] : [])),
  );
  const facts = {
    urgency,
    urgencyFrom: "concern" as const,
    dangerAt: danger ? receivedAt : null,
    stuck: [],
    minor,
    private: reports.some((report) => report.private),
    situation: situationFactsOf(reports.flatMap(({ situation }) => situation ?? [])),
    recentReports: reports.length,
    dueAt: null,
    firstReportedAt: receivedAt,
    now: receivedAt,
  };
  return {
    id,
    at: receivedAt,
    concern,
    urgency,
    priority: priorityOf(facts),
    why: whyOf(facts),
    topics: topicsOf({ grounds: [], concern, minor }),
    hosts: [...new Set(readable.map(({ host }) => host))],
    search_text: searchTextOf([...new Set(readable.flatMap(({ key, readableUrl }) => [key, readableUrl]))]),
  };
}

function reportRow({ report }: PlannedReport): unknown {
  return {
    id: report.id,
    first_key_mac: hexOf(report.contents[0]?.keyMac),
    received_at: report.receivedAt,
    source: report.source,
    language: report.language,
    concern: report.concern,
    minor: report.minor,
    private: report.private,
    danger: report.danger,
    situation: report.situation,
    situation_id: report.situation && newId(),
    words_sealed: hexOf(report.wordsSealed),
    contact_sealed: report.contactSealed?.toString("hex"),
    receipt_lookup: report.receiptLookup?.toString("hex"),
    thread_key: report.threadKey?.toString("hex"),
    idempotency_mac: report.idempotency?.mac.toString("hex"),
    idempotency_body_mac: report.idempotency?.bodyMac.toString("hex"),
    receipt_replay: report.idempotency?.replay?.toString("hex"),
  };
}

function hexOf(bytes: Buffer | undefined): string {
  return bytes?.toString("hex") ?? "";
}
