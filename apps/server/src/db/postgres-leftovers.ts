import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { errorCode, InstallationError } from "./installation-error.ts";
import { commandLineOf, lookAtProcess, postgresProcessesIn } from "./running-processes.ts";

/**
 * A word that every server of this folder carries in its command line (PostgreSQL's cluster_name, at most 63
 * characters), so that its processes can be told from those of other clusters.
 */
export async function markOf(data: string): Promise<string> {
  const { dev, ino } = await stat(data, { bigint: true });
  // The closing dot keeps one mark from being the beginning of another.
  return `vigie-${dev.toString(36)}-${ino.toString(36)}.`;
}

/** The pid of the server that runs on this folder now, or undefined. It may still be starting or stopping. */
export async function livePostmaster(data: string): Promise<number | undefined> {
  const pid = await pidIn(join(data, "postmaster.pid"));
  if (pid === undefined) return undefined;
  const ours = await postgresProcessesIn(data, await markOf(data));
  return ours.includes(pid) ? pid : undefined;
}

/**
 * Like `livePostmaster`, but gives a server that was started a moment ago, and has not written its pid yet,
 * the time to do so. Only main processes keep the words they were started with; sessions change their title.
 */
export async function livePostmasterSoon(data: string): Promise<number | undefined> {
  for (let waitedMs = 0; waitedMs < 2000; waitedMs += 20) {
    const live = await livePostmaster(data);
    if (live !== undefined) return live;
    const commandLines = await Promise.all(
      (await postgresProcessesIn(data, await markOf(data))).map(commandLineOf),
    );
    if (!commandLines.some((words) => words.includes("cluster_name="))) return undefined;
    await sleep(20);
  }
  return undefined;
}

/**
 * Ends what a killed server left behind: its sessions go on working for seconds, may still commit, and hold
 * the shared memory that a new server needs. Call only while no other start on the folder is under way: its
 * young server would be ended too.
 * @throws InstallationError when a process survives SIGKILL.
 */
export async function endLeftovers(data: string, log: Logger): Promise<void> {
  const mark = await markOf(data);
  let left = await postgresProcessesIn(data, mark);
  if (left.length === 0) return;
  log.warn({ processes: left.length }, "ending database processes that a crash left behind");
  for (const signal of ["SIGQUIT", "SIGKILL"] as const) {
    for (const pid of left) sendSignal(pid, signal);
    for (let waitedMs = 0; left.length > 0 && waitedMs < 5000; waitedMs += 20) {
      await sleep(20);
      left = await postgresProcessesIn(data, mark);
    }
    if (left.length === 0) return;
  }
  throw new InstallationError(
    "postgres.leftovers",
    `Processes of an earlier PostgreSQL still hold ${data} and do not end (pid ${left.join(", ")}). ` +
      "End them or restart the machine, then start Vigie again.",
  );
}

/**
 * PostgreSQL refuses to start when the pid in its lock file is alive and has its own user. That happens when a
 * container restarts and pids are dealt again, and when nobody has looked at the dead server (a zombie). Call
 * only when there is neither a live server nor a leftover, and no other start on the folder is under way.
 * Where nothing has that pid the file stays: PostgreSQL then makes its own, deeper check.
 */
export async function removeStaleLockFiles(data: string, port: number, log: Logger): Promise<void> {
  for (const name of ["postmaster.pid", `.s.PGSQL.${port}.lock`]) {
    const pid = await pidIn(join(data, name));
    if (pid === undefined || !(await isSurelyNoServerOf(pid))) continue;
    log.warn(
      { file: name },
      "removing a database lock file whose process number no longer belongs to a server",
    );
    await rm(join(data, name), { force: true });
  }
}

async function isSurelyNoServerOf(pid: number): Promise<boolean> {
  const { kind } = await lookAtProcess(pid);
  if (kind === "absent") return false;
  if (kind === "zombie" || process.platform !== "linux") return true;
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "postgres");
  // A PostgreSQL elsewhere is no obstacle; one that may not be inspected could be on this very folder.
  return (
    name.trim() !== "postgres" ||
    (await stat(`/proc/${pid}/cwd`).then(
      () => true,
      () => false,
    ))
  );
}

export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}

async function pidIn(path: string): Promise<number | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  // A stand-alone backend writes its pid negative.
  return Number.isInteger(pid) && pid !== 0 ? Math.abs(pid) : undefined;
}
