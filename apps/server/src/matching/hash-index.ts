import type { BankProvenance } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { createHashShelf, type HashShelf } from "./hash-shelf.ts";
import { openHashes } from "./seal-hashes.ts";

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
const rowsAtOnce = 2_000;

type Deps = Pick<Vigie, "db" | "keys" | "clock">;
const indexes = new WeakMap<Deps["db"], ReturnType<typeof createIndex>>();

/**
 * The index of this process, brought up to date first when that was done more than five seconds ago. What was withdrawn,
 * suspended, taken back or has expired until then is not in it.
 * @param options.olderThanMs 0: up to date with what is committed now.
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

function createIndex() {
  let cases = createCaseShelf();
  let banks = new Map<string, LoadedBank>();
  /** Transactions before it were all seen. */
  let seenXid: string | null = null;
  let refreshedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;

  async function load(deps: Deps): Promise<void> {
    const startedAt = performance.now();
    const sleptMs = startedAt - refreshedAt;
    // What breaks off half way begins anew.
    refreshedAt = Number.NEGATIVE_INFINITY;
    if (sleptMs > longestSleepMs) {
      cases = createCaseShelf();
      banks = new Map();
      seenXid = null;
    }
    await deps.db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (trx) => {
        const { rows } = await sql<{ low: string }>`
          select pg_snapshot_xmin(pg_current_snapshot())::text as low`.execute(trx);
        await cases.refresh(trx, deps, seenXid);
        await refreshBanks(trx, deps, banks, seenXid);
        seenXid = rows[0]?.low ?? null;
      });
    refreshedAt = startedAt;
  }

  return {
    async refresh(deps: Deps, { olderThanMs }: { olderThanMs: number }): Promise<void> {
      const askedAt = performance.now();
      while (refreshedAt < askedAt - olderThanMs) {
        // One that began before it was asked for may lack what was committed since.
        running ??= load(deps).finally(() => {
          running = null;
        });
        await running;
      }
    },
    current: (): HashIndex => ({ cases: cases.view, banks: [...banks.values()].map(({ view }) => view) }),
  };
}

function createCaseShelf() {
  const shelf = createHashShelf();
  const owners: CaseFingerprint[] = [];
  const places = new Map<string, number>();

  function forget(fingerprintId: string): void {
    const place = places.get(fingerprintId);
    if (place === undefined) return;
    shelf.remove(place);
    places.delete(fingerprintId);
  }

  return {
    view: { shelf, ownerAt: (place: number) => at(owners, place) },
    async refresh(trx: Kysely<Database>, { keys }: Deps, seenXid: string | null): Promise<void> {
      let after: string | null = null;
      for (;;) {
        let query = trx
          .selectFrom("fingerprints")
          .select(["id", "case_id", "sealed", "minor"])
          .orderBy("id")
          .limit(rowsAtOnce);
        if (seenXid) query = query.where(sql<boolean>`xid >= ${seenXid}::xid8`);
        else query = query.where("minor", "=", false);
        if (after) query = query.where("id", ">", after);
        const rows = await query.execute();
        for (const row of rows) {
          if (row.minor) forget(row.id);
          else if (!places.has(row.id)) {
            const place = shelf.add(openHashes(keys, row.sealed));
            owners[place] = { fingerprintId: row.id, caseId: row.case_id };
            places.set(row.id, place);
          }
        }
        after = rows.at(-1)?.id ?? null;
        if (rows.length < rowsAtOnce) break;
      }
      if (!seenXid) return;
      const { rows: gone } = await sql<{ id: string }>`
        select fingerprint_id as id from index_removals
        where xid >= ${seenXid}::xid8 and fingerprint_id is not null`.execute(trx);
      for (const { id } of gone) forget(id);
    },
  };
}

interface LoadedBank {
  view: BankShelf;
  /** Imports on the shelf, in their order. */
  imports: string[];
  /** Those given one by one may come twice, and count once. */
  add(rows: readonly EntryRow[], options: { keys: Deps["keys"]; single: boolean }): void;
  remove(entryIds: ReadonlySet<number>): void;
}

interface EntryRow {
  id: string;
  sealed: Buffer;
  tags: string[];
}

