import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { readConfig } from "../config.ts";
import { KeysFolderError, openServiceKeys } from "../vault/service-keys.ts";
import { openInstallation } from "./open-installation.ts";
import { openInvitation } from "./open-invitation.ts";

const database = useDatabase();
const clock = { now: () => new Date("2026-03-02T08:00:00Z") };
let folders: string[] = [];

async function newContext() {
  const dataDir = makeTemporaryFolder();
  folders.push(dataDir);
  const config = readConfig({ VIGIE_DATA_DIR: dataDir });
  return { db: database.db, clock, log: quietLog, config, keys: await openServiceKeys(config.keysDir) };
}

beforeEach(async () => {
  await database.db.deleteFrom("installation").execute();
  await database.db.deleteFrom("invitations").execute();
});
afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
});

test("of processes that start together one makes the team key, and all give the same link", async () => {
  const context = await newContext();
  const opened = await Promise.all([1, 2, 3].map(() => openInstallation(context)));
  expect(new Set(opened.map(({ firstLink }) => firstLink)).size).toBe(1);
  expect(new Set(opened.map(({ teamPublicKey }) => Buffer.from(teamPublicKey).toString("hex"))).size).toBe(1);
  expect(await database.db.selectFrom("invitations").select("role").execute()).toEqual([{ role: "manager" }]);
});

test("a restart gives the same link, which its owner alone can read, until it is used", async () => {
  const context = await newContext();
  const { firstLink } = await openInstallation(context);
  expect(firstLink).toMatch(/^\/desk\/join#[\w-]{43}$/);
  expect((await openInstallation(context)).firstLink).toBe(firstLink);
  const file = join(context.config.keysDir, "first-link");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await openInvitation(context, { token: firstLink?.split("#")[1] ?? "" })).toMatchObject({
    role: "manager",
    first: true,
    name: null,
  });

  await database.db.updateTable("invitations").set({ used_at: clock.now() }).execute();
  expect((await openInstallation(context)).firstLink).toBeNull();
  expect(existsSync(file)).toBe(false);
});

test("the keys of another installation are refused with a sentence that names the folder", async () => {
  await openInstallation(await newContext());
  const stranger = await newContext();
  const refused = openInstallation(stranger);
  await expect(refused).rejects.toThrow(KeysFolderError);
  await expect(refused).rejects.toThrow(stranger.config.keysDir);
});

test("a first start that cannot keep its link leaves nothing behind", async () => {
  const context = await newContext();
  const nowhere = {
    ...context,
    config: { ...context.config, keysDir: join(context.config.keysDir, "absent") },
  };
  await expect(openInstallation(nowhere)).rejects.toThrow(KeysFolderError);
  expect(await database.db.selectFrom("installation").selectAll().execute()).toEqual([]);
  expect((await openInstallation(context)).firstLink).not.toBeNull();
});
