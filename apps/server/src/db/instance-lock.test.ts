import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { bundleForChildren, type Child, startChild } from "../../../../test/child.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { InstallationError } from "./installation-error.ts";
import { type HeldFolder, holdDataFolder } from "./instance-lock.ts";

let folder: string;
let bundle: Awaited<ReturnType<typeof bundleForChildren>>;
const children: Child[] = [];
const held: HeldFolder[] = [];

const holder = `
  import { holdDataFolder } from "./instance-lock.ts";
  try {
    await holdDataFolder(process.argv[2] ?? "");
    console.log(JSON.stringify("held"));
  } catch (error) {
    console.log(JSON.stringify(error.code ?? error.message));
  }
  setInterval(() => undefined, 1000);`;

beforeAll(async () => {
  bundle = await bundleForChildren(holder, import.meta.url);
});
afterAll(() => bundle.remove());
beforeEach(() => {
  folder = makeTemporaryFolder("vigie-hold-");
});
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  for (const one of held.splice(0)) await one.release();
  await rm(folder, { recursive: true, force: true });
});

function startHolder(): Child {
  const child = startChild(bundle.path, [folder]);
  children.push(child);
  return child;
}

async function hold(options: Parameters<typeof holdDataFolder>[1] = {}): Promise<HeldFolder> {
  const one = await holdDataFolder(folder, { heartbeatMs: 50, ...options });
  held.push(one);
  return one;
}

async function refusalOf(attempt: Promise<unknown>): Promise<InstallationError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InstallationError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
}

/** Leaves what a holder in another container or on another machine would have left. */
async function leaveForeignHolder(at: number): Promise<void> {
  await mkdir(join(folder, "holder"), { recursive: true });
  const text = {
    token: "t",
    host: "quay",
    place: "elsewhere",
    pid: 1,
    began: "5",
    since: at - 1000,
    at,
    released: false,
  };
  await writeFile(join(folder, "holder", "7"), JSON.stringify(text));
}

async function countWinners(attempts: Promise<HeldFolder>[]): Promise<number> {
  const settled = await Promise.allSettled(attempts);
  for (const one of settled) {
    if (one.status === "fulfilled") held.push(one.value);
    else expect(one.reason).toMatchObject({ code: "folder.held" });
  }
  return settled.filter((one) => one.status === "fulfilled").length;
}

test("a second Vigie is refused with a sentence that says which process holds the folder", async () => {
  const child = startHolder();
  expect(await child.nextLine()).toBe("held");
  const refusal = await refusalOf(hold());
  expect(refusal.code).toBe("folder.held");
  expect(refusal.message).toContain(folder);
  expect(refusal.message).toContain(`process ${child.pid} on host ${hostname()}, since 20`);
  expect(refusal.message).toContain("DATABASE_URL");
});

test("the folder of a killed Vigie is taken at once", async () => {
  const child = startHolder();
  await child.nextLine();
  await child.kill("SIGKILL");
  await hold();
});

test("a released folder is taken again, and old holders leave no files", async () => {
  for (let round = 0; round < 4; round += 1) await (await hold()).release();
  await hold();
  expect(await readdir(join(folder, "holder"))).toEqual(["5"]);
});

test("a process number dealt to another process does not hold the folder", async () => {
  await (await hold()).release();
  const path = join(folder, "holder", "1");
  const last = JSON.parse(await readFile(path, "utf8")) as object;
  await writeFile(path, JSON.stringify({ ...last, began: "1", released: false }));
  await hold();
});

test("a holder elsewhere that signed a moment ago refuses, and says how long to wait if it has crashed", async () => {
  await leaveForeignHolder(100_000);
  const refusal = await refusalOf(hold({ now: () => 112_000 }));
  expect(refusal.message).toContain("process 1 on host quay");
  expect(refusal.message).toContain("start again in 18 seconds");
});

test("a holder elsewhere that has not signed for 31 seconds is taken over", async () => {
  await leaveForeignHolder(100_000);
  await hold({ now: () => 131_000 });
});

test("a holder elsewhere whose clock is an hour behind still holds, because it goes on signing", async () => {
  await leaveForeignHolder(100_000);
  const attempt = refusalOf(hold({ now: () => 3_700_000, heartbeatMs: 200 }));
  await sleep(100);
  await leaveForeignHolder(102_000);
  expect((await attempt).code).toBe("folder.held");
});

test("a holder that finds itself superseded is told, and leaves the folder to the new one", async () => {
  let lost = 0;
  const first = await hold({ onLost: () => (lost += 1) });
  await leaveForeignHolder(Date.now());
  await sleep(300);
  expect(lost).toBe(1);
  await first.release();
  expect((await refusalOf(hold())).message).toContain("quay");
});

test("of twenty starts at once exactly one wins, on a new folder and on one whose holder is dead", async () => {
  const attempts = () => Array.from({ length: 20 }, () => holdDataFolder(folder));
  expect(await countWinners(attempts())).toBe(1);
  for (const one of held.splice(0)) await one.release();
  expect(await countWinners(attempts())).toBe(1);
});

test("of four processes that start at once on a killed one's folder exactly one wins", async () => {
  const dead = startHolder();
  await dead.nextLine();
  await dead.kill("SIGKILL");
  const said = await Promise.all([1, 2, 3, 4].map(() => startHolder().nextLine()));
  expect(said.sort()).toEqual(["folder.held", "folder.held", "folder.held", "held"]);
});
