import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import type { Database } from "../db/schema.ts";
import { chainHash, chainStart, type SealableEvent } from "./chain-rules.ts";
import { recordEvents } from "./record-event.ts";
import { publishCheckpoint, sealEvents } from "./seal-events.ts";
import { verifyChain } from "./verify-chain.ts";

const database = useDatabase({ max: 14 });
const clock = { now: () => new Date("2026-03-02T08:00:00Z") };

async function write(db: Kysely<Database>, count: number): Promise<void> {
  await recordEvents(
    db,
    Array.from({ length: count }, (_, index) => ({
      type: "report.received" as const,
      at: clock.now(),
      details: { index },
    })),
  );
}

/** Other databases of the server hold the sealer back while a transaction is open there. */
async function sealAll(): Promise<void> {
  for (let left = 1; left > 0; ) {
    if ((await sealEvents(database)) === 0) await sleep(5);
    const { rows } = await sql<{ left: number }>`
      select ((select count(*) from events) - (select count(*) from event_chain))::int as left`.execute(
      database.db,
    );
    left = rows[0]?.left ?? 0;
  }
}

/** Runs `work` against the log as somebody with all rights could, sees what verification says, and undoes it. */
async function tampered(work: (trx: Kysely<Database>) => Promise<unknown>) {
  const undo = new Error("undo");
  let found: Awaited<ReturnType<typeof verifyChain>> | undefined;
  await database.db
    .transaction()
    .execute(async (trx) => {
      // An owner's rights are enough: triggers off, references gone.
      await sql`alter table events disable trigger user`.execute(trx);
      await sql`alter table event_chain disable trigger user`.execute(trx);
      await sql`alter table event_chain drop constraint event_chain_event_seq_fkey`.execute(trx);
      await sql`alter table event_checkpoints drop constraint event_checkpoints_number_fkey`.execute(trx);
      await work(trx);
      found = await verifyChain({ db: trx });
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return found;
}

const total = async () =>
  (await database.db.selectFrom("event_sealing").select("last_number").executeTakeFirstOrThrow()).last_number;

test("eight writers, some quick and some slow, while two sealers work: every event is linked, and the chain holds", async () => {
  let writing = true;
  let worked = 0;
  const sealers = [0, 1].map(async () => {
    while (writing) {
      worked += await sealEvents(database);
      await sleep(2);
    }
  });
  let written = 0;
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let turn = 0; turn < 12; turn += 1) {
      const slow = writer < 3;
      const undone = turn % 5 === 4;
      await database.db
        .transaction()
        .execute(async (trx) => {
          await write(trx, 2);
          if (slow) await sleep(5 + ((writer * 7 + turn * 11) % 25));
          await write(trx, 1);
          if (undone) throw new Error("undone");
        })
        .then(
          () => {
            written += 3;
          },
          () => undefined,
        );
    }
  });
  await Promise.all(writers);
  writing = false;
  await Promise.all(sealers);
  expect(worked).toBeGreaterThan(0);
  await sealAll();
  expect(await verifyChain(database)).toMatchObject({ kind: "intact", events: written, unsealed: 0 });
});

test("an event of a transaction that is still open holds back what came after it, and nothing is lost", async () => {
  await sealAll();
  const before = await total();
  let release = () => {};
  let begun = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const wrote = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const open = database.db.transaction().execute(async (trx) => {
    await write(trx, 1);
    begun();
    await held;
  });
  await wrote;
  await write(database.db, 2);
  expect(await sealEvents(database)).toBe(0);
  release();
  await open;
  await sealAll();
  expect(await verifyChain(database)).toMatchObject({ kind: "intact", events: before + 3, unsealed: 0 });
});

test("two sealers at the same moment link each event once", async () => {
  await write(database.db, 40);
  const before = await total();
  let linked = 0;
  while (linked < 40) {
    const counts = await Promise.all(Array.from({ length: 5 }, () => sealEvents(database)));
    linked += counts.reduce((sum, count) => sum + count);
  }
  expect(linked).toBe(40);
  expect(await verifyChain(database)).toMatchObject({ kind: "intact", events: before + 40, unsealed: 0 });
});

test("the log can be added to, and not changed, deleted or emptied", async () => {
  await write(database.db, 1);
  await sealAll();
  await expect(sql`update events set type = 'case.opened'`.execute(database.db)).rejects.toThrow(
    "append-only",
  );
  await expect(sql`delete from events`.execute(database.db)).rejects.toThrow("append-only");
  await expect(sql`truncate events cascade`.execute(database.db)).rejects.toThrow("append-only");
  await expect(sql`update event_chain set hash = '\\x00'`.execute(database.db)).rejects.toThrow(
    "append-only",
  );
  await expect(sql`delete from event_chain`.execute(database.db)).rejects.toThrow("append-only");
  await expect(sql`truncate event_chain cascade`.execute(database.db)).rejects.toThrow("append-only");
  expect((await verifyChain(database)).kind).toBe("intact");
});

