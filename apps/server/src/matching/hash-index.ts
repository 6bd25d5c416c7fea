import type { BankProvenance } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { askIndexWorker } from "./ask-index-worker.ts";
import { createColumn } from "./growing-column.ts";
import { createHashShelf, type HashShelf } from "./hash-shelf.ts";
import { type PackedHashes, packHashes } from "./pack-hashes.ts";
import { openHashes, sealKeyOf } from "./seal-hashes.ts";
import { createTurns } from "./take-turns.ts";

/** Whose a fingerprint on the shelf of cases is. */
export interface CaseFingerprint {
  fingerprintId: string;
  caseId: string;
}

export interface BankEntry {
  entryId: string;
  quality: number | null;
  tags: readonly string[];
}

/** A bank that stands: neither suspended nor expired. */
export interface BankShelf {
  bankId: string;
  slug: string;
  provenance: BankProvenance;
  /** Bits of PDQ that count as near. */
  distance: number;
  shelf: HashShelf;
  entryAt(place: number): BankEntry;
}

/** What this process searches. As old as the last refresh. */
export interface HashIndex {
  cases: { shelf: HashShelf; ownerAt(place: number): CaseFingerprint };
  banks: readonly BankShelf[];
}

const freshMs = 5_000;
// Removals are kept for two days: whoever slept longer begins anew.
const longestSleepMs = 24 * 3_600_000;
const rowsAtOnce = 1_000;
// Fewer are opened sooner than another thread is asked.
const fewRows = 64;
const nothing = new Uint8Array(0);
/** To read the clock at every row would cost as much as adding it. */
const rowsBetweenLooks = 16;

type Deps = Pick<Vigie, "db" | "keys" | "clock">;
type Keys = Deps["keys"];
const indexes = new WeakMap<Deps["db"], ReturnType<typeof createIndex>>();

/**
 * The index of this process, brought up to date first when that was done more than five seconds ago. What was withdrawn,
 * suspended, taken back or has expired until then is not in it. A bank or list of which much is to be read is searched
 * once all of it is there: meanwhile others get what there was before, except at the start, when all wait.
 * @param options.olderThanMs 0: up to date with what is committed now, however long that takes.
 */
export async function readHashIndex(
  deps: Deps,
  { olderThanMs = freshMs }: { olderThanMs?: number } = {},
): Promise<HashIndex> {
  const index = indexes.get(deps.db) ?? createIndex();
  indexes.set(deps.db, index);
  await index.refresh(deps, { olderThanMs });
  return index.current();
}

/** Small changes are followed at once; what banks lack of their lists is loaded beside that. */
function createIndex() {
  let cases = createCaseShelf();
  const banks = new Map<string, LoadedBank>();
  /** When the last following began that ended well. */
  let followedAt = Number.NEGATIVE_INFINITY;
  let following: Promise<void> | null = null;
  let loading: Promise<void> | null = null;
  /** What went wrong while nobody waited. */
  let failed: { error: unknown } | null = null;
  /** A bank came in that may lack what changed while it was read. */
  let lacksChanges = false;
  /** All there was to load was loaded once. */
  let isWhole = false;

  async function follow(deps: Deps): Promise<void> {
    const startedAt = performance.now();
    if (startedAt - followedAt > longestSleepMs) {
      cases = createCaseShelf();
      banks.clear();
      isWhole = false;
    }
    lacksChanges = false;
    let isLacking: boolean;
    try {
      isLacking = await inSnapshot(deps, async (trx, seenXid) => {
        await cases.follow(trx, deps, seenXid);
        const standing = await readStanding(trx, deps);
        for (const id of banks.keys()) if (!standing.some((bank) => bank.id === id)) banks.delete(id);
        await followChanges(trx, banks, deps);
        for (const { id, imports } of standing) await banks.get(id)?.follow({ imports, seenXid });
        return standing.some(({ id, imports }) => banks.get(id)?.lacks(imports) ?? true);
      });
    } catch (error) {
      // Half of a first reading would lack removals.
      if (!cases.isWhole()) cases = createCaseShelf();
      lacksChanges = true;
      throw error;
    }
    followedAt = startedAt;
    if (isLacking) startLoading(deps);
    else isWhole ||= loading === null;
    void settle();
  }

  async function settle(): Promise<void> {
    try {
      for (const { shelf } of [cases.view, ...[...banks.values()].map(({ view }) => view)])
        await shelf.settle();
    } catch (error) {
      failed = { error };
    }
  }

  function startLoading(deps: Deps): void {
    loading ??= load(deps).finally(() => {
      loading = null;
    });
    loading.catch((error: unknown) => {
      failed = { error };
    });
  }

  async function load(deps: Deps): Promise<void> {
    await inSnapshot(deps, async (trx, seenXid) => {
      for (const bank of await readStanding(trx, deps)) {
        const before = banks.get(bank.id);
        if (before && !before.lacks(bank.imports)) continue;
        const loaded = before?.continues(bank.imports) ? before : newBank(bank);
        await loaded.load(trx, deps, { imports: bank.imports, seenXid });
        banks.set(bank.id, loaded);
        lacksChanges = true;
      }
    });
  }

  return {
    async refresh(deps: Deps, { olderThanMs }: { olderThanMs: number }): Promise<void> {
      const askedAt = performance.now();
      for (;;) {
        // One that began before it was asked for may lack what was committed since.
        while (lacksChanges || followedAt < askedAt - olderThanMs) {
          following ??= follow(deps).finally(() => {
            following = null;
          });
          await following;
        }
        if (failed) {
          const { error } = failed;
          failed = null;
          throw error;
        }
        if (!loading || (isWhole && olderThanMs > 0)) return;
        // What goes wrong is thrown above, once.
        await loading.catch(() => {});
      }
    },
    current: (): HashIndex => ({ cases: cases.view, banks: [...banks.values()].map(({ view }) => view) }),
  };
}

