import { spawn } from "node:child_process";
import { mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A new private folder, in memory when the machine has room for it there. The caller removes it; if this
 * process ends first, in whatever way, the folder is removed and a PostgreSQL that runs in it is ended.
 */
export function makeTemporaryFolder(prefix = "vigie-test-"): string {
  const folder = mkdtempSync(join(memoryHasRoom() ? "/dev/shm" : tmpdir(), prefix));
  removeWhenWeEnd(folder);
  return folder;
}

/** Removes a folder when this process has ended, however that happens. */
export function removeWhenWeEnd(folder: string): void {
  watchdog ??= startWatchdog();
  watchdog.write(`${folder}\n`);
}

function memoryHasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    // Containers get 64 MB by default; a cluster with its clones takes some hundreds.
    return bavail * bsize > 1_000_000_000;
  } catch {
    return false;
  }
}

let watchdog: NodeJS.WritableStream | undefined;

// The shell reads until the pipe closes, which the kernel does for us even after SIGKILL.
const cleanUp = `
  folders=$(cat)
  echo "$folders" | while read -r folder; do
    [ -d "$folder" ] || continue
    find "$folder" -name postmaster.pid | while read -r file; do
      kill -QUIT "$(head -n 1 "$file")"
      sleep 1
    done
    rm -rf "$folder" || { sleep 2; rm -rf "$folder"; }
  done`;

function startWatchdog(): NodeJS.WritableStream {
  const shell = spawn("/bin/sh", ["-c", cleanUp], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  shell.unref();
  // A pipe is a socket here, and must not keep the process alive.
  if ("unref" in shell.stdin && typeof shell.stdin.unref === "function") shell.stdin.unref();
  return shell.stdin;
}
