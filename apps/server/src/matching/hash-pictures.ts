import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { DecodeAnswer, DecodeOrder, FileHashes } from "./decode-answers.ts";
import type { DecodeProblem } from "./decode-rules.ts";

/** What became of a file. */
export type HashedFile = { file: string } & ({ hashes: FileHashes } | { problem: DecodeProblem });

/** The decoder is built: beside the built files, and in their folder for the sources. */
const program = ["./decode-child.js", "../../dist/decode-child.js"]
  .map((place) => fileURLToPath(new URL(place, import.meta.url)))
  .find((place) => existsSync(place));

/** Without a word of the decoder, in milliseconds. A file is given less than 2 seconds. */
const longestSilence = 1_800;
const longestStart = 30_000;
const longestWhole = 120_000;
const mostHeapMegabytes = 64;
/** Files that wait for each decoder, so that none is ever idle. */
const filesAhead = 8;

/**
 * Hashes files in processes of their own, in the order given. A file that ends its process ends nothing else.
 * @param decoders how many processes; one for each processor is best.
 * @param searchPath folders in which ffmpeg is looked for, as `PATH` has them.
 */
export async function* hashPictures(
  files: AsyncIterable<string> | Iterable<string>,
  { decoders, searchPath }: { decoders: number; searchPath: string },
): AsyncGenerator<HashedFile> {
  const all = Array.from({ length: decoders }, () => startDecoder(searchPath));
  const idle = [...all];
  const waiting: ((decoder: Decoder) => void)[] = [];
  const hash = async (file: string): Promise<HashedFile> => {
    const decoder = idle.pop() ?? (await new Promise<Decoder>((resolve) => waiting.push(resolve)));
    try {
      return { file, ...(await decoder.hash(file)) };
    } finally {
      const next = waiting.shift();
      if (next) next(decoder);
      else idle.push(decoder);
    }
  };
  const begun: Promise<HashedFile>[] = [];
  try {
    for await (const file of files) {
      const one = hash(file);
      // Whoever waits for it is told; nobody may be waiting yet.
      one.catch(() => {});
      begun.push(one);
      const first = begun.length > decoders * filesAhead ? begun.shift() : undefined;
      if (first) yield await first;
    }
    for (const one of begun) yield await one;
  } finally {
    for (const decoder of all) decoder.end();
  }
}

type Outcome = { hashes: FileHashes } | { problem: DecodeProblem };

interface Decoder {
  hash(file: string): Promise<Outcome>;
  /** Whatever waits for it is not hashed any more. */
  end(): void;
}

/** A process that is started when it is first needed, and again after it ended. */
function startDecoder(searchPath: string): Decoder {
  let child: ChildProcess | null = null;
  let isEnded = false;
  const stop = () => {
    if (child) endGroup(child);
    child = null;
  };

  async function ready(): Promise<ChildProcess> {
    if (child) return child;
    if (!program) throw new Error("dist/decode-child.js is missing. Run: npm run build");
    const started = fork(program, {
      // Nothing of the server's settings is there to be read.
      env: { PATH: searchPath },
      execArgv: [`--max-old-space-size=${mostHeapMegabytes}`, "--expose-gc"],
      // A group of its own, so that an ffmpeg ends with it.
      detached: true,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child = started;
    const first = await said(started, { silence: longestStart, until: () => true });
    if (first.kind !== "alive") {
      stop();
      throw new Error("dist/decode-child.js does not start. Run: npm run build");
    }
    return started;
  }

  return {
    end() {
      isEnded = true;
      stop();
    },
    async hash(file) {
      const found = await stat(file).catch(() => null);
      if (!found) return { problem: "unreadable" };
      if (!found.isFile()) return { problem: "not_a_file" };
      if (isEnded) return { problem: "decoder_ended" };
      const worker = await ready();
      const answer = said(worker, { silence: longestSilence, until: ({ kind }) => kind !== "alive" });
      worker.send({ file } satisfies DecodeOrder, () => {});
      const outcome = await answer;
      if (outcome.kind === "alive" || outcome.isSpent) stop();
      if (outcome.kind === "hashed") return { hashes: outcome.hashes };
      return { problem: outcome.kind === "refused" ? outcome.problem : "decoder_ended" };
    },
  };
}

/** The process and what it started. */
function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // No such group: all of it ended, or this system has none.
    child.kill("SIGKILL");
  }
}

/** The first answer that is wanted; `refused` when none came in time, or when the process ended. */
function said(
  child: ChildProcess,
  { silence, until }: { silence: number; until: (answer: DecodeAnswer) => boolean },
): Promise<DecodeAnswer> {
  return new Promise((resolve) => {
    const end = (answer: DecodeAnswer) => {
      clearTimeout(whole);
      clearTimeout(quiet);
      child.off("message", hear).off("exit", gone).off("error", gone);
      resolve(answer);
    };
    const tooSlow = () => end({ kind: "refused", problem: "too_slow", isSpent: true });
    const gone = () => end({ kind: "refused", problem: "decoder_ended", isSpent: true });
    const hear = (answer: DecodeAnswer) => {
      if (until(answer)) return end(answer);
      quiet.refresh();
    };
    const quiet = setTimeout(tooSlow, silence);
    const whole = setTimeout(tooSlow, longestWhole);
    child.on("message", hear).once("exit", gone).once("error", gone);
  });
}
