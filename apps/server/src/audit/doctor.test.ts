import { chmod, mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { newId } from "../db/new-id.ts";
import { openServiceKeys } from "../vault/service-keys.ts";
import type { Vigie } from "../vigie.ts";
import { examine, type Finding, runDoctor } from "./doctor.ts";
import { recordEvents } from "./record-event.ts";

const hotline = useHotline();

/** What does not stand well, without the durability that test servers trade for speed. */
async function complaints(vigie: Vigie = hotline.vigie): Promise<Pick<Finding, "check" | "says">[]> {
  const findings = await examine(vigie);
  return findings.filter(({ ok, says }) => !ok && !says.includes("fsync is off"));
}

const checksOf = (findings: { check: string }[]) => findings.map(({ check }) => check);

test("on a fresh installation all is well, and every part was looked at", async () => {
  expect(await complaints()).toEqual([]);
  expect(new Set(checksOf(await examine(hotline.vigie)))).toEqual(
    new Set(["chain", "database", "mail", "disk", "jobs", "clock", "expiry", "keys", "notices"]),
  );
});

test("a database that may lose acknowledged reports is named", async () => {
  const { rows } = await sql<{ fsync: string }>`select current_setting('fsync') as fsync`.execute(
    hotline.vigie.db,
  );
  const finding = (await examine(hotline.vigie)).find(({ check }) => check === "database");
  expect(finding?.ok).toBe(rows[0]?.fsync === "on");
});

test("rows that outlived their expiry are counted by table", async () => {
  const { caseId } = await hotline.report(["https://hote.example/expiree"], {
    idempotencyKey: "0123456789abcdef",
  });
  await hotline.seal();
  expect(await complaints()).toEqual([]);
  hotline.advance(28 * 3_600_000);
  const [replay] = await complaints();
  expect(replay).toMatchObject({ check: "expiry", says: expect.stringContaining("1 rows of reports") });
  await sql`update reports set receipt_replay = null`.execute(hotline.vigie.db);
  expect(await complaints()).toEqual([]);

  const late = new Date(hotline.now().getTime() - 3 * 3_600_000);
  await hotline.vigie.db.updateTable("cases").set({ expires_at: late }).where("id", "=", caseId).execute();
  expect(await complaints()).toMatchObject([
    { check: "expiry", says: expect.stringContaining("1 rows of cases") },
  ]);
  await hotline.vigie.db.deleteFrom("cases").where("id", "=", caseId).execute();
  expect(await complaints()).toEqual([]);

  await hotline.vigie.db
    .insertInto("hostings")
    .values({
      host: "hote.example",
      looked_up_at: late,
      findings: "[]",
      problems: "[]",
      corrections: "[]",
      expires_at: late,
    })
    .execute();
  expect(await complaints()).toMatchObject([
    { check: "expiry", says: expect.stringContaining("1 rows of hostings") },
  ]);
  await hotline.vigie.db.deleteFrom("hostings").execute();
});

test("a mailbox of answers that is not read is named, with what stands in the way", async () => {
  const { config, db } = hotline.vigie;
  const vigie: Vigie = {
    ...hotline.vigie,
    config: { ...config, answers: { ...config.answers, imapUrl: "imap://a:b@127.0.0.1:9/INBOX" } },
  };
  const never = { check: "mail", says: "the mailbox of answers was never read. See that a worker runs" };
  expect(await complaints(vigie)).toMatchObject([never]);
  const state = { uid_validity: "1", last_uid: "1" };
  await db
    .insertInto("mailbox_state")
    .values({ ...state, read_at: hotline.now(), problem: null })
    .execute();
  expect(await complaints(vigie)).toEqual([]);
  await db.updateTable("mailbox_state").set({ problem: "sign_in_refused" }).execute();
  expect(await complaints(vigie)).toMatchObject([{ says: expect.stringContaining("(sign_in_refused)") }]);
  await db.updateTable("mailbox_state").set({ problem: null }).execute();
  const counted = (once: string, days: number) =>
    db
      .insertInto("mailbox_messages")
      .values({
        ...{
          id: newId(hotline.now().getTime()),
          once: Buffer.from(once),
          outcome: "ignored",
          why: "too_many",
          bytes: 1,
        },
        ...{ notice_id: null, sender: null, subject: null, text: null },
        at: new Date(hotline.now().getTime() - days * 86_400_000),
        expires_at: new Date(hotline.now().getTime() + 86_400_000),
      })
      .execute();
  await counted("a", 8);
  expect(await complaints(vigie)).toEqual([]);
  await counted("b", 6);
  expect(await complaints(vigie)).toMatchObject([
    { check: "mail", says: expect.stringMatching(/^1 messages/) },
  ]);
  await db.deleteFrom("mailbox_messages").execute();
  await db.deleteFrom("mailbox_state").execute();
});

test("mail files that outlived their expiry are counted", async () => {
  const outbox = join(hotline.dataDir, "outbox");
  const file = join(outbox, "m@ligne.example.eml");
  await mkdir(outbox, { recursive: true });
  await writeFile(file, "");
  const age = (hours: number) => new Date(hotline.now().getTime() - hours * 3_600_000);
  await utimes(file, age(365 * 24 + 1), age(365 * 24 + 1));
  expect(await complaints()).toEqual([]);
  await utimes(file, age(365 * 24 + 3), age(365 * 24 + 3));
  expect(await complaints()).toMatchObject([{ check: "expiry", says: expect.stringContaining("1 files") }]);
  await rm(file);
});

test("a table that does not say its purpose and expiry is named", async () => {
  await sql`create table oubliee (id int)`.execute(hotline.vigie.db);
  expect(await complaints()).toMatchObject([{ check: "expiry", says: expect.stringContaining("oubliee") }]);
  await sql`comment on table oubliee is 'purpose: an example; expiry: at once'`.execute(hotline.vigie.db);
  expect(await complaints()).toEqual([]);
  await sql`drop table oubliee`.execute(hotline.vigie.db);
});

test("events that wait too long to be sealed are counted", async () => {
  await recordEvents(hotline.vigie.db, [{ type: "report.received", at: new Date(Date.now() - 120_000) }]);
  const [finding] = await complaints();
  expect(finding).toMatchObject({ check: "chain", says: expect.stringContaining("wait") });
});

test("notices that a person must decide, and jobs nobody will try again, are counted", async () => {
  await hotline.seal();
  const { caseId } = await hotline.report(["https://hote.example/echec"]);
  await hotline.seal();
  const id = newId();
  await hotline.vigie.db
    .insertInto("notices")
    .values({
      id,
      case_id: caseId,
      member_id: hotline.analyst().memberId,
      status: "failed",
      to_name: "Hôte",
      to_email: "abuse@hote.example",
      language: "fr",
      explanation: "",
      grounds: [],
      subject: "",
      body: "",
      message_id: id,
      created_at: hotline.now(),
      sent_at: null,
    })
    .execute();
  expect(await complaints()).toMatchObject([{ check: "notices", says: expect.stringContaining("1 failed") }]);
  await hotline.vigie.db.updateTable("notices").set({ status: "sent" }).where("id", "=", id).execute();
  expect(await complaints()).toEqual([]);

  const { rows } = await sql<{ id: string }>`
    select (graphile_worker.add_job('a.job', max_attempts := 1)).id`.execute(hotline.vigie.db);
  const job = rows[0]?.id;
  await sql`update graphile_worker._private_jobs set attempts = 1 where id = ${job}`.execute(
    hotline.vigie.db,
  );
  expect(await complaints()).toMatchObject([{ check: "jobs", says: expect.stringContaining("1 given up") }]);
  await sql`update graphile_worker._private_jobs set attempts = 0, run_at = now() - interval '11 minutes'
    where id = ${job}`.execute(hotline.vigie.db);
  expect(await complaints()).toMatchObject([{ check: "jobs", says: expect.stringContaining("1 late") }]);
  await sql`select graphile_worker.complete_jobs(array[${job}::bigint])`.execute(hotline.vigie.db);
});

test("mail that cannot leave, a folder that is gone and keys of another house are named", async () => {
  const { vigie } = hotline;
  const unusable: Vigie["mailer"] = {
    ...vigie.mailer,
    verify: async () => ({ kind: "unusable", why: "EAUTH" }),
  };
  expect(await complaints({ ...vigie, mailer: unusable })).toMatchObject([
    { check: "mail", says: expect.stringContaining("EAUTH") },
  ]);
  const config = { ...vigie.config, dataDir: join(hotline.dataDir, "not-there") };
  expect(checksOf(await complaints({ ...vigie, config }))).toEqual(["disk"]);

  await sql`insert into installation (team_public_key, keys_fingerprint) values ('\\x00', 'of another')`.execute(
    vigie.db,
  );
  expect(checksOf(await complaints())).toEqual(["keys"]);
  await sql`delete from installation`.execute(vigie.db);
});

test("keys that others may read are named with what mends it", async () => {
  const { keysDir } = hotline.vigie.config;
  const [file = ""] = await readdir(keysDir);
  await chmod(join(keysDir, file), 0o644);
  const keys = await openServiceKeys(keysDir).catch(() => null);
  await chmod(join(keysDir, file), 0o600);
  if (!keys) throw new Error("the keys could not be opened again");
  expect(await complaints({ ...hotline.vigie, keys })).toMatchObject([
    { check: "keys", says: expect.stringContaining(file) },
  ]);
});

test("the command ends with 0 or 1 and says the same to a program as to a person", async () => {
  const run = async (vigie: Vigie, json: boolean) => {
    const stdout = new PassThrough();
    const stderr = Object.assign(new PassThrough(), { isTTY: false }) as unknown as NodeJS.WriteStream;
    const status = await runDoctor(vigie, { json, stdout, stderr });
    return { status, text: String(stdout.read()) };
  };
  const broken: Vigie = {
    ...hotline.vigie,
    mailer: { ...hotline.vigie.mailer, verify: async () => ({ kind: "unusable", why: "EAUTH" }) },
  };
  const person = await run(broken, false);
  expect(person.status).toBe(1);
  expect(person.text).toContain("LOOK  mail:");
  const program = await run(broken, true);
  expect(program.status).toBe(1);
  const { ok, findings } = JSON.parse(program.text);
  expect(ok).toBe(false);
  for (const finding of findings) expect(person.text).toContain(finding.check);
});
