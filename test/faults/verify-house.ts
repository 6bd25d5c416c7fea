import { setTimeout as sleep } from "node:timers/promises";
import type { ReceiptView } from "@vigie/contract";
import { sql } from "kysely";
import { expect } from "vitest";
import { verifyChain } from "../../apps/server/src/audit/verify-chain.ts";
import { openServiceKeys } from "../../apps/server/src/vault/service-keys.ts";
import type { House } from "./house.ts";
import type { MailCounter } from "./mail-counter.ts";
import type { Reporters } from "./reporters.ts";

const longestSettlingMs = 180_000;
const mostOpened = 500;

/** Lets everything that is due happen, as if the waits between tries had passed. */
export async function settle({ database: { pool } }: Pick<House, "database">): Promise<void> {
  const deadline = Date.now() + longestSettlingMs;
  for (;;) {
    await pool.query(
      "update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now()",
    );
    const { rows } = await pool.query<{ jobs: number; notices: number; unsealed: number }>(`
      select (select count(*)::int from graphile_worker._private_jobs where attempts < max_attempts) as jobs,
        (select count(*)::int from notices where status in ('queued', 'transmitting')) as notices,
        (select count(*)::int from events e where not exists
          (select 1 from event_chain c where c.event_seq = e.seq)) as unsealed`);
    const left = rows[0];
    if (left && left.jobs + left.notices + left.unsealed === 0) return;
    if (Date.now() > deadline) {
      const stuck = await pool.query("select * from graphile_worker.jobs limit 5");
      throw new Error(`it did not settle: ${JSON.stringify(left)} ${JSON.stringify(stuck.rows)}`);
    }
    await sleep(200);
  }
}

/** Everything that was promised to somebody holds. */
export async function expectNothingLost(
  house: House,
  { reporters, mail }: { reporters: Reporters; mail: MailCounter },
): Promise<string> {
  expect(house.crashes).toEqual([]);
  expect(reporters.strange).toEqual([]);
  await expectReportsOnce(house, reporters);
  await expectContentsOnce(house);
  const opened = await expectReceiptsOpen(house, reporters);
  const notices = await expectNoticesOnce(house, mail);
  const chain = await sealedChain(house);
  expect(chain).toMatchObject({ kind: "intact", unsealed: 0 });
  const acknowledged = reporters.submissions.filter((submission) => submission.acknowledged).length;
  const events = chain.kind === "intact" ? chain.events : 0;
  return (
    `${acknowledged} of ${reporters.submissions.length} reports acknowledged, none lost; ${opened} receipts opened; ` +
    `notices: ${notices}; ${mail.received.size} mails, none twice; ${events} events, chain intact`
  );
}

async function expectReportsOnce(
  { keysDir, database: { db } }: House,
  { submissions }: Reporters,
): Promise<void> {
  const keys = await openServiceKeys(keysDir);
  const byMac = new Map(
    submissions.map((submission) => [
      keys.macOf("idempotency", `api:${submission.key}`).toString("hex"),
      submission,
    ]),
  );
  const rows = await db.selectFrom("reports").select(["id", "idempotency_mac"]).execute();
  const stored = rows.map((row) => row.idempotency_mac?.toString("hex") ?? row.id);
  expect(new Set(stored).size).toBe(stored.length);
  expect(stored.filter((mac) => !byMac.has(mac))).toEqual([]);
  const present = new Set(stored);
  const lost = [...byMac].filter(([mac, { acknowledged }]) => acknowledged && !present.has(mac));
  expect(lost.map(([, { key }]) => key)).toEqual([]);

  // What hangs on a report exists as often as the report.
  const { rows: counts } = await sql<{ locations: number; received: number; told: number }>`
    select (select count(*)::int from report_contents) as locations,
      (select count(*)::int from events where type = 'report.received') as received,
      (select count(distinct report_id)::int from events where type = 'report.received') as told`.execute(db);
  expect(counts[0]).toEqual({ locations: stored.length, received: stored.length, told: stored.length });
}

