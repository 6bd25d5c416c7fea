import type { ChildProcess } from "node:child_process";
import type { MediumProblem, ViewingFilter } from "@vigie/contract";
import { endGroup, forkDecoder, said } from "../matching/decoder-process.ts";
import type { DecoderAnswer, DecoderOrder, TakenPicture } from "./decoder-orders.ts";
import type { PixelRegion } from "./region-rules.ts";

/** The processes in which media are decoded: one takes what strangers made, one draws regions of what that one made. */
export interface MediaDecoder {
  /** A picture, or the frames of a video, made anew. */
  take(bytes: Uint8Array): Promise<{ pictures: TakenPicture[] } | { problem: MediumProblem }>;
  draw(order: {
    bytes: Uint8Array;
    region: PixelRegion;
    filters: readonly ViewingFilter[];
    longestSide: number;
  }): Promise<{ bytes: Uint8Array; width: number; height: number } | { problem: MediumProblem }>;
  stop(): void;
}

const program = "exposure-decoder.js";

/** Without a word of the decoder, in milliseconds: one picture is decoded and made anew meanwhile. */
const longestSilence = 4_000;
const longestStart = 30_000;
/** A video, frame by frame. */
const longestWhole = 20_000;
/** A process that nobody needs is ended. */
const longestIdle = 60_000;

/** @param searchPath folders in which ffmpeg is looked for, as `PATH` has them. */
export function createMediaDecoder({ searchPath }: { searchPath: string }): MediaDecoder {
  const taking = createLane(searchPath);
  const drawing = createLane(searchPath);
  return {
    async take(bytes) {
      const said = await taking.ask({ kind: "take", bytes });
      return said.kind === "taken" ? { pictures: said.pictures } : { problem: problemIn(said) };
    },
    async draw(order) {
      const said = await drawing.ask({ kind: "draw", ...order });
      return said.kind === "drawn" ? said : { problem: problemIn(said) };
    },
    stop() {
      taking.stop();
      drawing.stop();
    },
  };
}

function problemIn(said: DecoderAnswer): MediumProblem {
  return said.kind === "refused" ? said.problem : "too_hostile";
}

interface Lane {
  ask(order: DecoderOrder): Promise<DecoderAnswer>;
  stop(): void;
}

/** One process after another, one order at a time. A file that ends its process ends nothing else. */
function createLane(searchPath: string): Lane {
  let child: ChildProcess | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let stopped = false;
  const end = () => {
    clearTimeout(idle);
    if (child) endGroup(child);
    child = null;
  };

  async function ready(): Promise<ChildProcess> {
    if (child?.connected) return child;
    end();
    const started = forkDecoder(program, { searchPath, serialization: "advanced" });
    child = started;
    const first = await heard(started, { silence: longestStart, until: () => true });
    if (first.kind === "alive") return started;
    end();
    throw new Error(`dist/${program} does not start. Run: npm run build`);
  }

  async function askNow(order: DecoderOrder): Promise<DecoderAnswer> {
    if (stopped) return { kind: "refused", problem: "not_reached", isSpent: true };
    const worker = await ready();
    clearTimeout(idle);
    const answered = heard(worker, { silence: longestSilence, until: ({ kind }) => kind !== "alive" });
    worker.send(order, () => {});
    const answer = await answered;
    if (answer.kind === "alive" || answer.isSpent) end();
    else idle = setTimeout(end, longestIdle).unref();
    return answer;
  }

  return {
    ask(order) {
      const answer = last.then(() => askNow(order));
      last = answer.catch(() => {});
      return answer;
    },
    stop() {
      stopped = true;
      end();
    },
  };
}

/** `refused` when it did not say what was wanted in time, or when the process ended. */
function heard(
  child: ChildProcess,
  wanted: { silence: number; until: (answer: DecoderAnswer) => boolean },
): Promise<DecoderAnswer> {
  return said<DecoderAnswer>(child, {
    ...wanted,
    whole: Math.max(wanted.silence, longestWhole),
    tooSlow: { kind: "refused", problem: "too_slow", isSpent: true },
    gone: { kind: "refused", problem: "too_hostile", isSpent: true },
  });
}
