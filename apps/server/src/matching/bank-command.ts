import { createInterface } from "node:readline";
import type { BankProvenance, BankView } from "@vigie/contract";
import { errorSentence, Refusal } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { addReportToBank } from "./add-report-to-bank.ts";
import { bankViews } from "./bank-views.ts";
import { changeBank } from "./change-bank.ts";
import { createBank } from "./create-bank.ts";
import { exportBank } from "./export-bank.ts";
import { findBank } from "./find-bank.ts";
import { importList } from "./import-list.ts";
import type { ImportAlarm } from "./import-rules.ts";
import { isHash, type LineProblem } from "./list-line-rules.ts";
import { addPartner, disablePartner, listPartners } from "./partners.ts";
import { type ProgressStream, progressBar } from "./progress-bar.ts";
import { withdrawEntries } from "./withdraw-entries.ts";
import { untilReaderGoes, writeOut } from "./write-out.ts";

/** What `vigie bank` does with the database, beside a running server or without one. */
export type BankAction =
  | {
      action: "add";
      slug: string;
      name: string;
      owner: string;
      purpose: string;
      provenance: BankProvenance;
      expires: string;
      distance: number;
    }
  | { action: "import"; slug: string; file: string; source: string; whole: boolean; dated: string | null }
  | { action: "export"; slug: string; csv: boolean }
  | { action: "stat"; slug: string | null }
  | { action: "suspend" | "resume" | "accept" | "rollback"; slug: string }
  | { action: "give"; slug: string; reportId: string }
  | { action: "withdraw"; slug: string; by: "hashes" | { reportId: string } }
  | { action: "partner_add"; name: string; banks: string[] }
  | { action: "partner_disable"; name: string }
  | { action: "partner_list" };

interface Streams {
  json: boolean;
  /** Hashes to withdraw, one a line: as arguments, lists of running commands and histories would show them. */
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: ProgressStream;
}

/**
 * @returns the exit status: 0 done, or nobody reads the lines any more, 1 refused or in quarantine, 2 when a file, a line or an
 * option cannot be used.
 */
export function runBankCommand(vigie: Vigie, asked: BankAction, streams: Streams): Promise<0 | 1 | 2> {
  return untilReaderGoes([streams.stdout, streams.stderr], () => actOrSay(vigie, asked, streams));
}

async function actOrSay(vigie: Vigie, asked: BankAction, streams: Streams): Promise<0 | 1 | 2> {
  try {
    return await act(vigie, asked, streams);
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === null) throw error;
    streams.stderr.write(`${sentence}\n`);
    return error instanceof Refusal ? 1 : 2;
  }
}

