import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { createMailer, type Mailer } from "../mail/mailer.ts";
import { deliverNotice } from "./deliver-notice.ts";
import { withDeliveryLock } from "./delivery-lock.ts";
import { queueNotices } from "./queue-notices.ts";
import { recoverNotices } from "./recover-notices.ts";
import { settleNotice } from "./settle-notice.ts";
import { type CaseOptions, useDesk } from "./test-desk.ts";

const database = useDatabase({ max: 30 });
const desk = useDesk(database);

const seen = { recheck: async () => "not_removed" as const, random: () => 0.5 };

async function queueOne(options: CaseOptions = {}, language: "fr" | "en" = "fr") {
  const opened = await desk.openCase(options);
  const { noticeIds } = await queueNotices(desk.vigie, {
    ...opened,
    recipients: [{ host: "hote.example", name: "Hôte", email: "abuse@hote.example", language }],
    explanation: "La personne filmée n'a pas consenti à la diffusion de ces images.",
    memberId: desk.memberId,
    teamKey: async () => desk.teamKey,
  });
  return { ...opened, noticeId: noticeIds[0] ?? "" };
}

const arrived = (noticeId: string) =>
  desk.server.received.filter(({ mail }) => mail.messageId?.includes(noticeId));

const noticeRow = (noticeId: string) =>
  database.db.selectFrom("notices").selectAll().where("id", "=", noticeId).executeTakeFirstOrThrow();

const caseRow = (caseId: string) =>
  database.db.selectFrom("cases").selectAll().where("id", "=", caseId).executeTakeFirstOrThrow();

test.each([
  ["fr", ["n'a pas consenti", "https://hote.example/page", "contact@ligne.example", "de bonne foi"]],
  ["en", ["n'a pas consenti", "https://hote.example/page", "contact@ligne.example", "in good faith"]],
] as const)("a notice in %s arrives with the four elements of Art. 16(2)", async (language, elements) => {
  const { noticeId, caseId } = await queueOne({ places: ["https://hote.example/page"] }, language);
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "sent" });
  const [received] = arrived(noticeId);
  expect(received?.to).toEqual(["abuse@hote.example"]);
  const text = received?.mail.text?.replace(/\s+/g, " ") ?? "";
  for (const element of [...elements, "Ligne d'écoute", (await caseRow(caseId)).number])
    expect(text).toContain(element);
});

test("when it is sent, the deadline of its grounds runs and its locations are looked at soon", async () => {
  const { noticeId, caseId, contentIds } = await queueOne();
  const now = desk.vigie.clock.now();
  await deliverNotice(desk.vigie, { noticeId }, seen);
  const dueAt = new Date(now.getTime() + 24 * 3_600_000);
  expect(await noticeRow(noticeId)).toMatchObject({
    status: "sent",
    sent_at: now,
    due_at: dueAt,
    failure: null,
  });
  expect((await caseRow(caseId)).due_at).toEqual(dueAt);
  const watch = await database.db
    .selectFrom("watches")
    .selectAll()
    .where("content_id", "in", contentIds)
    .executeTakeFirstOrThrow();
  expect(watch.next_check_at).toEqual(now);
  expect(await desk.eventsOf(caseId)).toEqual(
    expect.arrayContaining(["notice.queued", "case.status_changed", "notice.sent", "case.deadline_set"]),
  );
});

test("run ten times, at once and again later, it is sent once", async () => {
  const { noticeId, caseId } = await queueOne();
  const runs = await Promise.all(
    Array.from({ length: 10 }, () => deliverNotice(desk.vigie, { noticeId }, seen)),
  );
  expect(runs.filter(({ kind }) => kind === "sent")).toHaveLength(1);
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "nothing_to_do" });
  expect(arrived(noticeId)).toHaveLength(1);
  expect((await desk.eventsOf(caseId)).filter((type) => type === "notice.sent")).toHaveLength(1);
});

