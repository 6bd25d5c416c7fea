import { opendir, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { decodeProblems } from "./decode-rules.ts";
import { type HashedFile, hashPictures } from "./hash-pictures.ts";
import { type ProgressStream, progressBar } from "./progress-bar.ts";
import { untilReaderGoes, writeOut } from "./write-out.ts";

interface HashCommand {
  /** Files, and folders with everything below them. */
  paths: readonly string[];
  /** One JSON object a line; otherwise the PDQ hash, quality and name. */
  json: boolean;
  /** As `PATH` has it. */
  searchPath: string;
  stdout: NodeJS.WritableStream;
  stderr: ProgressStream;
}

/**
 * `vigie hash FILES…`: the fingerprints of pictures and videos, a line a file, in the order they were named. Needs no
 * server. Nothing but the hashes leaves the process in which a file is decoded.
 * @returns the exit code: 0 when every file was read, or when nobody reads the lines any more; else 1.
 */
export function runHashCommand(asked: HashCommand): Promise<0 | 1> {
  return untilReaderGoes([asked.stdout, asked.stderr], () => hashEach(asked));
}

async function hashEach({ paths, json, searchPath, stdout, stderr }: HashCommand): Promise<0 | 1> {
  const files = await listFiles(paths);
  const bar = progressBar(stderr);
  const decoders = Math.min(availableParallelism(), files.length);
  let read = 0;
  let refused = 0;
  for await (const hashed of hashPictures(files, { decoders, searchPath })) {
    read += 1;
    if ("problem" in hashed) refused += 1;
    await writeOut(stdout, `${json ? jsonLine(hashed) : plainLine(hashed)}\n`);
    bar.show({ share: read / files.length, says: `${read} of ${files.length}` });
  }
  bar.clear();
  return refused === 0 ? 0 : 1;
}

/** What is named twice is hashed twice. Links inside folders are not followed. */
async function listFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found?.isDirectory()) {
      files.push(path);
      continue;
    }
    const below: string[] = [];
    for await (const entry of await opendir(path, { recursive: true })) {
      if (entry.isFile()) below.push(join(entry.parentPath, entry.name));
    }
    files.push(...below.sort());
  }
  return files;
}

function jsonLine(hashed: HashedFile): string {
  const { file } = hashed;
  return JSON.stringify(
    "problem" in hashed ? { file, error: decodeProblems[hashed.problem] } : { file, ...hashed.hashes },
  );
}

function plainLine(hashed: HashedFile): string {
  if ("problem" in hashed) return `${hashed.file}: ${decodeProblems[hashed.problem]}`;
  const { hashes, file } = hashed;
  return "pdq" in hashes
    ? `${hashes.pdq} ${hashes.quality} ${file}`
    : `${hashes.sha256} ${hashes.frames.length} frames ${file}`;
}
