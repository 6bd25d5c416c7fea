import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Situation, situationBody } from "@vigie/contract";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { refreshCases } from "../cases/refresh-cases.ts";
import { newId } from "../db/new-id.ts";
import { type OpenDatabase, openDatabase } from "../db/open-database.ts";
import { migrateJobs } from "../jobs/run-jobs.ts";
import { newKeyPair } from "../vault/sealed-box.ts";
import { createIntake, type Intake, type PreparedReport } from "./intake.ts";
import { storeReports } from "./store-reports.ts";

const database = useDatabase();
beforeAll(async () => {
  await migrateJobs({ pool: database.pool, log: quietLog });
});

const reportDays = 365;

function preparedReport(key: Buffer, more: Partial<PreparedReport> = {}): PreparedReport {
  return {
    id: newId(),
    receivedAt: new Date(),
    source: "api",
    language: "fr",
    concern: null,
    minor: false,
    private: false,
    danger: false,
    situation: null,
    wordsSealed: randomBytes(8),
    contactSealed: null,
    receiptLookup: null,
    threadKey: null,
    idempotency: null,
    contents: [{ id: newId(), kind: "url", keyMac: key, address: null, sealed: randomBytes(8), signals: [] }],
    signals: [],
    fingerprints: [],
    ...more,
  };
}

test("a report that meets a case being opened by another process at that moment counts in it, and so does what it says", async () => {
  const key = randomBytes(32);
  const stored: Promise<unknown>[] = [];
  await database.db.transaction().execute(async (first) => {
    await storeReports(first, [preparedReport(key)], { reportDays });
    const second = preparedReport(key, { minor: true, private: true });
    stored.push(database.db.transaction().execute((trx) => storeReports(trx, [second], { reportDays })));
    // Long enough for the second to reach the content and wait for it.
    await sleep(300);
  });
  await Promise.all(stored);
  const cases = await database.db.selectFrom("cases").selectAll().execute();
  expect(cases).toHaveLength(1);
  expect(cases[0]).toMatchObject({ reports_count: 2, private_reported: true, handling: "unknown" });
  expect(cases[0]?.minor_reported_at).not.toBeNull();
});

test("one key sent to two processes in the same moment is one report and its replay", async () => {
  const intakes = [0, 1].map(() =>
    createIntake({
      db: database.db,
      teamPublicKey: new Uint8Array(32).fill(9),
      reportDays,
      allowsHost: () => false,
    }),
  );
  const idempotency = { mac: randomBytes(32), bodyMac: randomBytes(32), replay: null };
  const outcomes = await Promise.all(
    intakes.flatMap((intake) =>
      [0, 1, 2].map(() => intake.submit(preparedReport(randomBytes(32), { idempotency }))),
    ),
  );
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual([...Array(5).fill("replayed"), "stored"]);
  expect(new Set(outcomes.map(({ reportId }) => reportId)).size).toBe(1);
  await Promise.all(intakes.map((intake) => intake.stop()));
});

const intakes: Intake[] = [];
const others: OpenDatabase[] = [];
afterAll(async () => {
  await Promise.all(intakes.map((intake) => intake.stop()));
  await Promise.all(others.map((other) => other.close()));
});

/** Another process, as far as the database can tell. */
async function newProcess(): Promise<Intake> {
  const other = await openDatabase(database.connection, { max: 4, log: quietLog });
  others.push(other);
  const intake = createIntake({
    db: other.db,
    teamPublicKey: newKeyPair().publicKey,
    reportDays,
    allowsHost: () => false,
  });
  intakes.push(intake);
  return intake;
}

interface Sketch {
  /** Names of locations; the same name is the same address. */
  places: readonly string[];
  minor?: boolean;
  private?: boolean;
  danger?: boolean;
  situation?: Situation;
  /** Idempotency key and what was sent under it. */
  again?: { key: string; body: string } | null;
}

const macOf = (text: string) => createHash("sha256").update(text).digest();

