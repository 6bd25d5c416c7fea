import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { builtFolder } from "../../../../test/vigie.ts";
import { readConfig } from "../config.ts";
import { refuseDemoFolder, startDemo } from "./start-demo.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = makeTemporaryFolder();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const port = 18_480;
const configOf = (env: Record<string, string> = {}) =>
  readConfig({ VIGIE_DATA_DIR: dataDir, VIGIE_PORT: String(port), ...env });
const start = (env?: Record<string, string>) => startDemo(configOf(env), { assetsDir: builtFolder });

test.each([
  "postgres",
  "outbox",
  "keys",
])("a folder with the %s of somebody else is refused, and nothing in it changes", async (name) => {
  await mkdir(join(dataDir, name));
  await writeFile(join(dataDir, name, "theirs"), "");
  await expect(start()).rejects.toMatchObject({
    name: "InstallationError",
    code: "demo.not_empty",
    message: expect.stringMatching(/VIGIE_DATA_DIR=\.vigie\/demo/),
  });
  expect(await readdir(dataDir)).toEqual([name]);
  expect(await readdir(join(dataDir, name))).toEqual(["theirs"]);
});

test("keys that lie elsewhere are refused too", async () => {
  const keys = join(dataDir, "elsewhere");
  await mkdir(keys);
  await writeFile(join(keys, "service.key"), "");
  await expect(start({ VIGIE_KEYS_DIR: keys })).rejects.toMatchObject({ code: "demo.not_empty" });
});

test("a database of one's own is refused, also where the demo has been", async () => {
  const env = { DATABASE_URL: "postgres://127.0.0.1:1/vigie" };
  await expect(start(env)).rejects.toMatchObject({ code: "demo.external_database" });
  expect(await readdir(dataDir)).toEqual([]);
  await writeFile(join(dataDir, "demo-installation"), "");
  await expect(start(env)).rejects.toMatchObject({ code: "demo.external_database" });
});

test("a hotline is not started on what the demo made; a demo in a folder inside does not matter", async () => {
  await mkdir(join(dataDir, "demo"));
  await refuseDemoFolder(configOf());
  await writeFile(join(dataDir, "demo-installation"), "");
  await expect(refuseDemoFolder(configOf())).rejects.toMatchObject({
    name: "InstallationError",
    code: "demo.installation",
    message: expect.stringContaining(dataDir),
  });
});

test("a new folder is marked, seeded once, and opens again as a demo only", async () => {
  const env = {
    VIGIE_LOG_LEVEL: "silent",
    VIGIE_RECEIPT_MEMORY_KIB: "64",
    VIGIE_RECEIPT_PASSES: "1",
    VIGIE_RECEIPT_POOL: "2",
  };
  const first = await start(env);
  expect(first.receipts.length).toBeGreaterThan(0);
  await first.stop();
  await expect(refuseDemoFolder(configOf())).rejects.toMatchObject({ code: "demo.installation" });
  const again = await start(env);
  expect(again.receipts).toEqual([]);
  await again.stop();
}, 120_000);
