import { sql } from "kysely";
import type { Vigie } from "../vigie.ts";
import { findBank } from "./find-bank.ts";
import { columns, csvLineOf, jsonLineOf } from "./list-line-rules.ts";
import { openHashes } from "./seal-hashes.ts";

const rowsAtOnce = 5_000;

/**
 * The standing entries of a bank, a line each, as `importList` reads them. An entry of a video that has nothing but frames
 * has no line.
 * @throws Refusal `bank.unknown`
 */
export async function* exportBank(
  { db, keys }: Pick<Vigie, "db" | "keys">,
  { slug, format }: { slug: string; format: "json" | "csv" },
): AsyncGenerator<string> {
  const bank = await findBank(db, slug);
  if (format === "csv") yield columns.join(",");
  let after = "0";
  for (;;) {
    const { rows } = await sql<{ id: string; sealed: Buffer; tags: string[] }>`
      select e.id::text, e.sealed, e.tags from bank_entries e left join bank_imports i on i.id = e.import_id
      where e.bank_id = ${bank.id} and e.withdrawn_at is null and e.ended_by is null
        and e.suspended_at is null and e.set_aside_at is null and coalesce(i.status = 'applied', true) and e.id > ${after}::bigint
      order by e.id limit ${rowsAtOnce}`.execute(db);
    for (const { sealed, tags } of rows) {
      const hashes = openHashes(keys, sealed);
      if (!hashes.pdq && !hashes.md5 && !hashes.sha1 && !hashes.sha256) continue;
      yield format === "csv" ? csvLineOf({ hashes, tags }) : jsonLineOf({ hashes, tags });
    }
    after = rows.at(-1)?.id ?? after;
    if (rows.length < rowsAtOnce) return;
  }
}