function sketched({ places, again = null, ...flags }: Sketch): PreparedReport {
  const sealed = flags.minor || flags.private;
  return preparedReport(Buffer.of(), {
    ...flags,
    idempotency: again && {
      mac: macOf(again.key),
      bodyMac: macOf(again.body),
      replay: Buffer.from(again.key),
    },
    contents: places.map((place) => ({
      id: newId(),
      kind: "url",
      keyMac: macOf(place),
      address: {
        key: `hote.example/${place}`,
        url: `https://hote.example/${place}`,
        readableUrl: `https://hote.example/${place}`,
        host: "hote.example",
        domain: "hote.example",
        service: null,
        object: null,
      },
      sealed: sealed ? Buffer.from(`sealed ${place}`) : null,
      signals: [],
    })),
  });
}

const store = (sketches: readonly Sketch[]) =>
  database.db.transaction().execute((trx) => storeReports(trx, sketches.map(sketched), { reportDays }));

const contentOf = (place: string) =>
  database.db
    .selectFrom("contents")
    .selectAll()
    .where("key_mac", "=", macOf(place))
    .executeTakeFirstOrThrow();
const caseOf = async (place: string) =>
  database.db
    .selectFrom("cases")
    .selectAll()
    .where("id", "=", (await contentOf(place)).case_id)
    .executeTakeFirstOrThrow();

test.each([
  ["in one batch", 50],
  ["in five batches", 10],
  ["each alone", 1],
])("fifty reports of one page, %s, are one content in one case with fifty reports", async (how, size) => {
  const place = `cinquante ${how}`;
  for (let stored = 0; stored < 50; stored += size) {
    const outcomes = await store(Array.from({ length: size }, () => ({ places: [place] })));
    expect(outcomes.every(({ kind }) => kind === "stored")).toBe(true);
  }
  const content = await contentOf(place);
  expect(content.reports_count).toBe(50);
  const found = await caseOf(place);
  expect(found).toMatchObject({
    reports_count: 50,
    contents_count: 1,
    status: "received",
    hosts: ["hote.example"],
  });
  const { rows } = await sql<{ type: string; count: number }>`
    select type, count(*)::int as count from events where case_id = ${found.id} group by type order by type`.execute(
    database.db,
  );
  expect(rows).toEqual([
    { type: "case.opened", count: 1 },
    { type: "report.received", count: 50 },
  ]);
});

test("locations named together meet in one case, and a known one brings the others there", async () => {
  await store([{ places: ["a1", "a2"] }]);
  await store([{ places: ["a3", "a2"] }, { places: ["a3"] }, { places: ["a4", "a3"] }]);
  const home = (await contentOf("a1")).case_id;
  for (const place of ["a2", "a3", "a4"]) expect((await contentOf(place)).case_id).toBe(home);
  expect(await caseOf("a1")).toMatchObject({ reports_count: 4 });
});

test("a case is kept to the end of the UTC day on which the days of its last report are over", async () => {
  const key = randomBytes(32);
  const storeAt = async (at: string) => {
    const report = preparedReport(key, { receivedAt: new Date(at) });
    await database.db.transaction().execute((trx) => storeReports(trx, [report], { reportDays: 10 }));
    const [row] = await database.db
      .selectFrom("cases")
      .select("expires_at")
      .where("id", "in", database.db.selectFrom("contents").select("case_id").where("key_mac", "=", key))
      .execute();
    return row?.expires_at;
  };
  expect(await storeAt("2030-03-02T00:00:00.000Z")).toEqual(new Date("2030-03-13T00:00:00.000Z"));
  expect(await storeAt("2030-03-02T23:59:59.999Z")).toEqual(new Date("2030-03-13T00:00:00.000Z"));
  expect(await storeAt("2030-03-03T00:00:01.000Z")).toEqual(new Date("2030-03-14T00:00:00.000Z"));
});

test("a report that joins a case again on the same day writes no index of cases", async () => {
  const key = randomBytes(32);
  const at = Date.parse("2030-06-01T08:00:00.000Z");
  const rewritten = (minute: number) =>
    database.db.transaction().execute(async (trx) => {
      const counted = async () => {
        const { rows } = await sql<{ all: number; hot: number }>`
          select pg_stat_get_xact_tuples_updated('cases'::regclass)::int as all,
            pg_stat_get_xact_tuples_hot_updated('cases'::regclass)::int as hot`.execute(trx);
        return rows[0] ?? { all: 0, hot: 0 };
      };
      const before = await counted();
      const report = preparedReport(key, { receivedAt: new Date(at + minute * 60_000) });
      await storeReports(trx, [report], { reportDays });
      const after = await counted();
      return { all: after.all - before.all, hot: after.hot - before.hot };
    });
  expect(await rewritten(0)).toEqual({ all: 0, hot: 0 });
  // From here on it waits for its priority to be counted anew.
  expect(await rewritten(1)).toMatchObject({ all: 1 });
  expect(await rewritten(2)).toEqual({ all: 1, hot: 1 });
  expect(await rewritten(3)).toEqual({ all: 1, hot: 1 });
});

