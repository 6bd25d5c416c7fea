import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "@vigie/hashing";
import type { Hotline } from "../../../../test/hotline.ts";
import { createBank } from "./create-bank.ts";
import { type ImportOutcome, importList, type ListToImport } from "./import-list.ts";
import { matchBankJob, matchReportJob } from "./jobs.ts";
import { matchBank } from "./match-bank.ts";
import { matchReport } from "./match-report.ts";

let banks = 0;
let files = 0;

/** 256 bits, about half of them set, as a PDQ hash has. */
export function drawHash(): string {
  return randomBytes(32).toString("hex");
}

/** The hash with so many of its bits changed. */
export function changeBits(hex: string, count: number): string {
  const hash = Uint8Array.from(Buffer.from(hex, "hex"));
  const bits = new Set<number>();
  while (bits.size < count) bits.add(randomBytes(1)[0] ?? 0);
  for (const bit of bits) hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return toHex(hash);
}

export async function newBank(
  hotline: Hotline,
  provenance: "device" | "list" = "list",
): Promise<{ slug: string; bankId: string }> {
  banks += 1;
  const slug = `banque-${banks}`;
  const expiresAt = new Date(hotline.now().getTime() + 365 * 86_400_000);
  const words = { name: "Banque d’essai", owner: "Association", purpose: "essai" };
  const { bankId } = await createBank(hotline.vigie, { slug, ...words, provenance, expiresAt });
  return { slug, bankId };
}

export function writeList(hotline: Hotline, text: string | Buffer): string {
  files += 1;
  const file = join(hotline.dataDir, `liste-${files}`);
  writeFileSync(file, text);
  return file;
}

export async function importText(
  hotline: Hotline,
  slug: string,
  text: string | Buffer,
  more: Partial<ListToImport> = {},
): Promise<ImportOutcome & { refusedLines: number[] }> {
  const refusedLines: number[] = [];
  const outcome = await importList(hotline.vigie, {
    slug,
    file: writeList(hotline, text),
    source: "liste d’essai",
    whole: false,
    dated: hotline.now(),
    onRefused: ({ line }) => refusedLines.push(line),
    ...more,
  });
  return { ...outcome, refusedLines };
}

export const lines = (...entries: object[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");

/** What waits in the queue to compare reports and banks, done now, with what it orders itself. @returns how many turns. */
export async function compareWaiting({ vigie, database }: Hotline): Promise<number> {
  for (let turns = 0; ; turns += 1) {
    const { rows } = await database.pool.query<{ id: string; name: string; payload: unknown }>(
      `select j.id::text, t.identifier as name, j.payload from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier like 'matching.%' order by j.id limit 1`,
    );
    const [job] = rows;
    if (!job) return turns;
    await database.pool.query("delete from graphile_worker._private_jobs where id = $1", [job.id]);
    if (job.name === matchBankJob.name) await matchBank(vigie, matchBankJob.payload.parse(job.payload));
    else await matchReport(vigie, matchReportJob.payload.parse(job.payload));
  }
}
