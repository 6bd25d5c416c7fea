import { stat } from "node:fs/promises";
import { Refusal } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { applyImport, lockBank } from "./change-bank.ts";
import { findBank } from "./find-bank.ts";
import { alarmsOf, type ImportAlarm, type ImportCounts, mostLines } from "./import-rules.ts";
import type { LineProblem, ListEntry } from "./list-line-rules.ts";
import { isComparable } from "./match-rules.ts";
import { readList } from "./read-list.ts";
import { onceOf, sealHashes, singleMacs } from "./seal-hashes.ts";
import { withdrawnAmong } from "./withdrawn-hashes.ts";

export interface ListToImport {
  slug: string;
  file: string;
  /** Where it comes from, in the team's words. */
  source: string;
  /** The whole list: entries of earlier lists that it does not hold end with it. */
  whole: boolean;
  /** When the list was made. */
  dated: Date;
  onRefused?: (line: { line: number; problem: LineProblem }) => void;
  /** @param share of the file read, 0 to 1. */
  onProgress?: (progress: { share: number; lines: number }) => void;
}

export interface ImportOutcome {
  importId: string;
  status: "applied" | "quarantined";
  alarms: ImportAlarm[];
  lines: number;
  taken: number;
  refused: number;
  /** Lines whose entry the bank has, or that stood twice in the list. */
  known: number;
  gone: number;
}

const rowsAtOnce = 2_000;

/**
 * Reads a list into a bank. Good lines are taken, bad ones told. Nothing of it is searched before the end: an import with
 * an alarm stays in quarantine until a person accepts it or takes it back, and so does one that was broken off. What holds a
 * withdrawn hash counts as known. Holds a few thousand lines at a time, and reads ten million at the most.
 * @throws Refusal `bank.unknown`; `bank.step_impossible` for a bank of devices, while another import of the bank is in
 * quarantine, and when somebody takes this one back while it is read. RangeError when there is no file to read.
 */
export async function importList(
  vigie: Pick<Vigie, "db" | "keys" | "clock">,
  list: ListToImport,
): Promise<ImportOutcome> {
  const { db } = vigie;
  const file = await stat(list.file);
  if (!file.isFile()) throw new RangeError(`${list.file} is no file.`);
  const { bankId, importId } = await beginImport(vigie, list);
  const { before, lastDated } = await readStanding(db, bankId);
  const counts: ImportCounts & { known: number } = {
    lines: 0,
    refused: 0,
    taken: 0,
    known: 0,
    before,
    gone: 0,
    pdqs: 0,
    lowQuality: 0,
    mostOfPrefix: 0,
    dated: list.dated,
    lastDated,
  };
  const prefixes = new Uint32Array(65_536);
  let waiting: ListEntry[] = [];
  const store = async () => {
    const taken = await storeEntries(vigie, { bankId, importId, whole: list.whole, entries: waiting });
    counts.taken += taken;
    counts.known += waiting.length - taken;
    waiting = [];
  };
  for await (const read of readList(list.file)) {
    counts.lines += 1;
    if (counts.lines > mostLines) break;
    if ("problem" in read) {
      counts.refused += 1;
      list.onRefused?.({ line: read.line, problem: read.problem });
    } else {
      const { pdq, quality } = read.entry.hashes;
      if (pdq) {
        counts.pdqs += 1;
        if (!isComparable(quality)) counts.lowQuality += 1;
        const prefix = Number.parseInt(pdq.slice(0, 4), 16);
        prefixes[prefix] = (prefixes[prefix] ?? 0) + 1;
      }
      waiting.push(read.entry);
    }
    if (waiting.length === rowsAtOnce) {
      await store();
      list.onProgress?.({ share: read.bytesRead / file.size, lines: counts.lines });
    }
  }
  if (waiting.length > 0) await store();
  counts.mostOfPrefix = prefixes.reduce((most, count) => Math.max(most, count), 0);
  // A table that grew by so much is read the wrong way round until the database has counted it.
  await sql`analyze bank_entries`.execute(db);
  if (list.whole) counts.gone = await countGone(db, { bankId, importId });
  return endImport(vigie, { bankId, importId, slug: list.slug, whole: list.whole, counts });
}

/** In quarantine from the first line on: whatever happens, no half of a list is searched. */
async function beginImport(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { slug, source, whole, dated }: ListToImport,
): Promise<{ bankId: string; importId: string }> {
  const at = clock.now();
  return inTransaction(db, async (trx) => {
    const { id: bankId } = await findBank(trx, slug);
    const { provenance } = await lockBank(trx, bankId);
    if (provenance !== "list") throw new Refusal("bank.step_impossible");
    const pending = await trx
      .selectFrom("bank_imports")
      .select("id")
      .where("bank_id", "=", bankId)
      .where("status", "=", "quarantined")
      .executeTakeFirst();
    if (pending) throw new Refusal("bank.step_impossible");
    const importId = newId();
    await trx
      .insertInto("bank_imports")
      .values({
        id: importId,
        bank_id: bankId,
        at,
        source,
        dated,
        whole,
        lines: 0,
        taken: 0,
        refused: 0,
        status: "quarantined",
        alarms: ["unfinished"],
      })
      .execute();
    return { bankId, importId };
  });
}