test("a report that names two cases counts in both and merges neither", async () => {
  await store([{ places: ["b1"] }, { places: ["b2"] }]);
  await store([{ places: ["b2", "b1"] }]);
  expect((await contentOf("b1")).case_id).not.toBe((await contentOf("b2")).case_id);
  expect(await caseOf("b1")).toMatchObject({ reports_count: 2 });
  expect(await caseOf("b2")).toMatchObject({ reports_count: 2 });
});

test("an address that was sealed once stays sealed, whoever reports it afterwards", async () => {
  await store([{ places: ["c1"] }]);
  expect(await contentOf("c1")).toMatchObject({ url: "https://hote.example/c1", address_sealed: null });
  await store([{ places: ["c1"], private: true }]);
  const sealed = {
    url: null,
    key: null,
    host: null,
    address_sealed: Buffer.from("sealed c1"),
    private_reported: true,
  };
  expect(await contentOf("c1")).toMatchObject(sealed);
  await store([{ places: ["c1"] }, { places: ["c1"], minor: true }]);
  expect(await contentOf("c1")).toMatchObject({ ...sealed, minor_reported: true, reports_count: 4 });
  expect(await caseOf("c1")).toMatchObject({ hosts: [], private_reported: true, handling: "unknown" });
});

test("within one batch a report that asks for sealing seals for all", async () => {
  await store([{ places: ["d1"] }, { places: ["d1"], minor: true }, { places: ["d1"] }]);
  expect(await contentOf("d1")).toMatchObject({
    url: null,
    key: null,
    reports_count: 3,
    minor_reported: true,
  });
});

test("the same report under the same key is the same report; another one under that key is told apart", async () => {
  const first = { places: ["e1"], again: { key: "e-key", body: "one" } };
  const [stored] = await store([first]);
  expect(stored).toMatchObject({ kind: "stored" });
  const [replayed, other, fresh] = await store([
    first,
    { ...first, again: { key: "e-key", body: "two" } },
    { places: ["e1"] },
  ]);
  expect(replayed).toEqual({
    kind: "replayed",
    reportId: stored?.reportId,
    sameBody: true,
    replay: Buffer.from("e-key"),
  });
  expect(other).toMatchObject({ kind: "replayed", reportId: stored?.reportId, sameBody: false });
  expect(fresh).toMatchObject({ kind: "stored" });
  expect(await contentOf("e1")).toMatchObject({ reports_count: 2 });
});

test("a location named twice in one report counts once", async () => {
  await store([{ places: ["f1", "f2", "f1"] }]);
  expect(await contentOf("f1")).toMatchObject({ reports_count: 1 });
  expect(await caseOf("f1")).toMatchObject({ reports_count: 1, contents_count: 2 });
});

test("words of danger flag the case, in the batch that opens it and in any later report of it", async () => {
  await store([{ places: ["k1"] }, { places: ["k1"], danger: true }]);
  expect(await caseOf("k1")).toMatchObject({ urgency: "P0", priority: 240_100, next_step: "assess" });
  const opened = await caseOf("k1");
  expect(opened.danger_at).not.toBeNull();
  const { rows } = await sql<{ details: object }>`
    select details from events where case_id = ${opened.id} and type = 'report.danger_written'`.execute(
    database.db,
  );
  expect(rows).toEqual([{ details: {} }]);

  await store([{ places: ["k2"] }]);
  expect(await caseOf("k2")).toMatchObject({ urgency: "P3", danger_at: null });
  await store([{ places: ["k2"], danger: true }]);
  const flagged = await caseOf("k2");
  expect(flagged.danger_at).not.toBeNull();
  await refreshCases(
    { db: database.db, clock: { now: () => new Date() }, intake: await newProcess() },
    { caseIds: [flagged.id] },
  );
  expect(await caseOf("k2")).toMatchObject({
    urgency: "P0",
    priority: 240_100,
    danger_at: flagged.danger_at,
  });
});