test("even when the lock is lost, the status lets one of two deliveries through", async () => {
  const { noticeId } = await queueOne();
  // A mailer that stands still before the last byte, until another delivery without the lock has ended.
  let other: Promise<unknown> = Promise.resolve();
  const { mailer } = desk.vigie;
  const slow: Mailer = {
    ...mailer,
    deliver: (raw, envelope, steps) =>
      mailer.deliver(raw, envelope, {
        beforeLastByte: async () => {
          await database.pool.query(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 7210502 and database = (select oid from pg_database where datname = current_database())",
          );
          await sleep(100);
          other = deliverNotice(desk.vigie, { noticeId }, seen);
          await other;
          await steps.beforeLastByte();
        },
      }),
  };
  expect(await deliverNotice(desk.withMailer(slow), { noticeId }, seen)).toEqual({ kind: "nothing_to_do" });
  expect(await other).toEqual({ kind: "sent" });
  expect(arrived(noticeId)).toHaveLength(1);
});

test("only a proven removal leaves a location out; a look that fails does not", async () => {
  const places = [1, 2, 3, 4].map((n) => `https://hote.example/place-${n}`);
  const { noticeId, contentIds } = await queueOne({ places });
  const recheck = async (_: unknown, { contentId }: { contentId: string }) => {
    if (contentId === contentIds[1]) return "removed" as const;
    if (contentId === contentIds[2]) throw new Error("the look broke");
    return contentId === contentIds[3] ? ("not_checked" as const) : ("not_removed" as const);
  };
  expect(await deliverNotice(desk.vigie, { noticeId }, { recheck })).toEqual({ kind: "sent" });
  const text = arrived(noticeId)[0]?.mail.text ?? "";
  expect(text).toContain(
    "[1] https://hote.example/place-1\n[2] https://hote.example/place-3\n[3] https://hote.example/place-4",
  );
  expect(text).not.toContain("place-2");
  expect((await noticeRow(noticeId)).body).not.toContain("place-2");
  const outcomes = await database.db
    .selectFrom("notice_contents")
    .select("outcome")
    .where("notice_id", "=", noticeId)
    .orderBy("position")
    .execute();
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([
    "included",
    "already_removed",
    "included",
    "included",
  ]);
});

test("what a first try left out stays out at the next, and nothing else with it", async () => {
  const places = [1, 2, 3].map((n) => `https://hote.example/retry-${n}`);
  const { noticeId, contentIds } = await queueOne({ places });
  const recheck = async (_: unknown, { contentId }: { contentId: string }) =>
    contentId === contentIds[1] ? ("removed" as const) : ("not_removed" as const);
  desk.server.next.push({ end: 451 });
  expect(await deliverNotice(desk.vigie, { noticeId }, { recheck })).toEqual({ kind: "retried" });
  expect(await deliverNotice(desk.vigie, { noticeId }, { recheck })).toEqual({ kind: "sent" });
  expect(arrived(noticeId)[0]?.mail.text).toContain(
    "[1] https://hote.example/retry-1\n[2] https://hote.example/retry-3\n\n",
  );
  const outcomes = await database.db
    .selectFrom("notice_contents")
    .select("outcome")
    .where("notice_id", "=", noticeId)
    .orderBy("position")
    .execute();
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["included", "already_removed", "included"]);
});

test("a place told in words stays in, and stays ours, when another one is left out", async () => {
  const opened = await desk.openCase({
    places: ["https://hote.example/gone", { words: "le compte @quelquun" }],
  });
  const recipient = { name: "Hôte", email: "abuse@hote.example", language: "fr" as const };
  const { noticeIds } = await queueNotices(desk.vigie, {
    ...opened,
    recipients: [
      { host: "hote.example", ...recipient },
      { host: "", ...recipient },
    ],
    explanation: "Sans consentement.",
    memberId: desk.memberId,
    teamKey: async () => desk.teamKey,
  });
  const noticeId = noticeIds[0] ?? "";
  const recheck = async (_: unknown, { contentId }: { contentId: string }) =>
    contentId === opened.contentIds[0] ? ("removed" as const) : ("not_checked" as const);
  await deliverNotice(desk.vigie, { noticeId }, { recheck });
  expect(arrived(noticeId)[0]?.mail.text).toContain("[1] (un emplacement sans adresse");
  expect(arrived(noticeId)[0]?.mail.text).not.toContain("@quelquun");
  expect(arrived(noticeId)[0]?.mail.text).not.toContain("/gone");
});