/** @param read gets the transaction before which all are seen. */
function inSnapshot<Value>(
  { db }: Pick<Deps, "db">,
  read: (trx: Kysely<Database>, seenXid: string) => Promise<Value>,
): Promise<Value> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const { rows } = await sql<{ low: string }>`
        select pg_snapshot_xmin(pg_current_snapshot())::text as low`.execute(trx);
      return read(trx, rows[0]?.low ?? "0");
    });
}

/**
 * Reads rows page by page in the order of their ids, and opens them: many in another thread, while the next page is read.
 * @param pageAfter the next `rowsAtOnce` rows after an id; null: from the first on.
 * @param each is given every row, and which of the packed ones holds its hashes: none of what is gone.
 */
async function readRows<Row extends { id: string; sealed: Buffer; gone?: boolean }>(
  keys: Keys,
  pageAfter: (id: string | null) => Promise<Row[]>,
  each: (row: Row, packed: PackedHashes, at: number) => void,
  afterPage: () => Promise<void> = async () => {},
): Promise<void> {
  const turns = createTurns();
  let page = pageAfter(null);
  for (;;) {
    const rows = await page;
    const last = rows.at(-1);
    const isLastPage = !last || rows.length < rowsAtOnce;
    if (!isLastPage) {
      page = pageAfter(last.id);
      // Told when it is waited for.
      page.catch(() => {});
    }
    const packed = await openAll(
      keys,
      rows.map(({ sealed, gone }) => (gone ? nothing : sealed)),
    );
    for (const [at, row] of rows.entries()) {
      each(row, packed, at);
      if (at % rowsBetweenLooks === 0) await turns.next();
    }
    await afterPage();
    if (isLastPage) return;
  }
}

async function openAll(keys: Keys, sealed: readonly Uint8Array[]): Promise<PackedHashes> {
  if (sealed.length <= fewRows)
    return packHashes(sealed.map((one) => (one.length === 0 ? {} : openHashes(keys, one))));
  const ends = new Uint32Array(sealed.length);
  let end = 0;
  for (const [at, { length }] of sealed.entries()) {
    end += length;
    ends[at] = end;
  }
  const all = new Uint8Array(end);
  for (const [at, one] of sealed.entries()) all.set(one, ends[at - 1] ?? 0);
  return askIndexWorker({ kind: "open", sealKey: sealKeyOf(keys), sealed: all, ends }, [
    all.buffer,
    ends.buffer,
  ]);
}

function createCaseShelf() {
  const shelf = createHashShelf();
  const owners: CaseFingerprint[] = [];
  const places = new Map<string, number>();
  let seenXid: string | null = null;

  function forget(fingerprintId: string): void {
    const place = places.get(fingerprintId);
    if (place === undefined) return;
    shelf.remove(place);
    places.delete(fingerprintId);
  }

  return {
    view: { shelf, ownerAt: (place: number) => at(owners, place) },
    isWhole: () => seenXid !== null,
    async follow(trx: Kysely<Database>, { keys }: Deps, xid: string): Promise<void> {
      const since = seenXid;
      const pageAfter = (after: string | null) => {
        let query = trx
          .selectFrom("fingerprints")
          .select(["id", "case_id", "sealed", "minor as gone"])
          .orderBy("id")
          .limit(rowsAtOnce);
        if (since) query = query.where(sql<boolean>`xid >= ${since}::xid8`);
        else query = query.where("minor", "=", false);
        if (after) query = query.where("id", ">", after);
        return query.execute();
      };
      await readRows(
        keys,
        pageAfter,
        (row, packed, at) => {
          if (row.gone) forget(row.id);
          else if (!places.has(row.id)) {
            const place = shelf.addPacked(packed, at);
            owners[place] = { fingerprintId: row.id, caseId: row.case_id };
            places.set(row.id, place);
          }
        },
        // Later it is searched meanwhile, and nobody waits for it.
        since ? undefined : () => shelf.settle(),
      );
      if (since) {
        const { rows: gone } = await sql<{ id: string }>`
          select fingerprint_id as id from index_removals
          where xid >= ${since}::xid8 and fingerprint_id is not null`.execute(trx);
        for (const { id } of gone) forget(id);
      }
      seenXid = xid;
    },
  };
}