test("what was said before a report is kept with it, once: a repeat changes nothing", async () => {
  const situation = situationBody.parse({ blackmail: "threatened", country: "BE" });
  const told = { places: ["l1"], situation, again: { key: "l-key", body: "one" } };
  const [stored] = await store([told, { places: ["l2"] }]);
  await store([{ ...told, situation: situationBody.parse({ country: "FR" }) }]);
  const kept = await database.db
    .selectFrom("situations")
    .select(["report_id", "answers"])
    .where("report_id", "=", stored?.reportId ?? "")
    .execute();
  expect(kept).toEqual([{ report_id: stored?.reportId, answers: situation }]);
});

test("a batch that fails stores nothing of itself", async () => {
  const good = sketched({ places: ["g1"] });
  const bad = { ...sketched({ places: ["g2"] }), id: "not an id" };
  await expect(
    database.db.transaction().execute((trx) => storeReports(trx, [good, bad], { reportDays })),
  ).rejects.toThrow();
  const left = await database.db
    .selectFrom("contents")
    .select("id")
    .where("key_mac", "in", [macOf("g1"), macOf("g2")])
    .execute();
  expect(left).toEqual([]);
});

test("two processes that take reports of the same pages at once lose none, double none and count each", async () => {
  const processes = [await newProcess(), await newProcess()];
  const sketches: Sketch[] = Array.from({ length: 240 }, (_, index) => ({
    places: index % 3 === 0 ? [`h${index % 8}`, `h${(index * 5 + 3) % 8}`] : [`h${(index * 7) % 8}`],
    minor: index % 40 === 39,
  }));
  const reports = sketches.map(sketched);
  const outcomes = await Promise.all(reports.map((report, index) => processes[index % 2]?.submit(report)));
  expect(outcomes.every((outcome) => outcome?.kind === "stored")).toBe(true);

  const places = [...new Set(sketches.flatMap((sketch) => sketch.places))];
  const homes = new Map<string, string>();
  for (const place of places) {
    const content = await contentOf(place);
    homes.set(place, content.case_id);
    expect(content.reports_count).toBe(sketches.filter((sketch) => sketch.places.includes(place)).length);
  }
  for (const caseId of new Set(homes.values())) {
    const touching = sketches.filter((sketch) => sketch.places.some((place) => homes.get(place) === caseId));
    const row = await database.db
      .selectFrom("cases")
      .selectAll()
      .where("id", "=", caseId)
      .executeTakeFirstOrThrow();
    expect(row.reports_count).toBe(touching.length);
    expect(row.minor_reported_at !== null).toBe(touching.some((sketch) => sketch.minor));
  }
  const { rows } = await sql<{ reports: number; locations: number; empty: number; apart: number }>`
    select
      (select count(*)::int from reports where id = any(${reports.map(({ id }) => id)}::uuid[])) as reports,
      (select count(*)::int from report_contents where report_id = any(${reports.map(({ id }) => id)}::uuid[])) as locations,
      (select count(*)::int from cases where not exists (select 1 from contents where case_id = cases.id)) as empty,
      (select count(*)::int from contents where not exists (select 1 from watches where content_id = contents.id)) as apart`.execute(
    database.db,
  );
  expect(rows[0]).toEqual({
    reports: 240,
    locations: sketches.reduce((sum, sketch) => sum + sketch.places.length, 0),
    empty: 0,
    apart: 0,
  });
});

interface Model {
  contents: Map<string, { home: number; sealed: boolean; minor: boolean; private: boolean; reports: number }>;
  cases: { reports: number; minor: boolean; private: boolean }[];
  keys: Map<string, { body: string; reportId: string }>;
}