test("whatever somebody with all rights rewrites is found, and where", async () => {
  await write(database.db, 6);
  await sealAll();
  await publishCheckpoint({ ...database, clock });
  await write(database.db, 6);
  await sealAll();
  const last = await total();
  const number = last - 8;
  const seq = sql`(select event_seq from event_chain where number = ${number})`;

  expect(
    await tampered((db) => sql`update events set at = at + interval '1 ms' where seq = ${seq}`.execute(db)),
  ).toEqual({ kind: "broken", number, why: "hash" });
  expect(
    await tampered((db) => sql`update events set details = '{"index": 99}' where seq = ${seq}`.execute(db)),
  ).toEqual({ kind: "broken", number, why: "hash" });
  expect(await tampered((db) => sql`delete from events where seq = ${seq}`.execute(db))).toEqual({
    kind: "broken",
    number,
    why: "missing_event",
  });
  expect(await tampered((db) => sql`delete from event_chain where number = ${number}`.execute(db))).toEqual({
    kind: "broken",
    number,
    why: "gap",
  });
  expect(
    await tampered((db) =>
      sql`update event_chain set hash = sha256(hash) where number = ${number}`.execute(db),
    ),
  ).toEqual({ kind: "broken", number, why: "hash" });
  expect(
    await tampered((db) => sql`update event_sealing set last_hash = sha256(last_hash)`.execute(db)),
  ).toMatchObject({ kind: "broken", number: last });
  expect(await tampered(async () => undefined)).toMatchObject({ kind: "intact" });
});

test("a chain written again from the start is told from the one that was published", async () => {
  await write(database.db, 3);
  await sealAll();
  await publishCheckpoint({ ...database, clock });
  const published = await total();
  const found = await tampered(async (db) => {
    await sql`update events set details = '{"index": 1000}' where seq = (select min(event_seq) from event_chain)`.execute(
      db,
    );
    await relink(db);
  });
  expect(found).toMatchObject({ kind: "broken", why: "checkpoint" });

  const cut = await tampered(async (db) => {
    const kept = published - 2;
    await sql`delete from events where seq in (select event_seq from event_chain where number > ${kept})`.execute(
      db,
    );
    await sql`delete from event_chain where number > ${kept}`.execute(db);
    await sql`update event_sealing set last_number = ${kept},
      last_hash = (select hash from event_chain where number = ${kept})`.execute(db);
  });
  expect(cut).toEqual({ kind: "broken", number: published, why: "checkpoint" });
});

/** All hashes computed afresh, as a forger would. */
async function relink(db: Kysely<Database>): Promise<void> {
  const links = await db
    .selectFrom("event_chain")
    .innerJoin("events", "events.seq", "event_chain.event_seq")
    .selectAll("events")
    .select("event_chain.number")
    .orderBy("event_chain.number")
    .execute();
  let hash = chainStart;
  for (const link of links) {
    hash = chainHash(hash, link.number, link);
    await sql`update event_chain set hash = ${hash} where number = ${link.number}`.execute(db);
  }
  await sql`update event_sealing set last_hash = ${hash}`.execute(db);
}

test("progress is told up to the whole", async () => {
  const steps: [number, number][] = [];
  await verifyChain(database, { onProgress: (done, all) => steps.push([done, all]) });
  expect(steps.at(-1)).toEqual([await total(), await total()]);
});

test("an event slipped in among old ones never enters the chain, and is counted as outside it", async () => {
  await sealAll();
  await sql`
    insert into events (xid, at, type, details)
    select xid, at, type, details from events where seq = (select event_seq from event_chain where number = 1)`.execute(
    database.db,
  );
  expect(await sealEvents(database)).toBe(0);
  expect(await verifyChain(database)).toMatchObject({ kind: "intact", unsealed: 1 });
});

const anyEvent: fc.Arbitrary<SealableEvent> = fc.record({
  seq: fc.nat(),
  at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") }),
  type: fc.constantFrom("report.received", "notice.sent"),
  actor: fc.option(fc.uuid()),
  case_id: fc.option(fc.uuid()),
  content_id: fc.option(fc.uuid()),
  report_id: fc.option(fc.uuid()),
  subject_id: fc.option(fc.uuid()),
  details: fc.dictionary(fc.string({ maxLength: 4 }), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
});

test("a link depends on every field of its event and on all before it, and not on the order of its details", () => {
  fc.assert(
    fc.property(anyEvent, fc.integer({ min: 1, max: 1e9 }), (event, number) => {
      const hash = chainHash(chainStart, number, event);
      expect(hash).toHaveLength(32);
      const reversed = Object.fromEntries(Object.entries(event.details).reverse());
      expect(chainHash(chainStart, number, { ...event, details: reversed })).toEqual(hash);
      const others: SealableEvent[] = [
        { ...event, seq: event.seq + 1 },
        { ...event, at: new Date(event.at.getTime() + 1) },
        { ...event, type: "case.opened" },
        { ...event, actor: event.actor === null ? event.type : null },
        // An id moved to the next field is another event.
        { ...event, case_id: event.content_id, content_id: event.case_id },
        { ...event, details: { ...event.details, more: 1 } },
      ].filter((other) => JSON.stringify(other) !== JSON.stringify(event));
      for (const other of others) expect(chainHash(chainStart, number, other)).not.toEqual(hash);
      expect(chainHash(chainStart, number + 1, event)).not.toEqual(hash);
      expect(chainHash(createHash("sha256").update(hash).digest(), number, event)).not.toEqual(hash);
    }),
  );
});

test("after a dump was restored into a new cluster, what was unsealed is linked and sealing goes on", async () => {
  // As the old cluster left it: numbers that this one has not reached, the newest events not sealed yet.
  await sql`update event_sealing set last_xid = '900000000000', last_seq = 1`.execute(database.db);
  await sql`insert into events (xid, at, type) values ('900000000001', ${clock.now()}, 'case.opened')`.execute(
    database.db,
  );
  expect(await sealEvents(database)).toBeGreaterThan(0);
  await write(database.db, 3);
  await sealAll();
  expect(await verifyChain(database)).toMatchObject({ kind: "intact", unsealed: 0 });
});