test("when everything is gone already, the notice is cancelled and the history says why", async () => {
  const { noticeId, caseId } = await queueOne();
  const outcome = await deliverNotice(desk.vigie, { noticeId }, { recheck: async () => "removed" });
  expect(outcome).toEqual({ kind: "cancelled" });
  expect(arrived(noticeId)).toHaveLength(0);
  expect(await desk.eventsOf(caseId)).toContain("notice.cancelled");
});

test("a case that turned out to concern a minor while its notice waited sends nothing", async () => {
  const early = await queueOne();
  await database.db
    .updateTable("cases")
    .set({ handling: "no_fetch" })
    .where("id", "=", early.caseId)
    .execute();
  expect(await deliverNotice(desk.vigie, { noticeId: early.noticeId }, seen)).toEqual({ kind: "cancelled" });

  // As late as can be: while the message is already on its way.
  const late = await queueOne();
  const { mailer } = desk.vigie;
  const slow: Mailer = {
    ...mailer,
    deliver: (raw, envelope, steps) =>
      mailer.deliver(raw, envelope, {
        beforeLastByte: async () => {
          await database.db
            .updateTable("cases")
            .set({ handling: "no_fetch" })
            .where("id", "=", late.caseId)
            .execute();
          await steps.beforeLastByte();
        },
      }),
  };
  expect(await deliverNotice(desk.withMailer(slow), { noticeId: late.noticeId }, seen)).toEqual({
    kind: "cancelled",
  });
  expect(arrived(early.noticeId)).toHaveLength(0);
  expect(arrived(late.noticeId)).toHaveLength(0);
});

test("a refusal for now is tried again later and then arrives once", async () => {
  const { noticeId } = await queueOne();
  desk.server.next.push({ end: 451 }, { recipient: 450 }, "cut_in_the_middle");
  for (const attempts of [1, 2, 3]) {
    expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "retried" });
    expect(await noticeRow(noticeId)).toMatchObject({ status: "queued", attempts });
  }
  const { rows } = await database.pool.query("select run_at from graphile_worker.jobs where key = $1", [
    `notices.deliver:${noticeId}`,
  ]);
  expect(rows).toEqual([{ run_at: new Date(desk.vigie.clock.now().getTime() + 5 * 60_000) }]);
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "sent" });
  expect(arrived(noticeId)).toHaveLength(1);
});

test("five days of refusals, or one for good, and the case asks for another way", async () => {
  const patient = await queueOne();
  await database.db
    .updateTable("notices")
    .set({ attempts: 100 })
    .where("id", "=", patient.noticeId)
    .execute();
  desk.server.next.push({ end: 451 });
  expect(await deliverNotice(desk.vigie, { noticeId: patient.noticeId }, seen)).toEqual({ kind: "failed" });

  const { noticeId, caseId } = await queueOne();
  desk.server.next.push({ recipient: 550 });
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "failed" });
  expect((await noticeRow(noticeId)).failure).toContain("550");
  expect(await desk.eventsOf(caseId)).toContain("notice.failed");
  await expect(
    settleNotice(desk.vigie, { noticeId, outcome: "was_sent", memberId: desk.memberId }),
  ).rejects.toMatchObject({ code: "notice.step_impossible" });
  await settleNotice(desk.vigie, { noticeId, outcome: "give_up", memberId: desk.memberId });
  expect(await desk.statusOf(noticeId)).toBe("cancelled");
});

