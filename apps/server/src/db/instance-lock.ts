import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, readlink, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode, InstallationError } from "./installation-error.ts";
import { lookAtProcess } from "./running-processes.ts";

/** Who holds the folder. `at` is the last heartbeat; times are milliseconds since 1970. */
type Holder = {
  token: string;
  host: string;
  /** One boot and one pid namespace: inside it pids can be looked up, elsewhere only heartbeats tell. */
  place: string;
  pid: number;
  /** When the process began, so that a pid dealt again is not taken for it. */
  began: string | undefined;
  since: number;
  at: number;
  released: boolean;
};

export type HeldFolder = { release(): Promise<void> };

export type HoldOptions = {
  now?: () => number;
  /** How often the holder signs, milliseconds. */
  heartbeatMs?: number;
  /** Called once when another process has taken the folder over (this one slept too long): end at once. */
  onLost?: () => void;
};

/** A holder elsewhere that has not signed for this long is taken for dead. */
const staleAfterMs = 30_000;

/**
 * Holds the data folder for this process, as the one that runs the embedded PostgreSQL.
 *
 * The folder `holder/` has one numbered file per holder; the highest number holds. A newcomer that finds it
 * dead or released links the next number, which the file system lets exactly one do. Numbers below the highest
 * mean nothing and are removed; the highest is never removed, so that a number is never dealt twice.
 * @throws InstallationError `folder.held` naming the process that has it.
 */
export async function holdDataFolder(dataDir: string, options: HoldOptions = {}): Promise<HeldFolder> {
  const { now = Date.now, heartbeatMs = 2000, onLost } = options;
  const folder = join(resolve(dataDir), "holder");
  await mkdir(resolve(dataDir), { recursive: true, mode: 0o700 });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const self = await describeSelf(now());

  for (;;) {
    const highest = await highestNumber(folder);
    if (highest > 0)
      await refuseIfAlive({ folder, number: highest, self, now, heartbeatMs, dataDir: resolve(dataDir) });
    if (await take(folder, highest + 1, { ...self, at: now() })) {
      return keepSigning({ folder, number: highest + 1, self, now, heartbeatMs, onLost });
    }
  }
}

async function describeSelf(now: number): Promise<Holder> {
  return {
    token: randomUUID(),
    host: hostname(),
    place: await thisPlace(),
    pid: process.pid,
    began: await beganAt(process.pid),
    since: now,
    at: now,
    released: false,
  };
}

async function beganAt(pid: number): Promise<string | undefined> {
  const found = await lookAtProcess(pid);
  return found.kind === "running" ? found.began : undefined;
}

async function thisPlace(): Promise<string> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => hostname());
  const namespace = await readlink("/proc/self/ns/pid").catch(() => process.platform);
  return `${boot.trim()} ${namespace}`;
}

async function highestNumber(folder: string): Promise<number> {
  const names = await readdir(folder);
  return Math.max(0, ...names.flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : [])));
}

async function readHolder(folder: string, number: number): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, String(number)), "utf8")) as Holder;
  } catch {
    // Gone (superseded since it was listed), or torn by a power cut: nobody holds by it.
    return undefined;
  }
}

async function refuseIfAlive(found: {
  folder: string;
  number: number;
  self: Holder;
  now: () => number;
  heartbeatMs: number;
  dataDir: string;
}): Promise<void> {
  const holder = await readHolder(found.folder, found.number);
  if (holder === undefined || holder.released) return;
  if (holder.place === found.self.place) {
    const began = await beganAt(holder.pid);
    if (began !== undefined && began === holder.began) throw refusal(found.dataDir, holder, undefined);
    return;
  }
  const ageMs = found.now() - holder.at;
  if (Math.abs(ageMs) <= staleAfterMs) throw refusal(found.dataDir, holder, staleAfterMs - ageMs);
  // The two clocks may disagree: a holder that still signs is alive whatever its time says.
  await sleep(found.heartbeatMs * 2.5);
  const again = await readHolder(found.folder, found.number);
  if (again !== undefined && !again.released && again.at !== holder.at)
    throw refusal(found.dataDir, again, undefined);
}

function refusal(dataDir: string, holder: Holder, waitMs: number | undefined): InstallationError {
  const since = new Date(holder.since).toISOString().slice(0, 19).replace("T", " ");
  const wait =
    waitMs === undefined
      ? ""
      : ` If that one has crashed, start again in ${Math.max(1, Math.ceil(waitMs / 1000))} seconds.`;
  return new InstallationError(
    "folder.held",
    `Another Vigie already uses the data folder ${dataDir}: process ${holder.pid} on host ${holder.host}, since ${since} UTC. ` +
      `Stop it first, choose another folder with VIGIE_DATA_DIR, or let both share one PostgreSQL with DATABASE_URL.${wait}`,
  );
}

/** Links the number; false when somebody else was first. */
async function take(folder: string, number: number, self: Holder): Promise<boolean> {
  const draft = join(folder, `draft-${self.token}`);
  await writeFile(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    await link(draft, join(folder, String(number)));
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  // A newcomer that was slow may link a number whose file a later holder has already removed.
  if ((await highestNumber(folder)) === number) {
    await removeBelow(folder, number);
    return true;
  }
  await rm(join(folder, String(number)), { force: true });
  return false;
}

async function removeBelow(folder: string, number: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^\d+$/.test(name) && Number(name) < number) await rm(join(folder, name), { force: true });
  }
}

function keepSigning(held: {
  folder: string;
  number: number;
  self: Holder;
  now: () => number;
  heartbeatMs: number;
  onLost: (() => void) | undefined;
}): HeldFolder {
  const { folder, number, self, now } = held;
  let signing = Promise.resolve();
  let lost = false;

  async function sign(released: boolean): Promise<void> {
    if (lost) return;
    if ((await highestNumber(folder)) > number) {
      lost = true;
      held.onLost?.();
      return;
    }
    const draft = join(folder, `draft-${self.token}`);
    await writeFile(draft, JSON.stringify({ ...self, at: now(), released }), { mode: 0o600 });
    await rename(draft, join(folder, String(number)));
  }

  // A signature that fails (a full disk) is tried again at the next beat.
  const timer = setInterval(() => {
    signing = signing.then(() => sign(false)).catch(() => undefined);
  }, held.heartbeatMs);
  timer.unref();

  return {
    async release() {
      clearInterval(timer);
      await signing;
      await sign(true);
    },
  };
}