async function endImport(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  {
    bankId,
    importId,
    slug,
    whole,
    counts,
  }: {
    bankId: string;
    importId: string;
    slug: string;
    whole: boolean;
    counts: ImportCounts & { known: number };
  },
): Promise<ImportOutcome> {
  const at = clock.now();
  const { lines, taken, refused, known, gone } = counts;
  const alarms = alarmsOf(counts);
  const status = alarms.length === 0 ? "applied" : "quarantined";
  await inTransaction(db, async (trx) => {
    const ended = await trx
      .updateTable("bank_imports")
      .set({ lines, taken, refused, alarms })
      .where("id", "=", importId)
      .where("status", "=", "quarantined")
      .executeTakeFirst();
    // Somebody took it back while it was read.
    if (ended.numUpdatedRows === 0n) throw new Refusal("bank.step_impossible");
    if (status === "applied") await applyImport(trx, { id: importId, bank_id: bankId, whole });
    await recordEvents(trx, [
      {
        type: status === "applied" ? ("bank.imported" as const) : ("bank.import_quarantined" as const),
        at,
        subjectId: bankId,
        details: { bank: slug, entries: taken, ...(alarms.length > 0 && { alarms: alarms.join(" ") }) },
      },
    ]);
  });
  return { importId, status, alarms, lines, taken, refused, known, gone };
}

async function storeEntries(
  { db, keys, clock }: Pick<Vigie, "db" | "keys" | "clock">,
  {
    bankId,
    importId,
    whole,
    entries,
  }: { bankId: string; importId: string; whole: boolean; entries: readonly ListEntry[] },
): Promise<number> {
  const once = new Map(entries.map((entry) => [onceOf(keys, entry.hashes).toString("hex"), entry]));
  const rows = [...once].map(([mac, { hashes, tags }]) => ({
    once: mac,
    singles: singleMacs(keys, hashes),
    sealed: sealHashes(keys, hashes).toString("hex"),
    tags,
  }));
  return inTransaction(db, async (trx) => {
    // Nothing of a list that was taken back comes after.
    await lockBank(trx, bankId);
    const standing = await trx
      .selectFrom("bank_imports")
      .select("id")
      .where("id", "=", importId)
      .where("status", "=", "quarantined")
      .executeTakeFirst();
    if (!standing) throw new Refusal("bank.step_impossible");
    const withdrawn = await withdrawnAmong(trx, { bankId, macs: rows.flatMap(({ singles }) => singles) });
    const given = rows.map(({ singles, ...row }) => ({
      ...row,
      barred: singles.some((mac) => withdrawn.has(mac)),
    }));
    const { rows: taken } = await sql<{ taken: number }>`
    with given as (
      select decode(once, 'hex') as once, decode(sealed, 'hex') as sealed, tags, barred
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(once text, sealed text, tags text[], barred boolean)
    ),
    seen as (
      update bank_entries e set seen_in = ${importId}::uuid
      from given g
      where ${whole}::boolean and e.bank_id = ${bankId} and e.once = g.once and e.ended_by is null
    ),
    written as (
      insert into bank_entries (bank_id, import_id, report_id, once, sealed, tags, added_at)
      select ${bankId}::uuid, ${importId}::uuid, null::uuid, once, sealed, tags, ${clock.now()}::timestamptz
      from given where not barred
      on conflict (bank_id, once) where ended_by is null do nothing
      returning 1
    )
    select count(*)::int as taken from written`.execute(trx);
    return taken[0]?.taken ?? 0;
  });
}

async function readStanding(
  db: Kysely<Database>,
  bankId: string,
): Promise<{ before: number; lastDated: Date | null }> {
  const { rows } = await sql<{ before: number; last_dated: Date | null }>`
    select (select count(*)::int from bank_entries e left join bank_imports i on i.id = e.import_id
      where e.bank_id = ${bankId} and e.withdrawn_at is null and e.ended_by is null
        and coalesce(i.status = 'applied', true)) as before,
      (select max(dated) from bank_imports where bank_id = ${bankId} and status = 'applied') as last_dated`.execute(
    db,
  );
  return { before: rows[0]?.before ?? 0, lastDated: rows[0]?.last_dated ?? null };
}

/** As `applyImport` would end them. */
async function countGone(
  db: Kysely<Database>,
  { bankId, importId }: { bankId: string; importId: string },
): Promise<number> {
  const { rows } = await sql<{ gone: number }>`
    select count(*)::int as gone from bank_entries
    where bank_id = ${bankId} and ended_by is null and withdrawn_at is null
      and import_id is distinct from ${importId} and seen_in is distinct from ${importId}`.execute(db);
  return rows[0]?.gone ?? 0;
}