test("a line cut after the last byte is in doubt: the machine never sends again, a person may", async () => {
  const { noticeId, caseId } = await queueOne();
  desk.server.next.push("cut_after_the_end");
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "in_doubt" });
  for (let n = 0; n < 3; n += 1) {
    expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "nothing_to_do" });
    await recoverNotices(desk.vigie);
  }
  expect(arrived(noticeId)).toHaveLength(1);
  expect(await desk.statusOf(noticeId)).toBe("in_doubt");
  await settleNotice(desk.vigie, { noticeId, outcome: "send_again", memberId: desk.memberId });
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "sent" });
  expect(await desk.eventsOf(caseId)).toEqual(
    expect.arrayContaining(["notice.in_doubt", "notice.settled", "notice.sent"]),
  );
});

test("a person who knows that it arrived settles it as sent, with its deadline", async () => {
  const { noticeId, caseId } = await queueOne();
  desk.server.next.push("cut_after_the_end");
  await deliverNotice(desk.vigie, { noticeId }, seen);
  await settleNotice(desk.vigie, { noticeId, outcome: "was_sent", memberId: desk.memberId });
  expect(await desk.statusOf(noticeId)).toBe("sent");
  expect((await caseRow(caseId)).due_at).not.toBeNull();
  await expect(
    settleNotice(desk.vigie, { noticeId, outcome: "send_again", memberId: desk.memberId }),
  ).rejects.toMatchObject({ code: "notice.step_impossible" });
});

/** A process that ends at one point: what it began stays, and it does nothing more. */
function crashing(mailer: Mailer, point: "before_commit" | "after_commit" | "after_answer"): Mailer {
  const never = () => new Promise<never>(() => undefined);
  return {
    ...mailer,
    async deliver(raw, envelope, { beforeLastByte }) {
      if (point === "before_commit") return never();
      if (point === "after_commit") {
        await beforeLastByte();
        return never();
      }
      await mailer.deliver(raw, envelope, { beforeLastByte });
      return never();
    },
  };
}

async function crash(noticeId: string, mailer: Mailer, until: string): Promise<void> {
  // Its lock dies with it: here it has a pool of its own that we cut off.
  const clients = new Set<{ release(error?: Error): void }>();
  const pool = {
    connect: async () => {
      const client = await database.pool.connect();
      clients.add(client);
      return client;
    },
  };
  const doomed = { ...desk.withMailer(mailer), pool } as unknown as typeof desk.vigie;
  void deliverNotice(doomed, { noticeId }, seen);
  for (let waited = 0; waited < 100; waited += 1) {
    await sleep(50);
    const status = await desk.statusOf(noticeId);
    if (status === until && (until !== "queued" || waited > 3)) break;
  }
  await sleep(150);
  for (const client of clients) client.release(new Error("killed"));
  await sleep(100);
}

test("a crash before the commit is retried; the mail leaves once", async () => {
  const { noticeId } = await queueOne();
  await crash(noticeId, crashing(desk.vigie.mailer, "before_commit"), "queued");
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "sent" });
  expect(arrived(noticeId)).toHaveLength(1);
});

test.each([
  "after_commit",
  "after_answer",
] as const)("a crash %s leaves doubt, whether or not it arrived, and is not sent again", async (point) => {
  const { noticeId } = await queueOne();
  await crash(noticeId, crashing(desk.vigie.mailer, point), "transmitting");
  expect(await recoverNotices(desk.vigie)).toMatchObject({ settled: 1 });
  expect(await desk.statusOf(noticeId)).toBe("in_doubt");
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "nothing_to_do" });
  expect(arrived(noticeId).length).toBe(point === "after_answer" ? 1 : 0);
});

