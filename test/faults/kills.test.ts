import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { CaseView } from "@vigie/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DeskAccount, joinAsAnalyst } from "./desk-account.ts";
import { type House, openSeparateHouse, openWholeHouse } from "./house.ts";
import { startMailCounter } from "./mail-counter.ts";
import { createReporters, type Reporters, type Submission } from "./reporters.ts";
import { expectNothingLost, settle } from "./verify-house.ts";

// VIGIE_KILLS: how many in all; three of ten fall on the installation that is one process.
const kills = Number(process.env["VIGIE_KILLS"] ?? 20);
const killsOfWhole = Math.round(kills * 0.3);
const inFlight = 20;
const longestBeforeKillMs = 120;

const site = createServer((_, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<h1>Une page</h1><p>Un texte.</p>");
});
let siteUrl = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(() => {
  site.close();
});

test("web, worker and database are killed at random: nothing acknowledged is lost, nothing is sent twice", async () => {
  await killAgainAndAgain(kills - killsOfWhole, openSeparateHouse);
});

test("one process with its own database is killed at random: nothing acknowledged is lost, nothing is sent twice", async () => {
  await killAgainAndAgain(killsOfWhole, openWholeHouse);
});

async function killAgainAndAgain(
  times: number,
  open: (settings: Record<string, string>) => Promise<House>,
): Promise<void> {
  const mail = await startMailCounter({ slowMs: 120 });
  const house = await open({ VIGIE_SMTP_URL: mail.url });
  try {
    const reporters = createReporters(siteUrl);
    const account = await joinAsAnalyst(house.url, house.firstLink);
    const names = Object.keys(house.victims);
    const killed = new Map<string, number>();
    for (let count = 1; count <= times; count += 1) {
      const victim = names[Math.floor(Math.random() * names.length)] ?? "";
      await killDuringWork(house, { victim, reporters, account, number: count });
      killed.set(victim, (killed.get(victim) ?? 0) + 1);
      if (count % 50 === 0)
        console.log(`${count} of ${times} kills, ${reporters.submissions.length} reports`);
    }
    await settle(house);
    const found = await expectNothingLost(house, { reporters, mail });
    const list = [...killed].map(([name, count]) => `${count} × ${name}`).join(", ");
    console.log(`${times} kills (${list}): ${found}`);
  } finally {
    await house.stop();
    await mail.stop();
  }
  expect(house.crashes).toEqual([]);
}

async function killDuringWork(
  house: House,
  facts: { victim: string; reporters: Reporters; account: DeskAccount; number: number },
): Promise<void> {
  const { victim, reporters, account, number } = facts;
  const assessed = number % 2 === 0 ? await assessOne(house, facts) : null;
  // Asked again after the kill: the second asking must not make a second notice.
  const notified = assessed ? notify(house, account, assessed, number) : Promise.resolve();

  let killing = false;
  const unheard: Submission[] = [];
  const people = Array.from({ length: inFlight }, async () => {
    while (!killing) {
      const submission = reporters.make();
      if (await reporters.send(house.url, submission)) continue;
      unheard.push(submission);
      return;
    }
  });
  // With a notice on its way the moment may be later: its mail leaves some time after it was asked for.
  await sleep(Math.random() * (assessed ? 3 : 1) * longestBeforeKillMs);
  killing = true;
  const back = house.victims[victim]?.();
  await Promise.all([back, ...people, notified]);
  // Most people try again with the same key; some close the window for good.
  const patient = unheard.filter(() => Math.random() < 0.7);
  await Promise.all(patient.map((one) => reporters.sendUntilAcknowledged(() => house.url, one)));
  // The next round finds everything at work, so that each kill falls into full work.
  await reporters.sendUntilAcknowledged(() => house.url, reporters.make());
}

async function assessOne(
  house: House,
  { reporters, account }: { reporters: Reporters; account: DeskAccount },
): Promise<CaseView> {
  const submission = reporters.make();
  submission.url = submission.url.replace("/page/", "/notified/");
  await reporters.sendUntilAcknowledged(() => house.url, submission);
  const content = await house.database.db
    .selectFrom("contents")
    .select("case_id")
    .where("url", "=", submission.url.split("?")[0] ?? "")
    .executeTakeFirstOrThrow();
  return account.assess(house.url, content.case_id);
}

async function notify(house: House, account: DeskAccount, view: CaseView, number: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const status = await account.notify(house.url, view, `abuse-${number}@host.example`).then(
      async (response) => {
        await response.text();
        return response.status;
      },
      () => 0,
    );
    // 409: the first asking had arrived after all.
    if (status === 202 || status === 409) return;
    if (status !== 0 && status !== 503) throw new Error(`the desk answered ${status}`);
    if (Date.now() > deadline) throw new Error("the desk did not come back");
    await sleep(100);
  }
}