interface StandingBank {
  id: string;
  slug: string;
  provenance: BankProvenance;
  distance: number;
  /** Those applied, in their order. */
  imports: readonly { id: string; whole: boolean }[];
}

/** Banks that are neither suspended nor expired. */
async function readStanding(trx: Kysely<Database>, { clock }: Deps): Promise<StandingBank[]> {
  const banks = await trx
    .selectFrom("banks")
    .select(["id", "slug", "provenance", "distance"])
    .where("suspended_at", "is", null)
    .where("expires_at", ">", clock.now())
    .orderBy("slug")
    .execute();
  const imports = await trx
    .selectFrom("bank_imports")
    .select(["id", "bank_id", "whole"])
    .where("status", "=", "applied")
    .orderBy("at")
    .orderBy("id")
    .execute();
  return banks.map((bank) => ({ ...bank, imports: imports.filter(({ bank_id: id }) => id === bank.id) }));
}

type Imports = StandingBank["imports"];
type LoadedBank = ReturnType<typeof newBank>;

interface EntryRow {
  id: string;
  sealed: Buffer;
  /** With spaces between them. */
  tags: string;
}

const entryTags = sql<string>`array_to_string(tags, ' ')`;

function newBank(bank: StandingBank) {
  const shelf = createHashShelf();
  let added = 0;
  let largestId = 0;
  const ids = createColumn((length) => new Float64Array(length));
  const qualities = createColumn((length) => new Int8Array(length));
  const tagSets = createColumn((length) => new Uint32Array(length));
  /** Of each place, its list plus one, in the order of `lists`; 0: given one by one. */
  const listNumbers = createColumn((length) => new Uint16Array(length));
  const lists: string[] = [];
  /** Places from which on ids ascend. */
  const runs: number[] = [];
  /** Entries of a list share few sets of tags. */
  const sets: (readonly string[])[] = [];
  const setNumbers = new Map<string, number>();
  /** Lists on the shelf, in their order. */
  let loaded: string[] = [];
  /** A list went, and what it had ended is missing; or one was read in part. */
  let isBroken = false;
  let isNew = true;
  /** What went while lists are read, of which the transaction that reads them does not know. */
  let goneMeanwhile: Set<number> | null = null;
  let seenXid = "0";

  function setOf(tags: string): number {
    const known = setNumbers.get(tags) ?? sets.push(tags === "" ? [] : tags.split(" ")) - 1;
    setNumbers.set(tags, known);
    return known;
  }

  /** The place of an entry that stands on the shelf. */
  function placeOf(id: number): number | null {
    for (const [run, first] of runs.entries()) {
      let low = first;
      let high = runs[run + 1] ?? added;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (ids.get(middle) < id) low = middle + 1;
        else high = middle;
      }
      if (low < (runs[run + 1] ?? added) && ids.get(low) === id && shelf.holds(low)) return low;
    }
    return null;
  }

  function add(row: EntryRow, packed: PackedHashes, at: number, listNumber: number): void {
    const id = Number(row.id);
    if (goneMeanwhile?.has(id) || (id <= largestId && placeOf(id) !== null)) return;
    const place = shelf.addPacked(packed, at);
    added = place + 1;
    if (place === 0 || ids.get(place - 1) >= id) runs.push(place);
    largestId = Math.max(largestId, id);
    ids.set(place, id);
    qualities.set(place, packed.qualities[at] ?? -1);
    tagSets.set(place, setOf(row.tags));
    listNumbers.set(place, listNumber);
  }

  async function takeBack(list: string): Promise<void> {
    const number = lists.indexOf(list) + 1;
    const turns = createTurns();
    for (let place = 0; place < added; place += 1) {
      if (listNumbers.get(place) === number) shelf.remove(place);
      if (place % 1024 === 0) await turns.next();
    }
  }

  const continues = (imports: Imports) =>
    !isBroken &&
    loaded.every((id, at) => imports[at]?.id === id) &&
    // A list that holds all changes entries of others: all of the bank is read anew.
    !imports.slice(loaded.length).some(({ whole }) => whole);

  async function loadEntries(trx: Kysely<Database>, { keys }: Deps, list: string | null): Promise<void> {
    const listNumber = list === null ? 0 : lists.push(list);
    const pageAfter = (after: string | null) => {
      const query = trx
        .selectFrom("bank_entries")
        .select(["id", "sealed", entryTags.as("tags")])
        .where("withdrawn_at", "is", null)
        .where("ended_by", "is", null)
        .where("suspended_at", "is", null)
        .where("set_aside_at", "is", null)
        .where("id", ">", after ?? "0")
        .orderBy("id")
        .limit(rowsAtOnce);
      return (
        list === null
          ? query.where("bank_id", "=", bank.id).where("import_id", "is", null)
          : query.where("import_id", "=", list)
      ).execute();
    };
    await readRows(
      keys,
      pageAfter,
      (row, packed, at) => add(row, packed, at, listNumber),
      () => shelf.settle(),
    );
  }

  return {
    view: {
      bankId: bank.id,
      slug: bank.slug,
      provenance: bank.provenance,
      distance: bank.distance,
      shelf,
      entryAt: (place: number) => ({
        entryId: String(ids.get(place)),
        quality: qualities.get(place) === -1 ? null : qualities.get(place),
        tags: at(sets, tagSets.get(place)),
      }),
    } satisfies BankShelf,
    seenXid: () => seenXid,
    /** Whether something of these lists must be loaded. */
    lacks: (imports: Imports) => !continues(imports) || imports.length > loaded.length,
    /** Whether these lists need only be added to what is loaded. */
    continues,
    /** Takes lists off that were taken back; all else was followed. */
    async follow({ imports, seenXid: xid }: { imports: Imports; seenXid: string }): Promise<void> {
      for (const list of loaded.filter((id) => !imports.some((standing) => standing.id === id))) {
        isBroken = true;
        await takeBack(list);
        loaded = loaded.filter((id) => id !== list);
      }
      seenXid = xid;
    },
    /** Adds what of these lists is not there yet. */
    async load(
      trx: Kysely<Database>,
      deps: Deps,
      { imports, seenXid: xid }: { imports: Imports; seenXid: string },
    ): Promise<void> {
      goneMeanwhile = new Set();
      try {
        if (isNew) await loadEntries(trx, deps, null);
        isNew = false;
        for (const { id } of imports.slice(loaded.length)) await loadEntries(trx, deps, id);
        loaded = imports.map(({ id }) => id);
        seenXid = xid;
      } catch (error) {
        isBroken = true;
        throw error;
      } finally {
        goneMeanwhile = null;
      }
    },
    /** Adds an entry that is given or released one by one, once. */
    addSingle(row: EntryRow, packed: PackedHashes, at: number): void {
      goneMeanwhile?.delete(Number(row.id));
      add(row, packed, at, 0);
    },
    remove(entryId: string): void {
      goneMeanwhile?.add(Number(entryId));
      const place = placeOf(Number(entryId));
      if (place !== null) shelf.remove(place);
    },
  };
}