test("with files, a crash leaves no doubt: what was written is sent, what was not is written", async () => {
  const dataDir = makeTemporaryFolder();
  const from = { name: "Ligne d'écoute", address: "contact@ligne.example" };
  const files = createMailer({ smtpUrl: undefined, dataDir, from });
  const offline = desk.withMailer(files);

  const written = await queueOne();
  await crash(written.noticeId, crashing(files, "after_answer"), "transmitting");
  await recoverNotices(offline);
  expect(await desk.statusOf(written.noticeId)).toBe("sent");

  const unwritten = await queueOne();
  const halfway: Mailer = {
    ...files,
    deliver: (raw, envelope, steps) =>
      files.deliver(raw, envelope, {
        beforeLastByte: async () => {
          await steps.beforeLastByte();
          await new Promise(() => undefined);
        },
      }),
  };
  await crash(unwritten.noticeId, halfway, "transmitting");
  await recoverNotices(offline);
  expect(await desk.statusOf(unwritten.noticeId)).toBe("queued");
  expect(await deliverNotice(offline, { noticeId: unwritten.noticeId }, seen)).toEqual({ kind: "sent" });
  await rm(dataDir, { recursive: true, force: true });
});

test("a notice that somebody is sending is left alone", async () => {
  const { noticeId } = await queueOne();
  await withDeliveryLock(desk.vigie, noticeId, async () => {
    await database.db
      .updateTable("notices")
      .set({ status: "transmitting" })
      .where("id", "=", noticeId)
      .execute();
    expect(await recoverNotices(desk.vigie)).toMatchObject({ settled: 0 });
    expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "held_elsewhere" });
  });
  expect(await recoverNotices(desk.vigie)).toMatchObject({ settled: 1 });
});

test("a queued notice whose job was lost gets one again, and no second one", async () => {
  const { noticeId } = await queueOne();
  await recoverNotices(desk.vigie);
  await database.pool.query("select graphile_worker.remove_job($1)", [`notices.deliver:${noticeId}`]);
  expect(await recoverNotices(desk.vigie)).toMatchObject({ ordered: 1 });
  expect(await recoverNotices(desk.vigie)).toMatchObject({ ordered: 0 });
});

test("a delivery that throws whatever is tried fails in the end, where the desk sees it", async () => {
  const { noticeId, caseId } = await queueOne();
  const { body } = await database.db
    .selectFrom("notices")
    .select("body")
    .where("id", "=", noticeId)
    .executeTakeFirstOrThrow();
  await database.db.updateTable("notices").set({ body: "no text" }).where("id", "=", noticeId).execute();
  for (let tries = 1; tries < 10; tries += 1) {
    await expect(deliverNotice(desk.vigie, { noticeId }, seen)).rejects.toThrow("not the text of a notice");
    expect(await desk.statusOf(noticeId)).toBe("queued");
  }
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "failed" });
  const { details } = await database.db
    .selectFrom("events")
    .select("details")
    .where("case_id", "=", caseId)
    .where("type", "=", "notice.failed")
    .executeTakeFirstOrThrow();
  expect(details).toEqual({ why: "cannot_be_composed" });

  await database.db.updateTable("notices").set({ body }).where("id", "=", noticeId).execute();
  await settleNotice(desk.vigie, { noticeId, outcome: "send_again", memberId: desk.memberId });
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "sent" });
});

test("when the commit before the last byte fails, nothing is sent and the job is tried again", async () => {
  const { noticeId } = await queueOne();
  const { mailer } = desk.vigie;
  const broken: Mailer = {
    ...mailer,
    deliver: (raw, envelope, steps) =>
      mailer.deliver(raw, envelope, {
        beforeLastByte: async () => {
          await steps.beforeLastByte();
          throw new Error("the answer of the commit was lost");
        },
      }),
  };
  await expect(deliverNotice(desk.withMailer(broken), { noticeId }, seen)).rejects.toThrow("commit was lost");
  expect(await desk.statusOf(noticeId)).toBe("queued");
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "sent" });
  expect(arrived(noticeId)).toHaveLength(1);
});
