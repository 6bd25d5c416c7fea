import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { refreshCases } from "../cases/refresh-cases.ts";
import { addJobs } from "../jobs/define-job.ts";
import { createMailer, type Mailer } from "../mail/mailer.ts";
import type { Behaviour } from "../mail/test-mail-server.ts";
import type { Vigie } from "../vigie.ts";
import { deliverNotice } from "./deliver-notice.ts";
import { deliveryKey, orderDelivery } from "./jobs.ts";
import { queueNotices } from "./queue-notices.ts";
import { recoverNotices } from "./recover-notices.ts";
import { settleNotice } from "./settle-notice.ts";
import { useDesk } from "./test-desk.ts";

// Random sequences of what goes wrong on the way to a recipient: the far server, the line, our own process, in any
// order and on a clock that the test moves. Everything is real but the clock: SMTP on loopback, PostgreSQL, locks.
const database = useDatabase({ max: 20 });
const desk = useDesk(database);
const seen = { recheck: async () => "not_removed" as const };
const hotline = { name: "Ligne d'écoute", address: "contact@ligne.example" };

beforeAll(() => {
  // Jobs for “at once” are ordered by the database's clock: ours goes before it, so that they are due.
  const aDay = 24 * 60;
  desk.advance((Date.now() - desk.vigie.clock.now().getTime()) / 60_000 + aDay);
});

/** One notice with all that was done about it. */
interface Followed {
  noticeId: string;
  caseId: string;
  /** How often a person or the queue has ordered that it be sent. */
  orders: number;
  saidSent: boolean;
  givenUp: boolean;
  forbidden: boolean;
}

async function follow(): Promise<Followed> {
  const opened = await desk.openCase();
  const { noticeIds } = await queueNotices(desk.vigie, {
    ...opened,
    recipients: [{ host: "*", name: "Hôte", email: "abuse@hote.example", language: "fr" }],
    explanation: "Sans l’accord de la personne filmée.",
    memberId: desk.memberId,
  });
  const noticeId = noticeIds[0] ?? "";
  return {
    noticeId,
    caseId: opened.caseId,
    orders: 1,
    saidSent: false,
    givenUp: false,
    forbidden: false,
  };
}

const arrivals = ({ noticeId }: Followed) =>
  desk.server.received.filter(({ mail }) => mail.messageId?.includes(noticeId)).length;

let awayUntil = 0;
beforeEach(() => {
  awayUntil = 0;
  desk.server.next.length = 0;
});
const now = () => desk.vigie.clock.now().getTime();

/** What a process of ours sends by: the server, or nothing while it is away. */
function mailerNow(): Mailer {
  const smtpUrl = now() < awayUntil ? "smtp://127.0.0.1:9" : desk.server.url;
  return createMailer({ smtpUrl, dataDir: "/nowhere", from: hotline, smtp: { silenceMs: 2_000 } });
}

/** Runs the jobs that are due, as a worker does: a job that ends is gone, one that throws stays. */
async function work(): Promise<void> {
  const { rows } = await database.pool.query<{ key: string }>(
    "select key from graphile_worker.jobs where key like $1 and run_at <= $2",
    [`${deliveryKey("")}%`, new Date(now())],
  );
  for (const { key } of rows) {
    await database.pool.query("select graphile_worker.remove_job($1)", [key]);
    await deliver(key.slice(deliveryKey("").length));
  }
}

async function deliver(noticeId: string): Promise<void> {
  const mailer = mailerNow();
  try {
    await deliverNotice(desk.withMailer(mailer), { noticeId }, seen);
  } catch {
    await addJobs(database.db, [orderDelivery(noticeId)]);
  } finally {
    await mailer.close();
  }
}

const crashPoints = ["before_sending", "before_commit", "after_commit", "after_answer"] as const;