async function refreshBanks(
  trx: Kysely<Database>,
  { keys, clock }: Deps,
  loaded: Map<string, LoadedBank>,
  seenXid: string | null,
): Promise<void> {
  const standing = await trx
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
  for (const id of loaded.keys()) if (!standing.some((bank) => bank.id === id)) loaded.delete(id);
  if (seenXid && loaded.size > 0) await followChanges(trx, loaded, seenXid, keys);
  for (const bank of standing) {
    const applied = imports.filter(({ bank_id: bankId }) => bankId === bank.id);
    const before = loaded.get(bank.id);
    const fresh = applied.slice(before?.imports.length ?? 0);
    // A list that came or went changes entries of others: all of the bank is read anew.
    const continues =
      before?.imports.every((id, index) => applied[index]?.id === id) && !fresh.some(({ whole }) => whole);
    const shelf = before && continues ? before : newBank(bank);
    if (shelf !== before) await loadEntries(trx, shelf, { importId: null }, keys);
    for (const { id } of shelf === before ? fresh : applied)
      await loadEntries(trx, shelf, { importId: id }, keys);
    shelf.imports = applied.map(({ id }) => id);
    loaded.set(bank.id, shelf);
  }
}

function newBank(bank: {
  id: string;
  slug: string;
  provenance: BankProvenance;
  distance: number;
}): LoadedBank {
  const shelf = createHashShelf();
  let ids = new Float64Array(1024);
  let qualities = new Int8Array(1024);
  let tagSets = new Uint32Array(1024);
  /** Entries of a list share few sets of tags. */
  const sets: string[][] = [];
  const setNumbers = new Map<string, number>();
  const singles = new Set<string>();

  function setOf(tags: string[]): number {
    const key = tags.join(" ");
    const known = setNumbers.get(key) ?? sets.push(tags) - 1;
    setNumbers.set(key, known);
    return known;
  }

  return {
    imports: [],
    view: {
      bankId: bank.id,
      slug: bank.slug,
      provenance: bank.provenance,
      distance: bank.distance,
      shelf,
      entryAt: (place) => ({
        entryId: String(ids[place]),
        quality: qualities[place] === -1 ? null : (qualities[place] ?? null),
        tags: at(sets, tagSets[place] ?? 0),
      }),
    },
    add(rows, { keys, single }) {
      for (const { id, sealed, tags } of rows) {
        if (single && singles.has(id)) continue;
        if (single) singles.add(id);
        const hashes = openHashes(keys, sealed);
        const place = shelf.add(hashes);
        if (place >= ids.length) {
          ids = copied(ids, new Float64Array(place * 2));
          qualities = copied(qualities, new Int8Array(place * 2));
          tagSets = copied(tagSets, new Uint32Array(place * 2));
        }
        ids[place] = Number(id);
        qualities[place] = hashes.quality ?? -1;
        tagSets[place] = setOf(tags);
      }
    },
    remove(entryIds) {
      for (let place = 0; place < ids.length; place += 1)
        if (entryIds.has(ids[place] ?? 0)) shelf.remove(place);
    },
  };
}

/** Entries given one by one, and those withdrawn or deleted. */
async function followChanges(
  trx: Kysely<Database>,
  loaded: ReadonlyMap<string, LoadedBank>,
  seenXid: string,
  keys: Deps["keys"],
): Promise<void> {
  const { rows } = await sql<EntryRow & { bank_id: string | null; gone: boolean }>`
    select id::text, bank_id, sealed, tags, withdrawn_at is not null or ended_by is not null as gone
      from bank_entries where xid >= ${seenXid}::xid8 and (import_id is null or withdrawn_at is not null)
    union all
    select bank_entry_id::text, null, ''::bytea, '{}', true
      from index_removals where xid >= ${seenXid}::xid8 and bank_entry_id is not null`.execute(trx);
  const gone = new Set(rows.filter((row) => row.gone).map(({ id }) => Number(id)));
  for (const [bankId, bank] of loaded) {
    bank.add(
      rows.filter((row) => row.bank_id === bankId && !row.gone),
      { keys, single: true },
    );
    if (gone.size > 0) bank.remove(gone);
  }
}

async function loadEntries(
  trx: Kysely<Database>,
  bank: LoadedBank,
  { importId }: { importId: string | null },
  keys: Deps["keys"],
): Promise<void> {
  let after = "0";
  for (;;) {
    const query = trx
      .selectFrom("bank_entries")
      .select(["id", "sealed", "tags"])
      .where("withdrawn_at", "is", null)
      .where("ended_by", "is", null)
      .where("id", ">", after)
      .orderBy("id")
      .limit(rowsAtOnce);
    const rows = await (importId === null
      ? query.where("bank_id", "=", bank.view.bankId).where("import_id", "is", null)
      : query.where("import_id", "=", importId)
    ).execute();
    bank.add(rows, { keys, single: importId === null });
    after = rows.at(-1)?.id ?? after;
    if (rows.length < rowsAtOnce) return;
  }
}

function at<Value>(values: readonly Value[], place: number): Value {
  const value = values[place];
  if (value === undefined) throw new RangeError(`there is nothing at place ${place}`);
  return value;
}

function copied<Numbers extends Float64Array | Int8Array | Uint32Array>(
  from: Numbers,
  into: Numbers,
): Numbers {
  into.set(from);
  return into;
}
