import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MacDomain } from "./service-keys.ts";
import { KeysFolderError, openServiceKeys } from "./service-keys.ts";

let root = "";
let keysDir = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "vigie-keys-"));
  keysDir = join(root, "data", "keys");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const names = ["link.key", "mac.key", "pepper.key", "receipt-salt", "service.key"];

test("the first start makes the folder for its owner alone, and the second reads the same keys", async () => {
  const first = await openServiceKeys(keysDir);
  expect((await readdir(keysDir)).sort()).toEqual(names);
  expect((await stat(keysDir)).mode & 0o777).toBe(0o700);
  for (const name of names) expect((await stat(join(keysDir, name))).mode & 0o777).toBe(0o600);
  expect(first.filesOpenToOthers).toEqual([]);

  const second = await openServiceKeys(keysDir);
  expect(second.fingerprint).toBe(first.fingerprint);
  expect(second.receiptPepper).toEqual(first.receiptPepper);
  expect(second.receiptSalt).toEqual(first.receiptSalt);
  expect(second.openWithService(first.sealToService("qui@exemple.fr"))?.toString("utf8")).toBe(
    "qui@exemple.fr",
  );
  expect(second.macOf("content", "x")).toEqual(first.macOf("content", "x"));
  expect(second.macOf("link", "x")).toEqual(first.macOf("link", "x"));
});

test("twenty openings at once agree, and leave no draft behind", async () => {
  const opened = await Promise.all(Array.from({ length: 20 }, () => openServiceKeys(keysDir)));
  expect(new Set(opened.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  expect(await readdir(join(root, "data"))).toEqual(["keys"]);
});

test("an empty folder that somebody prepared is filled", async () => {
  await mkdir(keysDir, { recursive: true });
  await openServiceKeys(keysDir);
  expect((await readdir(keysDir)).sort()).toEqual(names);
  expect((await stat(keysDir)).mode & 0o777).toBe(0o700);
});

test("two installations have nothing in common", async () => {
  const one = await openServiceKeys(keysDir);
  const other = await openServiceKeys(join(root, "other"));
  expect(other.fingerprint).not.toBe(one.fingerprint);
  expect(other.openWithService(one.sealToService("x"))).toBeNull();
  expect(other.macOf("content", "x")).not.toEqual(one.macOf("content", "x"));
});

test("keyed hashes of two purposes never meet, even when the text tries", async () => {
  const keys = await openServiceKeys(keysDir);
  const domains: MacDomain[] = ["content", "idempotency", "link"];
  const texts = ["", "x", "content\0x", "\0x", "idempotency\0"];
  const macs = domains.flatMap((domain) => texts.map((text) => keys.macOf(domain, text).toString("hex")));
  expect(new Set(macs).size).toBe(domains.length * texts.length);
  expect(keys.macOf("content", "x")).toHaveLength(32);
});

test("the fingerprint changes with any one key, and holds none of them", async () => {
  const before = await openServiceKeys(keysDir);
  const fresh = join(root, "fresh");
  await openServiceKeys(fresh);
  for (const name of names) {
    const mine = await readFile(join(keysDir, name), "utf8");
    expect(mine).not.toContain(before.fingerprint);
    await writeFile(join(keysDir, name), await readFile(join(fresh, name), "utf8"));
    expect((await openServiceKeys(keysDir)).fingerprint, name).not.toBe(before.fingerprint);
    await writeFile(join(keysDir, name), mine);
  }
  expect((await openServiceKeys(keysDir)).fingerprint).toBe(before.fingerprint);
});

test("a file that is missing is never replaced: the error names it and the way back", async () => {
  await openServiceKeys(keysDir);
  for (const name of names) {
    const path = join(keysDir, name);
    await rename(path, join(root, name));
    const error = await refusal();
    expect(error.message).toContain(path);
    expect(error.message).toMatch(/missing.*Restore the whole folder from its backup/s);
    expect(await readdir(keysDir)).not.toContain(name);
    await rename(join(root, name), path);
  }
});

test("a file cut short, emptied, changed or exchanged is refused by name, without its contents", async () => {
  await openServiceKeys(keysDir);
  const path = join(keysDir, "pepper.key");
  const whole = await readFile(path, "utf8");
  const mac = await readFile(join(keysDir, "mac.key"), "utf8");
  for (const damaged of ["", whole.slice(0, 20), whole.slice(0, -2), `${whole}x`, `${whole.trim()}é`, mac]) {
    await writeFile(path, damaged);
    const error = await refusal();
    expect(error.message).toContain(path);
    expect(error.message).toContain("Restore");
    if (damaged.length > 20) expect(error.message).not.toContain(damaged.slice(16).trim());
  }
  await writeFile(path, `${whole.trim()}\r\n`);
  await expect(openServiceKeys(keysDir)).resolves.toBeDefined();
});

test("a folder where a file should be, or a file where the folder should be, is said plainly", async () => {
  await openServiceKeys(keysDir);
  await rm(join(keysDir, "mac.key"));
  await mkdir(join(keysDir, "mac.key"));
  expect((await refusal()).message).toContain(`${join(keysDir, "mac.key")} cannot be read (EISDIR)`);

  await rm(keysDir, { recursive: true });
  await writeFile(keysDir, "");
  expect((await refusal()).message).toContain(`${keysDir} should be the folder of the keys, but it`);
});

test("a folder that cannot be made says where writing failed, and leaves nothing", async () => {
  // The name fits the file system, the name of its draft does not: that stops root too.
  keysDir = join(root, "data", "k".repeat(252));
  const error = await refusal();
  expect(error.message).toContain(`${keysDir} could not be made (ENAMETOOLONG)`);
  expect(error.message).toContain(`may write in ${join(root, "data")}`);
  expect(await readdir(join(root, "data"))).toEqual([]);
});

test("processes that start together agree on one set of keys", async () => {
  const program = join(root, "open-keys.mjs");
  await build({
    stdin: {
      contents: `import { openServiceKeys } from "./service-keys.ts";
        process.stdout.write((await openServiceKeys(process.argv[2])).fingerprint);`,
      resolveDir: import.meta.dirname,
    },
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
  });
  const runs = Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, [program, keysDir]));
  const fingerprints = (await Promise.all(runs)).map(({ stdout }) => stdout);
  expect(new Set(fingerprints).size).toBe(1);
  expect((await openServiceKeys(keysDir)).fingerprint).toBe(fingerprints[0]);
  expect(await readdir(join(root, "data"))).toEqual(["keys"]);
});

test("files that others may read are named", async () => {
  await openServiceKeys(keysDir);
  await chmod(join(keysDir, "link.key"), 0o644);
  expect((await openServiceKeys(keysDir)).filesOpenToOthers).toEqual(["link.key"]);
});

test("the keys are text that a person can print and tell apart", async () => {
  await openServiceKeys(keysDir);
  expect(await readFile(join(keysDir, "pepper.key"), "utf8")).toMatch(/^vigie pepper 1 [\w-]{43}\n$/);
  expect(await readFile(join(keysDir, "receipt-salt"), "utf8")).toMatch(/^vigie salt 1 [\w-]{43}\n$/);
});

async function refusal(): Promise<KeysFolderError> {
  const error = await openServiceKeys(keysDir).catch((thrown: unknown) => thrown);
  if (!(error instanceof KeysFolderError)) throw new Error("the folder was accepted");
  return error;
}