/** A process that ends while it delivers: its connections close, its lock with them, and it does nothing more. */
async function crash(noticeId: string, point: (typeof crashPoints)[number]): Promise<void> {
  const clients = new Set<{ release(error?: Error): void }>();
  const pool = {
    connect: async () => {
      const client = await database.pool.connect();
      clients.add(client);
      return client;
    },
  };
  const mailer = mailerNow();
  let die = () => undefined as undefined;
  const dead = new Promise<undefined>((resolve) => {
    die = () => resolve(undefined) as undefined;
  });
  const dying = () => {
    die();
    return new Promise<never>(() => undefined);
  };
  const doomed: Mailer = {
    ...mailer,
    async deliver(raw, envelope, steps) {
      if (point === "before_sending") return dying();
      const outcome = await mailer.deliver(raw, envelope, {
        async beforeLastByte() {
          if (point === "before_commit") return dying();
          await steps.beforeLastByte();
          if (point === "after_commit") return dying();
        },
      });
      return point === "after_answer" ? dying() : outcome;
    },
  };
  const vigie = { ...desk.withMailer(doomed), pool } as unknown as Vigie;
  const ended = deliverNotice(vigie, { noticeId }, seen).then(
    () => true,
    () => true,
  );
  if (await Promise.race([dead, ended])) return mailer.close();
  await mailer.close();
  for (const client of clients) client.release(new Error("killed"));
  await untilFree();
}

async function untilFree(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { rowCount } = await database.pool.query(
      "select 1 from pg_locks where locktype = 'advisory' and classid = 7210502 and database = (select oid from pg_database where datname = current_database())",
    );
    if (rowCount === 0) return;
    await sleep(10);
  }
  throw new Error("the lock of a process that ended is still held");
}

type Step =
  | { do: "meet"; behaviours: Behaviour[] }
  | { do: "go_away"; hours: number }
  | { do: "wait"; minutes: number }
  | { do: "work" }
  | { do: "recover" }
  | { do: "crash"; which: number; point: (typeof crashPoints)[number] }
  | { do: "run_twice"; which: number }
  | { do: "settle"; which: number; outcome: "was_sent" | "send_again" | "give_up" }
  | { do: "forbid"; which: number };

