import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const mostHeapMegabytes = 64;

/**
 * Starts a process in which strangers' files are decoded: without the server's settings, and in a group of its own, so that
 * an ffmpeg ends with it. Its first word is that it is alive.
 * @param name of the built program: beside the built files, and in their folder for the sources.
 * @param searchPath folders in which ffmpeg is looked for, as `PATH` has them.
 * @throws Error when it is not built.
 */
export function forkDecoder(
  name: string,
  { searchPath, serialization }: { searchPath: string; serialization: "json" | "advanced" },
): ChildProcess {
  const program = [`./${name}`, `../../dist/${name}`]
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(place));
  if (!program) throw new Error(`dist/${name} is missing. Run: npm run build`);
  return fork(program, {
    env: { PATH: searchPath },
    execArgv: [`--max-old-space-size=${mostHeapMegabytes}`, "--expose-gc"],
    detached: true,
    serialization,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

/** The process and what it started. */
export function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // No such group: all of it ended, or this system has none.
    child.kill("SIGKILL");
  }
}

/**
 * The first answer that is wanted.
 * @param silence without a word and @param whole in all, in milliseconds: then it is `tooSlow`.
 * @param gone what it counts as that the process ended.
 */
export function said<Answer>(
  child: ChildProcess,
  {
    silence,
    whole,
    until,
    tooSlow,
    gone,
  }: { silence: number; whole: number; until: (answer: Answer) => boolean; tooSlow: Answer; gone: Answer },
): Promise<Answer> {
  return new Promise((resolve) => {
    const end = (answer: Answer) => {
      clearTimeout(inAll);
      clearTimeout(quiet);
      child.off("message", hear).off("exit", leave).off("error", leave);
      resolve(answer);
    };
    const late = () => end(tooSlow);
    const leave = () => end(gone);
    const hear = (answer: Answer) => {
      if (until(answer)) return end(answer);
      quiet.refresh();
    };
    const quiet = setTimeout(late, silence);
    const inAll = setTimeout(late, whole);
    child.on("message", hear).once("exit", leave).once("error", leave);
  });
}
