import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { MediumProblem, ViewingFilter } from "@vigie/contract";
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

/** The decoder is built: beside the built files, and in their folder for the sources. */
const program = ["./exposure-decoder.js", "../../dist/exposure-decoder.js"]
  .map((place) => fileURLToPath(new URL(place, import.meta.url)))
  .find((place) => existsSync(place));

/** Without a word of the decoder, in milliseconds: one picture is decoded and made anew meanwhile. */
const longestSilence = 4_000;
const longestStart = 30_000;
/** A video, frame by frame. */
const longestWhole = 20_000;
/** A process that nobody needs is ended. */
const longestIdle = 60_000;
const mostHeapMegabytes = 64;

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
    if (!program) throw new Error("dist/exposure-decoder.js is missing. Run: npm run build");
    const started = fork(program, {
      // Nothing of the server's settings is there to be read.
      env: { PATH: searchPath },
      execArgv: [`--max-old-space-size=${mostHeapMegabytes}`, "--expose-gc"],
      // A group of its own, so that an ffmpeg ends with it.
      detached: true,
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child = started;
    const first = await said(started, { silence: longestStart, until: () => true });
    if (first.kind === "alive") return started;
    end();
    throw new Error("dist/exposure-decoder.js does not start. Run: npm run build");
  }

  async function askNow(order: DecoderOrder): Promise<DecoderAnswer> {
    if (stopped) return { kind: "refused", problem: "not_reached", isSpent: true };
    const worker = await ready();
    clearTimeout(idle);
    const heard = said(worker, { silence: longestSilence, until: ({ kind }) => kind !== "alive" });
    worker.send(order, () => {});
    const answer = await heard;
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
  { silence, until }: { silence: number; until: (answer: DecoderAnswer) => boolean },
): Promise<DecoderAnswer> {
  return new Promise((resolve) => {
    const end = (answer: DecoderAnswer) => {
      clearTimeout(whole);
      clearTimeout(quiet);
      child.off("message", hear).off("exit", gone).off("error", gone);
      resolve(answer);
    };
    const tooSlow = () => end({ kind: "refused", problem: "too_slow", isSpent: true });
    const gone = () => end({ kind: "refused", problem: "too_hostile", isSpent: true });
    const hear = (answer: DecoderAnswer) => {
      if (until(answer)) return end(answer);
      quiet.refresh();
    };
    const quiet = setTimeout(tooSlow, silence);
    const whole = setTimeout(tooSlow, Math.max(silence, longestWhole));
    child.on("message", hear).once("exit", gone).once("error", gone);
  });
}
