import { execFile } from "node:child_process";
import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { errorCode } from "./installation-error.ts";

const run = promisify(execFile);

/**
 * A process number: nobody's, a running process, or one that has ended and that its parent has not looked at
 * yet (a zombie). The last still answers signals, for ever where the first process of a container never looks.
 */
export type ProcessState =
  | { kind: "absent" }
  | { kind: "zombie" }
  /** `began` only means something when compared for equality, on one boot. */
  | { kind: "running"; began: string };

export async function lookAtProcess(pid: number): Promise<ProcessState> {
  if (process.platform !== "linux") return lookByPs(pid);
  const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (line === undefined) return { kind: "absent" };
  // The command name stands in brackets and may hold spaces and brackets itself: count from the last one.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return { kind: "zombie" };
  return { kind: "running", began: fields[19] ?? "" };
}

async function lookByPs(pid: number): Promise<ProcessState> {
  try {
    const { stdout } = await run("ps", ["-o", "stat=,lstart=", "-p", String(pid)]);
    const line = stdout.trim();
    if (line === "") return { kind: "absent" };
    return line.startsWith("Z")
      ? { kind: "zombie" }
      : { kind: "running", began: line.replace(/^\S+\s+/, "") };
  } catch {
    return { kind: "absent" };
  }
}

/** The words a process was started with, or its title; empty when it may not be read. */
export async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === "linux") {
    const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return words.replaceAll("\0", " ");
  }
  return run("ps", ["-o", "command=", "-p", String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );
}

/**
 * Processes of PostgreSQL that work in a folder.
 * @param folder the data folder; recognised by device and inode, so by whatever name it is reached.
 * @param mark a word that stands in the command line of every such process. It decides where the kernel
 * hides the working directory of another user (root in a container without CAP_SYS_PTRACE) and on macOS.
 */
export async function postgresProcessesIn(folder: string, mark: string): Promise<number[]> {
  if (process.platform !== "linux") return processesByPs(mark);
  const wanted = await stat(folder, { bigint: true }).catch(() => undefined);
  if (wanted === undefined) return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found: number[] = [];
  for (const pid of pids) {
    if (pid !== process.pid && (await worksIn(pid, wanted, mark))) found.push(pid);
  }
  return found;
}

async function worksIn(pid: number, wanted: { dev: bigint; ino: bigint }, mark: string): Promise<boolean> {
  try {
    const cwd = await stat(`/proc/${pid}/cwd`, { bigint: true });
    if (cwd.dev !== wanted.dev || cwd.ino !== wanted.ino) return false;
    // The kernel appends " (deleted)" when the binaries were replaced under a running server.
    const program = basename((await readlink(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, ""));
    return program === "postgres" || program === "initdb";
  } catch (error) {
    if (errorCode(error) !== "EACCES" && errorCode(error) !== "EPERM") return false;
    return (await commandLineOf(pid)).includes(mark);
  }
}

async function processesByPs(mark: string): Promise<number[]> {
  const { stdout } = await run("ps", ["-axo", "pid=,stat=,command="], { maxBuffer: 16 * 1024 * 1024 });
  return stdout
    .split("\n")
    .filter((line) => line.includes(mark) && !/^\s*\d+\s+Z/.test(line))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}