async function act(vigie: Vigie, asked: BankAction, streams: Streams): Promise<0 | 1> {
  const { json, stdout } = streams;
  const say = (value: object, text: string): 0 => {
    stdout.write(`${json ? JSON.stringify(value) : text}\n`);
    return 0;
  };
  switch (asked.action) {
    case "add": {
      const { expires, action: _, ...bank } = asked;
      const { bankId } = await createBank(vigie, { ...bank, expiresAt: dateOf(expires) });
      return say({ bankId, slug: asked.slug }, `The bank ${asked.slug} exists until ${expires}.`);
    }
    case "import":
      return runImport(vigie, asked, streams);
    case "export":
      for await (const line of exportBank(vigie, { slug: asked.slug, format: asked.csv ? "csv" : "json" })) {
        await writeOut(stdout, `${line}\n`);
      }
      return 0;
    case "stat": {
      if (asked.slug !== null) await findBank(vigie.db, asked.slug);
      const banks = (await bankViews(vigie.db)).filter(
        ({ slug }) => asked.slug === null || slug === asked.slug,
      );
      return say(
        { banks },
        banks.map(linesOf).join("\n") || "There is no bank yet: `vigie bank add` makes one.",
      );
    }
    case "suspend":
    case "resume": {
      const { id: bankId } = await findBank(vigie.db, asked.slug);
      await changeBank(vigie, { bankId, actor: null, act: asked.action });
      const done = asked.action === "suspend" ? "matches nothing until it is resumed" : "is matched again";
      return say({ slug: asked.slug, act: asked.action }, `The bank ${asked.slug} ${done}.`);
    }
    case "accept":
    case "rollback": {
      const { id: bankId } = await findBank(vigie.db, asked.slug);
      const importId = await newestImport(vigie, bankId);
      const taken = asked.action === "accept" ? "accept_import" : "roll_back";
      await changeBank(vigie, { bankId, actor: null, act: taken, importId });
      const done =
        asked.action === "accept" ? "counts from now on" : "was taken back: the bank is as it was before it";
      return say({ slug: asked.slug, act: asked.action, importId }, `The newest import ${done}.`);
    }
    case "give": {
      const entries = await addReportToBank(vigie, { slug: asked.slug, reportId: asked.reportId });
      return say({ slug: asked.slug, entries }, `${entries} fingerprints were added.`);
    }
    case "withdraw": {
      const { slug, by } = asked;
      const entries =
        by === "hashes"
          ? await withdrawListed(vigie, slug, streams)
          : await withdrawEntries(vigie, { slug, by });
      say({ slug, entries }, `${entries} entries were withdrawn.`);
      return entries > 0 ? 0 : 1;
    }
    case "partner_add": {
      const { key } = await addPartner(vigie, asked);
      return say(
        { name: asked.name, key },
        `${key}\nThis key is shown once. Give it to ${asked.name} by a safe way.`,
      );
    }
    case "partner_disable": {
      const disabled = await disablePartner(vigie, asked);
      say(
        { name: asked.name, disabled },
        disabled ? "Its key opens nothing any more." : "There is no such partner.",
      );
      return disabled ? 0 : 1;
    }
    case "partner_list": {
      const partners = await listPartners(vigie);
      const lines = partners.map(
        ({ name, banks, disabledAt }) =>
          `${name}  ${disabledAt ? "disabled" : "may ask"}  ${banks.join(", ")}`,
      );
      return say(
        { partners },
        lines.join("\n") || "There is no partner yet: `vigie bank partner add` makes one.",
      );
    }
  }
}

/**
 * Reads all of them first: when one is no hash, nothing is withdrawn.
 * @throws RangeError that names the line and not what is in it.
 */
async function withdrawListed(vigie: Vigie, slug: string, { stdin }: Streams): Promise<number> {
  const hashes = new Set<string>();
  let line = 0;
  for await (const text of createInterface({ input: stdin })) {
    line += 1;
    const hash = text.trim();
    if (hash === "") continue;
    if (!isHash(hash)) throw new RangeError(`Line ${line} is no hash of 32, 40 or 64 hexadecimal digits.`);
    hashes.add(hash.toLowerCase());
  }
  if (hashes.size === 0) throw new RangeError("There is no hash on standard input.");
  let entries = 0;
  for (const hash of hashes) entries += await withdrawEntries(vigie, { slug, by: { hash } });
  return entries;
}

async function runImport(
  vigie: Vigie,
  { slug, file, source, whole, dated }: Extract<BankAction, { action: "import" }>,
  { json, stdout, stderr }: Streams,
): Promise<0 | 1> {
  const bar = progressBar(stderr);
  const outcome = await importList(vigie, {
    slug,
    file,
    source,
    whole,
    dated: dated === null ? vigie.clock.now() : dateOf(dated),
    onRefused({ line, problem }) {
      bar.clear();
      stderr.write(
        json ? `${JSON.stringify({ line, problem })}\n` : `line ${line}: ${problemSentences[problem]}\n`,
      );
    },
    onProgress: ({ share, lines }) => bar.show({ share, says: `${lines} lines` }),
  });
  bar.clear();
  if (json) stdout.write(`${JSON.stringify(outcome)}\n`);
  else {
    const { lines, taken, known, refused, gone } = outcome;
    stdout.write(
      `${lines} lines: ${taken} new entries, ${known} known, ${refused} refused${whole ? `, ${gone} gone` : ""}.\n`,
    );
    for (const alarm of outcome.alarms) stdout.write(`alarm: ${alarmSentences[alarm]}\n`);
    if (outcome.status === "quarantined") {
      stdout.write(
        `Nothing of it is matched. Look at it, then \`vigie bank accept ${slug}\` or \`vigie bank rollback ${slug}\`.\n`,
      );
    }
  }
  return outcome.status === "applied" ? 0 : 1;
}

