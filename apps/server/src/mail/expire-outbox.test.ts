import { mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { readConfig } from "../config.ts";
import type { Vigie } from "../vigie.ts";
import { expireOutbox, findOutlivedMail } from "./expire-outbox.ts";
import { createMailer } from "./mailer.ts";

const now = new Date("2026-03-02T08:00:00Z");
const dataDir = makeTemporaryFolder();
const outbox = join(dataDir, "outbox");
const config = readConfig({ VIGIE_DATA_DIR: dataDir, VIGIE_REPORT_DAYS: "30" });
const contextOf = (smtpUrl?: string): Pick<Vigie, "config" | "clock" | "mailer"> => ({
  config,
  clock: { now: () => now },
  mailer: createMailer({ smtpUrl, dataDir, from: { name: "Ligne", address: "s@ligne.example" } }),
});

async function write(name: string, daysOld: number): Promise<void> {
  await mkdir(outbox, { recursive: true });
  await writeFile(join(outbox, name), "");
  const at = new Date(now.getTime() - daysOld * 86_400_000);
  await utimes(join(outbox, name), at, at);
}

beforeEach(() => rm(outbox, { recursive: true, force: true }));
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test("mail files go when they are older than reports may be, and nothing else does", async () => {
  await write("old@ligne.example.eml", 31);
  await write("unfinished@ligne.example.eml.part", 31);
  await write("young@ligne.example.eml", 29);
  await write("notes.txt", 31);
  expect((await findOutlivedMail(contextOf())).length).toBe(2);
  expect(await findOutlivedMail(contextOf(), { graceMs: 2 * 86_400_000 })).toEqual([]);
  await expireOutbox(contextOf());
  expect((await readdir(outbox)).sort()).toEqual(["notes.txt", "young@ligne.example.eml"]);
});

test("an outbox that was never written is no error", async () => {
  await expireOutbox(contextOf());
  expect(await findOutlivedMail(contextOf())).toEqual([]);
});

test("where mail leaves by a server the folder is left alone", async () => {
  await write("old@ligne.example.eml", 31);
  await expireOutbox(contextOf("smtp://127.0.0.1:2525?starttls=never"));
  expect(await readdir(outbox)).toEqual(["old@ligne.example.eml"]);
});
