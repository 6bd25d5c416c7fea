import type { ChildProcess } from "node:child_process";
import { stat } from "node:fs/promises";
import type { DecodeAnswer, DecodeOrder, FileHashes } from "./decode-answers.ts";
import type { DecodeProblem } from "./decode-rules.ts";
import { endGroup, forkDecoder, said } from "./decoder-process.ts";

/** What became of a file. */
export type HashedFile = { file: string } & ({ hashes: FileHashes } | { problem: DecodeProblem });

const program = "decode-child.js";

/** Without a word of the decoder, in milliseconds. A file is given less than 2 seconds. */
const longestSilence = 1_800;
const longestStart = 30_000;
const longestWhole = 120_000;
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
    const started = forkDecoder(program, { searchPath, serialization: "json" });
    child = started;
    const first = await heard(started, { silence: longestStart, until: () => true });
    if (first.kind !== "alive") {
      stop();
      throw new Error(`dist/${program} does not start. Run: npm run build`);
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
      const answer = heard(worker, { silence: longestSilence, until: ({ kind }) => kind !== "alive" });
      worker.send({ file } satisfies DecodeOrder, () => {});
      const outcome = await answer;
      if (outcome.kind === "alive" || outcome.isSpent) stop();
      if (outcome.kind === "hashed") return { hashes: outcome.hashes };
      return { problem: outcome.kind === "refused" ? outcome.problem : "decoder_ended" };
    },
  };
}

/** `refused` when it did not say what was wanted in time, or when the process ended. */
function heard(
  child: ChildProcess,
  wanted: { silence: number; until: (answer: DecodeAnswer) => boolean },
): Promise<DecodeAnswer> {
  return said<DecodeAnswer>(child, {
    ...wanted,
    whole: longestWhole,
    tooSlow: { kind: "refused", problem: "too_slow", isSpent: true },
    gone: { kind: "refused", problem: "decoder_ended", isSpent: true },
  });
}