/** @throws Refusal `bank.step_impossible` */
async function newestImport({ db }: Vigie, bankId: string): Promise<string> {
  const newest = await db
    .selectFrom("bank_imports")
    .select("id")
    .where("bank_id", "=", bankId)
    .where("status", "<>", "rolled_back")
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!newest) throw new Refusal("bank.step_impossible");
  return newest.id;
}

function linesOf({
  slug,
  name,
  owner,
  provenance,
  entries,
  withdrawn,
  suspendedEntries,
  matches,
  expiresAt,
  suspended,
  imports,
}: BankView): string {
  const state = suspended ? `SUSPENDED (${suspended.why})` : "matched";
  const lists = imports.map(
    (made) =>
      `    ${made.at.slice(0, 16)}  ${made.status}  ${made.taken} taken, ${made.refused} refused  ${made.source}${made.alarms.length > 0 ? `  alarms: ${made.alarms.join(", ")}` : ""}`,
  );
  const held =
    suspendedEntries.count > 0
      ? [
          `    ${suspendedEntries.count} entries SUSPENDED (matched too much): a manager releases them in the desk`,
        ]
      : [];
  return [
    `${slug}  ${state}  ${entries} entries, ${withdrawn} withdrawn, ${matches} matches  until ${expiresAt.slice(0, 10)}`,
    `    ${name}, of ${owner}, made from ${provenance === "device" ? "devices" : "lists"}`,
    ...held,
    ...lists,
  ].join("\n");
}

function dateOf(text: string): Date {
  const date = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(date.getTime())) {
    throw new RangeError(`“${text}” is no date. Write it as 2026-12-31.`);
  }
  return date;
}

function sentenceOf(error: unknown): string | null {
  if (error instanceof Refusal) return errorSentence(error.code, "en", error.details);
  if (error instanceof RangeError) return error.message;
  if (error instanceof Error && "code" in error && "path" in error) {
    return `${String(error.path)} cannot be read (${String(error.code)}).`;
  }
  return null;
}

const problemSentences: Record<LineProblem, string> = {
  not_json: "is no JSON object.",
  wrong_columns: "has other columns than the header, or the header names no hash.",
  no_hash: "holds no hash.",
  wrong_length: "holds a hash of the wrong length.",
  wrong_alphabet: "holds a hash with characters that are not hexadecimal.",
  wrong_quality: "has a quality that is no whole number from 0 to 100.",
  wrong_tags: "has more than 4 tags, or one with other characters than letters, digits and _ . : -",
  wrong_ref: "has a reference of more than 200 characters, or with a control character.",
  says_nothing: "holds the hash of an empty file or of a flat picture, which would match at random.",
  too_long: "is longer than 64 KiB.",
};

const alarmSentences: Record<ImportAlarm, string> = {
  unfinished: "it was not read to its end.",
  empty: "no line could be taken.",
  bad_lines: "more than 1 % of the lines are bad.",
  shrinks: "more than 10 % of the bank would be gone.",
  grows: "the bank would become ten times as large.",
  older: "it is older than the list before.",
  too_many_lines: "it has more than 10 million lines, and only those were read.",
  crowded_prefix: "more than 5 % of its PDQ hashes begin alike.",
  low_quality: "more than 10 % of its PDQ hashes have a quality below 50.",
};