/** What storing means, one report at a time and without a database. */
function storeNaively(model: Model, { places, minor = false, private: onlyToMe = false }: Sketch): void {
  const known = places.find((place) => model.contents.has(place));
  const home = known === undefined ? model.cases.length : (model.contents.get(known)?.home ?? -1);
  if (home === model.cases.length) model.cases.push({ reports: 0, minor: false, private: false });
  const touched = new Set<number>();
  for (const place of new Set(places)) {
    const content = model.contents.get(place) ?? {
      home,
      sealed: false,
      minor: false,
      private: false,
      reports: 0,
    };
    content.sealed ||= minor || onlyToMe;
    content.minor ||= minor;
    content.private ||= onlyToMe;
    content.reports += 1;
    touched.add(content.home);
    model.contents.set(place, content);
  }
  for (const index of touched) {
    const found = model.cases[index];
    if (!found) throw new Error("a content is in no case");
    found.reports += 1;
    found.minor ||= minor;
    found.private ||= onlyToMe;
  }
}

const anySketch = fc.record({
  places: fc.array(fc.integer({ min: 1, max: 6 }).map(String), { minLength: 1, maxLength: 3 }),
  minor: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  private: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  again: fc.option(
    fc.record({ key: fc.constantFrom("k1", "k2", "k3"), body: fc.constantFrom("one", "two") }),
  ),
});

test("any batches of any reports leave what storing them one by one, by hand, would leave", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anySketch, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
      async (batches) => {
        run += 1;
        const own = (name: string) => `run ${run} ${name}`;
        const model: Model = { contents: new Map(), cases: [], keys: new Map() };
        for (const batch of batches) {
          const keys = new Set<string>();
          const sketches = batch
            // The intake never hands one key over twice in a batch.
            .filter(({ again }) => !again || (!keys.has(again.key) && keys.add(again.key)))
            .map(({ places, again, ...flags }) => ({
              ...flags,
              places: places.map(own),
              again: again && { ...again, key: own(again.key) },
            }));
          const outcomes = await store(sketches);
          for (const [index, sketch] of sketches.entries()) {
            const outcome = outcomes[index];
            const earlier = sketch.again && model.keys.get(sketch.again.key);
            if (earlier) {
              expect(outcome).toMatchObject({
                kind: "replayed",
                reportId: earlier.reportId,
                sameBody: earlier.body === sketch.again?.body,
              });
              continue;
            }
            expect(outcome?.kind).toBe("stored");
            if (sketch.again) {
              model.keys.set(sketch.again.key, {
                body: sketch.again.body,
                reportId: outcome?.reportId ?? "",
              });
            }
            storeNaively(model, sketch);
          }
        }
        await expectStored(model);
      },
    ),
    { numRuns: 60 },
  );
});

async function expectStored(model: Model): Promise<void> {
  const homes = new Map<number, string>();
  for (const [place, expected] of model.contents) {
    const content = await contentOf(place);
    expect(content).toMatchObject({
      reports_count: expected.reports,
      minor_reported: expected.minor,
      private_reported: expected.private,
      url: expected.sealed ? null : `https://hote.example/${place}`,
    });
    expect(content.address_sealed !== null).toBe(expected.sealed);
    const home = homes.get(expected.home) ?? content.case_id;
    homes.set(expected.home, home);
    expect(content.case_id).toBe(home);
  }
  const caseIds = [...homes.values()];
  expect(new Set(caseIds).size).toBe(model.cases.length);
  await refreshCases(
    {
      db: database.db,
      clock: { now: () => new Date() },
      intake: { sealForTeam: () => Buffer.of() } as never,
    },
    { caseIds },
  );
  for (const [index, expected] of model.cases.entries()) {
    const caseId = homes.get(index) ?? "";
    const row = await database.db
      .selectFrom("cases")
      .selectAll()
      .where("id", "=", caseId)
      .executeTakeFirstOrThrow();
    const own = [...model.contents.values()].filter((content) => content.home === index);
    expect(row).toMatchObject({
      reports_count: expected.reports,
      contents_count: own.length,
      private_reported: expected.private,
      hosts: own.some((content) => !content.sealed) ? ["hote.example"] : [],
    });
    expect(row.minor_reported_at !== null).toBe(expected.minor);
    const { rows } = await sql<{ opened: number; received: number }>`
      select count(*) filter (where type = 'case.opened')::int as opened,
        count(*) filter (where type = 'report.received')::int as received
      from events where case_id = ${caseId}`.execute(database.db);
    expect(rows[0]).toEqual({ opened: 1, received: expected.reports });
  }
}