async function expectContentsOnce({ database: { db } }: House): Promise<void> {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*)::int from contents) - (select count(distinct url)::int from contents) as twice,
      (select count(*)::int from contents c where c.reports_count <>
        (select count(*) from report_contents r where r.content_id = c.id)) as miscounted_contents,
      (select count(*)::int from cases c where c.reports_count <>
        (select count(*) from reports r where r.case_id = c.id)) as miscounted_cases,
      (select count(*)::int from contents c where not exists
        (select 1 from watches w where w.content_id = c.id)) as unwatched,
      (select count(*)::int from cases) -
        (select coalesce(sum(received + assessed + notified + referred + removed + returned + closed), 0)::int
          from case_counts) as miscounted_total,
      (select count(*)::int from cases) -
        (select count(*)::int from events where type = 'case.opened') as opened_unsaid`.execute(db);
  expect(rows[0]).toEqual({
    twice: 0,
    miscounted_contents: 0,
    miscounted_cases: 0,
    unwatched: 0,
    miscounted_total: 0,
    opened_unsaid: 0,
  });
}

async function expectReceiptsOpen({ url }: House, reporters: Reporters): Promise<number> {
  const holders = reporters.submissions.filter((one) => one.acknowledged && one.wantsReceipt);
  expect(holders.filter(({ receipt }) => receipt === null)).toEqual([]);
  expect(new Set(holders.map(({ receipt }) => receipt)).size).toBe(holders.length);
  const chosen = sample(holders, mostOpened);
  await inTurns(chosen, 4, async (submission) => {
    const view = await openReceipt(url, submission.receipt ?? "");
    expect(view.locations.map(({ typed }) => typed)).toEqual([submission.url]);
    expect(view.locations[0]?.timeline.map(({ kind }) => kind)).toContain("received");
  });
  // The same key once more: the same receipt (compared inside), and nothing new.
  const again = sample(
    reporters.submissions.filter((one) => one.acknowledged),
    mostOpened,
  );
  await inTurns(again, 4, async (submission) => {
    expect(await reporters.send(url, submission)).toBe(true);
  });
  expect(reporters.strange).toEqual([]);
  return chosen.length;
}

async function openReceipt(url: string, receipt: string): Promise<ReceiptView> {
  const response = await fetch(`${url}/api/v1/receipts/open`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ receipt }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as ReceiptView;
}

async function expectNoticesOnce({ database: { db } }: House, mail: MailCounter): Promise<string> {
  const notices = await db.selectFrom("notices").select(["message_id", "status"]).execute();
  const times = (messageId: string) => mail.received.get(messageId) ?? 0;
  expect([...mail.received].filter(([, count]) => count > 1)).toEqual([]);
  const known = new Set(notices.map((notice) => notice.message_id));
  expect([...mail.received.keys()].filter((messageId) => !known.has(messageId))).toEqual([]);
  const wrong = notices.filter(({ status, message_id }) => {
    if (status === "sent") return times(message_id) !== 1;
    if (status === "cancelled" || status === "failed") return times(message_id) !== 0;
    return status !== "in_doubt";
  });
  expect(wrong).toEqual([]);
  const counts = new Map<string, number>();
  for (const { status } of notices) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ") || "none";
}

function sample<One>(all: readonly One[], most: number): One[] {
  const left = [...all];
  const chosen: One[] = [];
  while (left.length > 0 && chosen.length < most) {
    chosen.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  }
  return chosen;
}

async function inTurns<One>(all: readonly One[], atOnce: number, work: (one: One) => Promise<void>) {
  const left = [...all];
  const turns = Array.from({ length: atOnce }, async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  });
  await Promise.all(turns);
}

/** The worker goes on looking at pages: an event may be younger than the sealer's last turn. */
async function sealedChain(house: House): ReturnType<typeof verifyChain> {
  for (let turn = 0; ; turn += 1) {
    const chain = await verifyChain(house.database);
    if (chain.kind === "broken" || chain.unsealed === 0 || turn === 20) return chain;
    await sleep(250);
  }
}