/** Entries given or released one by one, and those withdrawn, suspended, set aside or deleted. */
async function followChanges(
  trx: Kysely<Database>,
  banks: ReadonlyMap<string, LoadedBank>,
  { keys }: Deps,
): Promise<void> {
  const since = [...banks.values()]
    .map(({ seenXid }) => BigInt(seenXid()))
    .sort((one, other) => (one < other ? -1 : 1))[0];
  if (since === undefined) return;
  const pageAfter = async (after: string | null) => {
    const { rows } = await sql<EntryRow & { bank_id: string; gone: boolean }>`
      select id::text, bank_id, sealed, ${entryTags} as tags,
        withdrawn_at is not null or ended_by is not null or suspended_at is not null or set_aside_at is not null as gone
      from bank_entries where xid >= ${String(since)}::xid8
        and (import_id is null or withdrawn_at is not null or suspended_at is not null or released_at is not null)
        and id > ${after ?? "0"}::bigint
      order by bank_entries.id limit ${rowsAtOnce}`.execute(trx);
    return rows;
  };
  await readRows(keys, pageAfter, (row, packed, at) => {
    const bank = banks.get(row.bank_id);
    if (row.gone) bank?.remove(row.id);
    else bank?.addSingle(row, packed, at);
  });
  const { rows: deleted } = await sql<{ id: string }>`
    select bank_entry_id::text as id from index_removals
    where xid >= ${String(since)}::xid8 and bank_entry_id is not null`.execute(trx);
  for (const { id } of deleted) for (const bank of banks.values()) bank.remove(id);
}

function at<Value>(values: readonly Value[], place: number): Value {
  const value = values[place];
  if (value === undefined) throw new RangeError(`there is nothing at place ${place}`);
  return value;
}