const behaviour = fc.constantFrom<Behaviour>(
  "accept",
  "slow",
  "cut_in_the_middle",
  "cut_after_the_end",
  { recipient: 450 },
  { recipient: 452 },
  { recipient: 550 },
  { recipient: 552 },
  { end: 421 },
  { end: 451 },
  { end: 552 },
  { end: 554 },
);
const notices = 3;
const which = fc.nat({ max: notices - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("work" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("meet" as const),
      behaviours: fc.array(behaviour, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 2_000 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("crash" as const),
      which,
      point: fc.constantFrom(...crashPoints),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("recover" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("run_twice" as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("go_away" as const), hours: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("settle" as const),
      which,
      outcome: fc.constantFrom("was_sent" as const, "send_again" as const, "give_up" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("forbid" as const), which }) },
);

async function take(followed: readonly Followed[], one: Step): Promise<void> {
  if (one.do === "work") return work();
  if (one.do === "recover") return void (await recoverNotices(desk.vigie));
  if (one.do === "wait") return desk.advance(one.minutes);
  if (one.do === "meet") return void desk.server.next.push(...one.behaviours);
  if (one.do === "go_away") {
    awayUntil = now() + one.hours * 3_600_000;
    return;
  }
  const notice = followed[one.which];
  if (!notice) throw new Error("no such notice");
  const { noticeId, caseId } = notice;
  if (one.do === "crash") return crash(noticeId, one.point);
  if (one.do === "run_twice") return void (await Promise.all([deliver(noticeId), deliver(noticeId)]));
  if (one.do === "forbid") {
    await database.db.updateTable("cases").set({ handling: "no_fetch" }).where("id", "=", caseId).execute();
    notice.forbidden = true;
    return;
  }
  const settled = await settleNotice(desk.vigie, {
    noticeId,
    outcome: one.outcome,
    memberId: desk.memberId,
  }).then(
    () => true,
    () => false,
  );
  if (!settled) return;
  if (one.outcome === "send_again") notice.orders += 1;
  if (one.outcome === "was_sent") notice.saidSent = true;
  if (one.outcome === "give_up") notice.givenUp = true;
}

/** The weather clears and time passes: whatever still waits comes to its end. */
async function untilQuiet(followed: readonly Followed[]): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    const statuses = await Promise.all(followed.map(({ noticeId }) => desk.statusOf(noticeId)));
    if (!statuses.some((status) => status === "queued" || status === "transmitting")) return;
    await recoverNotices(desk.vigie);
    await work();
    desk.advance(5 * 60);
  }
}

const ends = ["sent", "failed", "in_doubt", "cancelled"];

async function checkEnd(notice: Followed): Promise<void> {
  const { noticeId, caseId, orders } = notice;
  const status = await desk.statusOf(noticeId);
  const count = arrivals(notice);
  const events = await desk.eventsOf(caseId);
  expect(ends).toContain(status);
  expect(count).toBeLessThanOrEqual(orders);
  expect(events.filter((type) => type === "notice.sent")).toHaveLength(status === "sent" ? 1 : 0);
  if (status === "sent") expect(count > 0 || notice.saidSent).toBe(true);
  if (status === "cancelled") expect(notice.givenUp || notice.forbidden).toBe(true);
  if (status === "in_doubt") expect(events).toContain("notice.in_doubt");
  if (status === "failed") expect(events).toContain("notice.failed");
  // What did not arrive for certain is before a person's eyes, first in their list.
  await refreshCases(desk.vigie, { caseIds: [caseId] });
  const shown = await database.db
    .selectFrom("cases")
    .select(["next_step", "priority"])
    .where("id", "=", caseId)
    .executeTakeFirstOrThrow();
  if (status === "failed" || status === "in_doubt") {
    expect(shown.next_step).toBe("escalate");
    expect(shown.priority).toBeGreaterThanOrEqual(100_000);
  }
}

const full = Boolean(process.env["VIGIE_FULL"]);

test(
  "whatever goes wrong in whatever order, nothing is lost, nothing is sent twice unasked, and no end is silent",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        awayUntil = 0;
        desk.server.next.length = 0;
        const followed = await Promise.all(Array.from({ length: notices }, follow));
        for (const one of steps) {
          await take(followed, one);
          for (const notice of followed) expect(arrivals(notice)).toBeLessThanOrEqual(notice.orders);
        }
        await untilQuiet(followed);
        for (const notice of followed) await checkEnd(notice);
      }),
      { numRuns: full ? 200 : 12, endOnFailure: true },
    );
  },
  full ? 3_600_000 : 240_000,
);

/** Lets `days` go by as they do, with a worker that looks every so many minutes. */
async function live(days: number, every = 10): Promise<void> {
  for (let minutes = 0; minutes < days * 24 * 60; minutes += every) {
    desk.advance(every);
    await work();
  }
}

test("a mail server that is away for a day delays notices and loses none", async () => {
  const followed = await Promise.all(Array.from({ length: notices }, follow));
  awayUntil = now() + 24 * 3_600_000;
  await live(1.5);
  for (const notice of followed) {
    expect(await desk.statusOf(notice.noticeId)).toBe("sent");
    expect(arrivals(notice)).toBe(1);
    await checkEnd(notice);
  }
});

test("one that is away for a week, and a mailbox that stays full, end as failures that nobody can miss", async () => {
  const away = await follow();
  awayUntil = now() + 7 * 24 * 3_600_000;
  await live(6.5, 30);
  expect(await desk.statusOf(away.noticeId)).toBe("failed");
  await checkEnd(away);

  awayUntil = 0;
  const full = await follow();
  desk.server.next.push(...Array.from({ length: 60 }, (): Behaviour => ({ recipient: 552 })));
  await live(6.5, 30);
  desk.server.next.length = 0;
  expect(await desk.statusOf(full.noticeId)).toBe("failed");
  await checkEnd(full);
});

test("greylisting costs a few minutes", async () => {
  const notice = await follow();
  desk.server.next.push({ recipient: 450 }, { recipient: 450 });
  await live(0.05);
  expect(await desk.statusOf(notice.noticeId)).toBe("sent");
  expect(arrivals(notice)).toBe(1);
});
