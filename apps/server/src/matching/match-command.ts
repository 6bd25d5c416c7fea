import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { errorSentence, Refusal } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { decodeProblems } from "./decode-rules.ts";
import { findBank } from "./find-bank.ts";
import { type BankShelf, readHashIndex } from "./hash-index.ts";
import { hashPictures } from "./hash-pictures.ts";
import { isHash, parseJsonLine } from "./list-line-rules.ts";
import { isConfirmed } from "./match-rules.ts";
import { mostMatchesTold } from "./partner-answer-rules.ts";
import { type ProgressStream, progressBar } from "./progress-bar.ts";
import { readList } from "./read-list.ts";
import type { SealedHashes } from "./seal-hashes.ts";
import { untilReaderGoes, writeOut } from "./write-out.ts";

type Asked = { of: string } & ({ hashes: SealedHashes } | { problem: string });

/**
 * `vigie match`: looks hashes up in banks of this installation. Each argument is a hash, a file of them (`.jsonl`, `.json`,
 * `.csv`) as `vigie hash --json` or `vigie bank export` writes it, a picture or video, or `-`: then hashes or lines of JSON
 * come from standard input, where no list of running commands shows them.
 * Of each the nearest are told, and whether there were more.
 * @param question.banks short names; none: all that stand.
 * @param question.searchPath folders in which ffmpeg is looked for, as `PATH` has them.
 * @returns the exit status: 0 when something matched, or when nobody reads the lines any more, 1 when nothing did, 2 when an argument cannot be used.
 */
export function runMatchCommand(
  vigie: Vigie,
  question: MatchQuestion,
  streams: MatchStreams,
): Promise<0 | 1 | 2> {
  return untilReaderGoes([streams.stdout, streams.stderr], () => matchEach(vigie, question, streams));
}

interface MatchQuestion {
  wanted: readonly string[];
  banks: readonly string[];
  searchPath: string;
}

interface MatchStreams {
  json: boolean;
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: ProgressStream;
}

async function matchEach(
  vigie: Vigie,
  { wanted, banks, searchPath }: MatchQuestion,
  { json, stdin, stdout, stderr }: MatchStreams,
): Promise<0 | 1 | 2> {
  let asked: BankShelf[];
  try {
    for (const slug of banks) await findBank(vigie.db, slug);
    asked = (await readHashIndex(vigie, { olderThanMs: 0 })).banks.filter(
      ({ slug }) => banks.length === 0 || banks.includes(slug),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    stderr.write(`${errorSentence(error.code, "en", error.details)}\n`);
    return 2;
  }
  let hits = 0;
  let problems = 0;
  const bar = progressBar(stderr);
  const onShare = (share: number) => bar.show({ share, says: `${hits} matches` });
  for await (const one of hashesOf({ wanted, searchPath, stdin, onShare })) {
    if ("problem" in one) {
      problems += 1;
      bar.clear();
      if (json) await writeOut(stdout, `${JSON.stringify({ of: one.of, error: one.problem })}\n`);
      else stderr.write(`${one.of}: ${one.problem}\n`);
      continue;
    }
    const found = asked.flatMap((bank) => matchesIn(bank, one.hashes)).sort(byDistance);
    const more = found.length > mostMatchesTold;
    const matches = found.slice(0, mostMatchesTold);
    if (matches.length > 0) hits += 1;
    if (json) await writeOut(stdout, `${JSON.stringify({ of: one.of, matches, more })}\n`);
    for (const { bank, method, distance, turned, tags } of json ? [] : matches) {
      const how =
        method === "exact" ? "the same file" : `${distance} bits apart${turned ? `, ${turned}` : ""}`;
      await writeOut(stdout, `${one.of}  ${bank}  ${how}  ${tags.join(" ")}\n`);
    }
    if (more && !json) await writeOut(stdout, `${one.of}  and more, which are not nearer\n`);
  }
  bar.clear();
  if (!json && hits === 0 && problems === 0) await writeOut(stdout, "no match\n");
  if (problems > 0) return 2;
  return hits > 0 ? 0 : 1;
}

/** One more than is told, so that it can be said that there are more. */
function matchesIn({ slug, distance, shelf, entryAt }: BankShelf, hashes: SealedHashes) {
  return shelf.find(hashes, { distance, turned: true, most: mostMatchesTold + 1 }).map((found) => {
    const { quality, tags } = entryAt(found.place);
    return {
      bank: slug,
      method: found.method,
      distance: found.distance ?? 0,
      confirmed: found.method === "exact" || isConfirmed(found.secondDistance),
      turned: found.turned,
      quality,
      tags,
    };
  });
}

function byDistance(one: { distance: number }, other: { distance: number }): number {
  return one.distance - other.distance;
}

const nameByLength: Record<number, "md5" | "sha1" | undefined> = { 32: "md5", 40: "sha1" };

/** @param text a hash, or an entry as a line of JSON. */
function askedBy(of: string, text: string): Asked {
  const name = nameByLength[text.length];
  // 64 digits may be PDQ as well as SHA-256.
  const hashes = name ? { [name]: text } : { pdq: text, sha256: text };
  const parsed = parseJsonLine(isHash(text) ? JSON.stringify(hashes) : text);
  return "problem" in parsed ? { of, problem: parsed.problem } : { of, hashes: parsed.entry.hashes };
}

/** A line of a file is named by its place: the hash itself stays out of what is printed. */
async function* hashesOf({
  wanted,
  searchPath,
  stdin,
  onShare,
}: {
  wanted: readonly string[];
  searchPath: string;
  stdin: NodeJS.ReadableStream;
  onShare: (share: number) => void;
}): AsyncGenerator<Asked> {
  const pictures: string[] = [];
  for (const [position, argument] of wanted.entries()) {
    if (isHash(argument)) {
      yield askedBy(`argument ${position + 1}`, argument);
      continue;
    }
    if (argument === "-") {
      let line = 0;
      for await (const text of createInterface({ input: stdin })) {
        line += 1;
        if (text.trim() !== "") yield askedBy(`-:${line}`, text.trim());
      }
      continue;
    }
    if (!/\.(jsonl?|csv)$/i.test(argument)) {
      pictures.push(argument);
      continue;
    }
    const size = (await stat(argument).catch(() => null))?.size;
    if (size === undefined) {
      yield { of: argument, problem: "cannot be read" };
      continue;
    }
    for await (const read of readList(argument)) {
      onShare(read.bytesRead / size);
      const of = `${argument}:${read.line}`;
      yield "problem" in read ? { of, problem: read.problem } : { of, hashes: read.entry.hashes };
    }
  }
  if (pictures.length === 0) return;
  const decoders = Math.min(availableParallelism(), pictures.length);
  for await (const hashed of hashPictures(pictures, { decoders, searchPath })) {
    yield "problem" in hashed
      ? { of: hashed.file, problem: decodeProblems[hashed.problem] }
      : { of: hashed.file, hashes: hashed.hashes };
  }
}
